"""The Pair tab as a person uses it who knows none of its settings."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from studio.text import LANGUAGES
from tests.browser.open_studio import OpenStudio, open_page, unfold

pytestmark = pytest.mark.browser
TEXT = LANGUAGES["en"]


def test_an_objective_is_chosen_with_one_press_whatever_it_needs(page: Page, studio: OpenStudio) -> None:
    open_page(page, f"{studio.address}?lang=en")
    unfold(page, TEXT["tab.pair"])
    objective, fraction = (
        page.locator("#pair-objective-name"),
        page.locator("#pair-generator-fraction .dial-box"),
    )
    before = fraction.input_value()
    objective.get_by_label("two-stage").check()
    said = objective.locator(".field-note-good")
    expect(said).to_contain_text("Generator as a fraction: 1")
    expect(said).to_have_attribute("role", "status")
    expect(fraction).to_have_value("1")
    expect(page.locator("#pair-pair-sharing input:checked")).to_have_value("nothing")
    expect(page.locator("#pair-objective-name .field-note")).to_have_count(1)  # nothing was refused
    objective.get_by_label("electra", exact=True).check()
    expect(fraction).to_have_value(before)
    expect(page.locator("#pair-pair-sharing input:checked")).to_have_value("embeddings")


def test_who_chooses_a_start_that_shows_nothing_for_hours_is_told_beside_what_it_costs(
    page: Page, studio: OpenStudio
) -> None:
    open_page(page, f"{studio.address}?lang=en&tab=pair")
    warning = page.locator("#pair-facts .fact-warnings")
    expect(warning).to_be_hidden()
    page.locator("#pair-preset input[value=small]").check()
    expect(warning).to_have_text(TEXT["sizing.slow_start"])
    page.locator("#pair-preset input[value=tiny]").check()
    expect(warning).to_be_hidden()
