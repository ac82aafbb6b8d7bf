"""How fast this machine trains a pair of a given size, before it is tried.

A speed measured once, by this workspace's own runs or by a short benchmark, is carried over to other
sizes by the operations that a token costs. Small networks use a machine less well than large ones, so
the nearest size measured is the one that counts.
"""

from __future__ import annotations

import json
import logging
import math
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from electra_engine import (
    RunSettings,
    UserError,
    Workspace,
    child_environment,
    list_runs,
    python_command,
    size_pair,
)
from studio.text import say

log = logging.getLogger(__name__)

TIME_LIMIT = 300.0  # seconds
BENCHMARK = {
    "vocabulary.size": 4000,
    "generator.num_hidden_layers": 2,
    "training.batch_size": 32,
    "objective.scaffold_weight": 0,
    "objective.easy_share": 0,
}
FEWEST_SECONDS = 10.0  # a run shorter than this tells little of its speed


@dataclass(frozen=True)
class Measured:
    """One speed: so many operations a token, so many tokens a second."""

    operations_per_token: float
    tokens_per_second: float


class Speedometer:
    """Knows the speeds of one workspace's machine; safe to use from many threads."""

    def __init__(self, workspace: Workspace, notes: Path) -> None:
        self._workspace, self._notes = workspace, notes
        self._one_at_a_time = threading.Lock()

    def tokens_per_second(self, settings: RunSettings) -> float | None:
        """What these settings would train at here; None while nothing was measured."""
        wanted = size_pair(settings).operations_per_token
        known = [*self._from_runs(), *self._from_notes()]
        if not known:
            return None
        nearest = min(known, key=lambda one: abs(math.log(one.operations_per_token / wanted)))
        return nearest.tokens_per_second * nearest.operations_per_token / wanted

    def measure(self) -> None:
        """Runs the short benchmark in a process of its own; raises `UserError` when it fails."""
        if not self._one_at_a_time.acquire(blocking=False):
            raise UserError(say("sizing.measuring_already"))
        try:
            done = subprocess.run(
                python_command("electra_engine.command_line", "bench", "--layout", "tiny", "--json"),
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
        operations = size_pair(RunSettings().with_changes(BENCHMARK)).operations_per_token
        self._notes.parent.mkdir(parents=True, exist_ok=True)
        self._notes.write_text(json.dumps(asdict(Measured(operations, speed))), encoding="utf-8")

    def _from_notes(self) -> Iterator[Measured]:
        try:
            noted = Measured(**json.loads(self._notes.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return
        if noted.operations_per_token > 0 and noted.tokens_per_second > 0:
            yield noted

    def _from_runs(self) -> Iterator[Measured]:
        here = [status for status in list_runs(self._workspace) if not status.recorded]
        for status in here:
            if status.kind == "pretrain" and status.seconds > FEWEST_SECONDS and status.tokens > 0:
                try:
                    settings = RunSettings().with_changes(status.request.settings)
                except UserError:  # written by another version
                    continue
                operations = size_pair(settings).operations_per_token
                yield Measured(operations, status.tokens / status.seconds)
