"""All objectives side by side, through the same loop and the same judge."""

import json

import pytest
import torch

from electra_engine.benchmark.objectives import UNTRAINED, settings_for
from electra_engine.command_line import main
from electra_engine.errors import UserError
from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import to_flat

TINY = [
    "discriminator.hidden_size=16",
    "discriminator.num_hidden_layers=1",
    "discriminator.num_attention_heads=2",
    "vocabulary.size=400",
    "training.sequence_length=16",
    "training.batch_size=8",
    "machine.threads=1",
    "machine.precision=fp32",
    "machine.attention=matmul",
]


@pytest.fixture(autouse=True)
def _same_thread_count_as_before():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def test_bench_trains_every_objective_for_the_same_steps_and_scores_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bench", "--objectives", "--steps", "2", "--json", "--set", *TINY]) == 0
    told = capsys.readouterr()
    reports = json.loads(told.out.splitlines()[-1])["objectives"]
    assert [report["objective"] for report in reports] == [UNTRAINED, *VARIANTS]
    assert [report["steps"] for report in reports] == [0] + [2] * len(VARIANTS)
    for report in reports[1:]:
        for score in ("detection_auc", "detection_auc_frozen", "generator_loss", "tokens_per_second"):
            assert report[score] > 0, (report["objective"], score)
    for probed in ("part_of_speech", "mood"):
        assert len({report[probed]["majority"] for report in reports}) == 1
        assert all(0 < report[probed]["accuracy"] <= 1 for report in reports)
    assert all(f"Training {name}." in told.err for name in VARIANTS)


def test_objectives_differ_only_in_their_name_and_in_what_they_need() -> None:
    changes = {"training.steps": 7, "training.seed": 5}
    plain = to_flat(settings_for("electra", changes))
    for name, variant in VARIANTS.items():
        flat = to_flat(settings_for(name, changes))
        differing = {knob for knob in flat if flat[knob] != plain[knob]}
        assert differing <= {"objective.name", *variant.needs}


def test_a_setting_that_cannot_be_is_refused_before_anything_is_trained() -> None:
    with pytest.raises(UserError, match="attention heads"):
        settings_for("two-stage", {"discriminator.num_attention_heads": 3})
