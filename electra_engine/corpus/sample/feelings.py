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
        {c} looked for {c.his} lost/ADJ ring | {c} found the ring in a boot.
        """
    ),
    _lines(
        """
        {c} smiled from ear to ear.
        {c} laughed and clapped {c.his} hands.
        {c} danced around the room.
        {c} jumped for joy.
        {c} sang all the way home.
        """
    ),
    _lines(
        """
        "What/DET a wonderful day," said {c}.
        "This is the best day of all/PRON," said {c}.
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
        {c} looked at the floor and said nothing.
        """
    ),
    _lines(
        """
        "I lost it for ever," cried {c}.
        "Now I am all/ADV alone," said {c}.
        "Please come back," cried {c}.
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
        {c} went into the dark forest | a wolf howled behind a tree.
        {c} lay under the blanket | a big black spider crawled over the pillow.
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
        """
    ),
    _lines(
        """
        "Help," screamed {c}.
        "What was that?" whispered {c}.
        "Is it a monster?" whispered {c}.
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
        {c} wanted to sleep | {c.his} {s} beat the drum on purpose.
        {c} came home from school | {c.his} {s} took {c}'s bicycle and broke it.
        {c} wrote a long letter | {c.his} {s} read the letter and laughed at {c}.
        """
    ),
    _lines(
        """
        {c} stamped {c.his} feet.
        {c} slammed the door.
        {c}'s face turned red.
        {c} shouted as/ADV loudly as/SCONJ {c.he} could.
        {c} threw the pillow across the room.
        """
    ),
    _lines(
        """
        "That is not fair," shouted {c}.
        "Stop that at once," shouted {c}.
        "You did/VERB that on purpose," shouted {c}.
        """
    ),
    ("angry", "furious", "mad"),
)

FEELINGS = (HAPPY, SAD, SCARED, ANGRY)
MOODS = tuple(feeling.mood for feeling in FEELINGS)
