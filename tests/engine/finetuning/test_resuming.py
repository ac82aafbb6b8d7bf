"""A fine-tuning run that was stopped or killed goes on and ends with the bits it would have had."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from electra_engine.finetuning.running import finetune
from electra_engine.inference.notes import read_notes
from electra_engine.jobs.runs import RunRequest, create_run, has_checkpoint
from electra_engine.training.checkpoint_folders import checkpoint_folders
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.finetuning.labelled_rows import write_moods
from tests.engine.finetuning.test_running import QUICK, StopAfter
from tests.engine.inference.tiny_folders import write_folder

SETTINGS = {**QUICK, "epochs": 2, "patience": 0, "noise": 0.1}
SEVERAL = {"seeds": 2, "against_random": True}
STEPS_AN_EPOCH = 5


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
    for looks in (2, STEPS_AN_EPOCH - 2, STEPS_AN_EPOCH, 1, STEPS_AN_EPOCH + 3):
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


def test_a_stop_keeps_a_checkpoint_and_an_end_removes_it(request_of: object) -> None:
    run, request = request_of("moods")  # type: ignore[operator]
    assert work(run, request, looks=3) == "stopped"
    assert len(checkpoint_folders(run.checkpoints)) == 1
    assert has_checkpoint(run)
    work(run, request)
    assert checkpoint_folders(run.checkpoints) == []


def test_a_killed_worker_leaves_a_run_that_goes_on_to_the_same_bits(
    request_of: object,
) -> None:
    straight, request = request_of("straight")  # type: ignore[operator]
    work(straight, request)
    killed, request = request_of("killed")  # type: ignore[operator]
    worker = (
        "import sys, torch\n"
        "from pathlib import Path\n"
        "from electra_engine.finetuning import checkpoints\n"
        "from electra_engine.jobs import worker\n"
        "torch.set_num_threads(1)\n"
        "checkpoints.SECONDS_BETWEEN, checkpoints.MOST_TIME = 0.0, 1e9\n"  # after every step
        f"sys.argv = ['worker', {str(killed.path)!r}]\n"
        "worker.main()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", worker], stderr=subprocess.DEVNULL)
    while not checkpoint_folders(killed.checkpoints) or process.poll() is not None:
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert work(killed, request) == "finished"
    assert same_weights(straight, killed)
