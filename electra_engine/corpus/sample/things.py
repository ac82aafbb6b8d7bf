"""The things of the sample world: what is done with each, where it is kept, which colour it has."""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.corpus.sample.nouns import Noun
from electra_engine.corpus.sample.tables import read_table


@dataclass(frozen=True)
class Toy:
    """Something to own and to play with; `deed` fits nothing else, `want` is its infinitive."""

    name: Noun
    deed: str
    want: str


@dataclass(frozen=True)
class Tool:
    """Something needed for one purpose, always kept in the same place."""

    name: Noun
    purpose: str
    deed: str
    place: str


@dataclass(frozen=True)
class Item:
    """Something to count, what it is kept in, how some of it goes away and how more of it comes."""

    name: Noun
    vessel: Noun
    lost: str
    gained: str


@dataclass(frozen=True)
class Recipe:
    """A dish, what goes into it, what it is made in, the last step, and how it tastes."""

    name: Noun
    first: str
    second: str
    vessel: Noun
    step: str
    taste: str


# The first five are small enough to hide.
TOYS = read_table(
    Toy,
    """
    ball | kicked the ball into the net | kick the ball
    drum | beat the drum with two sticks | beat the drum
    whistle | blew the whistle very loudly | blow the whistle
    rope | jumped over the rope again and again | jump over the rope
    boat | sailed the boat in the bath | sail the boat
    kite | flew the kite high in the wind | fly the kite
    bicycle | rode the bicycle down the street | ride the bicycle
    guitar | played a song on the guitar | play a song on the guitar
    """,
    (0,),
)
SMALL_TOYS = TOYS[:5]

# tool | purpose | deed | where it is kept
TOOLS = read_table(
    Tool,
    """
    scissors | cut the paper | cut the paper into a star | in the drawer
    spade | dig a hole | dug a deep hole | behind the house
    pencil | write a letter | wrote a long letter | on the desk
    spoon | eat the soup | ate the hot soup | beside the plate
    broom | sweep the floor | swept the dirty floor | behind the door
    hammer | hit the nail | hit the nail on the head | in the workshop
    key | open the lock | opened the old lock | under the mat
    soap | wash the dirty plates | washed the dirty plates | by the sink
    """,
    (0,),
)

# thing | kept in | how some go | how more come
ITEMS = read_table(
    Item,
    """
    apple | basket | ate | picked
    egg | bowl | cooked | found
    coin | purse | spent | got
    shell | bucket | broke | found
    flower | vase | sold | picked
    """,
    (0, 1),
)

# dish | first goes in | then | vessel | last step | taste
RECIPES = read_table(
    Recipe,
    """
    soup | carrots and onions | water and salt | pot | let the soup boil | hot and salty
    cake | flour and butter | sugar and eggs | tin | baked the cake in the oven | soft and sweet
    salad | lettuce and tomatoes | oil and salt | bowl | mixed the salad with two forks | fresh and cold
    """,
    (0, 3),
)

# Something and the one colour it has.
COLOURS = (
    ("sky", "blue"),
    ("grass", "green"),
    ("snow", "white"),
    ("sun", "yellow"),
    ("milk", "white"),
    ("carrot", "orange"),
    ("strawberry", "red"),
    ("plum", "purple"),
    ("pumpkin", "orange"),
    ("chocolate", "brown"),
    ("pig", "pink"),
)

# Two paints and what they make.
MIXTURES = (
    ("blue", "yellow", "green"),
    ("red", "yellow", "orange"),
    ("red", "blue", "purple"),
    ("red", "white", "pink"),
)

# Where a lost toy may hide, if it is small.
HIDING_PLACES = ("under the bed", "behind the door", "on the shelf", "in the box", "under the table")
