"""Losses and gradients that are no numbers cost a step or a way back, never the run."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch

from electra_engine.errors import UserError
from electra_engine.model.pair import Pair
from electra_engine.objective.step import Objective, Outcome
from electra_engine.objective.throws import Throw
from electra_engine.training.recovery import UNSOUND_IN_A_ROW
from electra_engine.watching.records import Event
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder
from tests.engine.tiny import tiny_settings
from tests.engine.training.test_pretraining import StopAfter, new_run, weights, work

STEPS = 30  # of `new_run`
HALF = {"training__learning_rate": tiny_settings().learning_rates()[1] / 2}

Spoil = Callable[..., None]


@pytest.fixture(autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """Makes the gradients of the given steps NaN, so many times in all."""

    def spoil(steps: range, times: float = math.inf) -> None:
        step, left = Objective.step_as_thrown, [times]

        def spoiled(self: Objective, pair: Pair, throw: Throw, progress: float) -> Outcome:
            outcome = step(self, pair, throw, progress)
            if round(progress * STEPS) in steps and left[0] > 0:
                left[0] -= 1
                outcome.loss.register_hook(lambda gradient: gradient * math.nan)
            return outcome

        monkeypatch.setattr(Objective, "step_as_thrown", spoiled)

    return spoil


def warnings(run: RunFolder) -> list[Event]:
    return [event for event in RecordReader(run.records).events() if event.kind == "warning"]


def test_a_step_without_numbers_is_left_out_and_the_run_goes_on(tmp_path, spoil: Spoil) -> None:
    run = new_run(tmp_path, "once")
    spoil(range(7, 9))
    assert work(run) == "finished"
    assert [(event.name, event.step) for event in warnings(run)] == [("left-out", 8), ("left-out", 9)]
    assert RecordReader(run.records).state().step == STEPS
    assert all(bool(torch.isfinite(weight).all()) for weight in weights(run).values())


def test_several_in_a_row_send_a_run_without_checkpoints_to_its_beginning_at_half_the_rate(
    tmp_path, spoil: Spoil
) -> None:
    gentle = new_run(tmp_path, "gentle", **HALF)
    assert work(gentle) == "finished"
    spoil(range(12, 15), times=UNSOUND_IN_A_ROW)
    run = new_run(tmp_path, "back")
    assert work(run) == "finished"
    back = warnings(run)[-1]
    assert (back.name, back.step) == ("went-back", 0)
    assert RecordReader(run.records).state().started > back.time, "who shows the run reads it anew"
    assert "0.5 of the learning rate" in back.sentence
    one, other = weights(gentle), weights(run)
    assert all(torch.equal(one[name], other[name]) for name in one)
    steps = [point.step for point in RecordReader(run.records).step_metrics()]
    assert steps == sorted(set(steps))


def test_several_in_a_row_send_a_run_back_to_its_last_checkpoint(tmp_path, spoil: Spoil) -> None:
    run = new_run(tmp_path, "back")
    assert work(run, StopAfter(run, 11)) == "stopped"
    spoil(range(12, 15), times=2 * UNSOUND_IN_A_ROW)
    assert work(run) == "finished"
    back = [event for event in warnings(run) if event.name == "went-back"]
    assert [event.step for event in back] == [11, 11]
    assert "0.25 of the learning rate" in back[-1].sentence


def test_what_no_smaller_rate_helps_ends_in_one_sentence(tmp_path, spoil: Spoil) -> None:
    spoil(range(3, STEPS))
    with pytest.raises(UserError, match="1/64 of the learning rate: start again with fp32"):
        work(new_run(tmp_path, "never"))
