"""A visitor who reads Chinese is refused in Chinese, whoever found the fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from studio.text import LANGUAGES
from tests.browser.open_studio import OpenStudio, answered, complaint, go_to, open_page, set_dial

pytestmark = pytest.mark.browser


def test_a_chinese_visitor_is_refused_in_chinese_and_an_english_one_in_english(
    page: Page, studio: OpenStudio, tmp_path: Path
) -> None:
    file = tmp_path / "空.txt"
    file.touch()
    for spoken, empty, uneven in (
        ("zh", f"“{file.name}”是空的：请选一个有文字的文件。", "判别器的宽度 128 不能平分给 3 个注意力头"),
        ("en", f"{file.name} is empty: choose a file with text.", "width of 128 cannot be shared by 3"),
    ):
        open_page(page, f"{studio.address}?lang={spoken}")
        go_to(page, LANGUAGES[spoken]["tab.corpus"])
        page.locator("#corpus-upload input[type=file]").set_input_files(file)
        expect(complaint(page, "corpus-upload")).to_have_text(empty)
        go_to(page, LANGUAGES[spoken]["tab.pair"])
        page.locator("#pair-advanced > button, #pair-advanced .label-wrap").first.click()
        set_dial(page, "pair-discriminator-num_attention_heads", "3")
        expect(complaint(page, "pair-discriminator-num_attention_heads")).to_contain_text(uneven)
        with answered(page):
            set_dial(page, "pair-discriminator-num_attention_heads", "4")
        expect(complaint(page, "pair-discriminator-num_attention_heads")).to_have_count(0)
