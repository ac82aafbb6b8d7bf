"""A labelled file of the sample world for every task that can be taught."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from electra_engine.corpus.sample.labelled import (
    labelled_moods,
    labelled_parts_of_speech,
    labelled_questions,
)
from electra_engine.corpus.sample.stories import sample_story
from electra_engine.corpus.sample.telling import Question, Sentence, Story

CONTENT = ("NOUN", "PROPN", "VERB", "ADJ")  # the words that carry a sentence's meaning
TOPICS = {
    "at_work": "work",
    "rainy_day": "weather",
    "snowy_day": "weather",
    "sunny_day": "weather",
    "farm_visit": "farm",
    "zoo_visit": "zoo",
    "pet_day": "pets",
    "mood_story": "feelings",
}
HIGHEST_SCORE = 5.0
UNANSWERABLE = 0.3
CHOICES = 4


@dataclass(frozen=True)
class TaskSample:
    """The `file_name` and how many `rows` it has by itself; `write(path, rows, seed)` makes it."""

    file_name: str
    rows: int
    write: Callable[[Path, int, int], None]


def write_task_sample(task: str, folder: Path) -> Path:
    """Writes the sample of a task into `folder` and returns the file; the same bytes on every machine."""
    sample = TASK_SAMPLES[task]
    path = folder / sample.file_name
    sample.write(path, sample.rows, 1)
    return path


def labelled_topics(rows: int, seed: int) -> list[tuple[str, list[str]]]:
    """`rows` passages with what they tell of: one to three topics, sorted, in each."""
    rng = random.Random(f"topics {seed}")
    by_topic: dict[str, list[Story]] = {topic: [] for topic in sorted(set(TOPICS.values()))}
    while min(map(len, by_topic.values())) < 40:
        story = sample_story(rng)
        if story.kind in TOPICS and len(story.sentences) > 1:
            by_topic[TOPICS[story.kind]].append(story)
    labelled = []
    for _ in range(rows):
        topics = rng.sample(list(by_topic), rng.choice((1, 1, 2, 2, 3)))
        told = [_passage(rng, rng.choice(by_topic[topic])) for topic in topics]
        labelled.append((" ".join(told), sorted(topics)))
    return labelled


def labelled_similarities(rows: int, seed: int) -> list[tuple[str, str, float]]:
    """`rows` pairs of sentences with how alike they are: 5 times the share of telling words they keep."""
    rng = random.Random(f"similarities {seed}")
    sentences = [rng.choice(sample_story(rng).sentences) for _ in range(max(200, rows // 4))]
    pools: dict[str, list[str]] = {tag: [] for tag in CONTENT}
    for sentence in sentences:
        for word, tag in sentence.tagged():
            if tag in pools:
                pools[tag].append(word)
    return [_similarity(rng, rng.choice(sentences), pools) for _ in range(rows)]


def labelled_choices(rows: int, seed: int) -> list[tuple[Question, list[str], int]]:
    """`rows` questions, each with four possible answers and the position of the right one.

    The wrong ones answer questions of the same kind, in other stories.
    """
    rng = random.Random(f"choices {seed}")
    by_kind: dict[str, list[str]] = {}
    asked = labelled_questions(rows + 200, seed + 1)
    for question in asked:
        by_kind.setdefault(question.question.split()[0], []).append(question.answer)
    labelled = []
    for question in asked[:rows]:
        right = question.answer.lower()
        kinds = by_kind[question.question.split()[0]]
        others = sorted({answer for answer in kinds if answer.lower() != right})
        others += sorted({one.answer for one in asked if one.answer.lower() != right} - set(others))
        wrong = rng.sample(others[: max(CHOICES, len(set(kinds)) - 1)], CHOICES - 1)
        place = rng.randrange(CHOICES)
        labelled.append((question, [*wrong[:place], question.answer, *wrong[place:]], place))
    return labelled


def _passage(rng: random.Random, story: Story) -> str:
    first = rng.randrange(len(story.sentences) - 1)
    return " ".join(sentence.text for sentence in story.sentences[first : first + 2])


def _similarity(
    rng: random.Random, sentence: Sentence, pools: dict[str, list[str]]
) -> tuple[str, str, float]:
    words = sentence.tagged()
    places = [place for place, (_, tag) in enumerate(words) if tag in CONTENT]
    changed = rng.sample(places, rng.randint(0, len(places)))
    other = [word for word, _ in words]
    for place in changed:
        other[place] = rng.choice([word for word in pools[words[place].tag] if word != words[place].word])
    score = HIGHEST_SCORE * (1 - len(changed) / max(len(places), 1))
    return sentence.text, _spaced(other), round(score, 2)


def _spaced(words: Sequence[str]) -> str:
    """Words with spaces between them and none before a mark."""
    text = " ".join(words)
    for mark in ".,:!?":
        text = text.replace(f" {mark}", mark)
    return text.replace(" 's", "'s")


def _write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _write_moods(path: Path, rows: int, seed: int) -> None:
    _write_table(path, ("text", "label"), labelled_moods(rows, seed))


def _write_topics(path: Path, rows: int, seed: int) -> None:
    labelled = labelled_topics(rows, seed)
    _write_table(path, ("text", "topics"), [(text, ", ".join(topics)) for text, topics in labelled])


def _write_similarities(path: Path, rows: int, seed: int) -> None:
    _write_table(path, ("sentence1", "sentence2", "score"), labelled_similarities(rows, seed))


def _write_tags(path: Path, rows: int, seed: int) -> None:
    """As conllu, whose other columns stay open."""
    sentences = []
    for words, tags in labelled_parts_of_speech(rows, seed):
        lines = [
            "\t".join((str(number), word, "_", tag, *"______"))
            for number, (word, tag) in enumerate(zip(words, tags, strict=True), 1)
        ]
        sentences.append("\n".join(lines))
    path.write_text("\n\n".join(sentences) + "\n\n", encoding="utf-8", newline="\n")


def _write_questions(path: Path, rows: int, seed: int) -> None:
    """As SQuAD 2.0 is written; some questions are asked of a story that does not answer them."""
    rng = random.Random(f"no answers {seed}")
    asked = labelled_questions(rows, seed)
    articles = []
    for number, question in enumerate(asked):
        other = asked[rng.randrange(len(asked))]
        no_answer = rng.random() < UNANSWERABLE and other.answer.lower() not in question.context.lower()
        answer = {"text": question.answer, "answer_start": question.answer_start}
        entry = {
            "id": str(number),
            "question": other.question if no_answer else question.question,
            "answers": [] if no_answer else [answer],
            "is_impossible": no_answer,
        }
        articles.append({"title": str(number), "paragraphs": [{"context": question.context, "qas": [entry]}]})
    tree = {"version": "v2.0", "data": articles}
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8", newline="\n")


def _write_choices(path: Path, rows: int, seed: int) -> None:
    lines = [
        json.dumps(
            {"context": asked.context, "question": asked.question, "choices": choices, "answer": place},
            ensure_ascii=False,
        )
        for asked, choices, place in labelled_choices(rows, seed)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


TASK_SAMPLES: dict[str, TaskSample] = {
    "classification": TaskSample("moods.csv", 1_200, _write_moods),
    "multi_label": TaskSample("topics.csv", 1_200, _write_topics),
    "similarity": TaskSample("alike.csv", 2_000, _write_similarities),
    "tagging": TaskSample("parts_of_speech.conllu", 1_200, _write_tags),
    "question_answering": TaskSample("questions.json", 1_500, _write_questions),
    "multiple_choice": TaskSample("choices.jsonl", 1_000, _write_choices),
}
