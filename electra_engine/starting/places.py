"""What a person may name to start from, and the networks that are meant by it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.inference.references import ModelFolders, find_networks
from electra_engine.jobs.runs import has_checkpoint, read_request
from electra_engine.sentences import Sentence
from electra_engine.starting import hub
from electra_engine.starting.layouts import FIELD, Layout, read_layout
from electra_engine.typed_paths import typed_path
from electra_engine.workspace import RunFolder, Workspace, checked_name


@dataclass(frozen=True)
class Start:
    """Either a pre-training `run`, whose checkpoint is the whole pair, or the folders of networks.

    `generator` is None when the generator is to begin fresh beside a trained discriminator.
    """

    run: RunFolder | None = None
    discriminator: Layout | None = None
    generator: Layout | None = None

    def networks(self) -> dict[str, Layout]:
        """The networks that come as folders, by role."""
        both = {"discriminator": self.discriminator, "generator": self.generator}
        return {role: layout for role, layout in both.items() if layout is not None}


def find_start(reference: str, workspace: Workspace) -> Start:
    """The networks behind DISCRIMINATOR[,GENERATOR].

    Each is a run's name, a folder or a name on the hub; one that holds a whole pair needs no second.
    Raises `UserError` when something is missing, unsafe, or the two do not belong together.
    """
    run = _pretraining_run(reference, workspace)
    if run is not None:
        return Start(run=run)
    first, second = _split(reference)
    found = _networks(first, workspace)
    judge = found.discriminator or found.encoder or found.fine_tuned
    if judge is None:
        raise UserError(
            "{name} holds a generator only: name the discriminator first, as in DISCRIMINATOR,GENERATOR.",
            FIELD,
            name=first,
        )
    forger = _networks(second, workspace).generator if second else found.generator
    if second and forger is None:
        raise UserError(
            "{name} is not a generator (a masked language model): name one after the comma, "
            "or only the discriminator and let the generator begin fresh.",
            FIELD,
            name=second,
        )
    start = Start(
        discriminator=read_layout(judge, "discriminator"),
        generator=read_layout(forger, "generator") if forger else None,
    )
    _check_they_fit(start)
    return start


def _check_they_fit(start: Start) -> None:
    judge, forger = start.discriminator, start.generator
    if judge is None or forger is None:
        return
    for what, ours, theirs in (
        (Sentence("backbone"), judge.backbone, forger.backbone),
        (Sentence("vocabulary"), judge.vocabulary_size, forger.vocabulary_size),
        (Sentence("embedding size"), judge.embedding_size, forger.embedding_size),
        (Sentence("position table"), judge.positions, forger.positions),
    ):
        if ours != theirs:
            raise UserError(
                "The discriminator and the generator do not belong together ({what} {ours} and {theirs}): "
                "name two that were trained together, or only the discriminator.",
                FIELD,
                what=what,
                ours=ours,
                theirs=theirs,
            )


def _pretraining_run(reference: str, workspace: Workspace) -> RunFolder | None:
    """The run of that name, if it is one of pre-training with a checkpoint."""
    try:
        run = workspace.run(checked_name(reference))
    except UserError:
        return None
    if not run.path.is_dir() or read_request(run).kind != "pretrain" or not has_checkpoint(run):
        return None
    return run


def _split(reference: str) -> tuple[str, str]:
    if typed_path(reference, FIELD).is_dir():  # a comma may also be part of a folder's name
        return reference, ""
    first, second = (part.strip() for part in reference.partition(",")[::2])
    return first, second


def _networks(reference: str, workspace: Workspace) -> ModelFolders:
    path = typed_path(reference, FIELD)
    if not path.exists() and hub.looks_like_a_name(reference):
        path = hub.fetch(reference)
        reference = str(path)
    for folder in (path, path / "generator", path / "discriminator"):
        _refuse_pickle(folder)
    try:
        return find_networks(reference, workspace)
    except UserError as error:
        raise UserError(error.sentence, FIELD) from None


def _refuse_pickle(folder: Path) -> None:
    if any(folder.glob("*.bin")) and not any(folder.glob("*.safetensors")):
        raise hub.pickled(folder)
