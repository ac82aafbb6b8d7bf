"""The people of the sample world: children, their relatives, and the pronouns that agree with them."""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.corpus.sample.nouns import Noun


@dataclass(frozen=True)
class Person:
    """Somebody in a story; `{p}`, `{p.his}` and `{p.He}` in a template give name and pronouns."""

    name: str
    female: bool

    def __str__(self) -> str:
        return self.name

    @property
    def he(self) -> str:
        return "she" if self.female else "he"

    @property
    def him(self) -> str:
        return "her" if self.female else "him"

    @property
    def his(self) -> str:
        return "her" if self.female else "his"


@dataclass(frozen=True)
class Child(Person):
    """A child: always the same best friend, pet, colour and favourite dish, in every story."""

    friend: str
    colour: Noun
    dish: Noun
    pet: Noun
    pet_name: str


# Best friends stand in one row, a girl and a boy, so that "he" and "she" always tell them apart.
# girl, colour, dish, pet, its name | boy, colour, dish, pet, its name
_FRIENDS = """
Anna red pizza dog Rex | Tom green noodles cat Luna
Mia blue pancakes rabbit Hazel | Omar yellow rice dog Bruno
Aisha green noodles cat Misty | Ben white pizza rabbit Snowy
Mei yellow rice parrot Kiwi | Leo blue pancakes cat Felix
Priya purple pizza dog Buddy | Kofi red noodles parrot Coco
Sofia white pancakes parrot Polly | Kenji purple rice rabbit Nibbles
"""


def _read_friends() -> tuple[Child, ...]:
    children = []
    for row in _FRIENDS.strip().splitlines():
        pair = [half.split() for half in row.split("|")]
        for place, (name, colour, dish, pet, pet_name) in enumerate(pair):
            friend = pair[1 - place][0]
            children.append(Child(name, place == 0, friend, Noun(colour), Noun(dish), Noun(pet), pet_name))
    return tuple(children)


CHILDREN = _read_friends()
_BY_NAME = {child.name: child for child in CHILDREN}

PARENTS = (Person("mother", True), Person("father", False))
GRANDPARENTS = (Person("grandmother", True), Person("grandfather", False))
SIBLINGS = (Person("sister", True), Person("brother", False))
GROWN_UPS = (*PARENTS, *GRANDPARENTS)


def friend_of(child: Child) -> Child:
    """The child's best friend."""
    return _BY_NAME[child.friend]
