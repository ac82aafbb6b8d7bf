"""The cross-entropy that shares its softmax gives PyTorch's numbers."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from electra_engine.objective.cross_entropy import cross_entropy, guessed_right


def logits_and_targets() -> tuple[torch.Tensor, torch.Tensor]:
    dice = torch.Generator().manual_seed(3)
    return 4 * torch.randn(11, 37, generator=dice), torch.randint(0, 37, (11,), generator=dice)


def test_loss_gradient_and_softmax_are_those_of_pytorch() -> None:
    logits, targets = logits_and_targets()
    ours, theirs = logits.clone().requires_grad_(), logits.clone().requires_grad_()
    loss, probabilities = cross_entropy(ours, targets)
    expected = F.cross_entropy(theirs, targets)
    (3 * loss).backward()
    (3 * expected).backward()
    torch.testing.assert_close(loss, expected)
    torch.testing.assert_close(ours.grad, theirs.grad)
    torch.testing.assert_close(probabilities, logits.softmax(-1))


def test_a_hopeless_target_costs_a_finite_loss() -> None:
    logits = torch.tensor([[500.0, -500.0]], requires_grad=True)
    loss, _ = cross_entropy(logits, torch.tensor([1]))
    loss.backward()
    assert loss.isfinite()
    assert logits.grad is not None
    assert logits.grad.isfinite().all()


def test_a_guess_is_right_where_the_target_is_the_likeliest() -> None:
    logits, targets = logits_and_targets()
    assert torch.equal(guessed_right(logits, targets), logits.argmax(1) == targets)
    assert guessed_right(logits, logits.argmax(1)).all()
