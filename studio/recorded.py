"""Where the recorded runs lie that come with the studio: in the installed package, else in the clone."""

from __future__ import annotations

from pathlib import Path

from electra_engine import BatchTrace, RecordReader, RunFolder, RunStatus, Workspace, list_recorded_runs

PACKAGE = Path(__file__).parent
PLACES = (PACKAGE / "assets" / "recorded", PACKAGE.parent / "assets" / "recorded")


def recorded_folder() -> Path | None:
    """The folder of recorded runs; None where the studio came without."""
    return next((place for place in PLACES if place.is_dir()), None)


def first_recorded(workspace: Workspace) -> RunStatus | None:
    """The recorded run that a first visitor is shown."""
    return next(iter(list_recorded_runs(workspace)), None)


def recorded_trace(run: RunFolder) -> BatchTrace | None:
    """The training row that was followed through every stage."""
    return RecordReader(run.records).trace()
