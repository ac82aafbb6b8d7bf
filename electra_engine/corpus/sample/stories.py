"""The sample corpus: which plots there are, how often each is told, and the file they fill."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from electra_engine.corpus.sample import (
    animal_stories,
    mood_stories,
    portraits,
    weather_stories,
    work_stories,
)
from electra_engine.corpus.sample.telling import Story, Teller

STANDARD_STORIES = 5000

# How many times out of the sum each plot is told.
_PLOTS: tuple[tuple[Callable[[Teller], None], int], ...] = (
    (portraits.animal_portrait, 51),
    (portraits.animal_remark, 9),
    (animal_stories.farm_visit, 6),
    (animal_stories.zoo_visit, 4),
    (animal_stories.animal_life, 5),
    (animal_stories.pet_day, 8),
    (mood_stories.mood_story, 12),
    (weather_stories.rainy_day, 2),
    (weather_stories.snowy_day, 2),
    (weather_stories.sunny_day, 2),
    (work_stories.at_work, 3),
)
_DECK = tuple(plot for plot, share in _PLOTS for _ in range(share))


def sample_story(rng: random.Random) -> Story:
    """One story; the same state of `rng` tells the same story on every machine."""
    plot = rng.choice(_DECK)
    teller = Teller(rng)
    plot(teller)
    return teller.finish(plot.__name__)


def sample_stories(stories: int = STANDARD_STORIES, seed: int = 0) -> Iterator[Story]:
    """The stories of the sample corpus in order."""
    rng = random.Random(f"corpus {seed}")
    for _ in range(stories):
        yield sample_story(rng)


def write_sample_corpus(path: Path, seed: int = 0, stories: int = STANDARD_STORIES) -> Path:
    """Writes the corpus as UTF-8 text, a story a line and a blank line between two; returns `path`.

    The same seed and number give the same bytes on every machine; the standard size is about 0.89 MB.
    """
    text = "\n\n".join(story.text for story in sample_stories(stories, seed))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path
