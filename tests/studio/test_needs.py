"""What a run will take of memory and disk is said before anybody presses Start, as the engine reckons it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from electra_engine import (
    FineTuneSettings,
    PlannedPretraining,
    Workspace,
    expected_bytes,
    measure_rows,
    plan_finetuning,
    preset_settings,
)
from studio.app import Studio
from studio.corpora import sample_corpus
from studio.quantities import memory, storage
from studio.tabs.labelled_choice import JUDGING
from tests.engine.inference.tiny_folders import write_folder


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(Workspace(tmp_path / "workspace"))
    yield made
    made.close()


def test_the_fine_tune_tab_says_what_a_run_of_its_choices_takes(studio: Studio, tmp_path: Path) -> None:
    tune = studio._tune
    base = str(write_folder(tmp_path / "base"))
    updates = tune._labelled._use_sample("classification")
    id = updates[tune._labelled.in_use]["value"]
    columns = [updates[chooser]["value"] for chooser in tune._labelled._columns.values()]

    def said(base: str | None, **changes: object) -> str:
        controls = tune._controls
        values = [changes.get(name, known.default) for name, known in controls.knobs.items()]
        asked = dict(zip(controls.knobs, values, strict=True))
        shown = tune._show_needs(
            base,
            "classification",
            id,
            *columns,
            *("" for _ in JUDGING),
            *(asked[n] for n in controls.components),
        )
        return str(shown[tune._needs])

    (file,) = studio._page.labelled.find(id).files
    for batch in (16, 64):
        settings = FineTuneSettings().with_changes({"batch_size": batch, "machine.device": "cpu"})
        rows = measure_rows(settings, {"train": str(file)})
        plan = plan_finetuning(base, studio._page.workspace, settings, rows)
        assert plan is not None
        need = plan.room_needed()
        assert need.memory is not None
        disk = storage(need.disk or 0)
        told = said(base, batch_size=batch, **{"machine.device": "cpu"})
        assert told.startswith(
            f"Needs about {memory(need.memory)} of memory, and at most about {disk} of disk. "
        )
    on_card = {said(base, batch_size=size, **{"machine.device": "cuda"}) for size in (16, 64)}
    assert len(on_card) == 1, "there a batch that does not fit is split"
    assert re.match(rf"Needs about \S+ \w+ of memory, and at most about {disk} of disk\. ", on_card.pop())
    assert said(None) == said("nothing there") == ""


def test_the_pair_tab_says_what_disk_a_run_takes_with_its_text(studio: Studio) -> None:
    settings = preset_settings("tiny")
    corpus = sample_corpus(studio._page.corpora)
    tiles = studio._pair.preview(settings, corpus.id)[studio._pair._facts]["tiles"]
    need = PlannedPretraining(settings, expected_bytes(corpus.files)).room_needed()
    assert need.disk is not None
    assert {tile["label"]: tile["value"] for tile in tiles}["Disk"] == storage(need.disk)
