"""When a run ends and how fast it learns until then."""

import pytest

from electra_engine.settings import TrainingSettings
from electra_engine.training.schedule import Plan


def test_a_run_by_the_clock_ends_with_the_clock_and_its_rate_falls_to_nothing_exactly_then() -> None:
    plan = Plan.from_settings(TrainingSettings(minutes=5, steps=0, warmup_share=0.1))
    assert plan.progress(10**6, 150.0) == 0.5
    assert plan.progress(3, 300.0) == 1.0
    assert plan.rate(1.0) == 0.0
    assert plan.seconds_left(7, 200.0) == 100.0


def test_a_run_by_steps_does_not_look_at_the_clock() -> None:
    plan = Plan.from_settings(TrainingSettings(minutes=5, steps=200, warmup_share=0.1))
    assert plan.progress(50, 10**6) == 0.25
    assert plan.seconds_left(50, 10.0) == pytest.approx(30.0)


def test_the_rate_climbs_over_the_warm_up_and_then_falls_in_a_line() -> None:
    plan = Plan(100, 0.0, 0.1)
    climb = [plan.rate(p / 100) for p in range(10)]
    fall = [plan.rate(p / 100) for p in range(10, 101)]
    assert climb == sorted(climb)
    assert climb[0] > 0
    assert fall[0] == 1.0
    assert fall == sorted(fall, reverse=True)
    assert fall[45] == pytest.approx(0.5)


def test_without_a_warm_up_the_first_step_has_the_full_rate() -> None:
    assert Plan(100, 0.0, 0.0).rate(0.0) == 1.0
