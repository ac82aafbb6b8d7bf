"""What this machine was seen to do carries over to other sizes; a model that is not there is not exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from electra_engine import (
    RunFolder,
    RunRequest,
    RunSettings,
    RunState,
    UserError,
    Workspace,
    create_run,
    find_workspace,
    size_pair,
    to_flat,
)
from electra_engine.jobs import catalogue
from electra_engine.watching.store import RecordWriter
from studio.places import Places
from studio.speed import Speedometer
from studio.taking_away import take_away


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return find_workspace(tmp_path / "workspace")


def finished_run(workspace: Workspace, settings: RunSettings, tokens: int, seconds: float) -> RunFolder:
    run = create_run(workspace, RunRequest("done", "pretrain", to_flat(settings)))
    writer = RecordWriter(run.records)
    writer.set_state(RunState("finished", step=10, tokens=tokens, seconds=seconds))
    writer.close()
    catalogue.compare_and_set(run, ("waiting",), "finished")
    return run


def test_a_run_of_the_same_shape_foretells_its_own_speed(workspace: Workspace) -> None:
    speed = Speedometer(workspace, Places(workspace).speed)
    settings = RunSettings()
    assert speed.tokens_per_second(settings) is None
    finished_run(workspace, settings, tokens=600_000, seconds=60.0)
    assert speed.tokens_per_second(settings) == pytest.approx(10_000)
    larger = settings.with_changes({"discriminator.num_hidden_layers": 12})
    ratio = size_pair(settings).operations_per_token / size_pair(larger).operations_per_token
    assert speed.tokens_per_second(larger) == pytest.approx(10_000 * ratio)


@pytest.mark.parametrize("damage", ["", "{}", "[1]", '{"operations_per_token": 0, "tokens_per_second": 5}'])
def test_damaged_notes_of_a_measurement_are_no_measurement(workspace: Workspace, damage: str) -> None:
    notes = Places(workspace).speed
    notes.parent.mkdir()
    notes.write_text(damage)
    assert Speedometer(workspace, notes).tokens_per_second(RunSettings()) is None
    notes.write_text(json.dumps({"operations_per_token": 1e6, "tokens_per_second": 100.0}))
    assert Speedometer(workspace, notes).tokens_per_second(RunSettings()) is not None


def test_a_run_that_saved_nothing_is_not_exported_and_leaves_nothing(workspace: Workspace) -> None:
    places = Places(workspace)
    finished_run(workspace, RunSettings(), tokens=1, seconds=1.0)
    with pytest.raises(UserError) as refused:
        take_away(places, "done")
    assert refused.value.sentence.endswith(".")
    assert "electra-engine" not in refused.value.sentence
    assert not places.exports.exists()
    with pytest.raises(UserError, match="no run called"):
        take_away(places, "never")
