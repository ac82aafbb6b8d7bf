"""pretrain, finetune, resume: starting a worker, and watching it until it ends."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from electra_engine.command_line.answers import Answer
from electra_engine.command_line.following import follow
from electra_engine.command_line.odd_rows import odd_as_json, odd_in_words
from electra_engine.command_line.options import (
    Subcommands,
    add_length,
    add_set,
    add_workspace,
    changes_of,
    length_changes,
    workspace_of,
)
from electra_engine.command_line.results import as_json, finetuning_result, pretraining_result
from electra_engine.command_line.run_commands import in_words
from electra_engine.errors import UserError
from electra_engine.finetuning.labelled_files import suited_task
from electra_engine.finetuning.odd_rows import odd_rows
from electra_engine.finetuning.preparing import read_rows
from electra_engine.finetuning.row_sizes import RowSizes, sizes_of_files
from electra_engine.finetuning.settings import METHOD_NAMES, TASK_NAMES, FineTuneSettings
from electra_engine.jobs.launch import resume_run, start_worker
from electra_engine.jobs.removal import remove_run
from electra_engine.jobs.requests import COLUMNS, new_finetuning, new_pretraining, sample_corpus
from electra_engine.jobs.status import RunStatus, status_of
from electra_engine.objective.variants import settings_needed
from electra_engine.presets import PRESETS, preset_settings
from electra_engine.settings import RunSettings, to_flat
from electra_engine.watching.records import OddRows
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import Workspace


def add_to(subcommands: Subcommands) -> None:
    """Adds the three subcommands to the parser."""
    pretrain = subcommands.add_parser("pretrain", help="train a pair on text files")
    _add_pretrain(pretrain)
    finetune = subcommands.add_parser("finetune", help="teach a trained model a task from labelled rows")
    _add_finetune(finetune)
    resume = subcommands.add_parser("resume", help="go on where a run was left")
    resume.add_argument("run", metavar="RUN", help="a run's name")
    resume.set_defaults(act=resume_training)
    for parser in (pretrain, finetune, resume):
        add_workspace(parser)
        parser.add_argument("--detach", action="store_true", help="start it and return at once")


def _add_pretrain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="UTF-8 text to learn from")
    parser.add_argument("--sample", action="store_true", help="learn from the built-in sample as well")
    parser.add_argument("--run", required=True, metavar="NAME", help="a new name for the run")
    parser.add_argument("--preset", default="tiny", metavar="P", help=f"{', '.join(PRESETS)} (tiny)")
    add_length(parser)
    parser.add_argument("--seed", metavar="S", help="where all chance comes from")
    parser.add_argument(
        "--from",
        dest="start",
        metavar="DISCRIMINATOR[,GENERATOR]",
        help="train on from a run, a folder or a name on the hub; sizes and vocabulary come from there",
    )
    parser.add_argument(
        "--held-out", nargs="+", default=[], metavar="FILE", help="judge on these instead of a part"
    )
    add_set(parser)
    parser.set_defaults(act=pretrain)


def _add_finetune(parser: argparse.ArgumentParser) -> None:
    tasks = f"{', '.join(TASK_NAMES)} (the one that the file suits)"
    parser.add_argument("--task", metavar="T", help=tasks)
    parser.add_argument(
        "--train",
        required=True,
        metavar="FILE",
        help="labelled rows: CSV, TSV, JSON, CoNLL, Parquet …, packed or not",
    )
    parser.add_argument("--valid", metavar="FILE", help="rows to judge by, else a part of --train")
    parser.add_argument("--test", metavar="FILE", help="rows to judge the finished model by")
    parser.add_argument(
        "--from", required=True, dest="base", metavar="RUN_OR_FOLDER", help="what to start from"
    )
    parser.add_argument("--run", required=True, metavar="NAME", help="a new name for the run")
    parser.add_argument(
        "--method", metavar="M", help=f"which weights learn: {', '.join(METHOD_NAMES)} (full)"
    )
    for name in COLUMNS:
        option, role = f"--{name.replace('_', '-')}", name.replace("_", " ")
        parser.add_argument(option, metavar="COLUMN", help=f"the {role} column, by name or number")
    parser.add_argument("--seed", metavar="S", help="where all chance comes from")
    add_set(parser)
    parser.set_defaults(act=finetune)


def pretrain(chosen: argparse.Namespace) -> Answer:
    """Checks the text, creates the run, trains it."""
    workspace = workspace_of(chosen)
    settings = _pretraining_settings(chosen)
    files = [*chosen.files, *([sample_corpus(workspace)] if chosen.sample else [])]
    if not files:
        raise UserError("Give at least one text file to learn from, or --sample.", "files")
    run = new_pretraining(workspace, chosen.run, files, settings, chosen.held_out)
    start_worker(run)
    return _watched(workspace, chosen, pretraining_result, is_new=True)


def finetune(chosen: argparse.Namespace) -> Answer:
    """Checks the labelled files, creates the run, trains it."""
    workspace = workspace_of(chosen)
    task = chosen.task or suited_task(chosen.train)
    given = {"task": task, "method": chosen.method, "seed": chosen.seed, **changes_of(chosen.changes)}
    changes = {name: value for name, value in given.items() if value is not None}
    columns = {role: getattr(chosen, role) for role in COLUMNS}
    settings = FineTuneSettings().with_changes(changes)
    odd: list[OddRows] = []

    def measure(settings: FineTuneSettings, extra: Mapping[str, Any]) -> RowSizes:
        train, valid, test, _ = read_rows(settings, extra)
        odd.extend(odd_rows(extra, {"train": train, "valid": valid, "test": test}))
        return sizes_of_files(train, valid, test)

    run = new_finetuning(
        workspace,
        chosen.run,
        chosen.base,
        chosen.train,
        settings,
        valid=chosen.valid,
        test=chosen.test,
        columns=columns,
        measure=measure,
    )
    for one in odd:  # told before the long work begins
        print(odd_in_words(one), file=sys.stderr)
    start_worker(run)
    answer = _watched(workspace, chosen, finetuning_result, is_new=True)
    return replace(answer, result={**answer.result, **odd_as_json(odd)}) if answer.result else answer


def resume_training(chosen: argparse.Namespace) -> Answer:
    """Goes on with a run that was stopped, failed or lost."""
    workspace = workspace_of(chosen)
    resume_run(workspace, chosen.run)
    kind = status_of(workspace, chosen.run).kind
    make_result = pretraining_result if kind == "pretrain" else finetuning_result
    return _watched(workspace, chosen, make_result, is_new=False)


def _pretraining_settings(chosen: argparse.Namespace) -> RunSettings:
    """What was asked for, with what its objective needs beside that, which is told."""
    preset, changes = preset_settings(chosen.preset), _pretraining_changes(chosen)
    objective = str(changes.get("objective.name", ""))
    needed = settings_needed(objective, to_flat(preset))
    added = {name: value for name, value in needed.items() if name not in changes}
    settings = preset.with_changes({**added, **changes})
    if added:
        also = " ".join(f"{name}={value}" for name, value in added.items())
        print(f"objective.name={objective} needs more, which is set too: {also}", file=sys.stderr)
    return settings


def _pretraining_changes(chosen: argparse.Namespace) -> dict[str, object]:
    changes = length_changes(chosen)
    if chosen.seed is not None:
        changes["training.seed"] = chosen.seed
    if chosen.start is not None:
        changes["pair.start_from"] = chosen.start
    return {**changes, **changes_of(chosen.changes)}


def _watched(
    workspace: Workspace,
    chosen: argparse.Namespace,
    make_result: Callable[[Workspace, RunStatus], dict[str, Any]],
    is_new: bool,
) -> Answer:
    """Follows a started run to its end, unless it was to be left alone, and answers for it."""
    if chosen.detach:
        text = f"{chosen.run} is on its way: `electra-engine show {chosen.run}` says how far it is."
        return Answer(text, as_json(workspace, status_of(workspace, chosen.run)))
    status = follow(workspace, chosen.run)
    if status.state in ("finished", "stopped"):
        return Answer(in_words(workspace, status), make_result(workspace, status))
    if not _was_bad_input(workspace, status):
        log = workspace.run(status.name).log
        return Answer(exit_code=1, complaint=f"{status.message} ({log})")
    if is_new and status.step == 0:
        remove_run(workspace, status.name)  # so that nothing half-done stays behind
    return Answer(exit_code=2, complaint=status.message)


def _was_bad_input(workspace: Workspace, status: RunStatus) -> bool:
    errors = [e for e in RecordReader(workspace.run(status.name).records).events() if e.kind == "error"]
    return status.state == "failed" and bool(errors) and errors[-1].name == "bad_input"
