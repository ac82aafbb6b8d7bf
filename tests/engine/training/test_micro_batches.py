"""A batch worked on a few rows at a time teaches the same, and memory that runs out only halves the rows."""

from __future__ import annotations

import itertools
import json
import re

import numpy as np
import pytest
import torch

from electra_engine.model.pair import Pair
from electra_engine.objective.step import Objective, Outcome
from electra_engine.objective.throws import Throw
from electra_engine.objective.variants import VARIANTS
from electra_engine.randomness import dice
from electra_engine.training.batches import Rows
from electra_engine.training.losses import LossesOfAStep
from electra_engine.training.machine import Arithmetic, choose
from electra_engine.training.micro_batches import add_gradients
from electra_engine.training.trainer import Trainer
from electra_engine.watching.store import RecordReader
from tests.engine.tiny import SPECIAL, VOCABULARY, some_rows, tiny_objective, tiny_pair, tiny_settings
from tests.engine.training.test_pretraining import new_run, weights, work

EASY = {"objective.easy_share": 0.5}


@pytest.fixture(autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


class Narrow(Objective):
    """Has memory for so many rows and no more, at the steps whose numbers (by dice thrown) are given."""

    room = 4
    short_at: frozenset[int] = frozenset()
    thrown = 0

    def throw_for_step(self, ids: torch.Tensor, dice: torch.Generator, progress: float) -> Throw:
        self.thrown += 1
        return super().throw_for_step(ids, dice, progress)

    def step_as_thrown(self, pair: Pair, throw: Throw, progress: float) -> Outcome:
        outcome = super().step_as_thrown(pair, throw, progress)
        if self.thrown in self.short_at:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")
        return outcome


def trainer(objective: type[Objective] = Objective, batch: int = 8) -> Trainer:
    settings = tiny_settings(machine__threads=1, training__batch_size=batch)
    stream = np.random.default_rng(0).integers(5, VOCABULARY, 4000).astype(np.uint16)
    rows = Rows(stream, 16, SPECIAL.cls, SPECIAL.sep)
    made = objective(settings.objective, SPECIAL, torch.ones(VOCABULARY))
    return Trainer(tiny_pair(), made, rows, settings, Arithmetic("cpu", "fp32", "matmul", 1))


def gradients_and_outcome(name: str, rows: int) -> tuple[dict[str, torch.Tensor], Outcome]:
    changes = {**VARIANTS[name].needs, **EASY, "objective.name": name}
    pair, objective = tiny_pair(**changes), tiny_objective(**changes)
    ids = some_rows(rows=7)  # an odd number, the last one padded
    throw = objective.throw_for_step(ids, dice(1, "masks", 3), 0.6)
    losses = LossesOfAStep(objective, pair, Arithmetic("cpu", "fp32", "matmul", 1))
    outcome = add_gradients(losses, throw, 0.6, rows)
    return {n: p.grad for n, p in pair.named_parameters() if p.grad is not None}, outcome


@pytest.mark.parametrize("name", VARIANTS)
def test_a_few_rows_at_a_time_give_the_gradients_and_figures_of_the_whole_batch(name: str) -> None:
    whole, at_once = gradients_and_outcome(name, 7)
    for rows in (1, 3):
        parts, in_parts = gradients_and_outcome(name, rows)
        assert parts.keys() == whole.keys()
        for parameter, gradient in parts.items():
            torch.testing.assert_close(gradient, whole[parameter], rtol=2e-4, atol=2e-5)
        for field in ("loss", "discriminator_loss", "verdicts", "real"):
            torch.testing.assert_close(
                getattr(in_parts, field), getattr(at_once, field), rtol=1e-4, atol=1e-5
            )
        for field in ("corrupted", "replaced", "positions", "guessed"):
            assert torch.equal(getattr(in_parts.forgery, field), getattr(at_once.forgery, field)), field
        torch.testing.assert_close(in_parts.forgery.guess_loss, at_once.forgery.guess_loss)


def test_memory_that_runs_out_halves_the_rows_and_the_run_learns_the_same() -> None:
    ample, narrow = trainer(), trainer(Narrow)
    narrow.objective.short_at = frozenset({2, 5, 8})
    for number in range(10):
        expected = ample.step(number, number / 10, 0.5)
        found = narrow.step(number, number / 10, 0.5)
        assert torch.equal(found.forgery.positions, expected.forgery.positions)
        torch.testing.assert_close(found.loss, expected.loss, rtol=1e-3, atol=1e-3)
    assert (ample.rows_at_once, narrow.rows_at_once) == (8, 1)
    for (name, one), (_, other) in zip(
        ample.pair.named_parameters(), narrow.pair.named_parameters(), strict=True
    ):
        torch.testing.assert_close(one, other, rtol=1e-2, atol=1e-3, msg=name)


def test_a_run_whose_memory_runs_out_on_three_steps_ends_as_if_it_had_had_enough(
    tmp_path, monkeypatch
) -> None:
    ample, short = (new_run(tmp_path, name, training__batch_size=8) for name in ("ample", "short"))
    assert work(ample) == "finished"
    learn, passes = Objective.step_as_thrown, itertools.count(1)

    def learned(self: Objective, *arguments: object) -> Outcome:
        outcome = learn(self, *arguments)
        if next(passes) in (5, 10, 17):  # in steps 5, 7 and 8, there in its third part
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")
        return outcome

    monkeypatch.setattr(Objective, "step_as_thrown", learned)
    assert work(short) == "finished"
    told = [event for event in RecordReader(short.records).events() if event.name == "fewer-rows"]
    assert [(event.step, event.sentence.values["rows"]) for event in told] == [(5, 4), (7, 2), (8, 1)]
    one, other = weights(ample), weights(short)
    for name, weight in one.items():
        torch.testing.assert_close(other[name], weight, rtol=1e-2, atol=1e-3, msg=name)


def test_memory_too_short_for_one_row_and_other_errors_are_not_hidden() -> None:
    hopeless = trainer(Narrow)
    hopeless.objective.short_at = frozenset(range(99))
    with pytest.raises(RuntimeError, match="can't allocate"):
        hopeless.step(0, 0.0, 0.5)
    broken = trainer()
    broken.pair.discriminator = torch.nn.Linear(1, 1)
    with pytest.raises(RuntimeError, match="dtype"):
        broken.step(0, 0.0, 0.5)
    assert broken.rows_at_once == 8


def test_fewer_rows_at_once_are_taken_where_they_are_faster_and_kept_for_the_next_run(tmp_path) -> None:
    seconds = {0: 1.0, 128: 0.8, 64: 0.7, 32: 0.9}
    tried: list[int] = []

    def time_step(way: Arithmetic) -> float:
        tried.append(way.rows_at_once)
        return seconds[way.rows_at_once]

    one = [Arithmetic("cpu", "fp32", "matmul", 1)]
    for _ in range(2):
        chosen = choose(one, time_step, 256 * 128, tmp_path / "machine.json", "shape", 256)
        assert chosen.rows_at_once == 64
    assert tried == [0, 128, 64]  # below 8,192 tokens at once nothing is tried
    assert "64 rows at once" in chosen.in_words()
    assert choose(one, time_step, 32 * 64, tmp_path / "machine.json", "small", 32) == one[0]


@pytest.mark.parametrize("note", [[], {"KEY": [1]}, {"KEY": {"colour": "red"}}, {"KEY": {"device": "moon"}}])
def test_a_strange_note_of_the_machine_is_measured_over(tmp_path, note) -> None:
    notes = tmp_path / "machine.json"
    ways = [Arithmetic("cpu", "fp32", kernel, 1) for kernel in ("matmul", "sdpa")]
    seconds = {"matmul": 2.0, "sdpa": 1.0}
    chosen = choose(ways, lambda way: seconds[way.attention], 100, notes, "shape")
    (key,) = json.loads(notes.read_text())
    notes.write_text(json.dumps(note).replace("KEY", key.replace('"', "")))
    assert choose(ways, lambda way: seconds[way.attention], 100, notes, "shape") == chosen


def test_what_was_measured_with_other_code_is_measured_again(tmp_path) -> None:
    notes = tmp_path / "machine.json"
    ways = [Arithmetic("cpu", "fp32", kernel, 1) for kernel in ("matmul", "sdpa")]
    before = choose(ways, lambda way: {"matmul": 1.0, "sdpa": 2.0}[way.attention], 100, notes, "shape")
    now = {"matmul": 2.0, "sdpa": 1.0}
    assert choose(ways, lambda way: now[way.attention], 100, notes, "shape") == before
    notes.write_text(re.sub(r"engine \w+", "engine 0", notes.read_text()))
    assert choose(ways, lambda way: now[way.attention], 100, notes, "shape").attention == "sdpa"
