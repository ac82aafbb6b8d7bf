"""Arguments that several subcommands share, and what they mean."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from electra_engine.errors import UserError
from electra_engine.workspace import Workspace, find_workspace

Subcommands = Any  # argparse does not name the type of what add_subparsers returns


def add_workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--workspace",
        metavar="DIR",
        help="the folder that holds the runs (else ELECTRA_WORKSPACE, else ~/.electra-studio)",
    )


def workspace_of(chosen: argparse.Namespace) -> Workspace:
    return find_workspace(chosen.workspace)


def add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        dest="changes",
        nargs="+",
        action="extend",
        default=[],
        help="any setting; `electra-engine settings` lists them",
    )


def add_length(parser: argparse.ArgumentParser) -> None:
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", metavar="M", help="how long to train")
    length.add_argument("--steps", metavar="N", help="how many batches to train on instead")


def length_changes(chosen: argparse.Namespace) -> dict[str, object]:
    """What `add_length`'s arguments mean as settings; empty where neither was given."""
    if chosen.minutes is not None:
        return {"training.minutes": chosen.minutes, "training.steps": 0}
    return {} if chosen.steps is None else {"training.steps": chosen.steps}


def changes_of(pairs: Sequence[str]) -> dict[str, object]:
    """``["training.seed=2"]`` as ``{"training.seed": "2"}``; raises `UserError` for anything else."""
    changes: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UserError("--set needs name=value, but was given {given}.", name, given=pair[:60])
        changes[name.strip()] = value.strip()
    return changes
