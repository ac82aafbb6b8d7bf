"""A fine-tuning run that was stopped goes on and ends with the bits it would have had."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from electra_engine.finetuning import checkpoints
from electra_engine.finetuning.running import finetune
from electra_engine.inference.notes import read_notes
from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.training.checkpoint_folders import checkpoint_folders, position_of
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.finetuning.labelled_rows import write_moods
from tests.engine.finetuning.test_running import QUICK, StopAfter
from tests.engine.inference.tiny_folders import write_folder

SETTINGS = {**QUICK, "epochs": 2, "patience": 0, "noise": 0.1}
SEVERAL = {"seeds": 2, "against_random": True}
STEPS_AN_EPOCH = 5
JUDGED = 2  # batches of rows after an epoch, between which the control is asked as well


@pytest.fixture
def request_of(workspace: Workspace, tmp_path: Path) -> object:
    """A request by its run's name: 80 rows in batches of 16, the held-out ones in a file of their own."""
    base = write_folder(tmp_path / "base")
    train = write_moods(tmp_path / "train.tsv", 80)
    valid = write_moods(tmp_path / "valid.tsv", 20, seed=5)

    def make(name: str, **changes: object) -> tuple[RunFolder, RunRequest]:
        extra = {"from": str(base), "train": str(train), "valid": str(valid)}
        request = RunRequest(name, "finetune", {**SETTINGS, **changes}, extra=extra)
        return create_run(workspace, request), request

    return make


def work(run: RunFolder, request: RunRequest, looks: float = float("inf")) -> str:
    records = RecordWriter(run.records)
    try:
        return finetune(run, request, records, StopAfter(looks))
    finally:
        records.close()


def same_weights(one: RunFolder, other: RunFolder) -> bool:
    first, second = (load_file(run.model / "model.safetensors") for run in (one, other))
    return all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize("method", ["full", "lora"])
def test_a_run_stopped_again_and_again_ends_with_the_same_bits(request_of: object, method: str) -> None:
    several = SEVERAL if method == "full" else {"seeds": 2}
    straight, request = request_of("straight", method=method, **several)  # type: ignore[operator]
    assert work(straight, request) == "finished"
    broken, request = request_of("broken", method=method, **several)  # type: ignore[operator]
    # In an epoch, at an epoch's end, before a later training's first step, and within it.
    for looks in (2, STEPS_AN_EPOCH - 2, STEPS_AN_EPOCH, 1, STEPS_AN_EPOCH + JUDGED + 3):
        assert work(broken, request, looks) == "stopped"
    assert work(broken, request) == "finished"
    assert same_weights(straight, broken)
    one, other = (read_notes(run.model) for run in (straight, broken))
    assert one["trials"] == other["trials"]
    assert one["scores"] == other["scores"]
    points = [{p.step for p in RecordReader(run.records).step_metrics()} for run in (straight, broken)]
    assert max(points[0]) == max(points[1]) == (4 if method == "full" else 2) * 2 * STEPS_AN_EPOCH
    scores = [
        {(s.step, s.split): s.metrics for s in RecordReader(run.records).scores()}
        for run in (straight, broken)
    ]
    assert scores[0].items() <= scores[1].items()


def test_the_two_newest_checkpoints_are_kept_and_a_damaged_one_is_passed_over_for_the_one_before(
    request_of: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight, request = request_of("straight")  # type: ignore[operator]
    assert work(straight, request) == "finished"
    run, request = request_of("damaged")  # type: ignore[operator]
    monkeypatch.setattr(checkpoints, "SECONDS_BETWEEN", 0.0)
    monkeypatch.setattr(checkpoints, "MOST_TIME", 1e9)
    assert work(run, request, looks=STEPS_AN_EPOCH + JUDGED + 3) == "stopped"
    kept = checkpoint_folders(run.checkpoints)
    assert [position_of(folder).step for folder in kept] == [8, 7]
    assert all((folder / "best.safetensors").is_file() for folder in kept)  # the first epoch's
    weights = kept[0] / "weights.safetensors"
    content = weights.read_bytes()
    weights.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert work(run, request) == "finished"
    (told,) = [e for e in RecordReader(run.records).events() if e.name == "damaged-checkpoint"]
    assert "The checkpoint of step 8 is damaged" in told.sentence
    assert "goes on from step 7" in told.sentence
    assert same_weights(straight, run)
    assert not list(run.checkpoints.glob(".damaged-*"))
