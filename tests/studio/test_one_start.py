"""Whoever presses Start twice, or in two tabs at once, has one run, and every tab shows it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from electra_engine import UserError, Workspace, find_workspace, kill_worker, list_runs
from studio.app import Studio
from studio.corpora import sample_corpus
from studio.labelled import sample_of
from studio.page import Updates
from studio.tabs.labelled_choice import FIRST_TASK
from tests.engine.inference.tiny_folders import write_folder

NAMES = ("one", "two", "two")  # the second tab proposes another name where it was opened later


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = find_workspace(tmp_path / "workspace")
    yield made
    for status in list_runs(made):
        with contextlib.suppress(UserError):
            kill_worker(made, status.name)


@pytest.fixture
def studio(workspace: Workspace) -> Iterator[Studio]:
    opened = Studio(workspace)
    yield opened
    opened.close()


def at_once(press: Callable[[str], Updates]) -> list[Updates]:
    """What three tabs are shown that press at once."""
    with ThreadPoolExecutor(len(NAMES)) as threads:
        return list(threads.map(press, NAMES))


def held(components: list[Any], **changes: Any) -> list[Any]:
    """What controls hold when a page is opened, except where something else is chosen, by their ids."""
    return [changes.get(str(one.elem_id).replace("-", "_"), one.value) for one in components]


def test_pressing_at_once_and_again_starts_one_run(workspace: Workspace, studio: Studio) -> None:
    values = studio._board.first_values({})
    at_once(lambda _: studio._welcome._train_here({}, *values))
    studio._welcome._train_here({}, *values)
    assert len(list_runs(workspace)) == 1


@pytest.mark.parametrize("starts_from", ["nothing", "a vocabulary"])
def test_two_tabs_that_start_the_same_training_are_shown_one_run(
    workspace: Workspace, studio: Studio, tmp_path: Path, starts_from: str
) -> None:
    train, corpus = studio._train, sample_corpus(studio._page.corpora)
    folder = str(write_folder(tmp_path / "model", backbone="electra", intermediate_size=128))
    chosen = {"a vocabulary": "pair_vocabulary_folder"}.get(starts_from)
    settings = held(studio._settings.inputs, **({chosen: folder} if chosen else {}))
    board = studio._board.first_values({})
    shown = at_once(lambda name: train._start_run(name, corpus.id, *settings, {}, *board))
    (status,) = list_runs(workspace)
    assert [updates[train.monitor.selected] for updates in shown] == [status.name] * len(NAMES)


def test_two_tabs_that_start_the_same_lesson_are_shown_one_run(
    workspace: Workspace, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tune, file = studio._tune, sample_of(studio._page.labelled, FIRST_TASK)
    write_folder(tmp_path / "model")
    monkeypatch.chdir(tmp_path)
    labelled = held(tune._labelled.asked, tune_task=FIRST_TASK, tune_in_use=file.id)
    values = [*labelled, *held(tune._labelled.judging), *held(tune._controls.inputs)]
    board = studio._board.first_values({})
    shown = at_once(lambda name: tune._start_run(name, "model", *values, {}, *board))
    (status,) = list_runs(workspace)
    assert [updates[tune.monitor.selected] for updates in shown] == [status.name] * len(NAMES)


def test_another_column_to_learn_from_is_another_lesson(
    workspace: Workspace, studio: Studio, tmp_path: Path
) -> None:
    tune, labelled = studio._tune, tmp_path / "moods.csv"
    labelled.write_text("text,note,label\n" + "good day,a bad day,a\nbad day,the good day,b\n" * 20)
    file = studio._page.labelled.keep([labelled])
    base = str(write_folder(tmp_path / "model"))
    board = studio._board.first_values({})
    for name, column in (("one", "text"), ("two", "note")):
        chosen = {"tune_task": "classification", "tune_in_use": file.id, "tune_label": "label"}
        asked = held(tune._labelled.asked, **chosen, tune_text=column)
        values = [*asked, *held(tune._labelled.judging), *held(tune._controls.inputs)]
        assert tune._start_run(name, base, *values, {}, *board)[tune.monitor.selected] == name
    assert {status.name for status in list_runs(workspace)} == {"one", "two"}
