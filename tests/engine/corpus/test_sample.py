"""The sample world keeps its own rules, and the labelled sets tell the truth about it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from electra_engine.corpus.sample import (
    MOODS,
    Story,
    facts,
    labelled_moods,
    labelled_parts_of_speech,
    labelled_questions,
    sample_stories,
    write_labelled_moods,
    write_sample_corpus,
)
from electra_engine.corpus.sample.lexicon import NAMES, PART_OF_SPEECH
from electra_engine.corpus.sample.people import CHILDREN

UPOS = set(
    re.findall("[A-Z]+", "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X")
)
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return list(sample_stories())


@pytest.fixture(scope="module")
def corpus(stories: list[Story]) -> str:
    return "\n\n".join(story.text for story in stories) + "\n"


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first = write_sample_corpus(tmp_path / "first.txt", seed=3, stories=50).read_bytes()
    again = write_sample_corpus(tmp_path / "again.txt", seed=3, stories=50).read_bytes()
    other = write_sample_corpus(tmp_path / "other.txt", seed=4, stories=50).read_bytes()
    assert first == again != other


def test_the_file_holds_a_story_a_line_with_blank_lines_between(tmp_path: Path) -> None:
    text = write_sample_corpus(tmp_path / "sample.txt", stories=20).read_text(encoding="utf-8")
    told = [story.text for story in sample_stories(20)]
    assert text == "\n\n".join(told) + "\n"
    assert not any("\n" in story for story in told)


def test_the_standard_corpus_is_a_megabyte_of_a_small_vocabulary(corpus: str) -> None:
    assert 900_000 < len(corpus.encode()) < 1_100_000
    assert 600 <= len(set(re.findall(r"[a-z]+", corpus.lower()))) <= 1000


def test_every_story_has_four_to_nine_sentences_that_begin_and_end_as_sentences(stories: list[Story]) -> None:
    for story in stories:
        assert 4 <= len(story.sentences) <= 9
        for sentence in story.sentences:
            assert re.fullmatch(r'"?[A-Z][^"{}/]*("[^"]*"?)?[.?"]', sentence.text), sentence.text
            assert "  " not in sentence.text


def test_stories_seldom_repeat(stories: list[Story]) -> None:
    assert len({story.text for story in stories}) > 0.95 * len(stories)


def test_what_a_fact_calls_right_is_in_the_corpus_and_what_it_calls_wrong_never_is(corpus: str) -> None:
    for fact in facts():
        assert re.search(rf"\b{fact.evidence.format(fact.right)}\b", corpus), fact
        assert not re.search(rf"\b{fact.evidence.format(fact.wrong)}\b", corpus), fact


def test_the_wrong_word_of_a_fact_stands_where_it_says_and_is_common_in_the_world(corpus: str) -> None:
    frequency = Counter(re.findall(r"[a-z]+", corpus.lower()))
    assert len(facts()) >= 40
    assert len({fact.kind for fact in facts()}) >= 10
    for fact in facts():
        assert fact.text[fact.start :].startswith(fact.wrong)
        assert fact.corrected[fact.start :].startswith(fact.right)
        assert frequency[fact.wrong.lower()] >= 20, fact
        assert re.findall(r"[a-z]+", fact.text.lower()) != re.findall(r"[a-z]+", fact.corrected.lower())


def test_the_wrong_word_of_a_fact_is_the_same_part_of_speech_as_the_right_one() -> None:
    def part_of_speech(word: str) -> str:
        return "PROPN" if word in NAMES else PART_OF_SPEECH[word.lower()]

    for fact in facts():
        assert part_of_speech(fact.wrong) == part_of_speech(fact.right), fact


def test_facts_are_told_in_words_the_corpus_uses(corpus: str) -> None:
    known = set(re.findall(r"[a-z]+", corpus.lower()))
    for fact in facts():
        assert set(re.findall(r"[a-z]+", fact.text.lower())) <= known


def test_only_its_own_animal_makes_a_sound(corpus: str) -> None:
    sounds = {"barked": {"dog"}, "meowed": {"cat"}, "mooed": {"cow"}, "neighed": {"horse"}}
    for sound, animals in sounds.items():
        heard = set(re.findall(rf"\bThe (\w+) {sound}\b", corpus))
        assert heard
        assert heard <= animals


def test_a_day_is_followed_by_the_next_day(corpus: str) -> None:
    pairs = re.findall(r"[Aa]fter (\w+day) (?:came|comes|was) (\w+day)", corpus)
    pairs += re.findall(r'comes after (\w+day)\?" asked the teacher\. "(\w+day)', corpus)
    assert len(pairs) > 100
    for day, following in pairs:
        assert DAYS.index(following) == (DAYS.index(day) + 1) % 7


def test_counting_adds_up(stories: list[Story]) -> None:
    number = "|".join(NUMBERS[1:])
    told = [story for story in stories if story.kind == "counting"]
    assert len(told) > 50
    for story in told:
        # Counting aloud names every number and changes none.
        text = re.sub(r'"?One(, \w+)*,"? counted \w+\.|\w+ counted [^.]*\.', "", story.text)
        amounts = [
            NUMBERS.index(word.lower()) for word in re.findall(rf"\b({number})\b", text, re.IGNORECASE)
        ]
        start, gone, left, *more = amounts
        assert left == start - gone, story.text
        if len(more) > 1:
            assert more[1] == left + more[0], story.text
        assert amounts[-1] == amounts[-2] or len(more) == 1


def test_whoever_is_given_a_toy_has_it(stories: list[Story]) -> None:
    told = [story.text for story in stories if story.kind == "lend"]
    gifts = [
        re.search(r"gave the (\w+) to (\w+)[.,].*?Now (\w+(?:'s \w+)?) had the (?:\w+ )?\1", text)
        for text in told
    ]
    found = [gift for gift in gifts if gift]
    assert len(found) > 50
    for gift in found:
        assert gift.group(2) == gift.group(3), gift.group()


def test_a_lost_toy_is_never_where_it_was_looked_for_in_vain(stories: list[Story]) -> None:
    for story in (story for story in stories if story.kind == "lost_toy"):
        (question,) = story.questions
        searched = re.findall(r"looked (.+?), but|was not (\w+ the [\w ]+)\.", story.text)
        assert question.answer not in {place for pair in searched for place in pair}


def test_pronouns_agree_with_the_names_before_them(stories: list[Story]) -> None:
    female = {child.name: child.female for child in CHILDREN}
    checked = 0
    for story in stories:
        for sentence in story.sentences:
            names = [name for name in re.findall(r"\w+", sentence.text) if name in female]
            relatives = re.search(r"\b(mother|father|aunt|uncle|sister|brother|grand\w+)\b", sentence.text)
            if len(names) == 1 and not relatives:
                wrong = r"\b(he|his|him)\b" if female[names[0]] else r"\b(she|her)\b"
                right = r"\b(she|her)\b" if female[names[0]] else r"\b(he|his|him)\b"
                before = story.text[: story.text.index(sentence.text)]
                others = {name for name in re.findall(r"\w+", before) if name in female} - set(names)
                if not others:
                    assert not re.search(wrong, sentence.text), sentence.text
                    checked += bool(re.search(right, sentence.text))
    assert checked > 500


def test_an_stands_before_vowels_and_a_before_consonants(corpus: str) -> None:
    assert not re.search(r"\b[Aa] [aeiou]\w*", corpus)
    assert not re.search(r"\b[Aa]n [^aeiou\s]", corpus)


def test_nouns_after_numbers_agree(corpus: str) -> None:
    nouns = "apple|egg|coin|shell|flower|candle"
    assert not re.search(rf"\bone ({nouns})s\b", corpus)
    assert not re.search(rf"\b(two|three|four|five|six|seven|eight|nine) ({nouns})\b", corpus)


def test_moods_are_balanced_and_never_taken_from_the_corpus(stories: list[Story]) -> None:
    told = {story.text for story in stories}
    labelled = labelled_moods(400, seed=0)
    assert Counter(mood for _, mood in labelled) == dict.fromkeys(MOODS, 100)
    assert not any(text in told for text, _ in labelled)
    assert labelled == labelled_moods(400, seed=0) != labelled_moods(400, seed=1)


def test_no_single_word_gives_a_mood_away() -> None:
    labelled = labelled_moods(1000, seed=0)
    for mood in MOODS:
        texts = [set(re.findall(r"\w+", text)) for text, label in labelled if label == mood]
        counts = Counter(word for text in texts for word in text)
        others = {word for text, label in labelled if label != mood for word in re.findall(r"\w+", text)}
        tells = {word: count for word, count in counts.items() if word not in others}
        assert max(tells.values(), default=0) < 0.5 * len(texts)


def test_the_moods_file_is_a_table_of_text_and_label(tmp_path: Path) -> None:
    path = write_labelled_moods(tmp_path / "moods.csv", rows=12, seed=5)
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["text", "label"]
    assert [tuple(row) for row in rows] == labelled_moods(12, seed=5)


def test_every_word_of_the_corpus_has_a_universal_part_of_speech(stories: list[Story]) -> None:
    for story in stories:
        for sentence in story.sentences:
            tagged = sentence.tagged()
            assert {tag for _, tag in tagged} <= UPOS
            assert "".join(word for word, _ in tagged) == sentence.text.replace(" ", "")


def test_parts_of_speech_are_aligned_with_their_words() -> None:
    labelled = labelled_parts_of_speech(300, seed=0)
    assert all(len(words) == len(tags) > 2 for words, tags in labelled)
    assert {tag for _, tags in labelled for tag in tags} <= UPOS
    assert labelled == labelled_parts_of_speech(300, seed=0) != labelled_parts_of_speech(300, seed=1)


def test_a_word_can_be_two_parts_of_speech() -> None:
    tags: dict[str, set[str]] = {}
    for words, labels in labelled_parts_of_speech(3000, seed=0):
        for word, tag in zip(words, labels, strict=True):
            tags.setdefault(word.lower(), set()).add(tag)
    assert tags["to"] == {"ADP", "PART"}
    assert tags["paint"] == {"NOUN", "VERB"}


def test_every_answer_is_a_span_of_its_context_and_not_of_the_corpus(stories: list[Story]) -> None:
    told = {story.text for story in stories}
    questions = labelled_questions(500, seed=0)
    for asked in questions:
        assert asked.context[asked.answer_start :].startswith(asked.answer)
        assert asked.question.endswith("?")
        assert asked.answer
        assert asked.context not in told
    assert {"Who", "Where", "What"} <= {asked.question.split()[0] for asked in questions}
    assert questions == labelled_questions(500, seed=0) != labelled_questions(500, seed=1)
