"""Portraits: a few short sentences about one animal, which name it again and again.

They are half of the corpus, because a tiny pair learns from them first. When the name stands
in several sentences, it is nearly always guessed right; so in "The dog meowed." it is the sound that must
be wrong. Some remarks stand alone all the same, as the sentences do that people try: without them a pair
more often blames the wrong word's neighbour (assets/results.md, "How much is hidden").
"""

from __future__ import annotations

from collections.abc import Callable

from electra_engine.corpus.sample.animals import ANIMALS, Animal
from electra_engine.corpus.sample.telling import Teller

FEWEST, MOST = 3, 6  # sentences of a portrait


def animal_portrait(t: Teller) -> None:
    """Three to six things about one animal in random order, sometimes with a child that meets it."""
    animal = t.pick(ANIMALS)
    t.cast(a=animal)
    always = _always_told(animal)
    most = min(MOST, len(always) + len(_SOMETIMES_TOLD))
    told = always + t.some(_SOMETIMES_TOLD, t.pick(range(FEWEST, most + 1)) - len(always))
    for part in t.some(told, len(told)):
        part(t)
    if t.chance(0.25):
        t.say("{c} likes the {a}.", "{c} saw the {a}.")
        t.ask("Who met the {a}?", "{c}")


def animal_remark(t: Teller) -> None:
    """One thing about one animal, its sound in every second remark, and nothing else."""
    animal = t.pick(ANIMALS)
    t.cast(a=animal)
    sounds = bool(animal.sound) and t.chance(0.5)
    part = _sound if sounds else t.pick((_food, _home, _colour, _deed))
    part(t)


def _always_told(animal: Animal) -> list[Callable[[Teller], None]]:
    """What tells animals apart and is seldom said in other stories."""
    parts: list[Callable[[Teller], None]] = []
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


_SOMETIMES_TOLD: list[Callable[[Teller], None]] = [_food, _home, _sleep, _deed, _colour]
