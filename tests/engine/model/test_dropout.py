"""Cheap dice drop what was asked for and change nothing else."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from electra_engine.model.attention import matmul_attention
from electra_engine.model.dropout import CheapDropout, dropout, use_cheap_dropout

VALUES = 1_000_001  # no multiple of what one number decides


@pytest.mark.parametrize("p", [1e-7, 0.1, 0.5, 0.9, 1 - 1e-7])
@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_the_asked_share_is_dropped_and_the_mean_stays(p: float, kind: torch.dtype) -> None:
    torch.manual_seed(1)
    dropped = dropout(torch.ones(VALUES, dtype=kind), p, training=True).double()
    assert float((dropped == 0).double().mean()) == pytest.approx(p, abs=3e-3)
    if 0.01 < p < 0.99:
        assert float(dropped.mean()) == pytest.approx(1, abs=3e-2)
        assert dropped.unique().numel() == 2


def test_neighbouring_values_are_dropped_independently() -> None:
    torch.manual_seed(1)
    zero = (dropout(torch.ones(VALUES), 0.5, training=True) == 0).double() - 0.5
    for distance in (1, 2, 3, 4, 8):
        assert abs(float((zero[distance:] * zero[:-distance]).mean())) < 2e-3


def test_the_gradient_reaches_what_was_kept() -> None:
    values = torch.ones(3, 5, 7, requires_grad=True)
    dropped = dropout(values, 0.5, training=True)
    dropped.sum().backward()
    assert values.grad is not None
    assert torch.equal(values.grad, dropped)


@pytest.mark.parametrize(("p", "training"), [(0.0, True), (0.3, False)])
def test_where_nothing_is_dropped_the_values_are_the_same(p: float, training: bool) -> None:
    values = torch.randn(4, 4)
    assert torch.equal(dropout(values, p, training), values)


def test_all_is_dropped_by_one() -> None:
    assert not dropout(torch.ones(8), 1.0, training=True).any()


def test_every_dropout_of_a_network_is_replaced_and_follows_its_mode() -> None:
    network = nn.Sequential(nn.Linear(8, 8), nn.Sequential(nn.Dropout(0.5)), nn.Dropout(0.25))
    use_cheap_dropout(network)
    found = [module for module in network.modules() if isinstance(module, nn.Dropout)]
    assert [(type(module), module.p) for module in found] == [(CheapDropout, 0.5), (CheapDropout, 0.25)]
    assert (network(torch.ones(64, 8)) == 0).any()
    network.eval()
    assert not (network(torch.ones(64, 8)) == 0).any()


def test_a_network_that_is_not_in_training_stays_so() -> None:
    network = nn.Sequential(nn.Dropout(0.5)).eval()
    use_cheap_dropout(network)
    assert network(torch.ones(64)).all()


def test_attention_drops_in_training_alone() -> None:
    query = torch.randn(2, 4, 16, 8)
    module = nn.Module()
    said = [matmul_attention(module, query, query, query, None, 0.3, dropout=0.5)[0] for _ in range(2)]
    assert not torch.equal(*said)
    module.eval()
    said = [matmul_attention(module, query, query, query, None, 0.3, dropout=0.5)[0] for _ in range(2)]
    assert torch.equal(*said)
