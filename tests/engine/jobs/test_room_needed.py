"""What a plan is said to need, held against what a real worker takes."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from electra_engine.finetuning.encoder_sizes import sizes_of
from electra_engine.finetuning.planned import PlannedFineTuning
from electra_engine.finetuning.row_sizes import measure_rows
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.launch import start_worker
from electra_engine.jobs.promised import room_left
from electra_engine.jobs.requests import new_finetuning, new_pretraining
from electra_engine.jobs.runs import read_request
from electra_engine.jobs.status import status_of
from electra_engine.limits import DoesNotFitError, Room
from electra_engine.presets import preset_settings
from electra_engine.quota import set_quota, space_taken
from electra_engine.training.planned import PlannedPretraining
from electra_engine.watching.records import ENDED
from electra_engine.workspace import RunFolder, Workspace, find_workspace
from tests.engine.inference.tiny_folders import write_folder
from tests.engine.jobs.tiny_run import write_labelled, write_text

MINUTES = 4.0


def test_a_worker_takes_no_more_than_was_said_and_not_much_less(tmp_path: Path) -> None:
    workspace = find_workspace(tmp_path / "workspace")
    changes = {"training.steps": 3, "machine.device": "cpu", "discriminator.num_hidden_layers": 2}
    settings = preset_settings("tiny").with_changes(changes)
    run = new_pretraining(workspace, "tiny", [write_text(tmp_path / "text.txt", 400)], settings)
    keeps_to(PlannedPretraining(settings).room_needed(), workspace, run)


def test_so_does_a_worker_that_fine_tunes(tmp_path: Path) -> None:
    workspace = find_workspace(tmp_path / "workspace")
    base, rows = write_folder(tmp_path / "base"), write_labelled(tmp_path / "rows.csv")
    settings = FineTuneSettings().with_changes({"epochs": 1, "machine.device": "cpu", "machine.threads": 1})
    run = new_finetuning(workspace, "taught", str(base), rows, settings)
    encoder = sizes_of(str(base), workspace)
    assert encoder is not None
    measured = measure_rows(settings, read_request(run).extra)
    keeps_to(PlannedFineTuning(settings, encoder, measured).room_needed(), workspace, run)


def test_what_a_waiting_run_may_take_is_promised_to_it(tmp_path: Path) -> None:
    workspace = find_workspace(tmp_path / "workspace")
    set_quota(workspace, 4)
    settings = preset_settings("tiny").with_changes({"machine.device": "cpu"})
    text = [write_text(tmp_path / "text.txt", 400)]
    promised = PlannedPretraining(settings).room_needed().disk or 0
    before = room_left(workspace).disk or 0
    waits = new_pretraining(workspace, "waits", text, settings)
    on_its_way = room_left(workspace).disk or 0
    assert promised * 0.9 < before - on_its_way < promised * 1.1, "though its worker is not up yet"
    held = lock.take(waits.lock)
    assert held is not None
    with contextlib.closing(held):
        assert catalogue.compare_and_set(waits, ("waiting",), "running")[0]
        after = room_left(workspace).disk or 0
        assert promised * 0.9 < before - after < promised * 1.1
        set_quota(workspace, (space_taken(workspace.root) + 1.5 * promised) / 1e9)
        with pytest.raises(DoesNotFitError, match="of disk"):
            new_pretraining(workspace, "too many", text, settings)
    new_pretraining(workspace, "fits", text, settings)


def keeps_to(need: Room, workspace: Workspace, run: RunFolder) -> None:
    start_worker(run)
    most, deadline = 0, time.monotonic() + 60 * MINUTES
    while status_of(workspace, run.name).state not in ENDED:
        assert time.monotonic() < deadline
        most = max(most, most_memory(run))
        time.sleep(0.05)
    assert status_of(workspace, run.name).state == "finished"
    assert need.memory is not None
    assert need.disk is not None
    assert need.memory / 2 < most < need.memory
    assert space_taken(run.path) < need.disk


def most_memory(run: RunFolder) -> int:
    """The most bytes that the run's worker has had in memory so far, 0 before and after its life."""
    holder = lock.holder(run.lock)
    try:
        told = Path(f"/proc/{holder.pid if holder else 0}/status").read_text()
    except OSError:
        return 0
    return int(told.split("VmHWM:")[1].split()[0]) << 10 if "VmHWM:" in told else 0
