"""A path that can be none is told in a sentence, wherever somebody may type it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from electra_engine import (
    FineTuneSettings,
    RunSettings,
    UserError,
    Workspace,
    find_workspace,
    fit_to_start,
    learning_shares,
    new_finetuning,
    new_pretraining,
)

NONE = ("1" + "0" * 400, "名" * 200, "~nobody-has-this-home/a", "a\0b", "/".join(["a" * 200] * 30))


def starts_from(workspace: Workspace, path: str) -> None:
    fit_to_start(RunSettings().with_changes({"pair.start_from": path[:1_000]}), workspace)


def takes_the_vocabulary_of(workspace: Workspace, path: str) -> None:
    fit_to_start(RunSettings().with_changes({"vocabulary.folder": path[:1_000]}), workspace)


def teaches(workspace: Workspace, path: str) -> None:
    new_finetuning(workspace, "lesson", path, __file__, FineTuneSettings())


def looks_at(workspace: Workspace, path: str) -> None:
    learning_shares(path, workspace, FineTuneSettings())


def reads(workspace: Workspace, path: str) -> None:
    new_pretraining(workspace, "run", [path], RunSettings())


@pytest.mark.parametrize("use", [starts_from, takes_the_vocabulary_of, teaches, looks_at, reads])
@pytest.mark.parametrize("path", NONE, ids=["digits", "letters", "home", "nul", "long"])
def test_a_path_that_can_be_none_is_refused(
    tmp_path: Path, use: Callable[[Workspace, str], None], path: str
) -> None:
    workspace = find_workspace(tmp_path)
    with pytest.raises(UserError) as refusal:
        use(workspace, path)
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value)) < 1_500  # a setting may have 1,000 characters
    assert not list(workspace.runs.glob("*"))
