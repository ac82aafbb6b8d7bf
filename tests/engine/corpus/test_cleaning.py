"""What each cleaning switch does, and that all of it is counted."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from electra_engine.corpus import Document, cleaned_sentences, preview_cleaning, summarise
from electra_engine.corpus.cleaning import Cleaner
from electra_engine.corpus.cleaning.steps import STEPS
from electra_engine.settings import CorpusSettings, knobs_of

ENGLISH = "The old man and the sea that he had known were not as he had left them, but it was his home."
GERMAN = "Der alte Mann und das Meer, das er kannte, waren nicht so, wie er sie mit dem Boot verlassen hat."


def cleaned(text: str, **settings: object) -> str:
    document = Cleaner(CorpusSettings(**settings)).clean(Document(text, "a"))  # type: ignore[arg-type]
    return document.text if document else ""


def random_text(seed: int, words: int = 150) -> str:
    dice = random.Random(seed)
    return " ".join("".join(dice.choices("abcdefghij", k=dice.randint(3, 8))) for _ in range(words))


def test_every_step_has_a_switch_and_by_default_text_stays_as_it_is() -> None:
    names = [knob.name for knob in knobs_of(CorpusSettings)]
    assert [step.setting for step in STEPS] == [name for name in names if name in {s.setting for s in STEPS}]
    text = 'Ein <b>Wort</b> &amp; [[link]] @-@ ## x 1984 ☃ fﬁ ＡＢ\nx\nx\n"the of and" — café'
    assert cleaned(text) == text
    assert all(step.is_on(CorpusSettings()) == (step.setting == "unicode_form") for step in STEPS)


@pytest.mark.parametrize(
    ("switch", "before", "after"),
    [
        ({}, "cafe\u0301", "café"),
        ({"unicode_form": "as written"}, "cafe\u0301", "cafe\u0301"),
        ({"unicode_form": "NFKC"}, "ＡＢ ﬁ", "AB fi"),
        ({"strip_html": True}, "<p>One <b>two</b></p><p>3 < 4 &amp; <unk></p>", "One two\n\n3 < 4 & <unk>"),
        ({"strip_html": True}, "a<script>x = 1</script>b<br/>c<!-- no -->", "ab\nc"),
        (
            {"strip_wikitext": True},
            "= = Early life = = \nwell @-@ known 1 @,@ 000",
            "Early life\nwell-known 1,000",
        ),
        ({"strip_wikitext": True}, "''A'' [[b|c]] [[d]]{{e|{{f}}}}<ref>g</ref> [http://h i]", "A c d i"),
        (
            {"strip_markdown": True},
            "## One\n\n- **two** [three](http://x) `four`\n> *five*",
            "One\n\ntwo three four\nfive",
        ),
        ({"strip_markdown": True}, "2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ({"drop_symbols": True}, "so 😀 → 5 € + 1 = ■6", "so   5 € + 1 = 6"),
        ({"mask_numbers": True}, "In 1984, ٣ of 20", "In 0000, 0 of 00"),
        ({"shortest_line": 4}, "long one\nno\n\nlong two", "long one\n\nlong two"),
        (
            {"drop_boilerplate": True},
            "A tale.\nCopyright 2020 Me\nwww.x.org/a\nHome | News | About\nEnd.",
            "A tale.\nEnd.",
        ),
        ({"language": "English"}, GERMAN, ""),
        ({"language": "English"}, ENGLISH, ENGLISH),
        ({"language": "English"}, "Xylo qwer", "Xylo qwer"),
    ],
)
def test_a_switch_does_what_it_says(switch: dict[str, object], before: str, after: str) -> None:
    assert cleaned(before, **switch) == after


def test_stop_words_are_those_of_the_documents_language() -> None:
    assert cleaned(ENGLISH, drop_stop_words=True) == "sea left , ."
    left = cleaned(GERMAN, drop_stop_words=True)
    assert "Meer" in left
    assert not {"Der", "und", "das", "nicht"} & set(left.split())
    assert cleaned("春风又绿江南岸。", drop_stop_words=True) == "春风又绿江南岸。"


def test_a_language_without_a_list_of_stop_words_is_told() -> None:
    cleaner = Cleaner(CorpusSettings(drop_stop_words=True))
    for text in (ENGLISH, "春风又绿江南岸。", "春风又绿江南岸，明月何时照我还。"):
        assert cleaner.clean(Document(text, "a"))
    assert list(cleaned_sentences(cleaner.counts))[1:] == [
        "Drop stop words: nothing is known of the language of 2 documents, which stay as they are."
    ]


def test_a_line_that_stands_in_many_documents_goes_and_one_that_is_repeated_in_a_poem_stays() -> None:
    cleaner = Cleaner(CorpusSettings(repeated_lines=2))
    pages = [f"Site menu\nStory {n}\nrefrain {n}\nrefrain {n}" for n in range(5)]
    left = [cleaner.clean(Document(page, "a")) for page in pages]
    assert [document.text.count("menu") for document in left if document] == [1, 1, 0, 0, 0]
    assert all(document and document.text.count("refrain") == 2 for document in left)


def test_near_duplicates_go_and_what_only_resembles_them_stays() -> None:
    cleaner = Cleaner(CorpusSettings(near_duplicates=True))
    first = [random_text(n) for n in range(60)]
    nearly = [text.replace(text.split()[70], "other") for text in first]
    half = [f"{text[: len(text) // 2]} {random_text(1000 + n, 75)}" for n, text in enumerate(first)]

    def kept(texts: list[str]) -> int:
        return sum(cleaner.clean(Document(text, "a")) is not None for text in texts)

    assert kept(first) == 60
    assert kept(half) >= 54
    assert kept(nearly) <= 3
    assert kept([text.upper() for text in first]) == 0


def test_near_duplicates_are_found_in_chinese_and_short_ones_only_where_they_are_equal() -> None:
    cleaner = Cleaner(CorpusSettings(near_duplicates=True))
    poem = "".join(chr(0x4E00 + (n * 7919) % 5000) for n in range(300))
    texts = [poem, poem[:150] + "新" + poem[151:], "short", "shore", "short"]
    assert [cleaner.clean(Document(text, "a")) is not None for text in texts] == [
        True,
        False,
        True,
        True,
        False,
    ]


def test_the_licence_around_a_book_goes_over_several_documents() -> None:
    cleaner = Cleaner(CorpusSettings(drop_boilerplate=True))
    parts = [
        "The Project Gutenberg eBook\n*** START OF THE PROJECT GUTENBERG EBOOK ***\nOnce upon a time.",
        "They lived happily.\n*** END OF THE PROJECT GUTENBERG EBOOK ***\nUpdated editions",
        "Section 1. General Terms",
    ]
    documents = [cleaner.clean(Document(part, "book")) for part in parts]
    assert [document.text if document else "" for document in documents] == [
        "Once upon a time.",
        "They lived happily.",
        "",
    ]
    assert cleaner.clean(Document("Another file.", "other")) is not None


def test_everything_removed_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("\n".join([f"{ENGLISH} {random_text(n, 40)} 12" for n in range(20)] + [f"{GERMAN} " * 3]))
    summary = summarise([path], CorpusSettings(mask_numbers=True, language="English", shortest_line=3))
    counts = {count.step: (count.changed, count.dropped) for count in summary.cleaning}
    assert counts == {
        "unicode_form": (0, 0),
        "mask_numbers": (20, 0),
        "shortest_line": (0, 0),
        "language": (0, 1),
    }
    assert {count.step: count.characters for count in summary.cleaning}["language"] > 200
    assert summary.documents == 20


def test_the_preview_shows_the_first_changes_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    texts = [f"{random_text(n, 60)} year 19{n:02}" for n in range(40)]
    path.write_text("\n".join(texts))
    preview = preview_cleaning([path], CorpusSettings(mask_numbers=True), most=6_000)
    assert not preview.is_whole
    assert preview.documents < 40
    before, after = preview.pairs[0]
    assert before.startswith("…")
    assert before.endswith("year 1900")
    assert after == before.replace("1900", "0000")
    assert preview_cleaning([path], CorpusSettings()).pairs == ()
