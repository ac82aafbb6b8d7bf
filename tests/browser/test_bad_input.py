"""Bad input is one sentence beside its field, and nothing half-written stays behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.open_studio import (
    OpenStudio,
    answered,
    choose,
    complaint,
    expect_sentence,
    go_to,
    open_page,
    set_dial,
    write_in,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def here(page: Page, studio: OpenStudio) -> Page:
    open_page(page, studio.address)
    return page


def left_behind(studio: OpenStudio) -> list[str]:
    """Folders that were begun and not ended, and runs that should not be."""
    found = [
        path for path in studio.workspace.rglob(".*") if path.parent.name in ("runs", "corpora", "labelled")
    ]
    return [path.name for path in (*found, *(studio.workspace / "runs").iterdir())]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture"),
        ("program.txt", bytes(range(256)) * 40, "binary"),
        ("three.txt", b"Only three words.", "only 3 words"),
    ],
)
def test_a_file_that_cannot_be_learned_from(
    here: Page, studio: OpenStudio, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    go_to(here, "Corpus")
    here.locator("#corpus-upload input[type=file]").set_input_files(file)
    expect_sentence(complaint(here, "corpus-upload"), said)
    assert left_behind(studio) == []


def test_a_run_without_a_corpus_and_a_name_with_slashes(here: Page, studio: OpenStudio) -> None:
    go_to(here, "Train")
    here.locator("#train-start").click()
    expect_sentence(here.locator(".notices .notice p, .field-note"), "no text to learn from")
    go_to(here, "Corpus")
    here.locator("#corpus-sample").click()
    here.locator("#corpus-summary .fact-tiles").wait_for()
    go_to(here, "Train")
    write_in(here, "train-name", "../up/and/away")
    here.locator("#train-start").click()
    expect_sentence(complaint(here, "train-name"), "cannot be used for a run")
    assert left_behind(studio) == []


def test_sizes_that_do_not_fit_together(here: Page) -> None:
    go_to(here, "Pair")
    here.locator("#pair-advanced > button, #pair-advanced .label-wrap").first.click()
    set_dial(here, "pair-discriminator-num_attention_heads", "3")
    expect_sentence(complaint(here, "pair-discriminator-num_attention_heads"), "divides")
    with answered(here):
        set_dial(here, "pair-discriminator-num_attention_heads", "4")
    expect(here.locator(".field-note")).to_have_count(0)
    set_dial(here, "pair-discriminator-hidden_size", "many")
    expect_sentence(complaint(here, "pair-discriminator-hidden_size"), "a whole number from")


def test_a_label_file_with_one_class_and_one_without_the_column(
    here: Page, studio: OpenStudio, tmp_path: Path
) -> None:
    one_class = tmp_path / "one.csv"
    one_class.write_text("text,label\n" + "".join(f"A fine day number {n} it was,good\n" for n in range(30)))
    model = tmp_path / "no-model"
    model.mkdir()
    go_to(here, "Fine-tune")
    here.locator("#tune-upload input[type=file]").set_input_files(one_class)
    here.locator("#tune-preview .fact-table").wait_for()
    write_in(here, "tune-base", str(model))
    here.keyboard.press("Enter")
    write_in(here, "tune-name", "moods")
    here.locator("#tune-start").click()
    expect_sentence(here.locator(".notices .notice p, .field-note"), ".")

    with answered(here):
        choose(here, "tune-label", "text")
    here.locator("#tune-start").click()
    expect_sentence(here.locator(".notices .notice p, .field-note"), ".")
    assert left_behind(studio) == []


def test_an_empty_labelled_file(here: Page, studio: OpenStudio, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    go_to(here, "Fine-tune")
    here.locator("#tune-upload input[type=file]").set_input_files(empty)
    expect_sentence(complaint(here, "tune-upload"), "empty")
    assert left_behind(studio) == []
