"""Stories of school: questions in class, paints that mix, pictures in the right colours."""

from __future__ import annotations

from electra_engine.corpus.sample.animals import FARM_ANIMALS, SMALL_ANIMALS, WILD_ANIMALS
from electra_engine.corpus.sample.nouns import NUMBERS
from electra_engine.corpus.sample.telling import Teller
from electra_engine.corpus.sample.things import COLOURS, MIXTURES
from electra_engine.corpus.sample.world import DAYS, next_day


def quiz(t: Teller) -> None:
    """A teacher asks, children answer; every answer is a fact of the world."""
    t.say(
        "The teacher asked the children three questions.",
        "At school the teacher had three questions for {c} and {f}.",
    )
    for asker in t.some((_colour, _day, _food, _sum), 3):
        t.cast(w=t.pick((t.child, t.friend)))
        asker(t)
    t.say('"That is right," said the teacher to {w}.', '"All three answers are right," said the teacher.')


def _answer(t: Teller, question: str, answer: str) -> None:
    t.say(f'"{question}" asked the teacher.')
    t.say(f'"{answer}," answered {{w}}.', f'"{answer}," said {{w}}.')


def _colour(t: Teller) -> None:
    thing, colour = t.pick(COLOURS)
    _answer(t, f"What/DET colour is the {thing}?", colour)


def _day(t: Teller) -> None:
    day = t.pick(DAYS)
    _answer(t, f"Which/DET day comes after {day.name}?", next_day(day).name)


def _food(t: Teller) -> None:
    t.cast(a=t.pick((*FARM_ANIMALS, *WILD_ANIMALS, *SMALL_ANIMALS)))
    _answer(t, "What does {a:a} {a.eat}?", "{a.food}")


def _sum(t: Teller) -> None:
    first, second = t.rng.randint(1, 3), t.rng.randint(1, 3)
    _answer(t, f"What is {NUMBERS[first]} and {NUMBERS[second]}?", NUMBERS[first + second])


def mixing(t: Teller) -> None:
    """Two paints make a third."""
    first, second, result = t.pick(MIXTURES)
    things = tuple(thing for thing, colour in COLOURS if colour == result)
    t.cast(p=first, q=second, r=result, thing=t.pick(things))
    t.say(
        "{c} wanted to paint the {thing}, but there was no {r} paint/NOUN.",
        "{c} had no {r} paint/NOUN for the {thing}.",
    )
    t.say(
        "There was only {p} paint/NOUN and {q} paint/NOUN in the box.",
        "In the box {c} found {p} paint/NOUN and {q} paint/NOUN.",
    )
    t.say(
        '"Mix {p}/NOUN and {q}/NOUN," said the teacher.', '"What do {p}/NOUN and {q}/NOUN make?" asked {f}.'
    )
    t.say(
        "{c} put the {p} paint/NOUN and the {q} paint/NOUN into a bowl.",
        "With a brush {c} mixed {p}/NOUN and {q}/NOUN.",
    )
    t.say("{p}/NOUN and {q}/NOUN make {r}/NOUN.")
    t.ask("What did the colours make?", "{r}")
    t.say("Then {c} painted the {thing} {r}.", "With the {r} paint/NOUN {c} painted the {r} {thing}.")
    t.say("{f} liked the {r} {thing}.", '"Yes, the {thing} is {r}," said {f}.')


def painting(t: Teller) -> None:
    """A picture in which everything has its own colour."""
    t.say("On Thursday {c} painted a picture in the art room.", "{c} and {f} wanted to paint a picture.")
    for thing, colour in t.some(COLOURS, 3):
        t.cast(thing=thing, r=colour)
        t.say(
            "{c} painted the {r} {thing}.",
            "The {thing} was {r}.",
            '"I need {r}/NOUN for the {r} {thing}," said {c}.',
            "{c} painted the {thing} {r}, because the {thing} is {r}.",
        )
        t.ask("What colour was the {thing}?", "{r}")
    t.say("{f} liked {c}'s picture.", '"What/DET a wonderful picture," said {c.his} {m}.')
