"""Portraits: a few short sentences about one animal, which name it again and again.

They are more than half of the corpus, because a tiny pair learns from them first. When the name stands
in every sentence, it is nearly always guessed right; so in "The dog meowed." it is the sound that must
be wrong.
"""

from __future__ import annotations

from collections.abc import Callable

from electra_engine.corpus.sample.animals import ANIMALS, Animal
from electra_engine.corpus.sample.telling import Teller

# From this many sentences on, a portrait always tells what the young of its animal is called.
_TELLS_YOUNG = 3


def animal_portrait(t: Teller) -> None:
    """One to six things about one animal in random order, sometimes with a child that meets it."""
    animal = t.pick(ANIMALS)
    t.cast(a=animal)
    parts = _parts(animal)
    told = t.some(parts, t.pick(range(1, min(6, len(parts)) + 1)))
    if animal.baby and len(told) >= _TELLS_YOUNG and _young not in told:
        told[t.pick(range(len(told)))] = _young
    for part in told:
        part(t)
    if t.chance(0.25):
        t.say("{c} likes the {a}.", "{c} saw the {a}.")
        t.ask("Who met the {a}?", "{c}")


def _parts(animal: Animal) -> list[Callable[[Teller], None]]:
    parts: list[Callable[[Teller], None]] = [_food, _home, _sleep, _deed, _colour]
    if animal.sound:
        parts.append(_sound)
    if animal.baby:
        parts.append(_young)
    return parts


def _sound(t: Teller) -> None:
    t.say(
        "The {a} {a.sound}.",
        "The {a} {a.sound} loudly.",
        "The {a} {a.sound} again.",
        "The {a} {a.sound} {a.place}.",
        "Listen, the {a} {a.sound}.",
        "The {a} {a.sound} and {a.sound}.",
    )


def _food(t: Teller) -> None:
    if t.chance(0.7):
        t.say(
            "The {a} {a.ate} {a.food}.",
            "The {a} {a.ate} {a.food} every day.",
            "The {a} was hungry and {a.ate} {a.food}.",
        )
        t.ask("What did the {a} {a.eat}?", "{a.food}")
    else:
        t.say("The {a} likes {a.food}.", "The {a} liked {a.food}.")
        t.ask("What does the {a} like?", "{a.food}")


def _home(t: Teller) -> None:
    t.say(
        "The {a} lives {a.place}.",
        "The {a} lived {a.place}.",
        "The {a} lives {a.place}, and the {a} sleeps {a.place}.",
    )
    t.ask("Where does the {a} live?", "{a.place}")


def _sleep(t: Teller) -> None:
    t.say(
        "The {a} slept {a.place}.",
        "At night the {a} slept {a.place}.",
        "The {a} sleeps {a.place}.",
    )
    t.ask("Where does the {a} sleep?", "{a.place}")


def _deed(t: Teller) -> None:
    t.say("The {a} {a.deed}.", "Then the {a} {a.deed}.")


def _young(t: Teller) -> None:
    t.say(
        "The {a} had {a.baby:a}.",
        "The {a} had {a.baby:a}.",
        "The {a} had {a.baby:a}, and the {a.baby} ran to the {a}.",
        "The {a.baby} ran to the {a}.",
        "The {a} and the {a.baby} were {a.place}.",
    )
    t.ask("Who was with the {a}?", "{a.baby}")


def _colour(t: Teller) -> None:
    t.say("The {a} is {a.colour}.", "The {a} was {a.colour}.")
    t.ask("What colour is the {a}?", "{a.colour}")
