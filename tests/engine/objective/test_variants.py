"""Every objective is a row of one table and learns through the same step."""

import pytest
import torch
from torch.nn import functional as F

from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import RunSettings, knobs_of
from tests.engine.tiny import BACKBONES, some_rows, tiny_objective, tiny_pair

PLAIN = {"objective__scaffold_weight": 0.0}


def changes_for(name: str) -> dict[str, object]:
    return {**VARIANTS[name].needs, "objective.name": name}


def a_step(name: str, backbone: str = "modern", **pair_changes: object):
    pair = tiny_pair(backbone, **pair_changes)
    objective = tiny_objective(objective__name=name, **PLAIN)
    return pair, objective, objective.step(pair, some_rows(), torch.Generator().manual_seed(3), 0.5)


def test_the_settings_offer_every_objective_and_say_each_in_a_line() -> None:
    offered = next(k for k in knobs_of(RunSettings) if k.name == "objective.name")
    assert offered.choices == tuple(VARIANTS)
    for name, variant in VARIANTS.items():
        assert f"{name}: {variant.line}" in offered.help
    assert len({variant.line for variant in VARIANTS.values()}) == len(VARIANTS)


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("backbone", BACKBONES)
def test_a_few_steps_on_one_batch_bring_the_loss_down(name: str, backbone: str) -> None:
    pair = tiny_pair(backbone, **changes_for(name))
    objective = tiny_objective(**changes_for(name))
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


def test_replace_mlm_predicts_the_originals_of_the_forged_positions() -> None:
    pair, _, outcome = a_step("replace-mlm")
    ids, where = some_rows(), outcome.forgery.positions
    restored = pair.discriminator.restore(pair.discriminator(outcome.forgery.corrupted).flatten(0, 1)[where])
    torch.testing.assert_close(outcome.discriminator_loss, F.cross_entropy(restored, ids.view(-1)[where]))


@pytest.mark.parametrize("name", ["replace-mlm", "bert"])
def test_verdicts_that_cost_a_step_are_found_only_when_somebody_looks(name: str) -> None:
    pair, objective, outcome = a_step(name)
    asked = []
    restore = pair.discriminator.restore
    pair.discriminator.restore = lambda hidden: asked.append(len(hidden)) or restore(hidden)
    objective.step(pair, some_rows(), torch.Generator().manual_seed(3), 0.5)
    assert asked == [len(outcome.forgery.positions)]
    torch.testing.assert_close(
        outcome.verdicts, objective.verdicts(pair, outcome.forgery.corrupted).detach(), rtol=0, atol=1e-5
    )


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
