"""What is chosen to start from decides what the pair's tab shows; what cannot be used is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from electra_engine import RunSettings, UserError, Workspace, to_flat
from studio.app import Studio
from studio.tabs.pair_settings import BY_TIME
from tests.engine.starting.released import release, small_generator


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(Workspace(tmp_path_factory.mktemp("workspace")))


def previewed(built: Studio, reference: object) -> dict[str, Any]:
    """The settings that the controls show after this was typed, by knob; only those that changed."""
    flat = {**to_flat(RunSettings()), "pair.start_from": str(reference)}
    components = built._settings.controls.components
    updates = built._pair._preview(0, None, BY_TIME, *(flat[name] for name in components))
    return {name: updates[part] for name, part in components.items() if part in updates}


def test_the_controls_show_the_sizes_of_what_the_run_starts_from(built: Studio, tmp_path: Path) -> None:
    release(tmp_path / "discriminator", "discriminator", max_position_embeddings=64)
    release(tmp_path / "generator", "generator", max_position_embeddings=64, **small_generator())
    shown = previewed(built, tmp_path)
    assert shown["pair.backbone"] == "electra"
    assert shown["discriminator.hidden_size"] == 32
    assert shown["generator.hidden_size"] == 16
    assert shown["pair.start_from"] == str(tmp_path)


def test_beginning_fresh_leaves_the_controls_alone(built: Studio) -> None:
    assert previewed(built, "") == {}


def test_what_cannot_be_started_from_is_refused_beside_its_control(built: Studio, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refusal:
        previewed(built, tmp_path / "nothing")
    assert refusal.value.field == "pair.start_from"
    assert built._settings.controls.field_id("pair.start_from") == "pair-pair-start_from"
