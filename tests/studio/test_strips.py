"""What the strips show of a token, in any script, and how little the time machine sends."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from electra_engine import (
    ProbeSentence,
    ProbeSnapshot,
    ProbeToken,
    RecordReader,
    VocabularySettings,
    learn_vocabulary,
)
from electra_engine.watching.store import RecordWriter
from studio.text import LANGUAGES
from studio.widgets.theatre import theatre_value
from studio.widgets.time_machine import MOST_ROWS, head_value, part_value

TEXT = LANGUAGES["en"]


def sentence(text: str, learned_from: str, folder: Path, lowercase: bool = False) -> ProbeSentence:
    """A sentence as a real tokenizer cuts it, nothing hidden."""
    settings = VocabularySettings(size=100, lowercase=lowercase)
    encoding = learn_vocabulary([learned_from] * 9, settings, folder).encode(text, add_special_tokens=False)
    tokens = [
        ProbeToken(token, start, end, False, token, False, 0.25)
        for token, (start, end) in zip(encoding.tokens, encoding.offsets, strict=True)
    ]
    return ProbeSentence(0, text, tokens)


def columns(sentence: ProbeSentence) -> list[tuple[str, str, bool]]:
    """Of each column what stands in the first two strips, and whether it touches the one before."""
    value = theatre_value(ProbeSnapshot(0, 0.0, [sentence]), TEXT)
    tokens = value["sentences"][0]["tokens"]
    return [(token["text"], token["own"]["text"], token["glued"]) for token in tokens]


def test_chinese_stands_character_by_character_each_beside_the_last(tmp_path: Path) -> None:
    assert columns(sentence("𠀀狗叫。 好", "狗叫。好𠀀", tmp_path)) == [
        ("𠀀", "𠀀", False),
        ("狗", "狗", True),
        ("叫", "叫", True),
        ("。", "。", True),
        ("好", "好", False),
    ]


def test_letters_keep_their_accents_and_their_case_as_they_were_written(tmp_path: Path) -> None:
    decomposed = "Cafe\u0301 नमस्ते"
    assert columns(sentence(decomposed, decomposed, tmp_path, lowercase=True)) == [
        ("Cafe\u0301", "Cafe\u0301", False),
        ("नमस्ते", "नमस्ते", False),
    ]


def test_an_accent_cut_off_its_letter_stands_on_a_circle(tmp_path: Path) -> None:
    shown = columns(sentence("xe\u0301", "x e \u0301 xe", tmp_path))
    assert ("◌\u0301", "◌\u0301", True) in shown
    assert "".join(original for original, *_ in shown) == "xe◌\u0301"


def test_a_word_the_vocabulary_does_not_know_is_written_above_and_unknown_below(tmp_path: Path) -> None:
    assert columns(sentence("dog Żółw", "the dog", tmp_path)) == [
        ("dog", "dog", False),
        ("Żółw", "[UNK]", False),
    ]


@pytest.fixture
def long_history(tmp_path: Path) -> RecordReader:
    """A run with a thousand snapshots of twelve sentences of twenty tokens, four of them hidden."""
    plain = ProbeToken("word", 0, 4, False, "word", False, 0.0001)
    hidden = ProbeToken("word", 0, 4, True, "other", True, 0.9876, 0.12345)
    tokens = [
        dataclasses.replace(hidden if at % 5 == 0 else plain, start=5 * at, end=5 * at + 4)
        for at in range(20)
    ]
    text = "word " * 20
    sentences = [ProbeSentence(index, text, tokens) for index in range(12)]
    writer = RecordWriter(tmp_path / "records.sqlite")
    for step in range(0, 100_000, 100):
        writer.write(ProbeSnapshot(step, step / 10, sentences))
    writer.close()
    return RecordReader(tmp_path / "records.sqlite")


def test_a_long_history_comes_in_parts_that_join_and_the_newest_costs_next_to_nothing(
    long_history: RecordReader,
) -> None:
    head = head_value("long", 1.0, long_history, TEXT)
    since, steps, parts = -1, [], 0
    while since < head["newest"]:
        part = part_value("long", 1.0, long_history, 3, since)
        assert part["since"] == since
        assert len(json.dumps(part)) < 50_000
        steps += [step for step, *_ in part["rows"]]
        since, parts = part["until"], parts + 1
    assert steps == list(range(0, 100_000, 100))
    assert parts == 1000 // MOST_ROWS
    newest = part_value("long", 1.0, long_history, 3, 99_800)
    assert newest["rows"] == [[99_900, ([988] + [1] * 4) * 4, [[["other", False], 123]] * 4]]
    assert len(json.dumps(newest["rows"])) < 300


def test_a_sentence_that_no_snapshot_holds_leaves_nothing_to_ask_for_again(tmp_path: Path) -> None:
    reader = RecordReader(tmp_path / "absent.sqlite")
    head = head_value("none", 0.0, reader, TEXT)
    assert (head["newest"], head["sentences"]) == (-1, [])
    part = part_value("none", 0.0, reader, 7, -1)
    assert (part["rows"], part["until"]) == ([], -1)
