"""The sample corpus: which plots there are, how often each is told, and the file they fill."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from electra_engine.corpus.sample import (
    animal_stories,
    calendar_stories,
    mood_stories,
    school_stories,
    thing_stories,
    weather_stories,
    work_stories,
)
from electra_engine.corpus.sample.telling import Story, Teller

STANDARD_STORIES = 3600

# How many times out of the sum each plot is told.
_PLOTS: tuple[tuple[Callable[[Teller], None], int], ...] = (
    (animal_stories.farm_visit, 22),
    (animal_stories.zoo_visit, 12),
    (animal_stories.animal_life, 12),
    (animal_stories.meadow_talk, 6),
    (animal_stories.pet_day, 14),
    (weather_stories.rainy_day, 2),
    (weather_stories.snowy_day, 2),
    (weather_stories.sunny_day, 2),
    (weather_stories.windy_day, 1),
    (weather_stories.two_seasons, 2),
    (calendar_stories.two_days, 13),
    (calendar_stories.whole_day, 2),
    (calendar_stories.good_night, 2),
    (calendar_stories.birthday, 3),
    (calendar_stories.best_friends, 4),
    (calendar_stories.family, 1),
    (thing_stories.lend, 5),
    (thing_stories.lost_toy, 3),
    (thing_stories.counting, 6),
    (thing_stories.household, 3),
    (work_stories.at_work, 4),
    (work_stories.cooking, 2),
    (work_stories.journey, 2),
    (school_stories.quiz, 4),
    (school_stories.mixing, 3),
    (school_stories.painting, 5),
    (mood_stories.mood_story, 20),
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

    The same seed and number give the same bytes on every machine; the standard size is about 1 MB.
    """
    text = "\n\n".join(story.text for story in sample_stories(stories, seed))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path
