"""Who decays, and who has which rate."""

import pytest
import torch

from electra_engine.training.optimizer import CLIP, build_optimizer, set_rate
from tests.engine.tiny import BACKBONES, tiny_pair, tiny_settings
from tests.engine.training.test_checkpoints import trainer


@pytest.mark.parametrize("backbone", BACKBONES)
def test_biases_and_norms_are_not_decayed_and_every_matrix_is(backbone: str) -> None:
    pair = tiny_pair(backbone)
    names = {id(p): name for name, p in pair.named_parameters()}
    for group in build_optimizer(pair, tiny_settings()).param_groups:
        for parameter in group["params"]:
            name = names[id(parameter)].lower()
            plain = name.endswith("bias") or "norm" in name
            assert (group["weight_decay"] == 0.0) == plain, name


@pytest.mark.parametrize("backbone", BACKBONES)
def test_every_parameter_is_in_exactly_one_group(backbone: str) -> None:
    pair = tiny_pair(backbone)
    grouped = [id(p) for g in build_optimizer(pair, tiny_settings()).param_groups for p in g["params"]]
    assert sorted(grouped) == sorted(id(p) for p in pair.parameters())


def test_the_generator_can_have_a_rate_of_its_own() -> None:
    pair = tiny_pair()
    settings = tiny_settings(training__learning_rate=1e-3, training__generator_learning_rate=2e-3)
    optimizer = build_optimizer(pair, settings)
    set_rate(optimizer, 0.5)
    rate = {id(p): group["lr"] for group in optimizer.param_groups for p in group["params"]}
    assert rate[id(pair.generator.head.dense.weight)] == 1e-3
    assert rate[id(pair.discriminator.head.dense.weight)] == 5e-4
    assert rate[id(pair.generator.encoder.table.weight)] == 5e-4  # shared: the discriminator's rate


def test_a_step_moves_by_the_clipped_gradient() -> None:
    """Gradients are scaled to a norm of 1 before AdamW, whose epsilon is 1e-6, sees them."""
    subject = trainer()
    subject.ungoverned_step(0, 0.5, 1.0)
    decided = subject.optimizer.param_groups[0]
    assert (decided["eps"], CLIP) == (1e-6, 1.0)
    beta = decided["betas"][0]
    moments = [state["exp_avg"] / (1 - beta) for state in subject.optimizer.state.values()]
    norm = torch.stack([moment.norm() for moment in moments]).norm()
    assert norm == pytest.approx(1.0, abs=1e-3)


def test_left_alone_the_rate_falls_with_the_width_and_is_the_papers_at_its_sizes() -> None:
    """Clark et al. 2020, table 6: small (256) 5e-4, base (768) 2e-4."""
    for width, paper in ((256, 5e-4), (768, 2e-4)):
        settings = tiny_settings("electra", discriminator__hidden_size=width)
        assert settings.learning_rates() == pytest.approx((paper, paper), rel=0.2)
    assert tiny_settings(training__learning_rate=7e-4).learning_rates() == (7e-4, 7e-4)
