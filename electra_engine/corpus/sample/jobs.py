"""The jobs of the sample world: where each is done, with what, and what there is to see.

Every row is a rule of the world: a firefighter goes with a hose. The stories only ever use the entries
together as they stand in one row.
"""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.corpus.sample.nouns import Noun
from electra_engine.corpus.sample.tables import read_table


@dataclass(frozen=True)
class Job:
    """What a grown-up is, where he or she works, with what, on what, and what there is to see."""

    name: Noun
    place: str
    tool: Noun
    deed: str
    sight: str


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
