"""What a person may call a model (a run's name, or a folder) and which networks stand behind it.

Nothing here imports torch: the front doors ask here whether a reference can be used at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import TASK_NAMES
from electra_engine.inference.checkpoint_cache import exported_checkpoint, require_checkpoint
from electra_engine.inference.headers import check_promise
from electra_engine.jobs.runs import has_checkpoint, read_request
from electra_engine.jobs.strange_tokenizers import check_tokenizer_file
from electra_engine.training.checkpoint_folders import checkpoint_folders
from electra_engine.typed_paths import typed_path
from electra_engine.unchanged import Unchanged
from electra_engine.workspace import RunFolder, Workspace, checked_name

RTD_LABELS = ("original", "replaced")
LARGEST_JSON = 16 << 20  # bytes
LONGEST_STEP = 15  # digits
TASK_OF_HEAD = {
    "ForSequenceClassification": "classification",
    "ForTokenClassification": "tagging",
    "ForQuestionAnswering": "question_answering",
    "ForMultipleChoice": "multiple_choice",
}
TASK_OF_PROBLEM = {"multi_label_classification": "multi_label", "regression": "similarity"}

_usable = Unchanged[None]()


@dataclass(frozen=True)
class ModelFolders:
    """The Hugging Face folders behind a reference, None where it has no such network.

    `encoder` is a network without one of our output layers (a released BERT, say): it can be
    fine-tuned and nothing else. `name` is for sentences.
    """

    name: str
    generator: Path | None = None
    discriminator: Path | None = None
    fine_tuned: Path | None = None
    encoder: Path | None = None

    def to_fine_tune(self) -> Path:
        """The folder that fine-tuning starts from: the discriminator where there is one."""
        folder = self.discriminator or self.fine_tuned or self.encoder or self.generator
        assert folder is not None
        return folder


def find_networks(reference: str, workspace: Workspace, step: int | None = None) -> ModelFolders:
    """The networks behind a run's name, a run's name and step (RUN@STEP), a folder, or a name on the hub.

    A pre-training run answers with its checkpoint at `step` (None: the newest), exported on the way.
    Raises `UserError` when nothing is there, nothing is finished yet, or the folder is not safe to load.
    """
    from electra_engine.starting.hub import fetch, looks_like_a_name  # starting reads configs through us

    run, at_step = run_at(reference, workspace)
    if run is not None:
        return _networks_of_run(run, step if at_step is None else at_step)
    folder = typed_path(reference, "model")
    if not folder.is_dir() and looks_like_a_name(reference):
        return _networks_in(fetch(reference), reference)
    if not folder.is_dir():
        raise UserError(
            "There is neither a run nor a folder called {reference}: give a run's name or a Hugging Face "
            "folder.",
            "model",
            reference=reference[:200],
        )
    return _networks_in(folder, folder.name)


def check_usable(reference: str, workspace: Workspace) -> None:
    """Raises the `UserError` that `find_networks` would, without exporting anything."""
    run, at_step = run_at(reference, workspace)
    if run is None:
        find_networks(reference, workspace)
    elif at_step is not None:
        require_checkpoint(run, at_step)
    elif read_request(run).kind == "pretrain" and not is_exported(run):
        if not has_checkpoint(run):
            raise no_model_yet(run)
    else:
        _networks_of_run(run, None)


def is_usable(run: RunFolder, workspace: Workspace) -> bool:
    """Whether a run has saved something that can be used."""
    files = [run.path, run.request_file, run.model, run.model / "config.json", run.checkpoints]
    try:  # only a yes is kept: what failed once may have been the machine's fault
        _usable.get(run.path, files, lambda: check_usable(run.name, workspace))
    except UserError:
        return False
    return True


def check_tokenizer(reference: str, workspace: Workspace) -> None:
    """Raises `UserError` where a folder's tokenizer cannot be built; a run's own is ours."""
    if run_at(reference, workspace)[0] is None:
        folder = find_networks(reference, workspace).to_fine_tune()
        if (folder / "tokenizer.json").is_file():
            check_tokenizer_file(folder)


def read_config(folder: Path) -> dict[str, Any]:
    """The config.json of a Hugging Face folder; raises `UserError` unless it is safe to load.

    Safe means: weights in safetensors (other formats can run code when they are read) and in this folder, no
    code of its own (`auto_map`), no adapter on top, and no larger than its weights.
    """
    config = _read_json(folder / "config.json")
    if config is None or not isinstance(config.get("model_type"), str):
        raise UserError(
            "{folder} is not a Hugging Face model folder: it has no readable config.json.",
            "model",
            folder=folder,
        )
    tokenizer_config = _read_json(folder / "tokenizer_config.json") or {}
    if "auto_map" in config or "auto_map" in tokenizer_config:
        raise UserError(
            "The model in {folder} brings program code of its own (auto_map), which is never run here: "
            "use a model of a kind that transformers knows.",
            "model",
            folder=folder,
        )
    if not any(folder.glob("*.safetensors")):
        raise UserError(
            "{folder} has no weights as safetensors, the only format that is safe to load: save the model "
            "again with save_pretrained.",
            "model",
            folder=folder,
        )
    _check_parts(folder)
    check_promise(folder, config)
    return config


def _check_parts(folder: Path) -> None:
    """Raises `UserError` where the library would be led to read more than the folder's own weights.

    It opens whatever file an index names, and builds an adapter of any size that lies beside the weights.
    """
    own = {file.name for file in folder.glob("*.safetensors")}
    for index in folder.glob("*.safetensors.index.json"):
        named = (_read_json(index) or {}).get("weight_map")
        if not isinstance(named, dict) or any(
            type(one) is not str or one not in own for one in named.values()
        ):
            raise UserError(
                "The list of weights in {file} names files that are not in its folder: copy or download the "
                "whole model again.",
                "model",
                file=index,
            )
    if (folder / "adapter_config.json").exists():
        raise UserError(
            "The model in {folder} comes with an adapter on top (adapter_config.json), which is not read "
            "here: merge it into the weights and save the model again with save_pretrained.",
            "model",
            folder=folder,
        )


def no_model_yet(run: RunFolder) -> UserError:
    """The sentence for a run that has saved nothing so far."""
    return UserError(
        "The run {run} has not saved a model yet: let it train a little longer.", "model", run=run.name
    )


def kept_steps(run: RunFolder) -> list[int]:
    """The steps of a pre-training run's kept checkpoints, the newest first; each can be called RUN@STEP."""
    return [int(folder.name.removeprefix("step-")) for folder in checkpoint_folders(run.checkpoints)]


def run_at(reference: str, workspace: Workspace) -> tuple[RunFolder | None, int | None]:
    """The run that is meant, if one is, and the step behind an @ in its name."""
    run = run_called(reference, workspace)
    name, _, step = reference.rpartition("@")
    if run is None and step.isascii() and step.isdigit() and len(step) < LONGEST_STEP:
        return run_called(name, workspace), int(step)
    return run, None


def run_called(reference: str, workspace: Workspace) -> RunFolder | None:
    try:
        checked_name(reference)
    except UserError:
        return None
    run = workspace.run(reference)
    return run if run.path.is_dir() else None


def _networks_of_run(run: RunFolder, step: int | None) -> ModelFolders:
    if read_request(run).kind == "finetune":
        if not (run.model / "config.json").is_file():
            raise no_model_yet(run)
        return _networks_in(run.model, run.name)
    if is_exported(run):
        return _networks_in(run.model, run.name)
    if not has_checkpoint(run):
        raise no_model_yet(run)
    return _networks_in(exported_checkpoint(run, step), run.name)


def is_exported(run: RunFolder) -> bool:
    """Whether a pre-training run holds its pair as Hugging Face folders: a recorded run does."""
    return (run.model / "discriminator").is_dir()


def _networks_in(folder: Path, name: str) -> ModelFolders:
    """A folder that is a network itself, or holds generator/ and discriminator/."""
    if (folder / "config.json").is_file():
        return ModelFolders(name, **{_kind(read_config(folder)): folder})
    parts = {part: folder / part for part in ("generator", "discriminator") if (folder / part).is_dir()}
    if not parts:
        raise UserError(
            "{folder} holds no model: a config.json, or the folders generator and discriminator, should "
            "be in it.",
            "model",
            folder=folder,
        )
    for path in parts.values():
        read_config(path)
    return ModelFolders(name, **parts)


def _kind(config: dict[str, Any]) -> str:
    """Which field of `ModelFolders` a network belongs to, by the class that wrote its config."""
    architecture = str((config.get("architectures") or [""])[0])
    labels = tuple((config.get("id2label") or {}).values())
    if architecture.endswith("ForMaskedLM"):
        return "generator"
    if architecture == "ElectraForPreTraining":
        return "discriminator"
    if architecture.endswith("ForTokenClassification") and labels == RTD_LABELS:
        return "discriminator"
    return "fine_tuned" if architecture.endswith(tuple(TASK_OF_HEAD)) else "encoder"


def task_of(config: Mapping[str, Any], notes: Mapping[str, Any]) -> str:
    """What a fine-tuned network was taught, by its notes, else by its config."""
    if notes.get("task") in TASK_NAMES:
        return str(notes["task"])
    architecture = str((config.get("architectures") or [""])[0])
    task = next((task for head, task in TASK_OF_HEAD.items() if architecture.endswith(head)), TASK_NAMES[0])
    if task == "classification":
        return TASK_OF_PROBLEM.get(str(config.get("problem_type")), task)
    return task


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > LARGEST_JSON:
            return None
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
