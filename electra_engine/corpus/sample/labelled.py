"""Labelled sets from the sample world, for fine-tuning: moods, parts of speech, questions.

They come from the generator that writes the corpus, which knows the truth of every story, but from
other streams of chance: no passage of a set stands in the standard corpus.
"""

from __future__ import annotations

import csv
import functools
import random
from collections.abc import Iterator
from pathlib import Path

from electra_engine.corpus.sample.feelings import FEELINGS, Feeling
from electra_engine.corpus.sample.mood_stories import tell_of
from electra_engine.corpus.sample.stories import sample_stories, sample_story
from electra_engine.corpus.sample.telling import Question, Story, Teller

# How many of the labelled passages say the feeling in so many words.
_NAMED_SHARE = 0.3


def labelled_moods(rows: int, seed: int) -> list[tuple[str, str]]:
    """`rows` short passages, each with the mood its hero ends in; the moods are balanced.

    Returns ``[(passage, mood), …]`` in random order, `mood` one of `MOODS`.
    """
    rng = random.Random(f"moods {seed}")
    labelled = []
    for row in range(rows):
        feeling = FEELINGS[row % len(FEELINGS)]
        labelled.append((next(_moods(rng, feeling)), feeling.mood))
    rng.shuffle(labelled)
    return labelled


def labelled_parts_of_speech(rows: int, seed: int) -> list[tuple[list[str], list[str]]]:
    """`rows` sentences as ``(words, tags)``: as many tags as words, punctuation marks counted as words.

    The tags are those of Universal Dependencies (UPOS), after its guidelines for English.
    """
    rng = random.Random(f"parts of speech {seed}")
    labelled = []
    for _ in range(rows):
        tagged = rng.choice(sample_story(rng).sentences).tagged()
        labelled.append(([word for word, _ in tagged], [tag for _, tag in tagged]))
    return labelled


def labelled_questions(rows: int, seed: int) -> list[Question]:
    """`rows` stories, each with a question about who, where or what and its answer in the text."""
    rng = random.Random(f"questions {seed}")
    answered = _stories_with_questions(rng)
    return [rng.choice(next(answered).questions) for _ in range(rows)]


def write_labelled_moods(path: Path, rows: int, seed: int) -> Path:
    """Writes `labelled_moods` as a UTF-8 CSV file with the header ``text,label``; returns `path`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("text", "label"))
        writer.writerows(labelled_moods(rows, seed))
    return path


def _moods(rng: random.Random, feeling: Feeling) -> Iterator[str]:
    while True:
        teller = Teller(rng)
        tell_of(teller, feeling, named=_NAMED_SHARE)
        text = teller.finish("mood_story").text
        if text not in _standard_texts():
            yield text


def _stories_with_questions(rng: random.Random) -> Iterator[Story]:
    while True:
        story = sample_story(rng)
        if story.questions and story.text not in _standard_texts():
            yield story


@functools.cache
def _standard_texts() -> frozenset[str]:
    """The stories of the standard corpus: short ones could come up again by chance."""
    return frozenset(story.text for story in sample_stories())
