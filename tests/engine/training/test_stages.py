"""A run in stages: the generator alone, then a discriminator that begins as its copy."""

from pathlib import Path

import numpy as np
import pytest
import torch

from electra_engine.errors import UserError
from electra_engine.objective.step import Objective
from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import RunSettings
from electra_engine.training.batches import Rows
from electra_engine.training.checkpoint_folders import Position, position_of
from electra_engine.training.checkpoints import load_optimizer_state, load_pair_weights, save_checkpoint
from electra_engine.training.machine import Arithmetic
from electra_engine.training.trainer import Trainer
from tests.engine.tiny import BACKBONES, SPECIAL, VOCABULARY, tiny_pair, tiny_settings

NEEDS = {**VARIANTS["two-stage"].needs, "objective.name": "two-stage", "machine.threads": 1}
STEPS = 20
SHARING = ("nothing", "disentangled")


def trainer(backbone: str = "modern", sharing: str = "nothing") -> Trainer:
    settings = tiny_settings(backbone, **{**NEEDS, "pair.sharing": sharing})
    stream = np.random.default_rng(0).integers(5, VOCABULARY, 2000).astype(np.uint16)
    objective = Objective(settings.objective, SPECIAL, torch.ones(VOCABULARY))
    rows = Rows(stream, 16, SPECIAL.cls, SPECIAL.sep)
    pair = tiny_pair(backbone, **{**NEEDS, "pair.sharing": sharing})
    return Trainer(pair, objective, rows, settings, Arithmetic("cpu", "fp32", "matmul", 1))


def run_steps(subject: Trainer, first: int, last: int, rate: float = 0.5) -> None:
    for number in range(first, last):
        subject.step(number, number / STEPS, rate)


def copies(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: parameter.detach().clone() for name, parameter in network.named_parameters()}


def changed(network: torch.nn.Module, before: dict[str, torch.Tensor]) -> set[str]:
    return {name for name, now in network.named_parameters() if not torch.equal(now, before[name])}


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("sharing", SHARING)
def test_the_discriminator_does_not_learn_while_the_generator_does(backbone: str, sharing: str) -> None:
    subject = trainer(backbone, sharing)
    forger, judge = copies(subject.pair.generator), copies(subject.pair.discriminator)
    run_steps(subject, 0, 10)
    assert changed(subject.pair.generator, forger)
    shared = {id(p) for p in subject.pair.shared_parameters()}
    own = {name for name, p in subject.pair.discriminator.named_parameters() if id(p) not in shared}
    assert not changed(subject.pair.discriminator, judge) & own


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("sharing", SHARING)
def test_at_the_switch_the_discriminator_reads_as_the_generator_does(backbone: str, sharing: str) -> None:
    subject = trainer(backbone, sharing)
    run_steps(subject, 0, 10)
    ids = subject.rows.batch(1, 0, 4)
    assert not torch.equal(subject.pair.generator(ids), subject.pair.discriminator(ids))
    subject.step(10, 0.5, 0.0)  # a learning rate of nothing: only the switch happens
    assert torch.equal(subject.pair.generator(ids), subject.pair.discriminator(ids))
    theirs = dict(subject.pair.generator.encoder.named_parameters())
    copied = [
        name
        for name, own in subject.pair.discriminator.encoder.named_parameters()
        if name in theirs and torch.equal(own, theirs[name])
    ]
    expected = set(theirs)
    if sharing == "disentangled":
        expected = {name for name in theirs if not name.endswith(("table.weight", "word_embeddings.weight"))}
    assert set(copied) == expected


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("sharing", SHARING)
def test_the_generator_is_frozen_after_the_switch(backbone: str, sharing: str) -> None:
    subject = trainer(backbone, sharing)
    run_steps(subject, 0, 10)
    before = copies(subject.pair.generator)
    subject.step(10, 0.5, 0.0)
    judge = copies(subject.pair.discriminator)
    run_steps(subject, 11, STEPS)
    assert changed(subject.pair.generator, before) == set()
    assert changed(subject.pair.discriminator, judge)


@pytest.mark.parametrize("stopped_after", [9, 10, 11])
def test_a_run_stopped_around_the_switch_ends_with_the_same_bits(stopped_after: int, tmp_path: Path) -> None:
    straight = trainer()
    run_steps(straight, 0, STEPS)
    broken = trainer()
    run_steps(broken, 0, stopped_after)
    position = Position(stopped_after, 0, 0.0, broken.stage)
    saved = save_checkpoint(tmp_path, broken.pair, broken.optimizer, position)
    resumed = trainer()
    load_pair_weights(saved, resumed.pair)
    load_optimizer_state(saved, resumed.optimizer)
    resumed.stage = position_of(saved).stage
    run_steps(resumed, stopped_after, STEPS)
    assert changed(resumed.pair, copies(straight.pair)) == set()


@pytest.mark.parametrize(
    "forgotten",
    [{"generator.fraction": 0.5}, {"generator.num_hidden_layers": 1}, {"pair.sharing": "embeddings"}],
)
def test_unequal_networks_are_refused_in_a_sentence_that_says_what_to_set(
    forgotten: dict[str, object],
) -> None:
    with pytest.raises(UserError, match=r"fraction to 1.*depth.*share to nothing") as refused:
        RunSettings().with_changes({**NEEDS, **forgotten})
    assert refused.value.field == "objective.name"


@pytest.mark.parametrize("name", VARIANTS)
def test_every_objective_can_be_trained_with_the_settings_that_it_says_it_needs(name: str) -> None:
    settings = RunSettings().with_changes({**VARIANTS[name].needs, "objective.name": name})
    assert settings.objective.name == name


@pytest.mark.parametrize("name", VARIANTS)
def test_stages_follow_one_another_to_the_end_of_the_run(name: str) -> None:
    variant = VARIANTS[name]
    ends = [stage.until for stage in variant.stages]
    assert ends == sorted(set(ends))
    assert ends[-1] == 1.0
    assert variant.stage_at(0.0) == (0, 0.0)
    assert variant.stage_at(1.0) == (len(ends) - 1, 1.0)


def test_each_of_two_stages_runs_from_nothing_to_all() -> None:
    variant = VARIANTS["two-stage"]
    assert [variant.stage_at(progress) for progress in (0.25, 0.5, 0.75)] == [(0, 0.5), (1, 0.0), (1, 0.5)]
    assert [variant.judge_progress(progress) for progress in (0.25, 0.49, 0.75)] == [0.0, 0.0, 0.5]
    assert VARIANTS["electra"].judge_progress(0.3) == 0.3
