"""The deeper a layer, the smaller its learning rate; biases and norms are not decayed."""

from __future__ import annotations

import pytest
from transformers import AutoModelForSequenceClassification

from electra_engine.finetuning.layer_rates import automatic_rate, build_optimizer
from electra_engine.finetuning.methods import METHODS, learning_share
from electra_engine.finetuning.settings import FineTuneSettings
from tests.engine.inference.tiny_folders import BACKBONES, tiny_config


@pytest.mark.parametrize("backbone", BACKBONES)
def test_rates_fall_layer_by_layer_and_cover_every_weight_once(backbone: str) -> None:
    network = AutoModelForSequenceClassification.from_config(tiny_config(backbone))
    optimizer = build_optimizer(network, rate=1.0, head_rate=3.0, layer_decay=0.5, weight_decay=0.1)
    rate = {id(p): group["lr"] for group in optimizer.param_groups for p in group["params"]}
    decay = {id(p): group["weight_decay"] for group in optimizer.param_groups for p in group["params"]}
    assert set(rate) == {id(parameter) for parameter in network.parameters()}
    expected = {"embedding": 0.125, "layer.0.": 0.25, "layers.0.": 0.25, "layer.1.": 0.5, "layers.1.": 0.5}
    expected |= {"classifier": 3.0, "head.": 3.0, "final_norm": 0.5}
    for name, parameter in network.named_parameters():
        wanted = next(value for part, value in expected.items() if part in name)
        assert rate[id(parameter)] == pytest.approx(wanted), name
        assert decay[id(parameter)] == (0.1 if parameter.ndim > 1 else 0.0), name


def test_automatic_rates_pass_through_the_authors_values() -> None:
    assert [automatic_rate(width) for width in (256, 768, 1024)] == pytest.approx([3e-4, 1e-4, 5e-5])
    assert automatic_rate(32) == pytest.approx(1e-3)


def test_pairs_of_ours_learn_on_at_three_times_the_rate_and_released_models_do_not() -> None:
    assert automatic_rate(128, moves_modern_layers=True) == pytest.approx(3 * automatic_rate(128))
    assert automatic_rate(768, moves_modern_layers=True) == pytest.approx(1e-4)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_head_only_leaves_the_encoder_out(backbone: str) -> None:
    network = AutoModelForSequenceClassification.from_config(tiny_config(backbone))
    METHODS["head"].prepare(network, FineTuneSettings())
    learning = {name for name, parameter in network.named_parameters() if parameter.requires_grad}
    assert learning
    assert not any(name.startswith(network.base_model_prefix) for name in learning)
    assert 0 < learning_share(network) < 0.1
    groups = build_optimizer(network, 1.0, 1.0, 0.8, 0.01).param_groups
    assert sum(len(group["params"]) for group in groups) == len(learning)
