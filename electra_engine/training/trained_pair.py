"""The pair of a run, as a checkpoint holds it."""

from __future__ import annotations

from electra_engine.errors import UserError
from electra_engine.jobs.runs import read_request
from electra_engine.model.pair import Pair, build_pair
from electra_engine.sentences import Sentence
from electra_engine.settings import RunSettings
from electra_engine.training.checkpoint_folders import find_checkpoint
from electra_engine.training.checkpoints import load_pair_weights
from electra_engine.vocabulary import load_tokenizer
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.workspace import RunFolder


def load_trained_pair(run: RunFolder, step: int | None = None) -> Pair:
    """The pair of the newest whole checkpoint or the one at `step`, on the CPU.

    Raises `UserError` when there is no such checkpoint.
    """
    checkpoint = find_checkpoint(run.checkpoints, step)
    if checkpoint is None:
        which = Sentence("whole checkpoint")
        if step is not None:
            which = Sentence("checkpoint at step {step:,}", step=step)
        raise UserError(
            "The run {run} has no {which}: train it until it has saved one.", "run", run=run.name, which=which
        )
    settings = RunSettings().with_changes(read_request(run).settings)
    pair = build_pair(settings, vocabulary_size(load_tokenizer(run.tokenizer)))
    load_pair_weights(checkpoint, pair)
    return pair
