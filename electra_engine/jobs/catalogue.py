"""What is to become of each run: its one state, changed only by compare-and-set, and its place in the queue.

    waiting ─► running ─► finished | failed
       │          │
       └────┬─────┘
            ├─► pausing  ─► paused  ─┐
            ├─► stopping ─► stopped ─┼─► waiting again
            └─► ended (by force)    ─┘

The catalogue is the folder of runs itself: every run keeps its entry in its job.json, so that a run can be
copied, removed or lost without another one noticing. An entry is smaller than a disk's sector and is
overwritten in place: it is never torn, and changing it needs no room on a full disk. What a worker does in
the meantime is told by its records; whether it lives, by its lock.
"""

from __future__ import annotations

import contextlib
import json
import math
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, fields

from electra_engine.errors import UserError
from electra_engine.jobs import lock
from electra_engine.watching.records import ENDED
from electra_engine.watching.store import RecordReader
from electra_engine.watching.unreadable import UnreadableRecordsError
from electra_engine.workspace import RunFolder, Workspace

WORKING = ("waiting", "running", "pausing", "stopping")  # a worker is at it, or should be
SETTLED = ("paused", "stopped", "ended", "finished", "failed")
STATES = (*WORKING, *SETTLED)
SECTOR = 512  # bytes
STARTING_SECONDS = 20.0  # how long a launched process may take until it takes its lock
PATIENCE = 5.0  # seconds to get at an entry, which others hold for an instant
LONG_AGO = -1e9  # on the steady clock: before any launch


@dataclass(frozen=True)
class Entry:
    """A run in the catalogue.

    `place` orders the queue (smaller goes first; the UNIX time of the run's making unless it was moved);
    `changed` is when the entry changed last and `launched` when a worker was last started, by the clock that
    counts from the machine's start and that nobody can set. `why` names the ending (see `endings`) of a run
    whose records could not be told of it.
    """

    state: str
    place: float = 0.0
    changed: float = LONG_AGO
    launched: float = LONG_AGO
    why: str = ""

    @property
    def just_launched(self) -> bool:
        """Whether a worker that was started for it may still be on its way."""
        return self.state == "waiting" and 0 <= time.monotonic() - self.launched < STARTING_SECONDS


def read(run: RunFolder) -> Entry:
    """The entry of a run; of one that an older version made, what its records say."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        return _parsed(run.job.read_bytes())
    return _from_records(run)


def enter(run: RunFolder, place: float, created: float) -> None:
    """Puts a run that was `created` (UNIX time) into the catalogue, waiting for its turn.

    The worker of a new one counts as on its way from here on.
    """
    launched = time.monotonic() if abs(time.time() - created) < STARTING_SECONDS else LONG_AGO
    run.job.write_bytes(_packed(Entry("waiting", place, time.monotonic(), launched)))


def runs_in(workspace: Workspace, state: str) -> Iterator[RunFolder]:
    """The runs of a workspace that are in a state now."""
    for path in sorted(workspace.runs.glob("[!.]*")):
        if read(run := RunFolder(path)).state == state:
            yield run


def last_place(workspace: Workspace) -> float:
    """The place behind all that wait: the time, but never before one of them, whatever the clock says."""
    return max([time.time(), *(read(run).place + 1 for run in runs_in(workspace, "waiting"))])


def compare_and_set(
    run: RunFolder,
    expected: Collection[str],
    state: str,
    place: float | None = None,
    launched: float | None = None,
    why: str = "",
) -> tuple[bool, Entry]:
    """Moves a run to `state` if it is in one of `expected`, in one indivisible act.

    Whether it was, and the entry as it is now; `place` and `launched` change with it where given, `why`
    always. Of any number of processes that ask for the same change at once, one gets it. Raises `UserError`
    when the entry cannot be written.
    """
    try:
        with lock.exclusive(run.job, PATIENCE) as file:
            kept = file.read()
            try:
                entry = _parsed(kept)
            except (ValueError, TypeError):
                entry = _from_records(run)
            if entry.state not in expected:
                return False, entry
            entry = Entry(
                state,
                entry.place if place is None else place,
                time.monotonic(),
                entry.launched if launched is None else launched,
                why,
            )
            file.seek(0)
            file.write(_packed(entry))
            return True, entry
    except OSError as error:
        raise UserError(
            "The state of the run {run} could not be changed ({reason}): see that its folder is there and "
            "can be written to.",
            "run",
            run=run.name,
            reason=error.strerror or error,
        ) from None


def _packed(entry: Entry) -> bytes:
    return json.dumps(asdict(entry)).encode().ljust(SECTOR)


def _parsed(stored: bytes) -> Entry:
    values = json.loads(stored)
    entry = Entry(**{field.name: values[field.name] for field in fields(Entry) if field.name in values})
    # Whoever reads an entry calculates with its numbers, those of all other runs among them.
    whole = all(math.isfinite(number) for number in (entry.place, entry.changed, entry.launched))
    if entry.state not in STATES or not whole:
        raise ValueError(entry)
    return entry


def _from_records(run: RunFolder) -> Entry:
    try:
        recorded = RecordReader(run.records).state()
    except UnreadableRecordsError:
        recorded = None
    if recorded is not None and recorded.phase in ENDED:
        return Entry(recorded.phase)
    return Entry("running" if recorded is not None else "waiting")
