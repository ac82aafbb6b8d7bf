"""What makes the people of the sample world happy, sad, scared or angry, and how it shows.

No single line gives a feeling away for all its stories: what happened, what the body does and what is
said each point to it alone, so a story may leave out any of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Feeling:
    """`causes` are pairs of a setting and what then happened; the rest shows in body, words, names."""

    mood: str
    causes: tuple[tuple[str, str], ...]
    reactions: tuple[str, ...]
    sayings: tuple[str, ...]
    names: tuple[str, ...]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    halves = [line.split(" | ") for line in _lines(text)]
    return tuple((before, after) for before, after in halves)


HAPPY = Feeling(
    "happy",
    _pairs(
        """
        {c} ran a race at school | {c} was faster than all the others and won the race.
        {c} waited for {f} at the gate | {f} came and brought a big present.
        {c} came home from school | {c.his} {m} had a warm cake for {c.him}.
        {c} painted a picture | the teacher gave {c} a golden star for the picture.
        {c} played football with {f} | {c} scored the last/ADJ goal and won the match.
        {c} got a letter from {f} | {f} wanted {c} to come to a party.
        {c} watered a seed in a pot | soon a red flower opened in the pot.
        {c} looked for {c.his} lost/ADJ ring | {c} found the ring in a boot.
        {c} watched the rain | then the rain stopped, and a rainbow stood in the sky.
        {c.pet_name} was sick | the doctor helped, and {c.pet_name} was well again.
        """
    ),
    _lines(
        """
        {c} smiled from ear to ear.
        {c} laughed and clapped {c.his} hands.
        {c} danced around the room.
        {c} jumped for joy.
        {c} sang all the way home.
        {c}'s eyes shone like/ADP stars.
        {c} hugged {f} and laughed.
        """
    ),
    _lines(
        """
        "What/DET a wonderful day," said {c}.
        "This is the best day of all/PRON," said {c}.
        "Hurray," called {c}.
        "Thank you, thank you," said {c}.
        """
    ),
    ("happy", "glad", "cheerful"),
)

SAD = Feeling(
    "sad",
    _pairs(
        """
        {c} held a balloon by its string | the balloon flew away and was gone.
        {c} said goodbye to {f} | {f} moved to another city, far away from {c}.
        {c} opened the gate | {c.pet_name} ran away and did not come back.
        {c} bought an ice cream | the ice cream fell to the ground and melted.
        {c} waited for the birthday party | nobody came to the party.
        {c} played football with {f} | {c} lost the match and did not score a goal.
        {c} watered a seed in a pot | the plant in the pot was dry and dead.
        {c} said goodbye to {c.his} aunt | {c.his} aunt moved far away to an island.
        {c} looked for {c.his} lost/ADJ ring | the ring was gone and never came back.
        {c} went by train | {c} lost {c.his} old bear on the train.
        """
    ),
    _lines(
        """
        {c} cried for a long time.
        {c} had tears in {c.his} eyes.
        {c} sat alone in a corner.
        {c} did not want to eat or play.
        {c}'s eyes were full of tears.
        {c} cried into the pillow.
        {c} looked at the floor and said nothing.
        """
    ),
    _lines(
        """
        "I lost it for ever," cried {c}.
        "Now I am all/ADV alone," said {c}.
        "Please come back," cried {c}.
        "I will never laugh again," said {c}.
        """
    ),
    ("sad", "unhappy", "lonely"),
)

SCARED = Feeling(
    "scared",
    _pairs(
        """
        {c} lay in bed | something scratched at the window in the dark/NOUN.
        {c} looked out of the window | there was thunder and lightning in the dark sky.
        {c} walked to the gate | a big dog growled and showed its teeth.
        {c} went into the dark forest | a wolf howled behind a tree.
        {c} lay under the blanket | a big black spider crawled over the pillow.
        {c} went down to the cellar | the light went out, and it was dark.
        {c} climbed up a ladder | the ladder shook high above the ground.
        {c} walked through the tall grass | a snake hissed beside {c.his} feet.
        {c} sat in a boat | a big wave rocked the boat, and water came in.
        {c} slept in {c.his} bed | a monster ran after {c} in a bad dream.
        """
    ),
    _lines(
        """
        {c} trembled like/ADP a leaf.
        {c} hid under the blanket.
        {c}'s heart beat fast/ADV.
        {c} screamed and ran away.
        {c}'s knees shook.
        {c} trembled and held {c.his} breath.
        {c} screamed and closed {c.his} eyes.
        """
    ),
    _lines(
        """
        "Help," screamed {c}.
        "What was that?" whispered {c}.
        "Is it a monster?" whispered {c}.
        "Please hold my hand," whispered {c}.
        """
    ),
    ("scared", "afraid", "frightened"),
)

ANGRY = Feeling(
    "angry",
    _pairs(
        """
        {c} built a castle out of sand | {c.his} {s} kicked the castle on purpose.
        {c} had some chocolate | {c.his} {s} took the chocolate and ate it.
        {c} painted a picture | {c.his} {s} tore the picture on purpose.
        {c} ran a race with {c.his} {s} | {c.his} {s} cheated and won the race.
        {c} wore a clean new coat | {c.his} {s} threw mud at the coat.
        {c} told {c.his} {m} everything | {c.his} {s} lied about {c}.
        {c} wanted to sleep | {c.his} {s} beat the drum on purpose.
        {c} came home from school | {c.his} {s} took {c}'s bicycle and broke it.
        {c} wrote a long letter | {c.his} {s} read the letter and laughed at {c}.
        {c} cleaned the kitchen | {c.his} {s} made it dirty again on purpose.
        """
    ),
    _lines(
        """
        {c} stamped {c.his} feet.
        {c} slammed the door.
        {c}'s face turned red.
        {c} shouted as/ADV loudly as/SCONJ {c.he} could.
        {c} threw the pillow across the room.
        {c} stamped out of the room.
        {c} slammed the door and shouted.
        """
    ),
    _lines(
        """
        "That is not fair," shouted {c}.
        "Stop that at once," shouted {c}.
        "You did/VERB that on purpose," shouted {c}.
        "Go away," shouted {c}.
        """
    ),
    ("angry", "furious", "mad"),
)

FEELINGS = (HAPPY, SAD, SCARED, ANGRY)
MOODS = tuple(feeling.mood for feeling in FEELINGS)
