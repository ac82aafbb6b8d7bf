"""A run's curves in memory, so that each look at a long run reads only the newest points."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from electra_engine import (
    Evaluation,
    FineTuneScore,
    RecordReader,
    RunFolder,
    RunStatus,
    load_tokenizer,
)
from studio.points import Points

RUNS_KEPT = 8
VOCABULARIES_KEPT = 64  # only their sizes
PAUSE = 0.5  # seconds of training; a curve is drawn again when it has grown by as many


@dataclass
class Curves:
    """What has been read of one run. `started` tells one launch of its worker from the next."""

    started: float
    metrics: Points = field(default_factory=Points)
    evaluations: list[Evaluation] = field(default_factory=list)
    scores: list[FineTuneScore] = field(default_factory=list)

    @property
    def newest_step(self) -> int:
        return self.metrics[-1].step if self.metrics else -1

    @property
    def key(self) -> tuple[object, ...]:
        """Changes whenever there is something new worth drawing."""
        moment = int(self.metrics[-1].seconds / PAUSE) if self.metrics else -1
        return (self.started, moment, len(self.evaluations), len(self.scores))


class LiveRecords:
    """Curves of the runs looked at last, and every run's last result; safe to use from many threads."""

    def __init__(self) -> None:
        self._curves: OrderedDict[Path, Curves] = OrderedDict()
        self._results: dict[Path, tuple[tuple[str, int, float], Curves]] = {}
        self._lock = threading.Lock()

    def curves(self, records: Path) -> Curves:
        """Everything recorded so far."""
        reader = RecordReader(records)
        state = reader.state()
        with self._lock:
            known = self._curves.get(records)
            # A resumed run goes back to its checkpoint and drops what it had recorded beyond.
            stale = known is not None and state is not None and known.newest_step > state.step
            if known is None or stale or known.started != (state.started if state else 0.0):
                known = Curves(state.started if state else 0.0)
            known = _read_on(known, reader)
            self._curves[records] = known
            self._curves.move_to_end(records)
            while len(self._curves) > RUNS_KEPT:
                self._curves.popitem(last=False)
            return known

    def results(self, records: Path, status: RunStatus) -> Curves:
        """The last evaluation and the scores of a run, read again only when the run has moved."""
        key = (status.state, status.step, status.created)
        known = self._results.get(records)
        if known is None or known[0] != key:
            # Of a resumed run an older result may stay until the next evaluation: it is the same run.
            before = known[1].evaluations if known and known[0][2] == status.created else []
            reader = RecordReader(records)
            newest = reader.evaluations(before[-1].step if before else -1)[-1:] or before
            known = (key, Curves(0.0, Points(), newest, reader.scores()))
            self._results[records] = known
        return known[1]


def learned_vocabulary_size(run: RunFolder) -> int | None:
    """How many tokens a run's vocabulary really has; None before it is learned."""
    file = run.tokenizer / "tokenizer.json"
    return _vocabulary_size(run.tokenizer, file.stat().st_mtime_ns) if file.is_file() else None


@functools.lru_cache(maxsize=VOCABULARIES_KEPT)
def _vocabulary_size(folder: Path, _changed: int) -> int:
    return load_tokenizer(folder).get_vocab_size()


def _read_on(known: Curves, reader: RecordReader) -> Curves:
    """The same curves with what was recorded since; a new object, because others may be drawing the old."""
    seen = known.evaluations[-1].step if known.evaluations else -1
    return Curves(
        known.started,
        known.metrics.extended(reader.step_metrics(known.newest_step)),
        [*known.evaluations, *reader.evaluations(seen)],
        reader.scores(),
    )
