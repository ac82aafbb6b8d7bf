"""What people are told about the text they brought."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from electra_engine.corpus import LENGTH_EDGES, check_enough, summarise
from electra_engine.corpus.words import count_words
from electra_engine.errors import UserError
from electra_engine.writing.language import guess_language

STORY = "The old man went to the sea and it was cold, but he had a boat and that is all he needed.\n"


def written(folder: Path, content: bytes | str, name: str = "text.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_counts_add_up_over_files(tmp_path: Path) -> None:
    numbered = "".join(f"{n} {STORY}" for n in range(300))
    paths = [written(tmp_path, numbered, "a.txt"), written(tmp_path, numbered[:5000], "b.txt")]
    summary = summarise(paths)
    assert [file.name for file in summary.files] == ["a.txt", "b.txt"]
    assert summary.files[0].bytes == len(numbered)
    assert summary.files[0].words == len(numbered.split())
    for counted in ("documents", "characters", "words"):
        assert getattr(summary, counted) == sum(getattr(file, counted) for file in summary.files)
    assert summary.language == "English"


def test_a_summary_is_json(tmp_path: Path) -> None:
    told = json.loads(json.dumps(dataclasses.asdict(summarise([written(tmp_path, STORY)]))))
    assert told["documents"] == 1
    assert told["first_lines"] == [STORY.strip()]


def test_first_lines_are_eight_and_short(tmp_path: Path) -> None:
    lines = summarise([written(tmp_path, ("x" * 500 + "\n") * 20)]).first_lines
    assert [len(line) for line in lines] == [200] * 8


def test_three_words_are_too_few_and_the_sentence_says_how_many_are_needed(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="only 3 words, but at least 500") as caught:
        check_enough(summarise([written(tmp_path, "just three words")]))
    assert caught.value.field == "files"


def test_six_hundred_words_are_enough_but_called_very_small(tmp_path: Path) -> None:
    summary = summarise([written(tmp_path, STORY * 30)])
    check_enough(summary)
    assert any("very small" in warning for warning in summary.warnings)


def test_repetition_markup_and_damage_are_warned_about(tmp_path: Path) -> None:
    page = "Of all items\n" + "".join(f'<p class="x">Item {n} &amp; more</p>\n' for n in range(50))
    told = {
        "repeated": summarise([written(tmp_path, "buy now\n" * 100, "a")]),
        "HTML marks": summarise([written(tmp_path, page, "b")]),
        "damaged character was": summarise(
            [written(tmp_path, f"{STORY} naïve élan".encode() + b"caf\xe9", "c")]
        ),
    }
    for word, summary in told.items():
        assert any(word in warning for warning in summary.warnings)


def test_ordinary_text_has_no_warning(tmp_path: Path) -> None:
    text = "".join(f"In {n} the {n % 7} friends <unk> met again & talked.\n" for n in range(3000))
    assert summarise([written(tmp_path, text)]).warnings == ()


def test_warnings_of_several_files_name_the_file(tmp_path: Path) -> None:
    paths = [written(tmp_path, "buy now\n" * 100, "a.txt"), written(tmp_path, STORY, "b.txt")]
    assert any(warning.startswith("a.txt: ") for warning in summarise(paths).warnings)


def test_documents_are_counted_by_length(tmp_path: Path) -> None:
    short, long, longer = (" ".join(["x" * 30] * words) for words in (9, 10, 250))
    text = "\n\n".join([*[short] * 10, *[long] * 20, *[longer] * 5])
    lengths = summarise([written(tmp_path, text)]).lengths
    counted = {edge: number for edge, number in zip(LENGTH_EDGES, lengths, strict=True) if number}
    assert counted == {0: 10, 10: 20, 200: 5}


def test_characters_count_as_words_where_there_are_no_spaces() -> None:
    assert count_words("one two  three") == 3
    assert count_words("气和玉烛，睿化著鸿明。") == 9
    assert count_words("我爱 Python 语言") == 5
    assert count_words("naïve café") == 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "English"),
        ("Der alte Mann ging an das Meer, und es war kalt, aber er hatte ein Boot für die Fahrt.", "German"),
        ("Le vieil homme est allé à la mer et il ne savait pas que le bateau était dans le port.", "French"),
        ("El viejo fue al mar y no sabía que el barco estaba en la ciudad con los otros.", "Spanish"),
        ("Старик пошёл к морю, и было холодно, но у него были лодка и рыба.", "Russian"),
        ("气和玉烛，睿化著鸿明。缇管一阳生。", "Chinese"),
        ("昔々あるところに、おじいさんとおばあさんが住んでいました。", "Japanese"),
        ("옛날 옛적에 할아버지와 할머니가 살았습니다.", "Korean"),
        ("zxcv qwer tyui asdf ghjk bnm", "unknown"),
        ("12345 67890 !!!", "unknown"),
    ],
)
def test_the_language_is_guessed_or_honestly_unknown(text: str, language: str) -> None:
    assert guess_language(text) == language
