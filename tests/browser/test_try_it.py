"""The Try tab: one question stands open, the rest is folded up below it, and nobody's text is in force."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from electra_engine import RunRequest, Workspace, create_run, find_workspace
from electra_engine.inference.notes import NOTES_FILE
from studio.text import LANGUAGES
from tests.browser.conftest import Visitor
from tests.browser.open_studio import (
    OpenStudio,
    choose,
    complaint,
    expect_sentence,
    open_page,
    opened,
    unfold,
    write_in,
)
from tests.engine.inference.tiny_folders import write_folder

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror='window.evil=1'>${window.evil=1}"
LABELS = {0: "sad", 1: EVIL}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudio]:
    root = tmp_path_factory.mktemp("try") / "workspace"
    for name in ("moods", "other"):
        tuned_run(find_workspace(root), name)
    tuned_run(find_workspace(root), "pairs", text_pair="other")
    with opened(root) as running:
        yield running


def tuned_run(workspace: Workspace, name: str, **columns: str) -> None:
    """A run whose model is there, though nothing was ever trained."""
    run = create_run(workspace, RunRequest(name, "finetune", {}, ["/texts/rows.csv"], extra={"from": "x"}))
    write_folder(run.model, "electra", "classifier", id2label=LABELS)
    notes = {
        "task": "classification",
        "columns": {"text": "text", "label": "label", **columns},
        "labels": [*LABELS.values()],
    }
    (run.model / NOTES_FILE).write_text(json.dumps(notes))


def open_try(page: Page, studio: OpenStudio, model: str) -> None:
    open_page(page, f"{studio.address}?tab=try")
    choose(page, "try-model", model)


def unfold_part(page: Page, id: str) -> None:
    page.locator(f"#{id} button.label-wrap").click()


def test_a_pair_judges_writes_finds_neighbours_and_is_taken_away(
    page: Page, studio: OpenStudio, tmp_path: Path
) -> None:
    open_try(page, studio, "recorded (pair)")
    # A beginner sees one sentence and what to press; everything else is folded up.
    expect(page.locator("#try-rewrite")).not_to_be_visible()
    expect(page.locator("#try-export")).not_to_be_visible()
    page.locator("#try-judge").click()
    expect(page.locator("#try-verdict .verdict-token").first).to_be_visible()

    unfold_part(page, "try-writing")
    page.locator("#try-rewrite").click()
    expect(page.locator("#try-written .marked-text")).to_be_visible()
    expect(page.locator("#try-versions .fact-line")).to_have_count(3)
    write_in(page, "try-sentence", "The dog [MASK] at the gate.")
    page.locator("#try-draw").click()
    expect(page.locator("#try-written .marked-changed")).to_have_count(1)
    expect(page.locator("#try-versions .fact-line")).to_have_count(0)
    page.locator("#try-temperature .dial-box").fill("99")
    page.locator("#try-temperature .dial-box").press("Enter")
    page.locator("#try-draw").click()
    expect_sentence(complaint(page, "try-temperature"), "from 0.05 to 5")

    unfold_part(page, "try-neighbours")
    write_in(page, "try-among", f"a dog at a gate\nthe cat slept\n{EVIL}")
    page.locator("#try-near").click()
    expect(page.locator("#try-nearest tbody tr")).to_have_count(3)
    expect(page.locator("#try-nearest")).to_contain_text(EVIL)

    unfold_part(page, "try-away")
    page.locator("#try-export").click()
    expect(page.locator("#try-download")).to_be_visible()
    with page.expect_download() as download:
        page.locator("#try-download").click()
    download.value.save_as(tmp_path / "away.zip")
    names = [name.split("/", 1)[1] for name in zipfile.ZipFile(tmp_path / "away.zip").namelist()]
    assert {"discriminator/README.md", "discriminator/use_it.py", "generator/model.safetensors"} <= set(names)
    assert "report.html" in names
    assert page.evaluate("window.evil") is None


def test_a_fine_tuned_model_answers_explains_and_answers_a_file(
    page: Page, studio: OpenStudio, tmp_path: Path
) -> None:
    open_try(page, studio, "moods (fine-tuned)")
    write_in(page, "try-text", "the dog was very nice")
    page.locator("#try-classify").click()
    expect(page.locator("#try-classes")).to_contain_text(EVIL)

    unfold_part(page, "try-why")
    page.locator("#try-explain").click()
    expect(page.locator("#try-reasons .marked-piece")).to_have_count(5)
    page.locator("#try-flip").click()
    expect(page.locator("#try-flips tbody tr").first).to_be_visible()
    expect(page.locator("#try-reasons .marked-gone").first).to_be_visible()

    unfold_part(page, "try-whole-file")
    page.locator("#try-file-answer").click()
    expect_sentence(complaint(page, "try-file"), "No file")
    rows = tmp_path / "rows.csv"
    rows.write_text(f"text,id\nthe dog was nice,1\n,2\n{EVIL},3\n")
    page.locator("#try-file input[type=file]").set_input_files(rows)
    expect(page.locator("#try-file .file-preview")).to_contain_text("rows")
    page.locator("#try-file-answer").click()
    expect(page.locator("#try-file-found")).to_contain_text("of 3 rows")
    expect(page.locator("#try-file-found")).to_contain_text("line 3")
    with page.expect_download() as download:
        page.locator("#try-file-download").click()
    download.value.save_as(tmp_path / "answers.csv")
    assert (tmp_path / "answers.csv").read_text("utf-8-sig").count("\n") == 3

    unfold_part(page, "try-beside")
    choose(page, "try-other", "other (fine-tuned)")
    page.locator("#try-side").click()
    for number in (1, 2):
        expect(page.locator(f"#try-side-classes-{number}")).to_contain_text("sad")
    choose(page, "try-other", "recorded (pair)")
    page.locator("#try-side").click()
    expect_sentence(complaint(page, "try-other"), "choose two of one kind")
    assert page.evaluate("window.evil") is None
    assert "Traceback" not in studio.log


def test_both_texts_of_a_pair_are_weighed_and_each_stands_under_its_name(
    page: Page, studio: OpenStudio
) -> None:
    open_try(page, studio, "pairs (fine-tuned)")
    write_in(page, "try-text", "the dog was very nice")
    write_in(page, "try-text-pair", f"a bad day {EVIL}")
    unfold_part(page, "try-why")
    page.locator("#try-explain").click()
    second = page.locator("#try-reasons .marked-part")
    expect(second.locator(".marked-name")).to_have_text("Second text")
    expect(second.locator(".marked-piece").nth(2)).to_contain_text("day")
    page.locator("#try-flip").click()
    expect(page.locator("#try-flips tbody tr").first).to_be_visible()
    expect(page.locator("#try-no-flip")).to_be_hidden()
    assert page.evaluate("window.evil") is None


def test_a_narrow_page_in_chinese_has_no_word_of_english_and_no_overflow(
    visitor: Visitor, studio: OpenStudio
) -> None:
    page = visitor(viewport={"width": 400, "height": 800}, locale="zh-CN")
    open_page(page, f"{studio.address}?tab=try")
    unfold(page, LANGUAGES["zh"]["tab.try"])
    expect(page.locator("#try-near")).to_have_text("找最近的")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
