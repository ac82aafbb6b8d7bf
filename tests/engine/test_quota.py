"""A workspace keeps to its quota: no run begins in a full one, and what is removed comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.jobs.requests import new_finetuning, new_pretraining
from electra_engine.limits import DoesNotFitError, room_free
from electra_engine.presets import PRESETS, preset_settings
from electra_engine.quota import DEFAULT_QUOTA, check_space_left, quota_of, set_quota, space_left, space_taken
from electra_engine.workspace import Workspace, find_workspace

STORY = "The dog barked at the cat. The cat ran up the tree and looked down.\n\n" * 60


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return find_workspace(tmp_path / "workspace")


def test_a_quota_is_kept_in_the_workspace_and_nonsense_is_refused(workspace: Workspace) -> None:
    assert quota_of(workspace) == DEFAULT_QUOTA
    set_quota(workspace, 0.5)
    assert quota_of(Workspace(workspace.root)) == 500_000_000
    for nonsense in (0, -1, float("nan"), float("inf")):
        with pytest.raises(UserError, match="quota must be more than 0"):
            set_quota(workspace, nonsense)
    assert quota_of(workspace) == 500_000_000
    workspace.quota_file.write_text("much")
    assert quota_of(workspace) == DEFAULT_QUOTA


def test_what_is_taken_is_counted_and_links_are_not_followed(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(bytes(10_000_000))
    kept = workspace.root / "corpora" / "a" / "text.txt"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(bytes(1_000_000))
    (kept.parent / "link").symlink_to(tmp_path / "elsewhere")
    (kept.parent / "round").symlink_to(workspace.root)
    assert 1_000_000 <= space_taken(workspace.root) < 1_100_000
    set_quota(workspace, 0.05)  # less than any disk leaves: what is removed can be taken again
    before = space_left(workspace)
    kept.unlink()
    assert 1_000_000 <= space_left(workspace) - before < 1_100_000


def test_nothing_begins_in_a_full_workspace_until_there_is_room_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY)
    old = workspace.runs / "old.bin"
    old.write_bytes(bytes(2_000_000))
    set_quota(workspace, 0.001)
    with pytest.raises(UserError, match="workspace is full"):
        check_space_left(workspace)
    with pytest.raises(UserError, match="workspace is full"):
        new_finetuning(workspace, "labels", "nothing", story, FineTuneSettings())
    assert room_free(workspace).disk == 0
    with pytest.raises(DoesNotFitError, match="of disk and 0 MB are free"):
        new_pretraining(workspace, "story", [story], preset_settings(next(iter(PRESETS))))
    old.unlink()
    check_space_left(workspace)
    set_quota(workspace, 50)
    new_pretraining(workspace, "story", [story], preset_settings(next(iter(PRESETS))))


def test_a_quota_that_cannot_be_kept_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    workspace = find_workspace(tmp_path / "w")
    workspace.quota_file.mkdir()  # so that no file can take its place, whoever runs this
    with pytest.raises(UserError, match="could not be kept") as refused:
        set_quota(workspace, 1)
    assert refused.value.field == "quota"
    assert not list(workspace.root.glob(".quota-*"))
