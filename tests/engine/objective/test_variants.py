"""Every objective is a row of one table and learns through the same step."""

import pytest
import torch
from torch.nn import functional as F

from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import RunSettings, knobs_of
from tests.engine.tiny import BACKBONES, SPECIAL, some_rows, tiny_objective, tiny_pair

PLAIN = {"objective__scaffold_weight": 0.0}


def a_step(name: str, backbone: str = "modern", **pair_changes: object):
    pair = tiny_pair(backbone, **pair_changes)
    objective = tiny_objective(objective__name=name, **PLAIN)
    return pair, objective, objective.step(pair, some_rows(), torch.Generator().manual_seed(3), 0.5)


def test_the_settings_offer_exactly_the_objectives_of_the_table() -> None:
    offered = next(k for k in knobs_of(RunSettings) if k.name == "objective.name").choices
    assert set(offered) == set(VARIANTS)


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("backbone", BACKBONES)
def test_a_few_steps_on_one_batch_bring_the_loss_down(name: str, backbone: str) -> None:
    pair = tiny_pair(backbone)
    objective = tiny_objective(objective__name=name)
    optimizer = torch.optim.AdamW(pair.parameters(), lr=3e-3)
    losses = []
    for _ in range(30):
        outcome = objective.step(pair, some_rows(), torch.Generator().manual_seed(3), 0.5)
        outcome.loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(outcome.loss.item())
    assert losses[-1] < losses[0] * 0.9
    assert outcome.verdicts.shape == some_rows().shape
    assert outcome.verdicts.isfinite().all()


def test_electra_15_scores_the_hidden_positions_only() -> None:
    _, _, outcome = a_step("electra-15")
    where = outcome.forgery.positions
    verdicts, truth = outcome.verdicts.view(-1)[where], outcome.forgery.replaced.view(-1)[where].float()
    torch.testing.assert_close(
        outcome.discriminator_loss, F.binary_cross_entropy_with_logits(verdicts, truth)
    )


@pytest.mark.parametrize(("name", "hidden_only"), [("replace-mlm", True), ("all-tokens-mlm", False)])
def test_restoring_objectives_predict_the_original_from_the_forged_text(name: str, hidden_only: bool) -> None:
    pair, _, outcome = a_step(name)
    ids, forgery = some_rows(), outcome.forgery
    where = forgery.positions if hidden_only else (ids != SPECIAL.pad).view(-1).nonzero().squeeze(1)
    restored = pair.discriminator.restore(pair.discriminator(forgery.corrupted).flatten(0, 1)[where])
    torch.testing.assert_close(outcome.discriminator_loss, F.cross_entropy(restored, ids.view(-1)[where]))


def test_bert_trains_no_generator() -> None:
    pair, _, outcome = a_step("bert")
    outcome.loss.backward()
    assert all(p.grad is None for p in pair.generators_own_parameters())


def test_a_restoring_judge_finds_a_token_suspicious_when_it_would_have_put_another_there() -> None:
    pair, objective, _ = a_step("replace-mlm")
    ids = some_rows()
    with torch.no_grad():
        p = objective.verdicts(pair, ids).sigmoid()
        restored = pair.discriminator.restore(pair.discriminator(ids).flatten(0, 1)).softmax(-1)
    p_seen = restored.gather(1, ids.view(-1, 1)).view(ids.shape)
    torch.testing.assert_close(p, 1 - p_seen, rtol=0, atol=1e-5)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_a_disentangled_judge_leaves_the_generators_table_alone(backbone: str) -> None:
    pair, _, outcome = a_step("electra", backbone, pair__sharing="disentangled")
    outcome.discriminator_loss.backward()
    assert all(p.grad is None or not p.grad.any() for p in pair.generator.parameters())
    differences = [p for name, p in pair.discriminator.named_parameters() if name.endswith("difference")]
    assert len(differences) == 1
    assert differences[0].grad.any()


@pytest.mark.parametrize("backbone", BACKBONES)
def test_sharing_nothing_shares_nothing(backbone: str) -> None:
    assert tiny_pair(backbone, pair__sharing="nothing").shared_parameters() == []
