"""Memory that runs out while a model is taught costs time, not what is learned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from electra_engine.errors import UserError
from electra_engine.finetuning import few_rows, loop
from electra_engine.finetuning.base import build_network
from electra_engine.finetuning.few_rows import add_gradients
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.tasks import TASKS
from electra_engine.jobs.endings import is_out_of_memory
from electra_engine.training.checkpoint_folders import newest_checkpoint, position_of
from electra_engine.training.machine import Arithmetic
from electra_engine.watching.store import RecordReader
from tests.engine.finetuning.test_resuming import request_of, same_weights, work
from tests.engine.inference.tiny_folders import write_folder

__all__ = ["request_of"]  # a fixture
WAY = Arithmetic("cpu", "fp32", "sdpa", 1)
ROWS, LENGTH, LABELS = 7, 12, ["a", "b", "c"]  # an odd number of rows
TARGETS: dict[str, list[Any]] = {
    "classification": [0, 2, 1, 1, 0, 2, 1],
    "multi_label": [[1, 0, 1], [0, 0, 0], [1, 1, 1], [0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]],
    "similarity": [0.5, -1.0, 2.0, 0.0, 1.5, -0.5, 0.25],
    "tagging": [[-100, 1, 2], [-100] * 5, [0], [2, 2, 2, 1, 0, 1, -100, 2], [1], [-100, 0], [-100, -100, 1]],
    "question_answering": [(0, 0), (3, 5), (2, 2), (7, 11), (1, 4), (6, 6), (0, 0)],
    "multiple_choice": [(0, 3), (1, 2), (2, 3), (0, 2), (1, 3), (0, 3), (1, 2)],
}
WEIGHED = ("classification", "multi_label", "tagging")


def gradients(folder: Path, name: str, weights: torch.Tensor | None, rows: int) -> dict[str, torch.Tensor]:
    task = TASKS[name]
    settings = FineTuneSettings().with_changes({"task": name, "dropout": 0.0})
    labels = ["score"] if name == "similarity" else LABELS[:2] if name == "question_answering" else LABELS
    network = build_network(folder, task, labels, settings, False).train()
    shape = (ROWS, 3, LENGTH) if name == "multiple_choice" else (ROWS, LENGTH)
    ids = torch.randint(5, 20, shape, generator=torch.Generator().manual_seed(1))
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    inputs["attention_mask"][2, ..., 8:] = 0
    loss = add_gradients(network, task, inputs, TARGETS[name], WAY, weights, rows)
    found = {key: weight.grad for key, weight in network.named_parameters() if weight.grad is not None}
    return {**found, "loss": loss}


@pytest.mark.parametrize("weighed", [False, True], ids=["plain", "weighed"])
@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_few_rows_at_a_time_give_the_gradients_and_the_loss_of_the_whole_batch(
    tmp_path: Path, name: str, weighed: bool
) -> None:
    weights = torch.tensor([0.2, 3.0, 1.0]) if weighed and name in WEIGHED else None
    folder = write_folder(tmp_path / "base")
    whole = gradients(folder, name, weights, ROWS)
    for rows in (1, 3):
        parts = gradients(folder, name, weights, rows)
        assert parts.keys() == whole.keys()
        for key, found in parts.items():
            torch.testing.assert_close(found, whole[key], rtol=2e-4, atol=2e-5, msg=f"{key}, {rows} at once")


class Memory:
    """Runs out at the passes whose numbers are given, counted from 1, those in parts too."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, short_at: Callable[[int], bool]) -> None:
        self._pass, self._short_at, self._real = 0, short_at, few_rows.batch_loss
        monkeypatch.setattr(few_rows, "batch_loss", self)

    def __call__(self, *arguments: Any) -> torch.Tensor:
        self._pass += 1
        loss = self._real(*arguments)
        if self._short_at(self._pass):
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")
        return loss


def test_memory_that_runs_out_on_three_steps_leaves_a_run_that_learned_the_same(
    request_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ample, request = request_of("ample", dropout=0.0)
    assert work(ample, request) == "finished"
    narrow, request = request_of("narrow", dropout=0.0)
    # In steps 2, 3 and 4, the last of them in its second part.
    Memory(monkeypatch, {2, 5, 10}.__contains__)
    assert work(narrow, request) == "finished"
    told = [e for e in RecordReader(narrow.records).events() if e.name == "fewer-rows"]
    assert [(e.sentence.values["before"], e.sentence.values["rows"]) for e in told] == [
        (16, 8),
        (8, 4),
        (4, 2),
    ]
    assert [e.step for e in told] == [2, 3, 4]
    one, other = (load_file(run.model / "model.safetensors") for run in (ample, narrow))
    for name, weight in one.items():
        torch.testing.assert_close(other[name], weight, rtol=1e-2, atol=1e-3, msg=name)


def test_memory_too_short_for_a_single_row_ends_the_run_saved_and_it_goes_on_to_the_same_bits(
    request_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight, request = request_of("straight")
    assert work(straight, request) == "finished"
    short, request = request_of("short")
    with monkeypatch.context() as patch:
        Memory(patch, lambda number: number > 6)
        with pytest.raises(RuntimeError, match="can't allocate") as broken:
            work(short, request)
    assert is_out_of_memory(broken.value)
    newest = newest_checkpoint(short.checkpoints)
    assert newest is not None
    assert position_of(newest).step == 6
    assert work(short, request) == "finished"
    assert same_weights(straight, short)


def test_losses_that_are_no_numbers_three_steps_running_end_the_run_saved_in_one_sentence(
    request_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, request = request_of("wild")
    real, passes = few_rows.batch_loss, iter(range(1, 99))

    def overflowing(*arguments: Any) -> torch.Tensor:
        return real(*arguments) * (float("nan") if next(passes) > 6 else 1.0)

    with monkeypatch.context() as patch:
        patch.setattr(few_rows, "batch_loss", overflowing)
        with pytest.raises(UserError, match="not a number 3 steps running: choose a lower learning rate"):
            work(run, request)
    newest = newest_checkpoint(run.checkpoints)
    assert newest is not None
    assert position_of(newest).step == 6 + loop.MOST_BROKEN_STEPS - 1
    weights = load_file(newest / "weights.safetensors")
    assert all(bool(torch.isfinite(weight).all()) for weight in weights.values())
    assert work(run, request) == "finished"
