"""Longer stories about animals: visits to the farm and the zoo, the life of one, a child and its pet.

The words that belong together stand close together.
"""

from __future__ import annotations

from electra_engine.corpus.sample.animals import FARM_ANIMALS, PETS, SMALL_ANIMALS, WILD_ANIMALS, Animal
from electra_engine.corpus.sample.telling import Teller


def farm_visit(t: Teller) -> None:
    """A child spends a day on the farm and meets its animals."""
    t.say(
        "{c} visited the farm with {c.his} {m}.",
        "{c} and {c.his} {m} spent a day on the farm.",
        "One sunny day {c} went to the farm with {c.his} {m}.",
    )
    t.ask("Who went to the farm?", "{c}")
    for animal in t.some(FARM_ANIMALS, 3):
        _meet_on_farm(t, animal)
    t.maybe(
        0.6,
        "In the evening {c} and {c.his} {m} drove home from the farm.",
        '"I like the farm," said {c} to {c.his} {m}.',
    )


def _meet_on_farm(t: Teller, animal: Animal) -> None:
    t.cast(a=animal)
    t.say(
        "The {a} {a.sound} {a.place}.",
        "The {a} {a.sound} when it saw {c}.",
        "{c} heard how the {a} {a.sound}.",
        "The {a} {a.sound} and {a.deed}.",
    )
    what = t.pick(("food", "food", "young", "place"))
    if what == "young":
        t.say(
            "The {a} had a {a.baby}.",
            "The {a} and the {a.baby} were {a.place}.",
        )
    elif what == "place":
        t.say("At night the {a} slept {a.place}.", "The {a} lived {a.place}.")
        t.ask("Where was the {a}?", "{a.place}")
    else:
        t.say(
            "{c} fed the {a} with {a.food}.",
            "The {a} was hungry and {a.ate} {a.food}.",
            "The {a} {a.ate} {a.food} {a.place}.",
            "The {a} {a.ate} {a.food} out of {c}'s hand.",
        )
        t.ask("What did the {a} {a.eat}?", "{a.food}")


def zoo_visit(t: Teller) -> None:
    """A child sees wild animals."""
    t.say(
        "{c} wanted to see wild animals, so {c.his} {m} took {c.him} to the zoo.",
        "{c} and {c.his} {m} went to the zoo to see wild animals.",
    )
    t.ask("Who went to the zoo?", "{c}")
    for order, animal in zip(("first", "then", "last"), t.some(WILD_ANIMALS, 3), strict=True):
        t.cast(a=animal, order=order)
        _meet_in_zoo(t, animal)
    t.maybe(
        0.5,
        '"I like the zoo," said {c} to {c.his} {m}.',
        "At home/NOUN {c} painted a picture of the {a}.",
    )


def _meet_in_zoo(t: Teller, animal: Animal) -> None:
    if animal.sound:
        t.say(
            "{order} they saw the {a}, and the {a} {a.sound}.",
            "{order} the {a} {a.sound} and {a.deed}.",
            "{order} {c} heard how the {a} {a.sound}.",
        )
    else:
        t.say("{order} they saw the {a}, and the {a} {a.deed}.", "{order} the {a} {a.deed}.")
    if t.chance(0.5):
        t.say("The {a} was hungry and {a.ate} {a.food}.", "{c} saw how the {a} {a.ate} {a.food}.")
        t.ask("What did the {a} {a.eat}?", "{a.food}")
    elif t.chance(0.6):
        t.say("A wild {a} lives {a.place}.", '"The {a} lives {a.place}," read {c}.')
        t.ask("Where does the {a} live?", "{a.place}")


def animal_life(t: Teller) -> None:
    """A day in the life of one animal."""
    animal = t.pick((*SMALL_ANIMALS, *WILD_ANIMALS))
    t.cast(a=animal, size="a little" if animal in SMALL_ANIMALS else "a wild")
    t.say("Once {size} {a} lived {a.place}.", "{size} {a.colour} {a} lived {a.place}.")
    t.ask("Where did the {a} live?", "{a.place}")
    if animal.sound:
        t.say("Every morning the {a} {a.sound}.", "When the sun rose, the {a} {a.sound} loudly.")
    else:
        t.say("Every morning the {a} woke up {a.place}.", "When the sun rose, the {a} woke up.")
    t.say("Then the {a} was hungry and {a.ate} {a.food}.", "Every day the {a} {a.ate} {a.food}.")
    t.ask("What did the {a} {a.eat}?", "{a.food}")
    t.say("After that the {a} {a.deed}.", "Then the {a} {a.deed}.")
    t.maybe(0.5, "{c} saw the {a} and told {f} about it.", "{c} watched the {a} from far away.")
    t.say("At night the {a} slept {a.place}.", "When the moon rose, the {a} slept {a.place}.")


def pet_day(t: Teller) -> None:
    """A child looks after its own pet."""
    pet = PETS[t.child.pet]
    t.cast(a=pet)
    t.say(
        "{c} had {a.colour:a} {a} called {c.pet_name}.",
        "{c} and {c.his} {a} {c.pet_name} were friends.",
    )
    t.ask("What was the {a} called?", "{c.pet_name}")
    t.say(
        "Every morning {c} fed the {a} with {a.food}.",
        "The {a} {a.ate} {a.food} every day.",
        "The {a} {c.pet_name} {a.ate} {a.food}.",
    )
    t.ask("What did {c.pet_name} {a.eat}?", "{a.food}")
    t.say(
        "When {c} came home from school, the {a} {a.noise}.",
        "The {a} {a.noise} {a.place}." if pet.sound else "{c.pet_name} {a.deed}.",
        "The {a} {a.noise}, because {c} came home.",
    )
    if pet.sound:
        t.say("Then the {a} {a.deed}.", "{c} played with {c.his} {a}, and it {a.deed}.")
    else:
        t.say("{c} played with {c.his} {a} after school.")
    t.maybe(0.4, "{f} came with {f.his} {f.pet} {f.pet_name}.")
    t.say("At night the {a} {c.pet_name} slept {a.place}.", "At night the {a} slept {a.place}.")
    t.ask("Where did the {a} sleep?", "{a.place}")
    t.maybe(0.4, '"Good night, {c.pet_name}," said {c} to {c.his} {a}.')
