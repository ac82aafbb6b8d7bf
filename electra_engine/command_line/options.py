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


def changes_of(pairs: Sequence[str]) -> dict[str, object]:
    """``["training.seed=2"]`` as ``{"training.seed": "2"}``; raises `UserError` for anything else."""
    changes: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UserError(f"--set needs name=value, but was given {pair[:60]}.", name)
        changes[name.strip()] = value.strip()
    return changes
