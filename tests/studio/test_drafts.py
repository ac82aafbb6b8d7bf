"""What was chosen but not started survives a restart, and never keeps the page from opening."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from electra_engine import RunSettings
from studio.app import drafted_settings
from studio.drafts import Draft, Drafts


def test_a_draft_is_there_again_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "studio" / "draft.json"
    Drafts(path).change(corpus="sample", settings={"training.minutes": 2.0})
    Drafts(path).change(model="first run")
    draft = Drafts(path).read()
    assert draft == Draft(corpus="sample", settings={"training.minutes": 2.0}, model="first run")
    assert drafted_settings(draft).training.minutes == 2.0


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "7", '{"corpus": 3}', '{"settings": []}', '{"corpus": null}']
)
def test_a_damaged_draft_is_an_empty_one(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "draft.json"
    path.write_text(damage)
    assert Drafts(path).read() == Draft()


def test_choices_that_another_version_left_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    path.write_text(json.dumps({"colour": "red", "settings": {"training.batch_size": -1}}))
    assert drafted_settings(Drafts(path).read()) == RunSettings()


def test_a_draft_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    drafts = Drafts(tmp_path / "file" / "draft.json")
    drafts.change(corpus="sample")
    assert (tmp_path / "file").read_text() == "in the way"
    assert drafted_settings(drafts.read()) == RunSettings()
