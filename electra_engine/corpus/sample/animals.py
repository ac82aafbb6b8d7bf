"""The animals of the sample world: what each says, eats and does, where it lives, who its young are."""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.corpus.sample.nouns import Noun
from electra_engine.corpus.sample.tables import read_table


@dataclass(frozen=True)
class Animal:
    """One kind of animal; an empty string means that the world does not say."""

    name: Noun
    sound: str
    food: Noun
    place: str
    baby: Noun
    deed: str
    colour: Noun

    def __format__(self, how: str) -> str:
        return format(self.name, how)

    @property
    def ate(self) -> str:
        return "drank" if self.food in ("milk", "nectar") else "ate"

    @property
    def eat(self) -> str:
        return "drink" if self.food in ("milk", "nectar") else "eat"

    @property
    def noise(self) -> str:
        """What it did to be noticed: its sound, or its typical deed where it is silent."""
        return self.sound or self.deed


# name | sound | food | place | young | typical deed | colour
_FARM = """
dog | barked | a bone | by the gate | puppy | wagged its tail | brown
cat | meowed | milk | on the window sill | kitten | licked its paws | black
cow | mooed | grass | in the meadow | calf | gave fresh milk | brown
horse | neighed | hay | in the stable | foal | galloped across the field | brown
pig | grunted | potatoes | in the sty | piglet | rolled in the mud | pink
sheep | bleated | clover | on the hill | lamb | gave soft wool | white
duck | quacked | snails | on the lake | duckling | swam across the lake | white
"""

_WILD = """
lion | roared | meat | in the tall grass | | shook its golden mane | yellow
elephant | trumpeted | melons | at the river | | lifted its long trunk | grey
monkey | chattered | bananas | in the jungle | | swung from tree to tree | brown
penguin | | fish | on the ice | | waddled on its short legs | black
giraffe | | leaves | under the tall trees | | stretched its long neck | yellow
"""

_SMALL = """
bird | chirped | worms | in a nest | | spread its wings | brown
owl | hooted | mice | in a hollow tree | | opened its big round eyes | brown
mouse | squeaked | cheese | in a hole | | twitched its whiskers | grey
bee | buzzed | nectar | in a hive | | made sweet honey | yellow
"""

_PETS = """
rabbit | | carrots | in the hutch | | hopped on its long legs | white
parrot | screeched | seeds | in the cage | | repeated every word | green
"""

_NOUNS = (0, 2, 4, 6)
FARM_ANIMALS = read_table(Animal, _FARM, _NOUNS)
WILD_ANIMALS = read_table(Animal, _WILD, _NOUNS)
SMALL_ANIMALS = read_table(Animal, _SMALL, _NOUNS)
# Dogs and cats live on farms and in houses alike.
PETS = {str(pet.name): pet for pet in (*FARM_ANIMALS[:2], *read_table(Animal, _PETS, _NOUNS))}
ANIMALS = (*FARM_ANIMALS, *WILD_ANIMALS, *SMALL_ANIMALS, PETS["rabbit"], PETS["parrot"])
