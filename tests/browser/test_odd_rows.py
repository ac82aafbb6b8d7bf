"""Rows that cannot be used are listed where a person looks for them, and scroll where they are many."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from electra_engine import RunRequest, Sentence, Workspace, create_run, find_workspace
from electra_engine.jobs import catalogue
from electra_engine.watching.records import OddRows, RunState
from electra_engine.watching.store import RecordWriter
from tests.browser.conftest import Visitor
from tests.browser.open_studio import OpenStudio, drawn, open_page

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror='window.evil=1'>"


def taught_run(workspace: Workspace) -> None:
    """A finished run that could not use rows of two of its files."""
    run = create_run(
        workspace, RunRequest("taught", "finetune", {}, ["/texts/rows.csv"], extra={"from": "x"})
    )
    reason = Sentence("its label {label!r} is not among the training labels", label=EVIL)
    lines = [Sentence("row {line}: {reason}", line=line, reason=reason) for line in range(2, 202)]
    writer = RecordWriter(run.records)
    writer.write_all(
        [OddRows("train", 0, "rows.csv", 3, 0, lines[:3]), OddRows("test", 0, "test.csv", 240, 0, lines)]
    )
    writer.set_state(RunState("finished", 9, 9, 900, 3.0, progress=1.0, started=1.0))
    writer.close()
    catalogue.compare_and_set(run, ("waiting",), "finished")


def test_a_labelled_files_bad_rows_scroll_in_a_box_and_the_rest_is_counted(
    visitor: Visitor, studio: OpenStudio, tmp_path: Path
) -> None:
    page = visitor(viewport={"width": 400, "height": 800})
    open_page(page, f"{studio.address}?tab=tune&lang=en")
    file = tmp_path / "rows.csv"
    file.write_text("text,label\n" + "".join(f"a dog {n},{'xy'[n % 2]}\n" for n in range(30)) + ",x\n" * 230)
    page.locator("#tune-upload input[type=file]").set_input_files(file)
    box = page.locator("#tune-preview .fact-lines-many")
    expect(box.locator(".fact-line")).to_have_count(200)
    expect(page.locator("#tune-preview")).to_contain_text("and 30 more")
    height = box.bounding_box()
    assert height is not None
    assert height["height"] < 320
    box.focus()
    page.keyboard.press("End")
    expect(box.locator(".fact-line").last).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_run_lists_the_bad_rows_of_each_of_its_files(page: Page, studio: OpenStudio) -> None:
    taught_run(find_workspace(studio.workspace))
    open_page(page, f"{studio.address}?tab=tune&lang=en")
    drawn(page)
    listed = page.locator("#tune-odd-rows")
    expect(listed).to_contain_text("rows.csv: 3 rows cannot be used")
    expect(listed).to_contain_text("test.csv: 240 rows cannot be used")
    expect(listed).to_contain_text("row 201: its label")
    expect(listed).to_contain_text("and 40 more")
    assert page.evaluate("window.evil") is None
