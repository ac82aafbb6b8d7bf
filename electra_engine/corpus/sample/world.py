"""The order of the sample world: days, seasons, jobs, ways to travel.

Every table is a rule of the world: a hammer goes with a carpenter, Monday with music. The stories only
ever use the entries together as they stand in one row.
"""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.corpus.sample.nouns import Noun
from electra_engine.corpus.sample.tables import read_table


@dataclass(frozen=True)
class Day:
    """A day of the week, what the children do on it, where, with what, and the deed of that day."""

    name: str
    lesson: Noun
    place: str
    thing: Noun
    deed: str


@dataclass(frozen=True)
class Season:
    """A season, its month, what it looks like, and what children do then."""

    name: str
    month: str
    sign: str
    deed: str


@dataclass(frozen=True)
class Job:
    """What a grown-up is, where he or she works, with what, on what, and what there is to see."""

    name: Noun
    place: str
    tool: Noun
    deed: str
    sight: str


@dataclass(frozen=True)
class Vehicle:
    """A way to travel, where it starts, what it goes over, who drives it, and where it leads."""

    name: Noun
    start: str
    way: str
    driver: Noun
    sight: str
    goal: str


# name | what | where | thing | deed
DAYS = read_table(
    Day,
    """
    Monday | music lesson | in the music room | violin | played a slow tune
    Tuesday | swimming lesson | at the pool | towel | dived into the water
    Wednesday | football match | on the football field | shirt | scored a goal
    Thursday | painting lesson | in the art room | brush | painted a big picture
    Friday | reading hour | in the library | book | read a book about pirates
    Saturday | market | on the market square | basket | bought fresh fruit
    Sunday | picnic | in the park | blanket | shared sandwiches with everybody
    """,
    (1, 3),
)

# name | month | sign | deed
SEASONS = read_table(
    Season,
    """
    winter | January | snow lay on the roofs | built a snowman out of snow
    spring | April | the flowers opened in the garden | watered the flowers in the garden
    summer | July | the sun was very hot | swam in the sea
    autumn | October | the leaves fell from the trees | jumped into the dry leaves
    """,
    (),
)

# job | where | tool | daily deed | what there is to see
JOBS = read_table(
    Job,
    """
    baker | in the bakery | oven | baked fresh bread | warm bread in a big oven
    teacher | at the school | board | taught the children | new words on the board
    doctor | at the hospital | lamp | helped sick people | a bright lamp and some medicine
    firefighter | at the fire station | hose | put out fires | a long hose and a red fire engine
    carpenter | in the workshop | hammer | made wooden chairs | a hammer and a wooden chair
    pilot | at the airport | plane | flew above the clouds | a plane above the clouds
    cook | in the restaurant | pot | cooked hot meals | hot meals in a big pot
    farmer | on the farm | tractor | ploughed the fields | a tractor in the fields
    """,
    (0, 2),
)

# vehicle | start | way | driver | sight | goal
VEHICLES = read_table(
    Vehicle,
    """
    train | at the station | ran along the rails | conductor | fields and bridges | the city
    boat | at the harbour | rocked on the waves | captain | fish in the waves | the island
    plane | at the airport | flew above the clouds | pilot | the tiny houses below | the capital
    """,
    (0, 3),
)


def next_day(day: Day) -> Day:
    """The day after `day`; the day after Sunday is Monday."""
    return DAYS[(DAYS.index(day) + 1) % len(DAYS)]


def next_season(season: Season) -> Season:
    """The season after `season`; the season after autumn is winter."""
    return SEASONS[(SEASONS.index(season) + 1) % len(SEASONS)]
