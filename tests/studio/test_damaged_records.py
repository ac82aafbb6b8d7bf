"""A run whose records cannot be read is shown as damaged, and every other run as ever."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from electra_engine import Workspace
from studio.app import Studio
from tests.studio.made_runs import make_run


def overwritten(records: Path) -> None:
    records.write_bytes(b"no database at all " * 300)


def a_folder_in_its_place(records: Path) -> None:
    records.unlink()
    records.mkdir()


def curves_overwritten(records: Path) -> None:
    """The first pages, with the tables' names and the state, stay whole."""
    import sqlite3

    with sqlite3.connect(records) as opened:
        opened.execute("pragma wal_checkpoint(truncate)")
        pages = [
            row[0] for row in opened.execute("select pageno from dbstat where name = 'evaluations'")
        ] or [opened.execute("select rootpage from sqlite_master where name = 'evaluations'").fetchone()[0]]
        size = opened.execute("pragma page_size").fetchone()[0]
    opened.close()
    content = bytearray(records.read_bytes())
    for page in pages:
        content[(page - 1) * size : page * size] = b"\xff" * size
    records.write_bytes(content)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path)
    make_run(made, "whole")
    return made


@pytest.fixture
def page(workspace: Workspace) -> Iterator[Callable[..., dict[str, Any]]]:
    """What the widgets of a page show that opens with these runs wanted."""
    opened = Studio(workspace)

    def posts(**wanted: str) -> dict[str, Any]:
        board = opened._board
        answer = board.redraw({}, *board.first_values(wanted))
        found: dict[str, Any] = json.loads(answer[board.inputs[0]]["posts"])
        return found

    yield posts
    opened.close()


@pytest.mark.parametrize(
    "damage",
    [overwritten, a_folder_in_its_place, curves_overwritten],
    ids=["overwritten", "a folder in its place", "one table"],
)
def test_one_damaged_run_is_told_of_and_the_others_are_shown(
    workspace: Workspace, page: Callable[..., dict[str, Any]], damage: Callable[[Path], None]
) -> None:
    damage(make_run(workspace, "hurt"))
    shown = page(pretrain="hurt", compare="hurt,whole")
    assert {row["name"]: row["state"] for row in shown["pretrain-runs"]["runs"]}["whole"] == "finished"
    card = shown["pretrain-status"]
    assert card["title"] == "Damaged"
    assert "cannot be read" in card["message"]
    assert "electra-engine doctor --repair" in card["message"]
    other = page(pretrain="whole", compare="whole,hurt")
    assert other["pretrain-status"]["title"] == "Finished"
    assert other["train-chart"]
