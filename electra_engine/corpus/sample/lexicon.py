"""Every word of the sample world with its part of speech, in the tags of Universal Dependencies (UPOS).

A word stands under the tag it has most often; where a sentence uses it otherwise, the template says so
with a mark such as ``paint/NOUN``.
"""

from __future__ import annotations

from electra_engine.corpus.sample.people import CHILDREN

_WORDS = {
    "NOUN": """
        afternoon airport animals answers apple apples art autumn baker bakery ball balloon bananas
        basket bath beach bear bed bee bicycle bird birthday blanket board boat bone book boot boots
        bowl box bread breakfast bridges broom brother brush bucket butter cage cake calf candles
        capital captain carpenter carrot carrots castle cat chair chairs cheese children chocolate city
        clouds clover coat cocoa coin coins colour conductor cook corner cow cream day desk dinner
        doctor dog door drawer dream drum duck duckling ear egg eggs elephant end engine evening eyes
        face family farm farmer father feet field fields fire firefighter fires fish floor flour flower
        flowers foal football forest forks friend friends fruit garden gate giraffe glass goal goodbye
        grandfather grandmother grass ground guitar hair hammer hand hands harbour hat hay head heart
        hill hive hole honey horse hose hospital hour hours house houses hutch ice island joy jungle key
        kitchen kite kitten knees lake lamb lamp leaf leaves legs lesson letter lettuce library
        lightning lion lock lot lunch mane market mat match meadow meals meat medicine melons mice milk
        mittens monkey monster moon morning mother mouse mud music nail neck nectar nest net night
        noodles noon nose oil onions others oven owl painting pancakes paper park parrot party paws
        pencil penguin people picnic picture pig piglet pillow pilot pirates pizza plane plate plates
        plum pond pool porridge pot potatoes present puddles pumpkin puppy purpose purse pyjamas
        questions rabbit race rails rain rainbow reading restaurant rice ring river roofs room rope
        salad salt sand sandwich sandwiches scarf school scissors sea seat seats seeds sheep shelf shell
        shells shirt sill sink sister sky sledge snails snake snow snowman soap song soup spade spider
        spoon spring square stable star stars station sticks story strawberry street string sty sugar
        summer sun sunglasses swimming table tail teacher tears teeth thunder tickets time tin tomatoes
        tomorrow towel tractor train tree trees trunk tune umbrella vase violin water wave waves way
        whiskers whistle wind window wings winter wolf wool word words work workshop worms year years
        zoo
    """,
    "VERB": """
        added answered asked ate baked barked beat began bent bleated blew blow boil bought broke
        brought brushed built buzzed called came caught chattered cheated chirped clapped closed come
        comes cooked counted covered crawled cried cut danced dig dived drank dreamed drink drove dug
        eat fed fell felt filled find flew fly found galloped gave get go got grunted had has have heard
        held help helped hid hissed hit hooted hopped howled hugged jump jumped keep kick kicked laughed
        lay left let licked lifted like liked live lived lives look looked lost made make melted meowed
        met mix mixed mooed moved need needed needs neighed open opened paint painted picked play played
        ploughed pulled put quacked rained ran read repeated ride roared rocked rode rolled rose said
        sail sailed sang sat saw scored scratched screamed screeched see shared shone shook shouted
        showed slammed sleep slept slid smiled snowed sold spent spread squeaked stamped started stood
        stop stopped stretched swam sweep swept swim swung take taught thank thanked threw told took
        tore trembled trumpeted turned twitched visited waddled wagged waited walked want wanted wash
        washed watched watered waved went whispered woke won wore worked write wrote
    """,
    "ADJ": """
        afraid alone angry bad best big black blue bright brown careful cheerful cold dark deep dirty
        dressed dry fair fast faster fresh frightened full furious glad golden gone good green grey
        happy high hollow hot hungry little lonely long mad more new next old orange pink purple ready
        red right round sad salty scared short sick slow soft strong sunny sweet tall tiny tired unhappy
        warm wet white wild wonderful wooden yellow
    """,
    "ADV": """
        again away back below early ever far first here home how last later loudly never now once only
        outside soon then there too very where
    """,
    "ADP": """
        about above across after along around as at before behind beside by down for from in into of off
        on out over than through under up with without
    """,
    "DET": """
        a all an another every no some the
    """,
    "PRON": """
        everybody he her him his i it its my nobody nothing she something that their them they this what
        which you your
    """,
    "AUX": """
        am are be could did do does is may was were will
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
        eight five four nine one seven six three two
    """,
    "INTJ": """
        please yes
    """,
}

PART_OF_SPEECH = {word: tag for tag, words in _WORDS.items() for word in words.split()}

_CALENDAR = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January April July October
"""

# Proper nouns, which keep their capital everywhere.
NAMES = frozenset(_CALENDAR.split()) | {name for child in CHILDREN for name in (child.name, child.pet_name)}
