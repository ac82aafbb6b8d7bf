"""The main job as a person does it: text in, a pair trained in the background, a classifier, a sentence."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from electra_engine import (
    Workspace,
    find_workspace,
    kill_worker,
    list_runs,
    status_of,
    write_sample_corpus,
)
from tests.browser.conftest import Visitor
from tests.browser.open_studio import (
    PATIENCE,
    OpenStudio,
    answered,
    choose,
    drawn,
    go_to,
    open_page,
    opened,
    set_dial,
    write_in,
)

pytestmark = pytest.mark.browser
STORIES = 600
RUN = "first try"


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[OpenStudio]:
    workspace = tmp_path / "workspace"
    with opened(workspace) as running:
        yield running
    end_workers(find_workspace(workspace))


def end_workers(workspace: Workspace) -> None:
    """Runs outlive the studio on purpose; a failed test must not leave one behind."""
    for status in list_runs(workspace):
        if status.alive:
            kill_worker(workspace, status.name)


def test_the_main_job_from_a_text_file_to_a_sentence(
    visitor: Visitor, page: Page, studio: OpenStudio, tmp_path: Path
) -> None:
    workspace = Workspace(studio.workspace)
    foreign = watch_for_other_hosts(page)
    open_page(page, studio.address)
    upload_a_corpus(page, tmp_path)
    size_the_pair(page)
    start_training(page)

    page.reload()  # in the middle of the run
    expect_training(page)
    with_another_page(visitor, studio, step=status_of(workspace, RUN).step)

    worker = status_of(workspace, RUN).pid
    restart(page, studio)
    expect_training(page)
    assert status_of(workspace, RUN).pid == worker

    stop(page, workspace)
    resume(page, workspace)
    fine_tune(page, workspace)
    try_sentences(page)
    take_it_away(page, tmp_path)
    assert foreign == []
    assert "Traceback" not in studio.log


def watch_for_other_hosts(page: Page) -> list[str]:
    foreign: list[str] = []

    def note(address: str) -> None:
        if not re.match(r"(http://127\.0\.0\.1|data:|blob:)", address):
            foreign.append(address)

    page.on("request", lambda request: note(request.url))
    return foreign


def upload_a_corpus(page: Page, tmp_path: Path) -> None:
    go_to(page, "Corpus")
    stories = write_sample_corpus(tmp_path / "stories.txt", seed=3, stories=STORIES)
    page.locator("#corpus-upload input[type=file]").set_input_files(stories)
    expect(page.locator("#corpus-summary")).to_contain_text("English")
    expect(page.locator("#corpus-summary")).to_contain_text("stories.txt")
    expect(page.locator("#corpus-tokens .fact-token").first).to_be_visible()


def size_the_pair(page: Page) -> None:
    with answered(page):
        set_dial(page, "pair-vocabulary-size", "1000")
    expect(page.locator("#corpus-tokens")).to_contain_text("1,000")
    go_to(page, "Pair")
    expect(page.locator("#pair-facts")).to_contain_text("Discriminator")
    before = page.locator("#pair-facts .fact-discriminator .fact-value").inner_text()
    page.locator("#pair-size input[type=range]").press("Home")
    expect(page.locator("#pair-size")).to_contain_text("2 layers, 64 wide")
    expect(page.locator("#pair-facts .fact-discriminator .fact-value")).not_to_have_text(before)


def start_training(page: Page) -> None:
    go_to(page, "Train")
    write_in(page, "train-name", RUN)
    set_dial(page, "pair-training-minutes", "10")
    page.locator("#train-start").click()
    expect(page.locator("#pretrain-runs")).to_contain_text(RUN)
    expect_training(page)
    assert f"run={RUN.replace(' ', '+')}" in page.url


def expect_training(page: Page) -> None:
    """The chosen run is at work, its step is to be seen, and so are curves and strips."""
    expect(page.locator("#pretrain-head")).to_contain_text(RUN)
    expect(page.locator("#pretrain-runs")).to_contain_text(re.compile(r"training · step"))
    expect(page.locator("#train-theatre")).to_contain_text("Corrupted")
    expect(page.locator("#train-chart .main-svg").first).to_be_visible()


def with_another_page(visitor: Visitor, studio: OpenStudio, step: int) -> None:
    """A second reader without any history sees the same run, and sees it move."""
    other = visitor(viewport={"width": 400, "height": 800})
    open_page(other, f"{studio.address}?tab=train")
    expect_training(other)
    assert shown_step(other) >= step
    deadline = time.monotonic() + PATIENCE / 1000
    seen = shown_step(other)
    while shown_step(other) == seen:
        assert time.monotonic() < deadline
        other.wait_for_timeout(250)
    drawn(other)
    assert other.evaluate("document.documentElement.scrollWidth") <= 400
    other.close()


def shown_step(page: Page) -> int:
    found = re.search(r"step ([\d,]+)", page.locator("#pretrain-runs").inner_text())
    assert found
    return int(found[1].replace(",", ""))


def restart(page: Page, studio: OpenStudio) -> None:
    """Kills the studio and opens it again; the open page says so, and finds the new one by itself."""
    page.evaluate("window.openedBefore = true")
    studio.kill()
    expect(page.locator(".notices")).to_contain_text("The studio does not answer")
    studio.open()
    page.wait_for_function("!window.openedBefore")


def stop(page: Page, workspace: Workspace) -> None:
    page.locator("#pretrain-stop").click()
    expect(page.locator("#pretrain-status")).to_contain_text("Stopped")
    expect(page.locator("#pretrain-status")).to_contain_text("saved")
    expect(page.locator("#pretrain-resume")).to_be_visible()
    expect(page.locator("#train-scorecard")).to_contain_text("of 100 forgeries")
    status = status_of(workspace, RUN)
    assert (status.state, status.alive, status.can_resume) == ("stopped", False, True)


def resume(page: Page, workspace: Workspace) -> None:
    """The run goes on from where it was saved, and can be stopped again."""
    saved = status_of(workspace, RUN).step
    page.locator("#pretrain-resume").click()
    expect_training(page)
    page.wait_for_function(
        "saved => Number((document.querySelector('#pretrain-runs').innerText.match(/step ([\\d,]+)/)"
        " ?? ['', '0'])[1].replaceAll(',', '')) > saved",
        arg=saved,
    )
    stop(page, workspace)
    assert status_of(workspace, RUN).step > saved


def fine_tune(page: Page, workspace: Workspace) -> None:
    go_to(page, "Fine-tune")
    page.locator("#tune-sample").click()
    expect(page.locator("#tune-preview")).to_contain_text("happy")
    expect(page.locator("#tune-base input")).to_have_value(f"{RUN} (pair)")  # in the recorded one's place
    write_in(page, "tune-name", "moods")
    set_dial(page, "tune-epochs", "1")
    page.locator("#tune-start").click()
    expect(page.locator("#finetune-status")).to_contain_text("Finished")
    expect(page.locator("#tune-scores")).to_contain_text("Accuracy")
    expect(page.locator("#tune-scores")).to_contain_text("F1")
    assert status_of(workspace, "moods").state == "finished"


def try_sentences(page: Page) -> None:
    go_to(page, "Try it")
    choose(page, "try-model", f"{RUN} (pair)")
    write_in(page, "try-sentence", "The dog ran to the farm.")
    page.locator("#try-judge").click()
    expect(page.locator("#try-verdict")).to_contain_text(re.compile(r"of (the )?7 tokens look"))
    page.locator("#try-hide label", has_text="ran").click()
    expect(page.locator("#try-sentence textarea")).to_have_value("The dog [MASK] to the farm.")
    expect(page.locator("#try-candidates")).to_contain_text("%")
    expect(page.locator("#try-verdict .verdict-token")).to_have_count(0)  # it was about other words
    choose(page, "try-model", "moods (fine-tuned)")
    write_in(page, "try-text", "Anna lost her bear and cried all day.")
    page.locator("#try-classify").click()
    expect(page.locator("#try-classes")).to_contain_text("sad")


def take_it_away(page: Page, tmp_path: Path) -> None:
    page.locator("#try-away button.label-wrap").click()
    page.locator("#try-export").click()
    expect(page.locator("#try-download")).to_be_visible()
    with page.expect_download() as download:
        page.locator("#try-download").click()
    archive = tmp_path / "model.zip"
    download.value.save_as(archive)
    assert archive.read_bytes()[:2] == b"PK"
