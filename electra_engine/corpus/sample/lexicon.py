"""Every word of the sample world with its part of speech, in the tags of Universal Dependencies (UPOS).

A word stands under the tag it has most often; where a sentence uses it otherwise, the template says so
with a mark such as ``paint/NOUN``.
"""

from __future__ import annotations

from electra_engine.corpus.sample.people import CHILDREN

_WORDS = {
    "NOUN": """
        afternoon airport animals answers apple apples armchair art attic aunt autumn bag baker bakery
        ball balloon banana bananas basket bath beach bear bed bee bicycle bird birthday blanket board
        boat bone book bookshelf boot boots bowl box boy bread breakfast breath bridges broom brother
        brush bucket bus butter button cage cake calf camel camera candles capital captain carpenter
        carrot carrots cars castle cat cave cellar chair chairs cheese chick children chocolate city
        clouds clover coat coats cocoa coin coins colour conductor cook cookie cookies corn corner cow
        cream cucumber cucumbers curtain day days deer dentist desert desk dinner doctor dog doll donkey
        door drawer dream driver drum duck duckling ear ears egg eggs elephant end engine evening eyes
        face family farm farmer father feet fever field fields fire firefighter fires fish fisher flies
        floor flour flower flowers foal fog football forest forks friend friends frog fruit fur garden
        gardener gate giraffe girl glass goal goodbye grandfather grandmother grass ground guitar hair
        hammer hand hands harbour hat hay head heart hen hill hive hole honey horse hose hospital hour
        hours house houses hutch ice island jar joy jungle key kitchen kite kitten knees ladder lake
        lamb lamp lamps laundry leaf leaves legs lemons lesson letter lettuce library light lightning
        lion lock lot lunch mane marble marbles market mat match meadow meals meat medicine melons mice
        milk mittens monkey monster moon morning mother mouse mouth mud museum music nail neck nectar
        needle nest net night noodles noon nose nuts oak oats oil onions opposite others oven owl
        painting pan pancakes paper park parrot party paws pencil pencils penguin people photo picnic
        picture pig piglet pillow pilot pirates pizza place plane plant plate plates plum plums pond
        pony pool porridge pot potatoes present puddles pumpkin pumpkins puppy purpose purse pyjamas
        questions rabbit race rails rain rainbow reading restaurant rice ring river road robot rock roof
        roofs room rope roses sack salad salt sand sandwich sandwiches scarf school scissors sea seat
        seats seed seeds sewing shed sheep shelf shell shells shirt shop shops sill sink sister sky
        sledge snails snake snow snowman soap sofa song soup spade spider spoon spring square squirrel
        stable star stars station sticks story strawberries strawberry street string sty sugar summer
        sun sunglasses swimming tadpole tail tailor tea teacher tears teeth thistles thorns thunder
        tickets time tin tomato tomatoes tomorrow tooth torch tortoise towel tractor train tree trees
        trunk tune umbrella uncle vase violin wall wardrobe water wave waves way whiskers whistle wind
        window wings winter wolf wool word words work workshop worms yard year years zoo
    """,
    "VERB": """
        added answered asked ate baked barked beat began bent bit bleated blew blow boil bought brayed
        broke brought brushed built buzzed call called came carried carry caught chattered cheated
        chirped clapped cleaned climbed closed clucked comb combed come comes cooked counted covered
        crawled cried croaked cut danced dig dived drank dreamed drink drove dug eat fed fell felt
        filled find flew fly found galloped gave get go got grew growled grunted had has have heard held
        help helped hid hissed hit hold hooted hopped howled hugged hurt jump jumped keep kick kicked
        knelt laid laugh laughed lay leapt left let licked lied lifted like liked likes lit live lived
        lives look looked lost loved made make melted meowed met mix mixed mooed moved need needed needs
        neighed open opened paid paint painted picked planted play played ploughed pulled put quacked
        rained ran reach read repeated ride roared rocked rode rolled rose run said sail sailed sang sat
        saw score scored scratched screamed screeched see sew sewed shared shone shook shouted showed
        slammed sleep slept slid smiled snowed sold spent spread squeaked stamped started stayed stirred
        stood stop stopped stretched stroked swam sweep swept swim swung take talk taught thank thanked
        threw told took tore trembled trumpeted turned twitched visited waddled wagged waited walk
        walked want wanted wash washed watched watered waved went whispered woke won wore worked works
        write wrote
    """,
    "ADJ": """
        afraid alone angry bad best big black blue bright brown careful cheerful clean cold dark dead
        deep dirty dressed dry fair fast faster free fresh frightened full furious glad golden gone good
        green grey happy heavy high hollow hot hungry less little lonely long mad many more new next old
        orange pink purple ready red right round sad salty same scared short sick slow small soft strong
        sunny sweet tall thick tiny tired unhappy warm well wet white wild wonderful wooden yellow young
    """,
    "ADV": """
        again away back below close early ever far first here home how last later loudly much never now
        once only outside slowly soon then there together too very where
    """,
    "ADP": """
        about above across after against along around as at before behind beside by down for from in
        into of off on out over than through under up with without
    """,
    "DET": """
        a all an another every no some the
    """,
    "PRON": """
        everybody everything he her him his i it its my nobody nothing she something that their them
        they this we what which who you your
    """,
    "AUX": """
        am are be can could did do does is may was were will
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
        hurray please yes
    """,
}

PART_OF_SPEECH = {word: tag for tag, words in _WORDS.items() for word in words.split()}

_CALENDAR = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April May June July August September October November December
"""

# Proper nouns, which keep their capital everywhere.
NAMES = frozenset(_CALENDAR.split()) | {name for child in CHILDREN for name in (child.name, child.pet_name)}
