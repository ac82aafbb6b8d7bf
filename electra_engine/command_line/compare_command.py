"""compare: runs of one kind beside one another, their scores, what differs in their settings, and whether
the difference between fine-tuned ones is more than chance."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Any

from electra_engine.command_line.answers import Answer, figure, shortened, table
from electra_engine.command_line.options import Subcommands, add_workspace, workspace_of
from electra_engine.command_line.results import newest_evaluation, scores_of
from electra_engine.errors import UserError
from electra_engine.finetuning.comparing import compare_runs
from electra_engine.jobs.asked_for import asked_for, differing
from electra_engine.jobs.status import RunStatus, status_of
from electra_engine.watching.records import ModelComparison
from electra_engine.workspace import Workspace

LONGEST_SHOWN = 40  # characters of a setting in a table


def add_to(subcommands: Subcommands) -> None:
    """Adds the subcommand to the parser."""
    compare = subcommands.add_parser(
        "compare", help="runs of one kind beside one another, and whether they differ by more than chance"
    )
    compare.add_argument("runs", nargs="+", metavar="RUN", help="two or more runs' names")
    add_workspace(compare)
    compare.set_defaults(act=compare_them)


def compare_them(chosen: argparse.Namespace) -> Answer:
    """The scores and settings of the runs, and of fine-tuned ones each pair's difference with its p."""
    workspace, names = workspace_of(chosen), list(dict.fromkeys(chosen.runs))
    if len(names) < 2:
        raise UserError("Give at least two runs to compare.", "runs")
    statuses = [status_of(workspace, name) for name in names]
    if len({status.kind for status in statuses}) > 1:
        raise UserError("Pre-training and fine-tuning runs have no score in common: give one kind.", "runs")
    scores = [_scores(workspace, status) for status in statuses]
    asked = [asked_for(status) for status in statuses]
    differ = {name: [one.get(name) for one in asked] for name in differing(asked)}
    found, refused = _differences(workspace, statuses)
    parts = [
        _beside("score", names, {name: [figure(one.get(name)) for one in scores] for name in _keys(scores)}),
        _beside("setting", names, {name: [_said(value) for value in row] for name, row in differ.items()}),
        _chances(found),
        "\n".join([*(str(one.meaning) for one in found), *refused]),
    ]
    result = {
        "runs": names,
        "scores": dict(zip(names, scores, strict=True)),
        "settings": {name: dict(zip(names, row, strict=True)) for name, row in differ.items()},
        "comparisons": [{**asdict(one), "meaning": str(one.meaning)} for one in found],
        "not_comparable": refused,
    }
    return Answer("\n\n".join(part for part in parts if part), result)


def _scores(workspace: Workspace, status: RunStatus) -> dict[str, float]:
    """The scores that a run ended with, or has by now; those of fine-tuning with the rows they are of."""
    if status.kind == "pretrain":
        return newest_evaluation(workspace, status.name) or {}
    splits = scores_of(workspace, status.name)
    return {f"{split} {name}": value for split in splits for name, value in splits[split].items()}


def _differences(
    workspace: Workspace, statuses: Sequence[RunStatus]
) -> tuple[list[ModelComparison], list[str]]:
    """Each pair of fine-tuned runs that can be compared, and why the others cannot."""
    found, refused = [], []
    for one, other in combinations(statuses, 2):
        if one.kind == "finetune":
            try:
                found.append(compare_runs(workspace, one.name, other.name))
            except UserError as error:
                refused.append(str(error.sentence))
    return found, refused


def _chances(found: Sequence[ModelComparison]) -> str:
    heads = ("pair", "rows", "metric", "difference", "in 95 of 100 draws", "p")
    rows = [
        (
            f"{one.second} − {one.first}",
            one.split,
            one.metric,
            f"{one.difference:+.3f}",
            f"{one.low:+.3f} to {one.high:+.3f}",
            f"{one.p:.2g}",
        )
        for one in found
    ]
    return table([heads, *rows]) if rows else ""


def _beside(head: str, names: Sequence[str], rows: dict[str, list[str]]) -> str:
    return table([(head, *names), *((name, *row) for name, row in rows.items())]) if rows else ""


def _keys(scores: Sequence[dict[str, float]]) -> list[str]:
    return list(dict.fromkeys(name for one in scores for name in one))


def _said(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return shortened(f"{value:g}" if isinstance(value, float) else str(value), LONGEST_SHOWN)
