"""Asking a run at work to watch a sentence of one's own from now on."""

from __future__ import annotations

from electra_engine.errors import UserError
from electra_engine.jobs.runs import find_run
from electra_engine.jobs.status import RunStatus, status_of
from electra_engine.settings import RunSettings
from electra_engine.vocabulary import load_tokenizer
from electra_engine.watching import own_sentences
from electra_engine.watching.own_sentences import FIRST_INDEX
from electra_engine.workspace import Workspace


def can_watch(status: RunStatus) -> bool:
    """Whether a run takes sentences now: a pre-training run in the middle of training."""
    return status.kind == "pretrain" and status.alive and status.state == "training"


def watch_sentence(workspace: Workspace, name: str, text: str) -> int:
    """Adds a sentence to those that a run watches; gives the `index` it will have in the snapshots.

    The worker takes it up between two steps and keeps watching it, after a resume too. Raises
    `UserError` for a sentence that cannot be watched or a run that is not in the middle of training.
    """
    run, status = find_run(workspace, name), status_of(workspace, name)
    sentence = own_sentences.cleaned(text)
    if not can_watch(status):
        raise UserError(
            "The run {run} is not training at the moment, so it takes no new sentence: start or resume it, "
            "or ask its model with Try it.",
            "sentence",
            run=name,
        )
    row_length = RunSettings().with_changes(status.request.settings).training.sequence_length
    own_sentences.check_readable(sentence, load_tokenizer(run.tokenizer), row_length)
    return FIRST_INDEX + own_sentences.add(run.watched, sentence)
