"""A link to a page shows the same to whoever opens it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, clear
from tests.browser.open_studio import OpenStudio, set_dial

pytestmark = pytest.mark.browser


def test_a_link_made_on_one_page_shows_the_same_on_another(visitor: Visitor, studio: OpenStudio) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{studio.address}?tab=pair&hide=training.minutes&corpus=sample&lang=en")
    page.get_by_role("radio", name="Mini").check()
    expect(page.locator("#pair-blocks")).to_contain_text("192 wide")
    set_dial(page, "pair-generator-fraction", "0.3")
    expect(page).to_have_url(re.compile("generator.fraction%3A0.3"))
    page.get_by_role("button", name="Copy a link to this page").click()
    expect(page.locator("#page-link")).to_contain_text("Copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    page.close()

    clear(studio)  # nothing comes from a draft
    page = visitor()
    page.goto(link)
    expect(page.locator("#pair-generator-fraction .dial-box")).to_have_value("0.3")
    expect(page.get_by_role("radio", name="Mini")).to_be_checked()
    expect(page.locator("#pair-blocks")).to_contain_text("192 wide")
    page.get_by_role("tab", name="3 Train").click()
    expect(page.locator("#train-name")).to_be_visible()
    expect(page.locator("#pair-training-minutes")).to_be_hidden()
    page.get_by_role("tab", name="1 Corpus").click()
    expect(page.locator("#corpus-summary")).to_contain_text("Sample stories")


def test_a_teacher_ticks_what_pupils_need_not_see(visitor: Visitor, studio: OpenStudio) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{studio.address}?tab=pair&lang=en")
    page.get_by_text("Hide controls from whoever opens the link").click()
    page.get_by_role("checkbox", name="Generator as a fraction").check()
    page.get_by_role("button", name="Copy a link to this page").click()
    expect(page.locator("#page-link")).to_contain_text("Copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    page.close()

    page = visitor()
    page.goto(link)
    expect(page.locator("#pair-blocks")).to_be_visible()
    expect(page.locator("#pair-generator-fraction")).to_be_hidden()
    expect(page.get_by_text("Hide controls from whoever opens the link")).to_be_hidden()


def test_a_bad_setting_in_a_link_is_refused_in_a_sentence_and_the_rest_taken(
    page: Page, studio: OpenStudio
) -> None:
    page.goto(f"{studio.address}?tab=pair&lang=en&set=generator.fraction:9,training.minutes:7")
    said = page.locator(".field-note, .notice")
    expect(said).to_contain_text("Generator as a fraction (generator.fraction) is 9, but it must be")
    page.get_by_role("tab", name="3 Train").click()
    expect(page.locator("#pair-training-minutes .dial-box")).to_have_value("7")


def test_a_reload_keeps_what_a_pupil_changed(page: Page, studio: OpenStudio) -> None:
    page.goto(f"{studio.address}?tab=pair&lang=en&preset=tiny&set=generator.fraction:0.3")
    expect(page.locator("#pair-generator-fraction .dial-box")).to_have_value("0.3")
    set_dial(page, "pair-generator-fraction", "0.45")
    expect(page).to_have_url(re.compile("generator.fraction%3A0.45"))
    page.reload()
    expect(page.locator("#pair-generator-fraction .dial-box")).to_have_value("0.45")
