"""The generator can be made smaller in width or in depth, and trained at a rate and on a table of its own."""

import pytest
import torch

from electra_engine.command_line.options import changes_of
from electra_engine.model.pair import build_pair
from electra_engine.settings import RunSettings, knobs_of
from electra_engine.training.optimizer import build_optimizer
from tests.engine.tiny import BACKBONES, VOCABULARY, some_rows, tiny_objective, tiny_settings

NARROWER = ["generator.fraction=0.5", "generator.num_hidden_layers=0"]
SHALLOWER = ["generator.fraction=1", "generator.num_hidden_layers=1"]


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize(("asked", "width", "depth"), [(NARROWER, 8, 2), (SHALLOWER, 16, 1)])
def test_same_depth_narrower_and_same_width_shallower_are_what_is_built(
    backbone: str, asked: list[str], width: int, depth: int
) -> None:
    settings = tiny_settings(backbone, **changes_of(asked))
    assert settings.generator_shape()[:2] == (width, depth)
    pair = build_pair(settings, VOCABULARY)
    assert pair.discriminator(some_rows()).shape[-1] == 16
    assert pair.generator(some_rows()).shape[-1] == width
    config = pair.generator.encoder.config if backbone == "electra" else pair.generator.encoder.body.config
    assert config.num_hidden_layers == depth


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("asked", [NARROWER, SHALLOWER])
def test_every_shape_takes_a_step_with_a_rate_and_a_table_of_its_own(backbone: str, asked: list[str]) -> None:
    own = ["pair.sharing=disentangled", "training.generator_learning_rate=2e-3"]
    settings = tiny_settings(backbone, **changes_of([*asked, *own]))
    pair = build_pair(settings, VOCABULARY)
    optimizer = build_optimizer(pair, settings)
    outcome = tiny_objective().step(pair, some_rows(), torch.Generator().manual_seed(3), 0.5)
    outcome.loss.backward()
    optimizer.step()
    assert outcome.loss.isfinite()
    assert {group["peak"] for group in optimizer.param_groups} == {2e-3, settings.learning_rates()[1]}


def test_what_the_comparison_varies_are_settings_like_any_other() -> None:
    """So the page has a control for each, and `--set` takes each."""
    names = {knob.name for knob in knobs_of(RunSettings)}
    for part in (
        *NARROWER,
        "pair.sharing=nothing",
        "training.generator_learning_rate=0",
        "objective.name=bert",
    ):
        assert part.partition("=")[0] in names
