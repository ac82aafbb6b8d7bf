"""Predicting every token with a gate that may copy (all-tokens-mlm)."""

import torch

from electra_engine.objective.copying import copy_gate_loss
from tests.engine.tiny import VOCABULARY, some_rows, tiny_objective, tiny_pair

TOKENS = 30


def some_predictions(spread: float = 2.0) -> tuple[torch.Tensor, ...]:
    """Logits of the softmax (N, V) and the gate (N,), tokens read and originals (N,), half of them equal."""
    dice = torch.Generator().manual_seed(5)
    restored = torch.randn(TOKENS, VOCABULARY, generator=dice) * spread
    gate = torch.randn(TOKENS, generator=dice) * spread
    read = torch.randint(VOCABULARY, (TOKENS,), generator=dice)
    originals = torch.where(torch.arange(TOKENS) % 2 == 0, read, (read + 1) % VOCABULARY)
    return restored, gate, read, originals


def plain_loss(rows: list[list[float]], originals: torch.Tensor) -> torch.Tensor:
    chances = [row[word] for row, word in zip(rows, originals.tolist(), strict=True)]
    return -torch.tensor(chances).log().mean()


def mixture(restored: torch.Tensor, gate: torch.Tensor, read: torch.Tensor) -> list[list[float]]:
    """The paper's formula token by token, in plain probabilities: N lists of V."""
    rows = []
    for logits, logit, seen in zip(restored.double(), gate.double(), read.tolist(), strict=True):
        copied = 1 - torch.sigmoid(logit).item()
        softmax = (logits.exp() / logits.exp().sum()).tolist()
        rows.append([copied * (word == seen) + (1 - copied) * p for word, p in enumerate(softmax)])
    return rows


def test_the_loss_equals_a_plain_mixture_of_copying_and_the_softmax() -> None:
    restored, gate, read, originals = some_predictions()
    plain = plain_loss(mixture(restored, gate, read), originals)
    torch.testing.assert_close(copy_gate_loss(restored, gate, read, originals), plain, rtol=0, atol=1e-5)


def test_its_probabilities_of_all_words_sum_to_one() -> None:
    restored, gate, read, _ = some_predictions()
    for token in range(TOKENS):
        here = slice(token, token + 1)
        chances = [
            copy_gate_loss(restored[here], gate[here], read[here], torch.tensor([word])).neg().exp()
            for word in range(VOCABULARY)
        ]
        torch.testing.assert_close(torch.stack(chances).sum(), torch.tensor(1.0), rtol=0, atol=1e-5)


def test_a_gate_that_is_sure_and_wrong_costs_much_but_never_infinity() -> None:
    restored, _, read, originals = some_predictions(spread=50.0)
    for sure in (-300.0, 300.0):
        logits, gate = restored.clone().requires_grad_(), torch.full((TOKENS,), sure, requires_grad=True)
        loss = copy_gate_loss(logits, gate, read, originals)
        loss.backward()
        assert loss.isfinite()
        for gradient in (logits.grad, gate.grad):
            assert gradient is not None
            assert gradient.isfinite().all()


def test_a_step_scores_every_real_token_and_its_verdict_is_the_gate() -> None:
    pair, objective = tiny_pair(), tiny_objective(objective__name="all-tokens-mlm")
    ids = some_rows()
    outcome = objective.step(pair, ids, torch.Generator().manual_seed(3), 0.5)
    corrupted = outcome.forgery.corrupted
    hidden = pair.discriminator(corrupted)
    gate = pair.discriminator.detect(hidden)
    torch.testing.assert_close(outcome.verdicts, gate)
    torch.testing.assert_close(objective.verdicts(pair, corrupted), gate)
    real = ids != 0
    restored = pair.discriminator.restore(hidden[real])
    plain = plain_loss(mixture(restored, gate[real], corrupted[real]), ids[real])
    torch.testing.assert_close(outcome.discriminator_loss, plain, rtol=0, atol=1e-5)
    torch.testing.assert_close(outcome.loss, outcome.forgery.guess_loss + outcome.discriminator_loss)
