"""Sentences that a run's model may compare with: those it learned from, or the sample's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from electra_engine.corpus import read_documents
from electra_engine.corpus.sample.stories import sample_stories
from electra_engine.corpus.words import count_words, sentences
from electra_engine.jobs.runs import RunRequest

LOOKED_AT = 20_000  # sentences, from the beginning of the files
CHOSEN = 1_000
FEWEST_WORDS, MOST_WORDS = 3, 40
SEED = 0


def sentences_of(request: RunRequest) -> list[str]:
    """At most 1,000 different sentences of a pre-training run's files, spread over their beginning.

    A run whose files are gone, or that never had any of its own, gives sentences of the sample world.
    Raises `UserError` for a file that can no longer be read.
    """
    files = [Path(file) for file in request.files if Path(file).is_file()]
    texts = (document.text for document in read_documents(files)) if files else _sample_texts()
    found = list(dict.fromkeys(_moderate(texts)))
    return random.Random(SEED).sample(found, min(CHOSEN, len(found)))


def _sample_texts() -> Iterator[str]:
    return (story.text for story in sample_stories(CHOSEN))


def _moderate(texts: Iterator[str]) -> Iterator[str]:
    """Sentences of a usual length; no further than so many of them."""
    usual = (
        sentence
        for text in texts
        for sentence in sentences(text)
        if FEWEST_WORDS <= count_words(sentence) <= MOST_WORDS
    )
    return islice(usual, LOOKED_AT)
