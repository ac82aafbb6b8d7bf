"""Who decays, and who has which rate."""

import pytest

from electra_engine.training.optimizer import build_optimizer, set_rate
from tests.engine.tiny import BACKBONES, tiny_pair, tiny_settings


@pytest.mark.parametrize("backbone", BACKBONES)
def test_biases_and_norms_are_not_decayed_and_every_matrix_is(backbone: str) -> None:
    pair = tiny_pair(backbone)
    names = {id(p): name for name, p in pair.named_parameters()}
    for group in build_optimizer(pair, tiny_settings().training).param_groups:
        for parameter in group["params"]:
            name = names[id(parameter)].lower()
            plain = name.endswith("bias") or "norm" in name
            assert (group["weight_decay"] == 0.0) == plain, name


@pytest.mark.parametrize("backbone", BACKBONES)
def test_every_parameter_is_in_exactly_one_group(backbone: str) -> None:
    pair = tiny_pair(backbone)
    grouped = [
        id(p) for g in build_optimizer(pair, tiny_settings().training).param_groups for p in g["params"]
    ]
    assert sorted(grouped) == sorted(id(p) for p in pair.parameters())


def test_the_generator_can_have_a_rate_of_its_own() -> None:
    pair = tiny_pair()
    training = tiny_settings(training__learning_rate=1e-3, training__generator_learning_rate=2e-3).training
    optimizer = build_optimizer(pair, training)
    set_rate(optimizer, 0.5)
    rate = {id(p): group["lr"] for group in optimizer.param_groups for p in group["params"]}
    assert rate[id(pair.generator.head.dense.weight)] == 1e-3
    assert rate[id(pair.discriminator.head.dense.weight)] == 5e-4
    assert rate[id(pair.generator.encoder.table.weight)] == 5e-4  # shared: the discriminator's rate
