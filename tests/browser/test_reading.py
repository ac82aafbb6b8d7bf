"""A text is read as somebody says; the page tells how far it is, and lets go of what nobody wants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.open_studio import (
    PATIENCE,
    OpenStudio,
    answered,
    choose,
    complaint,
    expect_sentence,
    go_to,
    open_page,
    opened,
    write_in,
)
from tests.engine.corpus.test_fetching import ROWS, put_into_the_cache

pytestmark = pytest.mark.browser
STORY = "The dog barked at the cat. The cat ran up the tree and looked down.\n\n"
RUSSIAN = "Собака лаяла на кошку, а кошка сидела на дереве и смотрела вниз.\n\n"


class ImpatientStudio(OpenStudio):
    """A studio whose pages show the bar for whatever is not read within an instant."""

    program = (
        "-c",
        "from studio import app; from studio.tabs import long_reading; long_reading.PATIENCE = 0.0; "
        "app.main()",
    )


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudio]:
    """With one dataset on the machine, and a hub that nobody answers for."""
    folder = tmp_path_factory.mktemp("impatient")
    put_into_the_cache(folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HOME", str(folder / "home"))
        patch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
        with opened(folder / "workspace", kind=ImpatientStudio) as running:
            yield running
            assert "Traceback" not in running.log


@pytest.fixture
def here(page: Page, impatient: OpenStudio) -> Page:
    open_page(page, impatient.address)
    go_to(page, "Corpus")
    return page


def hand_over(page: Page, folder: Path, name: str, content: str | bytes) -> None:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    page.locator("#corpus-upload input[type=file]").set_input_files(file)


def corpora(studio: OpenStudio) -> list[Path]:
    return list((studio.workspace / "corpora").glob("*"))


def test_a_long_text_is_let_go_and_leaves_nothing(here: Page, impatient: OpenStudio, tmp_path: Path) -> None:
    hand_over(here, tmp_path, "long.txt", STORY * 1_500_000)
    bar = here.locator("#corpus-reading .reading-bar")
    expect(bar.locator(".fact-label")).to_contain_text("of 100")
    expect(bar.locator(".fact-label")).to_contain_text("Reading long.txt:")
    expect(bar.get_by_role("progressbar")).to_have_attribute("aria-valuenow", re.compile(r"[1-9]\d?"))
    bar.get_by_role("button", name="Cancel").click()
    expect(bar).to_be_hidden()
    expect(here.locator("#corpus-summary")).to_contain_text("Nothing to read yet")
    expect(here.locator(".notices .notice p, .field-note")).to_have_count(0)
    uploaded = impatient.workspace / "studio" / "served"
    for _ in range(PATIENCE // 200):
        if not corpora(impatient) and not list(uploaded.rglob("long.txt")):
            break
        here.wait_for_timeout(200)
    assert corpora(impatient) == []
    assert list(uploaded.rglob("long.txt")) == []


def test_what_was_waited_for_is_in_use_or_refused_in_its_place(
    here: Page, impatient: OpenStudio, tmp_path: Path
) -> None:
    hand_over(here, tmp_path, "three.txt", "Only three words.")
    expect_sentence(complaint(here, "corpus-upload"), "only 3 words")
    assert corpora(impatient) == []
    hand_over(here, tmp_path, "story.txt", STORY * 200)
    expect(here.locator("#corpus-summary .sheet-title")).to_have_text("story.txt")
    expect(here.locator("#corpus-in-use input")).to_have_value("story.txt")
    expect(here.locator("#corpus-reading .reading-bar")).to_be_hidden()


def test_another_encoding_is_tried_and_stays_with_the_text(here: Page, tmp_path: Path) -> None:
    hand_over(here, tmp_path, "letters.txt", (RUSSIAN * 100).encode("iso8859-5"))
    first_line = here.locator("#corpus-summary .fact-line").first
    expect(here.locator("#corpus-summary .sheet-title")).to_have_text("letters.txt")
    choose(here, "pair-corpus-encoding", "Windows-1251")
    expect(first_line).not_to_contain_text("Собака лаяла")
    expect(here.locator("#corpus-summary .fact-table")).to_contain_text("Windows-1251")
    choose(here, "pair-corpus-encoding", "ISO-8859-5")
    expect(first_line).to_contain_text("Собака лаяла")
    here.locator("#corpus-sample").click()
    encoding = here.locator("#pair-corpus-encoding input")
    expect(encoding).to_have_value("auto")
    choose(here, "corpus-in-use", "letters.txt")
    expect(encoding).to_have_value("ISO-8859-5")
    expect(first_line).to_contain_text("Собака лаяла")
    here.reload()
    expect(encoding).to_have_value("ISO-8859-5")


def test_a_column_is_chosen_of_those_that_the_table_has(here: Page, tmp_path: Path) -> None:
    rows = "".join(f"{n},{STORY.strip()} Number {n}.,A remark about number {n}.\n" for n in range(300))
    hand_over(here, tmp_path, "rows.csv", f"id,story,remark\n{rows}")
    first_line = here.locator("#corpus-summary .fact-line").first
    expect(first_line).to_contain_text("The dog barked")
    with answered(here):
        choose(here, "pair-corpus-text_column", "remark")
    expect(first_line).to_contain_text("A remark about number 0.")
    here.locator("#pair-corpus-text_column input").fill("nowhere")
    here.keyboard.press("Enter")
    expect_sentence(complaint(here, "pair-corpus-text_column"), "no column nowhere")
    expect(first_line).to_contain_text("A remark about number 0.")


def test_the_cleaning_is_shown_of_the_text_in_use_with_what_the_tokenizer_does(
    here: Page, tmp_path: Path
) -> None:
    hand_over(here, tmp_path, "foxes.txt", "Die Füchse laufen über den Hügel. " * 200)
    expect(here.locator("#corpus-summary .sheet-title")).to_have_text("foxes.txt")
    here.locator("#corpus-cleaning-part .label-wrap").click()
    here.locator("#pair-vocabulary-lowercase input").check()
    changes = here.locator("#corpus-changes .fact-table")
    expect(changes).to_contain_text("die füchse laufen")
    expect(here.locator("#corpus-changes")).to_contain_text("Lower-case everything")
    here.locator("#corpus-sample").click()
    expect(changes).not_to_contain_text("füchse")
    expect(changes).to_be_visible()


def test_a_dataset_is_taken_by_name_from_this_machine_and_fetched_only_where_allowed(
    here: Page,
) -> None:
    here.locator("#corpus-dataset-part .label-wrap").click()
    take = here.locator("#corpus-dataset-take")
    write_in(here, "corpus-dataset", "../etc/passwd")
    take.click()
    expect_sentence(complaint(here, "corpus-dataset"), "is no name of a dataset")
    write_in(here, "corpus-dataset", "nobody/nothing")
    take.click()
    expect_sentence(complaint(here, "corpus-dataset"), "not on this machine, and nothing may be fetched")
    here.locator("#corpus-dataset-fetch input").check()
    take.click()
    expect_sentence(complaint(here, "corpus-dataset"), "cannot be had from the hub")
    here.locator("#corpus-dataset-fetch input").uncheck()
    write_in(here, "corpus-dataset", "nobody/letters")
    take.click()
    expect(here.locator("#corpus-summary .sheet-title")).to_have_text("nobody/letters")
    expect(here.locator("#corpus-summary .fact-line").first).to_have_text(ROWS["text"][0])
    choose(here, "pair-corpus-text_column", "note")
    expect(here.locator("#corpus-summary .fact-line").first).to_have_text("note 0")
