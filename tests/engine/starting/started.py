"""From a reference to a pair, as a new run goes that way."""

from __future__ import annotations

from functools import partial

from electra_engine.jobs.runs import RunRequest, create_run, free_name
from electra_engine.model.pair import Pair, build_pair
from electra_engine.settings import RunSettings, to_flat
from electra_engine.starting import adopt, fit_to_start
from electra_engine.starting.weights import put_in
from electra_engine.training.checkpoint_folders import Position
from electra_engine.training.checkpoints import save_checkpoint
from electra_engine.training.optimizer import build_optimizer
from electra_engine.vocabulary import load_tokenizer
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.tiny import tiny_settings


def new_run(workspace: Workspace, reference: object, **changes: object) -> tuple[RunFolder, RunSettings]:
    """A run that is to start from `reference`, made but not yet worked on."""
    settings = fit_to_start(tiny_settings(**{"pair__start_from": str(reference), **changes}), workspace)
    request = RunRequest(free_name(workspace, "new"), "pretrain", to_flat(settings))
    return create_run(workspace, request, partial(adopt, str(reference), workspace)), settings


def started_pair(workspace: Workspace, reference: object, **changes: object) -> Pair:
    """The pair with which that run would take its first step."""
    run, settings = new_run(workspace, reference, **changes)
    pair = build_pair(settings, vocabulary_size(load_tokenizer(run.tokenizer)))
    put_in(run.start, pair)
    return pair.eval()


def keep(pair: Pair, run: RunFolder, settings: RunSettings, step: int = 10) -> None:
    """Saves the pair as the run's checkpoint."""
    optimizer = build_optimizer(pair, settings)
    save_checkpoint(run.checkpoints, pair, optimizer, Position(step, step, 1.0))
