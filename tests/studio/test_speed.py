"""The speed shown before training is that of the same network that the benchmark times."""

from electra_engine import RunSettings, size_pair
from electra_engine.benchmark.speed import LAYOUTS, PUBLISHED_OBJECTIVE
from studio.speed import BENCHMARK


def test_the_carried_over_speed_belongs_to_the_layout_that_was_timed() -> None:
    timed = RunSettings().with_changes({**LAYOUTS["tiny"], **PUBLISHED_OBJECTIVE})
    assert size_pair(RunSettings().with_changes(BENCHMARK)) == size_pair(timed)
