"""Every word of the sample world with its part of speech, in the tags of Universal Dependencies (UPOS).

A word stands under the tag it has most often; where a sentence uses it otherwise, the template says so
with a mark such as ``paint/NOUN``.
"""

from __future__ import annotations

from electra_engine.corpus.sample.people import CHILDREN

_WORDS = {
    "NOUN": """
        afternoon airport animals baker bakery balloon bananas beach bear bed bee bicycle bird birthday
        blanket board boat bone boot boots bread brother bucket cage cake calf carpenter carrot carrots
        castle cat chair chairs cheese children chocolate city clouds clover coat cocoa cook corner cow
        cream day doctor dog door dream drum duck duckling ear elephant engine evening eyes face farm
        farmer father feet field fields fire firefighter fires fish floor foal football forest friends
        garden gate giraffe goal goodbye grandfather grandmother grass ground hair hammer hand hands
        hat hay heart hill hive hole honey horse hose hospital hours hutch ice joy jungle kitten knees
        lake lamb lamp leaf leaves legs letter lightning lion lot mane match meadow meals meat medicine
        melons mice milk mittens monkey monster moon morning mother mouse mud neck nectar nest night
        nose others oven owl parrot party paws penguin people picture pig piglet pillow pilot plane
        pond pot potatoes present puddles puppy purpose rabbit race rain rainbow restaurant ring river
        roofs room sand scarf school sea seeds sheep shell sill sister sky sledge snails snake snow
        snowman spider spring stable star station string sty summer sun sunglasses tail teacher tears
        thunder time tractor train tree trees trunk umbrella water wave way whiskers window wings
        winter wolf wool word words work workshop worms zoo
    """,
    "VERB": """
        ate baked barked beat began bleated bought broke brought built buzzed called came chattered
        cheated chirped clapped come cooked covered crawled cried danced drank drove eat fed fell felt
        filled flew found galloped gave get got grunted had heard held help helped hid hissed hooted
        hopped howled jumped kicked laughed lay licked lifted listen like liked likes lived lives
        looked lost made melted meowed mooed moved needed needs neighed opened painted play played
        ploughed pulled put quacked rained ran read repeated roared rocked rolled rose said sang sat
        saw scored scratched screamed screeched see shared shone shook shouted showed slammed sleep
        sleeps slept slid smiled snowed spent spread squeaked stamped stood stop stopped stretched swam
        swim swung taught thank threw told took tore trembled trumpeted turned twitched visited waddled
        wagged waited walked want wanted watched went whispered woke won wore worked wrote
    """,
    "ADJ": """
        afraid alone angry bad best big black blue bright brown careful cheerful cold dark deep fair
        fast faster fresh frightened full furious glad golden gone good green grey happy hollow hot
        hungry little lonely long mad new old pink purple red round sad scared short sick soft sunny
        sweet tall unhappy warm wet white wild wonderful wooden yellow
    """,
    "ADV": """
        again away back ever far first home how last later loudly never now once outside soon then
        there too very
    """,
    "ADP": """
        about above across after around as at behind beside by down for from in into of off on out over
        than through under up with
    """,
    "DET": """
        a all an another every no some the
    """,
    "PRON": """
        he her him his i it its my nobody nothing she something that their they this what you
    """,
    "AUX": """
        am be could did is was were will
    """,
    "CCONJ": """
        and but or
    """,
    "SCONJ": """
        because until when
    """,
    "PART": """
        's not
    """,
    "NUM": """
        one
    """,
    "INTJ": """
        please
    """,
}

PART_OF_SPEECH = {word: tag for tag, words in _WORDS.items() for word in words.split()}

_MONTHS = "January July"

# Proper nouns, which keep their capital everywhere.
NAMES = frozenset(_MONTHS.split()) | {name for child in CHILDREN for name in (child.name, child.pet_name)}
