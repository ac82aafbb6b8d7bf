"""What is hidden from the generator."""

import torch

from electra_engine.objective.masking import hide, maskable
from tests.engine.tiny import SPECIAL, some_rows

NEVER = torch.tensor([SPECIAL.pad, SPECIAL.cls, SPECIAL.sep, SPECIAL.mask])


def hidden_of(ids: torch.Tensor, share: float = 0.15, kept: float = 0.15, seed: int = 1):
    return hide(ids, maskable(ids, NEVER), SPECIAL.mask, share, kept, torch.Generator().manual_seed(seed))


def test_special_tokens_are_never_hidden() -> None:
    ids = some_rows(64)
    for seed in range(20):
        chosen = ids.view(-1)[hidden_of(ids, share=0.5, seed=seed).positions]
        assert not torch.isin(chosen, NEVER).any()


def test_positions_are_drawn_without_replacement() -> None:
    ids = some_rows(64, 64)
    for seed in range(20):
        positions = hidden_of(ids, share=0.5, seed=seed).positions
        assert len(positions.unique()) == len(positions)


def test_every_row_hides_the_rounded_share_of_its_real_tokens() -> None:
    ids = some_rows(32, 64)
    rows = hidden_of(ids).positions // 64
    real = maskable(ids, NEVER).sum(1)
    assert torch.equal(torch.bincount(rows, minlength=32), (real * 0.15).round().long())


def test_a_row_with_one_real_token_hides_it_and_a_row_with_none_hides_nothing() -> None:
    ids = torch.tensor([[2, 9, 3, 0], [2, 3, 0, 0]])
    assert hidden_of(ids).positions.tolist() == [1]


def test_eighty_five_of_a_hundred_hidden_tokens_become_mask_and_the_rest_stay() -> None:
    ids = some_rows(256, 128)
    hidden = hidden_of(ids)
    seen = hidden.inputs.view(-1)[hidden.positions]
    share_masked = (seen == SPECIAL.mask).float().mean().item()
    assert abs(share_masked - 0.85) < 0.02
    stayed = seen != SPECIAL.mask
    assert torch.equal(seen[stayed], ids.view(-1)[hidden.positions][stayed])


def test_nothing_but_the_hidden_positions_changes() -> None:
    ids = some_rows(16, 32)
    hidden = hidden_of(ids)
    untouched = torch.ones(ids.numel(), dtype=torch.bool)
    untouched[hidden.positions] = False
    assert torch.equal(hidden.inputs.view(-1)[untouched], ids.view(-1)[untouched])


def test_the_same_dice_hide_the_same_tokens() -> None:
    ids = some_rows(16, 32)
    assert torch.equal(hidden_of(ids, seed=7).positions, hidden_of(ids, seed=7).positions)
    assert not torch.equal(hidden_of(ids, seed=7).positions, hidden_of(ids, seed=8).positions)
