"""How fast this machine trains a pair of a given size or teaches it a task, before it is tried.

A speed measured once, by this workspace's own runs or by a short benchmark, is carried over to other
sizes by the operations that a token costs. Small networks and small batches use a machine less well than
large ones, so of what was measured on the same device the most alike is the one that counts, and what is
carried over far is said to be rough.
"""

from __future__ import annotations

import json
import logging
import math
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from electra_engine import (
    FineTuneSettings,
    RunSettings,
    RunStatus,
    UserError,
    Work,
    Workspace,
    child_environment,
    device_for,
    layout_settings,
    list_runs,
    python_command,
    size_pair,
    work_done,
)
from studio.live_records import learned_vocabulary_size
from studio.text import say

log = logging.getLogger(__name__)

TIME_LIMIT = 300.0  # seconds
LAYOUT = "tiny"  # what the short benchmark times
FEWEST_SECONDS = 10.0  # a run shorter than this tells little of its speed
RUNS_LOOKED_AT = 20  # the newest
# How computing in another way (threads, processes, precision) counts beside the logarithms of how many times
# as many operations and tokens a step: as much as twice as many of either.
OTHER_WAY = math.log(2)
ALIKE = math.log(1.5)  # what is no further away than this foretells well
WAY = ("precision", "compiling", "threads", "processes")
TEACHING = "teaching"  # a way of its own: its rows are of unequal length, and it drops out


@dataclass(frozen=True)
class Speed:
    """Tokens a second; `is_rough` where nothing alike was measured and it is carried over."""

    tokens_per_second: float
    is_rough: bool


@dataclass(frozen=True)
class Measured:
    """One speed: so many operations a token, tokens a second and tokens a step, on a device in a way.

    What an older version noted says nothing of the last three: it was the benchmark with all left open.
    """

    operations_per_token: float
    tokens_per_second: float
    tokens_per_step: int = 0
    device: str = ""
    way: str = ""

    def distance(self, wanted: Measured) -> float:
        """How unlike the work was, 0 for the same work done in the same way."""
        work = abs(math.log(self.operations_per_token / wanted.operations_per_token))
        batch = abs(math.log(self.tokens_per_step / wanted.tokens_per_step))
        return work + batch + OTHER_WAY * (self.way != wanted.way)


class Speedometer:
    """Knows the speeds of one workspace's machine; safe to use from many threads."""

    def __init__(self, workspace: Workspace, notes: Path) -> None:
        self._workspace, self._notes = workspace, notes
        self._one_at_a_time = threading.Lock()
        self._reckoned: dict[str, tuple[tuple[str, int, float], Measured | None]] = {}

    def foretell(self, settings: RunSettings, vocabulary: int | None = None) -> Speed | None:
        """What these settings would train at here, with a `vocabulary` of so many tokens where that is known.

        None while nothing was measured on the device that they mean.
        """
        return self._foretell(_measured(settings, vocabulary, 0.0))

    def foretell_teaching(self, settings: FineTuneSettings, work: Work) -> Speed | None:
        """The same for a fine-tuning run; it is like other ones before it is like pre-training."""
        return self._foretell(_taught(settings, work, 0.0))

    def _foretell(self, wanted: Measured) -> Speed | None:
        known = [*self._from_runs(), *self._from_notes()]
        known = [one for one in known if one.device == wanted.device]
        if not known:
            return None
        nearest = min(known, key=lambda one: one.distance(wanted))
        carried = nearest.tokens_per_second * nearest.operations_per_token / wanted.operations_per_token
        return Speed(carried, nearest.distance(wanted) > ALIKE)

    def measure(self) -> None:
        """Runs the short benchmark in a process of its own; raises `UserError` when it fails."""
        if not self._one_at_a_time.acquire(blocking=False):
            raise UserError(say("sizing.measuring_already"))
        try:
            done = subprocess.run(
                python_command("electra_engine.command_line", "bench", "--layout", LAYOUT, "--json"),
                env=child_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIME_LIMIT,
                check=True,
                text=True,
            )
            speed = float(json.loads(done.stdout.splitlines()[-1])["tokens_per_second"])
        except (subprocess.SubprocessError, ValueError, KeyError, IndexError, TypeError):
            log.exception("The benchmark failed.")
            raise UserError(say("sizing.measuring_failed")) from None
        finally:
            self._one_at_a_time.release()
        measured = _measured(layout_settings(LAYOUT), None, speed)
        self._notes.parent.mkdir(parents=True, exist_ok=True)
        self._notes.write_text(json.dumps(asdict(measured)), encoding="utf-8")

    def _from_notes(self) -> Iterator[Measured]:
        try:
            noted = Measured(**json.loads(self._notes.read_text(encoding="utf-8")))
            is_sound = min(noted.operations_per_token, noted.tokens_per_second) > 0 <= noted.tokens_per_step
        except (OSError, ValueError, TypeError):
            return
        if is_sound:
            open_way = _measured(layout_settings(LAYOUT), None, 0.0)
            yield replace(
                noted,
                tokens_per_step=noted.tokens_per_step or open_way.tokens_per_step,
                device=noted.device or open_way.device,
                way=noted.way or open_way.way,
            )

    def _from_runs(self) -> Iterator[Measured]:
        trained = (
            status
            for status in list_runs(self._workspace)
            if not status.recorded and status.seconds > FEWEST_SECONDS and status.tokens > 0
        )
        for status in islice(trained, RUNS_LOOKED_AT):
            measured = self._from_run(status)
            if measured is not None:
                yield measured

    def _from_run(self, status: RunStatus) -> Measured | None:
        """What a run measured, reckoned anew only when it has gone on: a page asks with every dial."""
        stamp = (status.kind, status.tokens, status.seconds)
        known = self._reckoned.get(status.name)
        if known is None or known[0] != stamp:
            known = self._reckoned[status.name] = (stamp, self._reckon(status))
        return known[1]

    def _reckon(self, status: RunStatus) -> Measured | None:
        speed, run = status.tokens / status.seconds, self._workspace.run(status.name)
        try:
            if status.kind == "pretrain":
                settings = RunSettings().with_changes(status.request.settings)
                return _measured(settings, learned_vocabulary_size(run), speed)
            work = work_done(self._workspace, status.request, status.step, status.tokens)
            taught = FineTuneSettings().with_changes(status.request.settings)
        except (UserError, OSError):  # written by another version, damaged, or removed just now
            return None
        return _taught(taught, work, speed) if work else None


def _taught(settings: FineTuneSettings, work: Work, tokens_per_second: float) -> Measured:
    """What was measured with such work."""
    machine = settings.machine
    return Measured(
        work.operations_per_token,
        tokens_per_second,
        max(round(work.tokens_a_step), 1),
        device_for(machine.device),
        " ".join((TEACHING, *(str(getattr(machine, name)) for name in WAY))),
    )


def _measured(settings: RunSettings, vocabulary: int | None, tokens_per_second: float) -> Measured:
    """What was measured with these settings."""
    training, machine = settings.training, settings.machine
    return Measured(
        size_pair(settings, vocabulary).operations_per_token,
        tokens_per_second,
        training.batch_size * training.sequence_length,
        device_for(machine.device),
        " ".join(str(getattr(machine, name)) for name in WAY),
    )
