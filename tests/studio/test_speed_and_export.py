"""What this machine was seen to do carries over to other sizes; a model that is not there is not exported."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from electra_engine import (
    FineTuneSettings,
    RowSizes,
    RunFolder,
    RunRequest,
    RunSettings,
    RunState,
    UserError,
    VocabularySettings,
    Work,
    Workspace,
    create_run,
    find_workspace,
    learn_vocabulary,
    plan_finetuning,
    set_quota,
    size_pair,
    to_flat,
)
from electra_engine.jobs import catalogue
from electra_engine.training.checkpoint_folders import Position, write_whole
from electra_engine.watching.store import RecordWriter
from studio import taking_away
from studio.places import Places
from studio.speed import Speed, Speedometer
from studio.taking_away import take_away
from tests.engine.inference.tiny_folders import write_folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return find_workspace(tmp_path / "workspace")


def finished_run(
    workspace: Workspace, settings: RunSettings, tokens: int, seconds: float, name: str = "done"
) -> RunFolder:
    return finished(workspace, RunRequest(name, "pretrain", to_flat(settings)), 10, tokens, seconds)


def finished(workspace: Workspace, request: RunRequest, steps: int, tokens: int, seconds: float) -> RunFolder:
    run = create_run(workspace, request)
    writer = RecordWriter(run.records)
    writer.set_state(RunState("finished", step=steps, tokens=tokens, seconds=seconds))
    writer.close()
    catalogue.compare_and_set(run, ("waiting",), "finished")
    return run


def test_a_run_of_the_same_shape_foretells_its_own_speed(workspace: Workspace) -> None:
    speed = Speedometer(workspace, Places(workspace).speed)
    settings = RunSettings()
    assert speed.foretell(settings) is None
    finished_run(workspace, settings, tokens=600_000, seconds=60.0)
    assert speed.foretell(settings) == Speed(10_000.0, is_rough=False)
    larger = settings.with_changes({"discriminator.num_hidden_layers": 12})
    ratio = size_pair(settings).operations_per_token / size_pair(larger).operations_per_token
    carried = speed.foretell(larger)
    assert carried is not None
    assert carried.tokens_per_second == pytest.approx(10_000 * ratio)
    assert carried.is_rough


@pytest.mark.parametrize(
    "changes", [{"machine.processes": 2}, {"machine.threads": 1}, {"training.batch_size": 1}]
)
def test_a_speed_measured_in_another_way_is_rough(workspace: Workspace, changes: dict[str, object]) -> None:
    speed, plain = Speedometer(workspace, Places(workspace).speed), RunSettings()
    finished_run(workspace, plain, tokens=600_000, seconds=60.0)
    other = plain.with_changes(changes)
    foretold = speed.foretell(other)
    assert foretold is not None
    assert foretold.is_rough
    finished_run(workspace, other, tokens=120_000, seconds=60.0, name="other")
    assert speed.foretell(other) == Speed(2_000.0, is_rough=False)
    assert speed.foretell(plain) == Speed(10_000.0, is_rough=False)


def test_what_a_graphics_card_does_says_nothing_of_the_processor(workspace: Workspace) -> None:
    speed = Speedometer(workspace, Places(workspace).speed)
    card, processor = (RunSettings().with_changes({"machine.device": device}) for device in ("cuda", "cpu"))
    finished_run(workspace, card, tokens=60_000_000, seconds=60.0)
    assert speed.foretell(processor) is None
    assert speed.foretell(card) == Speed(1e6, is_rough=False)


def test_the_speed_is_that_of_the_vocabulary_that_was_really_learned(workspace: Workspace) -> None:
    speed, settings = Speedometer(workspace, Places(workspace).speed), RunSettings()
    run = finished_run(workspace, settings, tokens=600_000, seconds=60.0)
    learned = save_tokenizer(run.tokenizer)
    assert learned < settings.vocabulary.size
    few, many = speed.foretell(settings, learned), speed.foretell(settings)
    assert few is not None
    assert many is not None
    assert few.tokens_per_second == pytest.approx(10_000)
    work = [size_pair(settings, size).operations_per_token for size in (learned, settings.vocabulary.size)]
    assert many.tokens_per_second == pytest.approx(10_000 * work[0] / work[1])


def test_a_fine_tuning_run_foretells_how_long_another_takes(workspace: Workspace, tmp_path: Path) -> None:
    speed, base = Speedometer(workspace, Places(workspace).speed), str(write_folder(tmp_path / "base"))
    settings = FineTuneSettings().with_changes({"epochs": 3})
    rows = RowSizes(rows=320, characters=16_000, tokens=3_200, longest=20, choices=1)
    work = planned(workspace, base, settings, rows)
    assert work.tokens == 9_600
    assert speed.foretell_teaching(settings, work) is None
    request = RunRequest("taught", "finetune", to_flat(settings), extra={"from": base})
    finished(workspace, request, steps=30, tokens=9_600, seconds=96.0)
    assert speed.foretell_teaching(settings, work) == Speed(pytest.approx(100.0), is_rough=False)
    longer = planned(workspace, base, settings, replace(rows, tokens=64_000))
    foretold = speed.foretell_teaching(settings, longer)
    assert foretold is not None
    assert foretold.is_rough
    assert foretold.tokens_per_second < 100, "attention costs more in longer rows"


@pytest.mark.parametrize(
    ("changes", "tokens", "operations"),
    [
        ({"seeds": 2, "against_random": True}, 4, 1),
        ({"learning_curve": True}, 1.875, 1),
        ({"pair_order": "both"}, 2, 1),
        ({"method": "lora"}, 1, 2 / 3),
        ({"method": "head"}, 1, 1 / 3),
    ],
)
def test_the_work_of_a_fine_tuning_run_follows_its_settings(
    workspace: Workspace, tmp_path: Path, changes: dict[str, object], tokens: float, operations: float
) -> None:
    base, rows = str(write_folder(tmp_path / "base")), RowSizes(320, 16_000, 3_200, 20, 1)
    plain = FineTuneSettings().with_changes({"epochs": 3})
    one, other = (planned(workspace, base, chosen, rows) for chosen in (plain, plain.with_changes(changes)))
    assert other.tokens / one.tokens == pytest.approx(tokens)
    assert other.operations_per_token / one.operations_per_token == pytest.approx(operations)


def test_pairs_in_both_orders_need_fewer_automatic_epochs(workspace: Workspace, tmp_path: Path) -> None:
    base, rows = str(write_folder(tmp_path / "base")), RowSizes(3_200, 160_000, 32_000, 20, 1)
    given, both = (
        planned(workspace, base, FineTuneSettings().with_changes({"pair_order": order}), rows)
        for order in ("given", "both")
    )
    assert (given.tokens, both.tokens) == (6 * 32_000, 3 * 64_000)


def planned(workspace: Workspace, base: str, settings: FineTuneSettings, rows: RowSizes) -> Work:
    plan = plan_finetuning(base, workspace, settings, rows)
    assert plan is not None
    return plan.work()


def save_tokenizer(folder: Path) -> int:
    """Learns a small vocabulary into `folder`; how many tokens it has."""
    stories = ["The dog barked at the cat. The cat ran away."] * 40
    return learn_vocabulary(stories, VocabularySettings(), folder).get_vocab_size()


@pytest.mark.parametrize("damage", ["", "{}", "[1]", '{"operations_per_token": 0, "tokens_per_second": 5}'])
def test_damaged_notes_of_a_measurement_are_no_measurement(workspace: Workspace, damage: str) -> None:
    notes = Places(workspace).speed
    notes.parent.mkdir()
    notes.write_text(damage)
    assert Speedometer(workspace, notes).foretell(RunSettings()) is None
    notes.write_text(json.dumps({"operations_per_token": 1e6, "tokens_per_second": 100.0}))
    assert Speedometer(workspace, notes).foretell(RunSettings()) is not None, "as an older version noted it"


def test_one_model_at_a_time_is_packed(workspace: Workspace) -> None:
    finished_run(workspace, RunSettings(), tokens=1, seconds=1.0)
    with taking_away._at_work.place(), pytest.raises(UserError, match="try again in a moment"):
        take_away(Places(workspace), "done")
    with pytest.raises(UserError, match="not saved a model"):
        take_away(Places(workspace), "done")


@pytest.mark.parametrize(("onnx", "need"), [(False, "4 MB"), (True, "8 MB")])
def test_a_model_that_has_no_room_is_not_packed_and_leaves_nothing(
    workspace: Workspace, onnx: bool, need: str
) -> None:
    places, run = Places(workspace), finished_run(workspace, RunSettings(), tokens=1, seconds=1.0)

    def save(draft: Path) -> None:
        (draft / "pair.safetensors").write_bytes(bytes(2_000_000))

    write_whole(run.checkpoints, Position(10, 1, 1.0), save)
    set_quota(workspace, 0.005 if onnx else 0.003)
    with pytest.raises(UserError, match=f"takes about {need} of disk and . MB are left"):
        take_away(places, "done", onnx)
    assert not places.exports.exists()


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
