"""How tokens are drawn."""

import pytest
import torch

from electra_engine.objective.sampling import UnigramSampler, sample


@pytest.mark.parametrize("vocabulary", [3, 64, 65, 300])
@pytest.mark.parametrize("temperature", [1.0, 0.5])
def test_samples_follow_the_full_softmax(vocabulary: int, temperature: float) -> None:
    dice = torch.Generator().manual_seed(1)
    logits = torch.randn(1, vocabulary, generator=dice) * 2
    draws = sample(logits.expand(100_000, -1), torch.rand(100_000, generator=dice), temperature)
    seen = torch.bincount(draws, minlength=vocabulary) / 100_000
    assert (seen - (logits[0] / temperature).softmax(-1)).abs().max() < 0.01


def test_the_ends_of_the_unit_interval_give_tokens_of_the_vocabulary() -> None:
    logits = torch.zeros(2, 65)
    drawn = sample(logits, torch.tensor([0.0, 1 - 1e-7]))
    assert drawn.tolist() == [0, 64]


def test_an_impossible_token_is_never_drawn() -> None:
    logits = torch.zeros(10_000, 70)
    logits[:, 13] = -torch.inf
    assert 13 not in sample(logits, torch.rand(10_000)).unique()


def test_unigram_draws_follow_the_counts_and_never_give_a_token_with_none() -> None:
    sampler = UnigramSampler(torch.tensor([0.0, 30.0, 0.0, 70.0, 0.0]))
    draws = sampler.draw(50_000, torch.Generator().manual_seed(1))
    assert set(draws.tolist()) == {1, 3}
    assert abs((draws == 3).float().mean().item() - 0.7) < 0.01
