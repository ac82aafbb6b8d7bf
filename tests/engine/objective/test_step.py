"""One step of the pair against the paper, and against a plain slow reference."""

import pytest
import torch
from torch.nn import functional as F
from torch.utils._python_dispatch import TorchDispatchMode
from transformers import ElectraForMaskedLM, ElectraForPreTraining

from electra_engine.objective.masking import hide, maskable
from electra_engine.objective.sampling import sample
from electra_engine.objective.step import RESTORED_AT_ONCE
from tests.engine.tiny import BACKBONES, SPECIAL, VOCABULARY, some_rows, tiny_objective, tiny_pair


class LargestTensor(TorchDispatchMode):
    """Notes how many entries the largest tensor has that is made meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        made = function(*args, **(kwargs or {}))
        for one in made if isinstance(made, tuple | list) else (made,):
            if isinstance(one, torch.Tensor):
                self.entries = max(self.entries, one.numel())
        return made


PLAIN = {"objective__scaffold_weight": 0.0, "objective__easy_share": 0.0}


def a_step(backbone: str = "modern", progress: float = 0.5, **changes: object):
    pair, objective = tiny_pair(backbone), tiny_objective(**{**PLAIN, **changes})
    return pair, objective.step(pair, some_rows(), torch.Generator().manual_seed(3), progress)


def own_parameters_of_generator(pair) -> list[torch.nn.Parameter]:
    shared = {id(p) for p in pair.shared_parameters()}
    return [p for p in pair.generator.parameters() if id(p) not in shared]


@pytest.mark.parametrize("backbone", BACKBONES)
def test_a_token_that_the_generator_guessed_right_is_labelled_original(backbone: str) -> None:
    _, outcome = a_step(backbone)
    forgery = outcome.forgery
    assert torch.equal(forgery.replaced, forgery.corrupted != some_rows())


@pytest.mark.parametrize("backbone", BACKBONES)
def test_only_what_differs_from_the_original_counts_as_replaced(backbone: str) -> None:
    """A generator that always says 7, over rows of which half the tokens are 7."""
    pair, objective = tiny_pair(backbone), tiny_objective(**PLAIN)
    with torch.no_grad():
        pair.generator.output_bias[7] = 1e4
    ids = some_rows()
    ids[:, 1:9] = 7
    outcome = objective.step(pair, ids, torch.Generator().manual_seed(3), 0.5)
    at_hidden = outcome.forgery.replaced.view(-1)[outcome.forgery.positions]
    was_seven = ids.view(-1)[outcome.forgery.positions] == 7
    assert was_seven.any()
    assert not was_seven.all()
    assert torch.equal(at_hidden, ~was_seven)
    assert outcome.forgery.replaced.sum() == (~was_seven).sum()
    losses = F.binary_cross_entropy_with_logits(
        outcome.verdicts, (ids != outcome.forgery.corrupted).float(), reduction="none"
    )
    torch.testing.assert_close(outcome.discriminator_loss, losses[ids != SPECIAL.pad].mean())


def test_the_objective_itself_never_hides_a_special_token() -> None:
    objective = tiny_objective(objective__masked_share=0.5)
    ids = some_rows(64)
    ids[:, 5] = SPECIAL.mask
    special = torch.tensor([SPECIAL.pad, SPECIAL.cls, SPECIAL.sep, SPECIAL.mask])
    for seed in range(10):
        hidden = objective.hide(ids, torch.Generator().manual_seed(seed))
        assert not torch.isin(ids.view(-1)[hidden.positions], special).any()


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_discriminator_reads_the_unmasked_text(backbone: str) -> None:
    _, outcome = a_step(backbone)
    forgery = outcome.forgery
    untouched = torch.ones(some_rows().numel(), dtype=torch.bool)
    untouched[forgery.positions] = False
    assert torch.equal(forgery.corrupted.view(-1)[untouched], some_rows().view(-1)[untouched])


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_discriminators_loss_is_the_mean_over_all_real_tokens(backbone: str) -> None:
    _, outcome = a_step(backbone)
    losses = F.binary_cross_entropy_with_logits(
        outcome.verdicts, outcome.forgery.replaced.float(), reduction="none"
    )
    real = some_rows() != SPECIAL.pad
    assert real.sum() == some_rows().numel() - 4
    torch.testing.assert_close(outcome.discriminator_loss, losses[real].mean())


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_discriminators_gradient_never_reaches_the_generators_own_layers(backbone: str) -> None:
    pair, outcome = a_step(backbone)
    outcome.discriminator_loss.backward()
    assert all(p.grad is None or not p.grad.any() for p in own_parameters_of_generator(pair))


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_generator_learns_from_its_own_loss(backbone: str) -> None:
    pair, outcome = a_step(backbone)
    outcome.forgery.guess_loss.backward()
    assert all(p.grad is not None for p in own_parameters_of_generator(pair))


def test_the_vocabulary_is_projected_at_hidden_positions_only() -> None:
    pair, objective = tiny_pair(), tiny_objective(**PLAIN)
    asked: list[torch.Size] = []
    predict = pair.generator.predict
    pair.generator.predict = lambda hidden: asked.append(hidden.shape) or predict(hidden)
    outcome = objective.step(pair, some_rows(), torch.Generator().manual_seed(3), 0.5)
    assert [shape[0] for shape in asked] == [len(outcome.forgery.positions)]


def test_the_total_is_the_generators_loss_plus_fifty_times_the_discriminators() -> None:
    _, outcome = a_step()
    expected = outcome.forgery.guess_loss + 50 * outcome.discriminator_loss
    torch.testing.assert_close(outcome.loss, expected)


def test_the_scaffold_is_gone_after_its_share_of_the_run() -> None:
    objective = tiny_objective(objective__scaffold_weight=10.0, objective__scaffold_share=0.8)
    assert objective.scaffold_weight(0.0) == 10.0
    assert objective.scaffold_weight(0.4) == pytest.approx(5.0)
    assert objective.scaffold_weight(0.8) == 0.0
    _, late = a_step(progress=0.9, objective__scaffold_weight=10.0)
    torch.testing.assert_close(late.loss, late.forgery.guess_loss + 50 * late.discriminator_loss)


def test_easy_fakes_come_from_the_unigram_distribution() -> None:
    pair, objective = tiny_pair(), tiny_objective(**{**PLAIN, "objective__easy_share": 1.0})
    frequencies = torch.zeros(60)
    frequencies[17] = 1
    objective.unigram._cumulative = frequencies.double().cumsum(0)
    forgery = objective.forge(pair, some_rows(), torch.Generator().manual_seed(3), easy_share=1.0)
    assert set(forgery.corrupted.view(-1)[forgery.positions].tolist()) == {17}


@pytest.mark.parametrize("name", ["bert", "replace-mlm"])
def test_what_a_restoring_judge_thinks_of_many_rows_never_fills_the_memory(name: str) -> None:
    """The whole vocabulary at every position of a held-out part would be gigabytes."""
    pair, objective = tiny_pair(), tiny_objective(objective__name=name)
    ids = some_rows(8_000)
    states = torch.randn((*ids.shape, 16), generator=torch.Generator().manual_seed(1))
    assert states.numel() < RESTORED_AT_ONCE < ids.numel() * VOCABULARY
    with torch.no_grad():
        with LargestTensor() as largest:
            verdicts = objective.verdicts(pair, ids, states)
        seen = pair.discriminator.restore(states).softmax(-1).gather(2, ids[..., None])[..., 0].double()
    assert largest.entries <= RESTORED_AT_ONCE
    torch.testing.assert_close(verdicts.double(), ((1 - seen) / seen).log(), rtol=1e-4, atol=1e-4)


def test_one_step_equals_a_plain_reference_with_transformers_classes() -> None:
    """Same weights, same masks, same samples: losses and gradients agree to 1e-5."""
    pair, objective = tiny_pair("electra"), tiny_objective(**PLAIN, objective__masked_share=0.15)
    ids = some_rows()
    generator = ElectraForMaskedLM(pair.generator.network.config)
    generator.load_state_dict(pair.generator.network.state_dict())
    judge = ElectraForPreTraining(pair.discriminator.network.config)
    judge.load_state_dict(pair.discriminator.network.state_dict())
    for network in (generator, judge):
        network.config._attn_implementation = "eager"
        network.train()

    outcome = objective.step(pair, ids, torch.Generator().manual_seed(3), 0.5)
    outcome.loss.backward()

    dice = torch.Generator().manual_seed(3)
    never = torch.tensor([SPECIAL.pad, SPECIAL.cls, SPECIAL.sep, SPECIAL.mask])
    hidden = hide(ids, maskable(ids, never), SPECIAL.mask, 0.15, 0.15, dice)
    labels = torch.full_like(ids, -100)
    labels.view(-1)[hidden.positions] = ids.view(-1)[hidden.positions]
    guess = generator(hidden.inputs, labels=labels)  # every position through the vocabulary
    uniform = torch.rand(len(hidden.positions), generator=dice)
    corrupted = ids.clone()
    at_hidden = guess.logits.flatten(0, 1)[hidden.positions].detach()
    corrupted.view(-1)[hidden.positions] = sample(at_hidden, uniform)
    verdict = judge(corrupted).logits
    real = ids != SPECIAL.pad
    judged = F.binary_cross_entropy_with_logits(verdict[real], (corrupted != ids)[real].float())
    (guess.loss + 50 * judged).backward()

    assert torch.equal(outcome.forgery.corrupted, corrupted)
    torch.testing.assert_close(outcome.loss, guess.loss + 50 * judged, rtol=0, atol=1e-5)
    torch.testing.assert_close(outcome.verdicts, verdict, rtol=0, atol=1e-5)
    # The reference's two embedding tables stand apart; ours is one, so its gradient is their sum.
    apart = generator.electra.embeddings.word_embeddings.weight.grad
    apart = apart + judge.electra.embeddings.word_embeddings.weight.grad
    ours = pair.generator.network.electra.embeddings.word_embeddings.weight.grad
    torch.testing.assert_close(ours, apart, rtol=1e-4, atol=1e-5)
    for ours, plain in ((pair.discriminator.network, judge), (pair.generator.network, generator)):
        for name, parameter in plain.named_parameters():
            if "embeddings." not in name:
                mine = ours.get_parameter(name).grad
                torch.testing.assert_close(mine, parameter.grad, rtol=1e-4, atol=1e-5)
