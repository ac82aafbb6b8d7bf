"""A workspace keeps to its quota: no run begins in a full one, and what is removed comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.inference.checkpoint_cache import exported_checkpoint
from electra_engine.jobs import catalogue
from electra_engine.jobs.launch import queue_again
from electra_engine.jobs.requests import new_finetuning, new_pretraining
from electra_engine.jobs.runs import RunRequest, create_run, read_request
from electra_engine.limits import DoesNotFitError, check_room, room_free
from electra_engine.presets import PRESETS, preset_settings
from electra_engine.quota import DEFAULT_QUOTA, check_space_left, quota_of, set_quota, space_left, space_taken
from electra_engine.training.checkpoint_folders import Position, write_whole
from electra_engine.workspace import RunFolder, Workspace, find_workspace

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


def paused_run(workspace: Workspace, **room: int) -> RunFolder:
    run = create_run(workspace, RunRequest("left", "pretrain", {}, **room))  # type: ignore[arg-type]
    write_whole(run.checkpoints, Position(1, 1, 1.0), lambda draft: save_weights(draft, 2_000_000))
    assert catalogue.compare_and_set(run, ("waiting",), "paused")[0]
    return run


def save_weights(folder: Path, size: int) -> None:
    (folder / "pair.safetensors").write_bytes(bytes(size))


@pytest.mark.parametrize(
    ("room", "quota", "words"),
    [
        ({"disk": 60_000_000}, 0.05, "may still write about 58 MB and 48 MB are free"),
        ({}, 0.001, "workspace is full"),
        ({"memory": 1 << 50}, 50, "needs about 1,125,899.9 GB of memory"),
    ],
)
def test_a_run_that_no_longer_fits_is_not_resumed_until_there_is_room(
    workspace: Workspace, room: dict[str, int], quota: float, words: str
) -> None:
    run = paused_run(workspace, **room)
    set_quota(workspace, quota)
    with pytest.raises(UserError, match=words):
        queue_again(workspace, "left")
    assert catalogue.read(run).state == "paused"
    set_quota(workspace, 0.07)
    if "memory" not in room:
        queue_again(workspace, "left")
        assert catalogue.read(run).state == "waiting"


def test_one_that_has_all_it_needs_goes_on_in_a_full_workspace(workspace: Workspace) -> None:
    run = paused_run(workspace, disk=1_500_000)
    set_quota(workspace, 0.001)
    queue_again(workspace, "left")
    assert catalogue.read(run).state == "waiting"


def test_what_a_run_may_take_is_kept_with_its_request(workspace: Workspace, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY)
    settings = preset_settings(next(iter(PRESETS))).with_changes({"machine.device": "cpu"})
    request = read_request(new_pretraining(workspace, "story", [story], settings))
    assert request.disk > 0
    assert request.memory > 0


def test_a_checkpoint_is_not_exported_where_it_does_not_fit(workspace: Workspace) -> None:
    run = paused_run(workspace)
    set_quota(workspace, 0.003)
    with pytest.raises(UserError, match="takes about 2 MB of disk and 1 MB are left in the workspace"):
        exported_checkpoint(run)
    assert not (run.path / "exported").exists()
    set_quota(workspace, 0.05)
    check_room(workspace, 2_000_000)


def test_a_quota_that_cannot_be_kept_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    workspace = find_workspace(tmp_path / "w")
    workspace.quota_file.mkdir()  # so that no file can take its place, whoever runs this
    with pytest.raises(UserError, match="could not be kept") as refused:
        set_quota(workspace, 1)
    assert refused.value.field == "quota"
    assert not list(workspace.root.glob(".quota-*"))
