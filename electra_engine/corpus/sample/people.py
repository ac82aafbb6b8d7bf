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
    """A child: always the same best friend, pet and colour, in every story."""

    friend: str
    colour: Noun
    pet: Noun
    pet_name: str


# Best friends stand in one row, a girl and a boy, so that "he" and "she" always tell them apart.
# girl, colour, pet, its name | boy, colour, pet, its name
_FRIENDS = """
Anna red dog Rex | Tom green cat Luna
Mia blue rabbit Hazel | Omar yellow dog Bruno
Aisha green cat Misty | Ben white rabbit Snowy
Mei yellow parrot Kiwi | Leo blue cat Felix
Priya purple dog Buddy | Kofi red parrot Coco
Sofia white parrot Polly | Kenji purple rabbit Nibbles
"""


def _read_friends() -> tuple[Child, ...]:
    children = []
    for row in _FRIENDS.strip().splitlines():
        pair = [half.split() for half in row.split("|")]
        for place, (name, colour, pet, pet_name) in enumerate(pair):
            friend = pair[1 - place][0]
            children.append(Child(name, place == 0, friend, Noun(colour), Noun(pet), pet_name))
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
