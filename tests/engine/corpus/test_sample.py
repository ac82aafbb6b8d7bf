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
from electra_engine.corpus.sample.animals import ANIMALS, FARM_ANIMALS
from electra_engine.corpus.sample.lexicon import NAMES, PART_OF_SPEECH
from electra_engine.corpus.sample.people import CHILDREN

UPOS = set(
    re.findall("[A-Z]+", "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X")
)


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


def test_the_standard_corpus_is_nearly_a_megabyte_of_a_small_vocabulary(corpus: str) -> None:
    assert 800_000 < len(corpus.encode()) < 1_000_000
    assert 450 <= len(set(re.findall(r"[a-z]+", corpus.lower()))) <= 700


def test_every_story_is_short_and_its_sentences_begin_and_end_as_sentences(stories: list[Story]) -> None:
    for story in stories:
        fewest = {"animal_remark": 1, "animal_portrait": 3}.get(story.kind, 4)
        assert fewest <= len(story.sentences) <= 9
        for sentence in story.sentences:
            assert re.fullmatch(r'"?[A-Z][^"{}/]*("[^"]*"?)?[.?"]', sentence.text), sentence.text
            assert "  " not in sentence.text


def test_stories_of_more_than_three_sentences_seldom_repeat(stories: list[Story]) -> None:
    told = [story.text for story in stories if len(story.sentences) > 3]
    assert len(told) > 0.6 * len(stories)
    assert len(set(told)) > 0.95 * len(told)


def test_every_sentence_of_a_portrait_names_its_animal(stories: list[Story]) -> None:
    portraits = [story for story in stories if story.kind == "animal_portrait"]
    assert len(portraits) > 0.45 * len(stories)
    for story in portraits:
        named = [
            {str(animal) for animal in ANIMALS if re.search(rf"\b{animal}\b", sentence.text)}
            for sentence in story.sentences
        ]
        assert len(set.intersection(*named)) >= 1, story.text


def test_a_portrait_tells_the_sound_and_the_young_of_a_farm_animal(stories: list[Story]) -> None:
    animals = {str(animal.name): animal for animal in FARM_ANIMALS}
    checked = 0
    for story in stories:
        shown = re.search(r"\b[Tt]he (\w+)", story.text)
        if story.kind == "animal_portrait" and shown and shown.group(1) in animals:
            animal = animals[shown.group(1)]
            assert str(animal.baby) in story.text
            assert animal.sound in story.text
            checked += 1
    assert checked > 300


def test_a_remark_is_one_sentence_about_an_animal_and_often_its_sound(stories: list[Story]) -> None:
    remarks = [story for story in stories if story.kind == "animal_remark"]
    assert len(remarks) > 0.05 * len(stories)
    assert {len(story.sentences) for story in remarks} == {1}
    sounds = {animal.sound for animal in ANIMALS if animal.sound}
    heard = [story for story in remarks if sounds & set(re.findall("[a-z]+", story.text))]
    assert len(heard) > 0.3 * len(remarks)


def test_what_a_fact_calls_right_is_in_the_corpus_and_what_it_calls_wrong_never_is(corpus: str) -> None:
    for fact in facts():
        assert re.search(rf"\b{fact.evidence.format(fact.right)}\b", corpus), fact
        assert not re.search(rf"\b{fact.evidence.format(fact.wrong)}\b", corpus), fact


def test_the_wrong_word_of_a_fact_stands_where_it_says_and_is_common_in_the_world(corpus: str) -> None:
    frequency = Counter(re.findall(r"[a-z]+", corpus.lower()))
    assert len(facts()) >= 50
    assert len({fact.kind for fact in facts()}) >= 8
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
    assert tags["home"] == {"ADV", "NOUN"}


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
