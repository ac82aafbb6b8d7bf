"""The losses of a step in bf16 and compiled, held against the same step in fp32."""

import pytest
import torch

from electra_engine.randomness import dice
from electra_engine.training.losses import LossesOfAStep
from electra_engine.training.machine import Arithmetic
from tests.engine.tiny import BACKBONES, some_rows, tiny_objective, tiny_pair

SHARINGS = ("embeddings", "disentangled", "nothing")


def gradients(pair, precision: str, compiling: str = "") -> dict[str, torch.Tensor]:
    objective = tiny_objective()
    throw = objective.throw_for_step(some_rows(), dice(1, "masks", 3), 0.5)
    arithmetic = Arithmetic("cpu", precision, "matmul", 1, compiling=compiling)
    LossesOfAStep(objective, pair, arithmetic).of(throw, 0.5).loss.backward()
    return {name: weight.grad for name, weight in pair.named_parameters() if weight.grad is not None}


@pytest.mark.parametrize("sharing", SHARINGS)
@pytest.mark.parametrize("backbone", BACKBONES)
def test_bf16_gradients_arrive_in_fp32_and_point_the_way_of_the_exact_ones(
    backbone: str, sharing: str
) -> None:
    exact = gradients(tiny_pair(backbone, pair__sharing=sharing), "fp32")
    halves = gradients(tiny_pair(backbone, pair__sharing=sharing), "bf16")
    assert halves.keys() == exact.keys()
    assert {gradient.dtype for gradient in halves.values()} == {torch.float32}
    both = [torch.cat([found[name].flatten() for name in exact]) for found in (exact, halves)]
    assert torch.cosine_similarity(*both, dim=0) > 0.99


@pytest.mark.parametrize("sharing", SHARINGS)
@pytest.mark.parametrize("backbone", BACKBONES)
def test_after_a_bf16_step_the_pair_holds_the_very_weights_it_held_before(
    backbone: str, sharing: str
) -> None:
    pair = tiny_pair(backbone, pair__sharing=sharing)
    before = dict(pair.named_parameters(remove_duplicate=False))
    gradients(pair, "bf16")
    after = dict(pair.named_parameters(remove_duplicate=False))
    assert after.keys() == before.keys()
    assert all(after[name] is before[name] for name in before)
