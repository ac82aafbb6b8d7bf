"""Each visitor reads one language and nothing of the other; two pages may speak two languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from studio.app import TABS
from studio.text import LANGUAGES
from tests.browser.conftest import Visitor
from tests.browser.open_studio import OpenStudio, go_to, open_page, unfold

pytestmark = pytest.mark.browser
CHINESE = LANGUAGES["zh"]
# Texts that a visitor sees or a screen reader says, but not those that come from a corpus or a person.
SAID = """() => {
  const tokens = "[dir=auto], .strip-list, .theatre-guesses";
  const foreign = `${tokens}, input, textarea, option, .run-name, .js-plotly-plot, [lang]:not(html)`;
  const words = new Set([...document.querySelectorAll("[dir=auto]")].map((node) => node.textContent.trim()));
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent;
    if (at.checkVisibility() && !at.closest(foreign) && !words.has(text.trim())) texts.push(text);
  }
  for (const node of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
    if (!node.checkVisibility()) continue;
    for (const name of ["aria-label", "title", "placeholder"]) texts.push(node.getAttribute(name) ?? "");
  }
  return texts;
}"""
# Names and figures that are the same in every language.
NAMES = (
    r"bf16|fp32|cpu|cuda|matmul|sdpa|AUC|F1|GB|MB|KB|UTF-8|ELECTRA|Transformers|Hugging Face|Wilson|PDF|Word|"
    r"sample\.txt|WordPiece|BPE|Unigram|NFC|NFKC|electra|electra-15|replace-mlm|all-tokens-mlm|bert"
)
RECORDED = "recorded"  # the bundled run's name
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")


@pytest.fixture
def chinese(visitor: Visitor) -> Page:
    """A page of a browser whose own language is Chinese."""
    return visitor(locale="zh-CN")


def english_in(text: str) -> bool:
    """Whether a text without a Chinese character says something in Latin words other than names."""
    if re.search(r"[\u4e00-\u9fff]", text):
        return False
    return bool(LATIN_WORD.search(re.sub(rf"\b(?:{NAMES}|{RECORDED})\b", "", text)))


def test_the_chinese_page_says_nothing_in_english(page: Page, studio: OpenStudio) -> None:
    open_page(page, f"{studio.address}?lang=zh")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    said = set()
    for tab in TABS:
        unfold(page, CHINESE[f"tab.{tab}"])
        said |= {f"{tab}: {text.strip()}" for text in page.evaluate(SAID) if english_in(text)}
    assert said == set()


def test_the_switch_changes_the_language_and_keeps_what_is_looked_at(page: Page, studio: OpenStudio) -> None:
    open_page(page, f"{studio.address}?lang=en&tab=pair")
    expect(page.locator("#pair-preset")).to_contain_text("Learns before your eyes")
    page.locator("#page-languages a", has_text="简体中文").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pair-preset")).to_be_visible()
    expect(page.locator("#pair-preset")).to_contain_text("看着它学会")
    expect(page.locator("#page-languages a[aria-current]")).to_have_text("简体中文")
    assert page.title() == CHINESE["page.title"]
    assert "tab=pair" in page.url
    assert "lang=" not in page.url
    page.reload()
    expect(page.locator("#pair-preset")).to_contain_text("看着它学会")


def test_a_browser_that_asks_for_chinese_is_answered_in_chinese(chinese: Page, studio: OpenStudio) -> None:
    open_page(chinese, f"{studio.address}?tab=corpus")
    expect(chinese.locator("#corpus-upload")).to_contain_text("将文件拖放到此处")  # Gradio's own words
    expect(chinese.locator("#corpus-sample")).to_have_text(CHINESE["corpus.use_sample"])


def test_gradio_speaks_the_visitors_language_not_the_browsers(chinese: Page, studio: OpenStudio) -> None:
    open_page(chinese, f"{studio.address}?tab=corpus&lang=en")
    expect(chinese.locator("#corpus-upload")).to_contain_text("Drop File Here")


def test_two_pages_of_one_browser_speak_two_languages(page: Page, studio: OpenStudio) -> None:
    open_page(page, f"{studio.address}?lang=en&tab=try")
    other = page.context.new_page()
    open_page(other, f"{studio.address}?lang=zh&tab=try")
    for one, words in ((page, LANGUAGES["en"]), (other, CHINESE)):
        one.locator("#try-sentence textarea, #try-sentence input").first.fill("")
        one.get_by_role("button", name=words["try.judge"]).click()
        expect(one.locator(".field-note, .notice").first).to_contain_text(words["try.empty"])


def test_a_page_opened_in_chinese_asks_nobody_but_the_studio(page: Page, studio: OpenStudio) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, f"{studio.address}?lang=zh&tab=corpus")
    for tab in TABS:
        go_to(page, CHINESE[f"tab.{tab}"])
    elsewhere = [url for url in asked if not url.startswith((studio.address, "data:", "blob:"))]
    assert asked
    assert elsewhere == []
