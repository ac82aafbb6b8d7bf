"""New runs, checked before anything is written: the one path of the studio and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from electra_engine.corpus import CorpusSummary, check_enough, summarise
from electra_engine.corpus.sample import write_sample_corpus
from electra_engine.errors import UserError
from electra_engine.finetuning.preparing import RANDOM_PREFIX, prepare
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.jobs.runs import RunRequest, check_name_is_free, create_run
from electra_engine.settings import RunSettings, to_flat
from electra_engine.workspace import RunFolder, Workspace

COLUMNS = ("text", "text_pair", "label")


def new_pretraining(
    workspace: Workspace,
    name: str,
    files: Sequence[str | Path],
    settings: RunSettings,
    held_out: Sequence[str | Path] = (),
    summary: CorpusSummary | None = None,
) -> RunFolder:
    """Creates a pre-training run of the text in `files`, judged on `held_out` or on a part of them.

    `summary` saves reading the files once more where they were summarised already. Raises `UserError`
    for a bad or taken name, settings that do not fit together, or files that cannot be learned from.
    """
    check_name_is_free(workspace, name)
    settings.check()
    paths, judged_on = [_absolute(file) for file in files], [_absolute(file) for file in held_out]
    if not paths:
        raise UserError("Give at least one text file to learn from.", "files")
    twice = sorted({Path(path).name for path in paths if path in judged_on})
    if twice:
        raise UserError(f"{twice[0]} is both to learn from and to be judged by: choose one.", "held_out")
    check_enough(summary or summarise(paths))
    if judged_on:
        summarise(judged_on)  # refuses what cannot be read; it need not be much
    return create_run(workspace, RunRequest(name, "pretrain", to_flat(settings), paths, judged_on))


def new_finetuning(
    workspace: Workspace,
    name: str,
    base: str,
    train: str | Path,
    settings: FineTuneSettings,
    valid: str | Path | None = None,
    test: str | Path | None = None,
    columns: Mapping[str, str | None] | None = None,
) -> RunFolder:
    """Creates a run that fine-tunes `base` (a run's name or a Hugging Face folder) on labelled rows.

    Without `valid`, a part of `train` is held out. `columns` may name the columns text, text_pair and
    label; the others are guessed. Raises `UserError` for whatever cannot be used.
    """
    check_name_is_free(workspace, name)
    given = {"train": train, "valid": valid, "test": test}
    files = {role: _absolute(file) for role, file in given.items() if file}
    extra = {
        "from": _settled(base, workspace),
        **dict.fromkeys(given),
        **files,
        **{column: (columns or {}).get(column) or None for column in COLUMNS},
    }
    prepare(to_flat(settings), extra, workspace)
    return create_run(
        workspace, RunRequest(name, "finetune", to_flat(settings), list(files.values()), [], extra)
    )


def sample_corpus(workspace: Workspace) -> Path:
    """The built-in sample as a file of the workspace, written when it is first asked for."""
    file = workspace.corpora / "built-in" / "sample.txt"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(".sample.part")
        write_sample_corpus(draft)
        draft.replace(file)
    return file


def _settled(base: str, workspace: Workspace) -> str:
    """The same reference, a folder made absolute, because the worker runs elsewhere."""
    prefix = RANDOM_PREFIX if base.startswith(RANDOM_PREFIX) else ""
    reference = base.removeprefix(prefix)
    folder = Path(reference).expanduser()
    is_run = (workspace.runs / reference / "run.json").is_file()
    return base if is_run or not folder.is_dir() else f"{prefix}{folder.absolute()}"


def _absolute(file: str | Path) -> str:
    return str(Path(file).expanduser().absolute())
