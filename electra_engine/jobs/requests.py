"""New runs, checked before anything is written: the one path of the studio and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from electra_engine.corpus import CorpusSummary, check_enough, summarise
from electra_engine.corpus.held_out import SINGLE_DOCUMENT
from electra_engine.corpus.reading import is_dataset
from electra_engine.corpus.sample import sample_version, write_sample_corpus
from electra_engine.corpus.telling import expected_bytes
from electra_engine.errors import UserError
from electra_engine.finetuning.planned import plan_finetuning
from electra_engine.finetuning.preparing import RANDOM_PREFIX, checked_base
from electra_engine.finetuning.row_sizes import RowSizes, measure_rows
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.inference.references import check_tokenizer
from electra_engine.jobs.promised import room_left
from electra_engine.jobs.queue import check_not_crowded
from electra_engine.jobs.runs import (
    RunRequest,
    check_name_is_free,
    create_run,
    just_asked_for,
    recorded_runs,
)
from electra_engine.limits import Room, check_fits
from electra_engine.quota import check_space_left
from electra_engine.settings import RunSettings, to_flat
from electra_engine.starting import adopt, fit_to_start
from electra_engine.training.planned import PlannedPretraining
from electra_engine.typed_paths import typed_path
from electra_engine.workspace import RunFolder, Workspace

ROLES = ("train", "valid", "test")  # of the files with labels
COLUMNS = ("text", "text_pair", "label", "choices", "answer_start")


def new_pretraining(
    workspace: Workspace,
    name: str,
    files: Sequence[str | Path],
    settings: RunSettings,
    held_out: Sequence[str | Path] = (),
    summary: CorpusSummary | None = None,
) -> RunFolder:
    """Creates a pre-training run of the text in `files`, judged on `held_out` or on a part of them.

    `summary` saves reading the files once more where they were summarised already. Where the run starts
    from weights (`pair.start_from`), sizes and vocabulary are theirs whatever `settings` say, and the run
    keeps a copy of them. Raises `UserError` for a bad or taken name, settings that do not fit together,
    weights that cannot be used, files that cannot be learned from, or a plan larger than this machine.
    """
    check_name_is_free(workspace, name)
    check_not_crowded(workspace)
    settings.check()
    settings = fit_to_start(settings, workspace)
    paths, judged_on = [_absolute(file) for file in files], [_absolute(file) for file in held_out]
    if not paths:
        raise UserError("Give at least one text file to learn from.", "files")
    twice = sorted({Path(path).name for path in paths if path in judged_on})
    if twice:
        raise UserError(
            "{file} is both to learn from and to be judged by: choose one.", "held_out", file=twice[0]
        )
    summary = summary or summarise(paths, settings.corpus)
    check_enough(summary)
    if judged_on:
        summarise(judged_on, settings.corpus)  # refuses what cannot be read; it need not be much
    elif summary.documents < 2:
        raise UserError(SINGLE_DOCUMENT, "files")
    text_bytes = expected_bytes(map(Path, paths))
    planned = PlannedPretraining(settings, text_bytes)
    check_fits(planned, room_left(workspace))
    reference = settings.pair.start_from
    furnish = partial(adopt, reference, workspace) if reference else None
    need = planned.room_needed()
    request = RunRequest(
        name,
        "pretrain",
        to_flat(settings),
        paths,
        judged_on,
        disk=need.disk or 0,
        memory=need.memory or 0,
    )
    return create_run(workspace, request, furnish)


def new_finetuning(
    workspace: Workspace,
    name: str,
    base: str,
    train: str | Path,
    settings: FineTuneSettings,
    valid: str | Path | None = None,
    test: str | Path | None = None,
    columns: Mapping[str, str | None] | None = None,
    measure: Callable[[FineTuneSettings, Mapping[str, Any]], RowSizes] = measure_rows,
) -> RunFolder:
    """Creates a run that fine-tunes `base` (a run's name or a Hugging Face folder) on labelled rows.

    Without `valid`, a part of `train` is held out. `columns` may name columns by role (see
    `finetuning.forms`); the others are guessed. `measure` reads the files: whoever takes strangers' files
    reads them in a process of its own (see `aside`). Raises `UserError` for whatever cannot be used, and for
    a plan larger than this machine.
    """
    check_name_is_free(workspace, name)
    check_not_crowded(workspace)
    check_space_left(workspace)
    files, extra = _labelled_request(workspace, base, (train, valid, test), columns)
    reference = checked_base(extra, workspace).reference
    rows = measure(settings, extra)
    check_tokenizer(reference, workspace)
    need = Room(None, None)
    if planned := plan_finetuning(reference, workspace, settings, rows):
        check_fits(planned, room_left(workspace))
        need = planned.room_needed()
    request = RunRequest(
        name,
        "finetune",
        to_flat(settings),
        files,
        extra=extra,
        disk=need.disk or 0,
        memory=need.memory or 0,
    )
    return create_run(workspace, request)


def pretraining_just_asked_for(
    workspace: Workspace, files: Sequence[str | Path], settings: RunSettings
) -> str:
    """The pre-training run that was asked for in these words a moment ago, see `just_asked_for`.

    Raises `UserError` where it is to start from weights that cannot be used.
    """
    settings = fit_to_start(settings, workspace)
    return just_asked_for(workspace, "pretrain", to_flat(settings), [_absolute(file) for file in files])


def finetuning_just_asked_for(
    workspace: Workspace,
    base: str,
    train: str | Path,
    settings: FineTuneSettings,
    valid: str | Path | None = None,
    test: str | Path | None = None,
    columns: Mapping[str, str | None] | None = None,
) -> str:
    """The fine-tuning run that was asked for in these words a moment ago, see `just_asked_for`."""
    files, extra = _labelled_request(workspace, base, (train, valid, test), columns)
    return just_asked_for(workspace, "finetune", to_flat(settings), files, extra)


def sample_corpus(workspace: Workspace) -> Path:
    """The built-in sample as a file of the workspace, written when it is first asked for.

    Another version of the program has other stories: they lie beside these, for the runs made of them.
    """
    file = workspace.corpora / "built-in" / sample_version() / "sample.txt"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(".sample.part")
        write_sample_corpus(draft)
        draft.replace(file)
    return file


def _labelled_request(
    workspace: Workspace,
    base: str,
    given: Sequence[str | Path | None],
    columns: Mapping[str, str | None] | None,
) -> tuple[list[str], dict[str, Any]]:
    """The files that are `given`, by `ROLES`, and what else a fine-tuning run is asked for with."""
    by_role = {role: _absolute(file) if file else None for role, file in zip(ROLES, given, strict=True)}
    named = {column: (columns or {}).get(column) or None for column in COLUMNS}
    extra = {"from": _settled(base, workspace), **by_role, **named}
    return [file for file in by_role.values() if file], extra


def _settled(base: str, workspace: Workspace) -> str:
    """The same reference, a folder made absolute, because the worker runs elsewhere."""
    prefix = RANDOM_PREFIX if base.startswith(RANDOM_PREFIX) else ""
    reference = base.removeprefix(prefix)
    path = typed_path(reference, "from")
    if (workspace.runs / reference / "run.json").is_file():
        return base
    recorded = next((run for run, _ in recorded_runs(workspace) if run.name == reference), None)
    folder = recorded.model if recorded else path
    return f"{prefix}{folder.absolute()}" if folder.is_dir() else base


def _absolute(file: str | Path) -> str:
    if is_dataset(str(file)):
        return str(file)
    return str(typed_path(str(file), "files").absolute())
