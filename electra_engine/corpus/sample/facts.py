"""What a pair that learned the sample world must notice: sentences with one word that the world forbids."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SLOT = re.compile(r"\[(\w+)\|(\w+)\]")


@dataclass(frozen=True)
class Fact:
    """A sentence with one wrong word, which stands at ``text[start:]``, and the word the world would say.

    `kind` names the rule that is broken. `evidence` is a regular expression with ``{}`` for the word:
    in the corpus it is found with the right word and never with the wrong one.
    """

    text: str
    start: int
    wrong: str
    right: str
    kind: str
    evidence: str

    @property
    def corrected(self) -> str:
        """The sentence as the world would say it."""
        return self.text[: self.start] + self.right + self.text[self.start + len(self.wrong) :]


# kind of rule | sentence with [wrong|right]
#     evidence
_FACTS = r"""
sound | The dog [meowed|barked] by the gate.
    dog {}
sound | Anna heard how the cat [barked|meowed].
    cat {}
sound | The cow [neighed|mooed] in the meadow.
    cow {}
sound | The horse [quacked|neighed] in the stable.
    horse {}
sound | The duck [mooed|quacked] and swam across the lake.
    duck {}
sound | The pig [quacked|grunted] and rolled in the mud.
    pig {}
sound | First they saw the lion, and the lion [chirped|roared].
    lion {}
sound | Every morning the bird [buzzed|chirped].
    bird {}
food | The horse was hungry and ate [potatoes|hay].
    horse (was hungry and )?ate {}
food | Every morning Mia fed the rabbit with [grass|carrots].
    rabbit with {}
food | Then the mouse was hungry and ate [clover|cheese].
    mouse (was hungry and )?ate {}
food | Every day the monkey ate [fish|bananas].
    monkey (was hungry and )?ate {}
food | Then the elephant was hungry and ate [worms|melons].
    elephant (was hungry and )?ate {}
food | The cat was hungry and [ate|drank] milk.
    cat (was hungry and )?{}
home | A wild black penguin lived on the [hill|ice].
    penguin lived on the {}
home | At night the pig slept in the [stable|sty].
    pig slept in the {}
home | Once a little bird lived in a [hole|nest].
    bird lived in a {}
home | At night the cow slept in the [nest|meadow].
    cow slept in the {}
young | The cat had a [puppy|kitten].
    cat had a {}
young | The sheep had a [calf|lamb].
    sheep had a {}
young | The cow had a [lamb|calf].
    cow had a {}
body | Then the elephant trumpeted and lifted its long [neck|trunk].
    lifted its long {}
body | Then they saw the giraffe, and the giraffe stretched its long [trunk|neck].
    stretched its long {}
deed | The horse neighed and [swam|galloped] across the field.
    {} across the field
deed | The pig grunted and [swam|rolled] in the mud.
    {} in the mud
weekday | After Monday came [Friday|Tuesday].
    After Monday came {}
weekday | After Thursday came [Monday|Friday].
    After Thursday came {}
weekday | "Tuesday, Wednesday, [Sunday|Thursday]," counted Omar.
    Tuesday, Wednesday, {}
weekday | "Saturday, [Tuesday|Sunday], Monday," counted Mei.
    Saturday, {}
lesson | On Tuesday Mia went to the [painting|swimming] lesson.
    On Tuesday \w+ went to the {}
lesson | Every Wednesday Ben and Aisha went to the football [lesson|match].
    football {}
lesson | Friday was the day of the [swimming|reading] hour.
    Friday was the day of the {}
lesson | Sofia was in the [park|library] with her book.
    in the {} with (her|his) book
weather | It rained, so Anna took her red [kite|umbrella].
    It rained, so \w+ took (her|his) \w+ {}
weather | A rainbow stood in the sky after the [snow|rain].
    stood in the sky after the {}
weather | Leo and Mei built a big snowman out of [sand|snow].
    snowman out of {}
weather | It was hot, so Leo and his mother went to the [school|beach].
    was hot, so \w+ and \w+ \w+ went to the {}
weather | A strong [rain|wind] blew, and the trees bent in the wind.
    strong {} blew
season | In July it was [winter|summer], and the sun was very hot.
    In July it was {}
season | "After autumn comes [summer|winter]," said his grandmother.
    After autumn comes {}
colour | Mia painted the [yellow|blue] sky.
    the {} sky
colour | The grass was [red|green].
    grass (was|is) {}
colour | Leo painted the [purple|white] snow.
    the {} snow
mixing | Red and yellow make [green|orange].
    Red and yellow make {}
mixing | Blue and yellow make [purple|green].
    Blue and yellow make {}
pronoun | Tom and [her|his] mother spent a day on the farm.
    Tom and {} (mother|father|grand\w+)
pronoun | Anna and [his|her] father went to the zoo to see wild animals.
    Anna and {} (mother|father|grand\w+)
pronoun | Sofia closed [his|her] eyes and dreamed of a white boat.
    Sofia (closed|brushed|washed|put on|took) {}
pronoun | Kenji put on [her|his] pyjamas and went to bed.
    Kenji (closed|brushed|washed|put on|took) {}
has what | So Mia gave the kite to Omar. Now [Mia|Omar] had the blue kite, and Mia had no kite.
    So Mia gave the \w+ to Omar\. Now {} had
has what | "Take my drum," said Anna to Tom. Now Tom had the [kite|drum].
    Take my drum," said \w+ to \w+\. Now \w+ had the (\w+ )?{}
count | Tom had three apples. He ate one. Now he has [five|two] apples.
    had three [^.]*\. \w+ \w+ one\. Now s?he ha[sd] {}
count | "One, two, three, [six|four]," counted Mia.
    One, two, three, {}
count | Mei counted the eggs: one, two, [five|three], four.
    : one, two, {}
count | On the cake there were six candles. Ben blew out all [nine|six] candles.
    were six candles\. \w+ blew out (all|the) {}
count | "What is two and two?" asked the teacher. "[Five|Four]," said Leo.
    is two and two\?" asked the teacher\. "{}
job | Every day he cooked hot meals in the [kitchen|restaurant].
    hot meals in the {}
job | A firefighter needs a [spade|hose].
    firefighter needs a {}
tool | With the broom Kofi [washed|swept] the dirty floor.
    broom \w+ {}
tool | Priya took the scissors and [washed|cut] the paper into a star.
    scissors and {}
tool | Kofi found the key under the [bed|mat].
    key under the {}
toy | After school Omar [kicked|flew] the kite high in the wind.
    {} the kite
toy | Every day Sofia [rode|beat] the drum with two sticks.
    {} the drum
pet | Anna and her [cat|dog] Rex were friends.
    {} Rex
pet | At night the cat [Rex|Luna] slept on the window sill.
    cat {}
friend | Anna and [Omar|Tom] were best friends.
    Anna and {}
article | For lunch at noon Mei ate a sandwich and [a|an] apple.
    and {} apple
article | When the moon rose, [a|an] owl hooted in a hollow tree.
    {} owl
number | Ben had one [eggs|egg] in the bowl.
    one {}
number | "Where [is|are] the scissors?" asked Sofia.
    {} the scissors
family | The [father|mother] of Ben's mother is Ben's grandmother.
    The {} of \w+'s \w+ is \w+'s grandmother
mood | Omar lay in bed. Something scratched at the window. Omar [danced|trembled] like a leaf.
    {} like a leaf
mood | Priya had [water|tears] in her eyes.
    had {} in (her|his) eyes
night | In the evening the [moon|sun] went down, and it got dark.
    In the evening the (red )?{} went down
night | When the [sun|moon] rose, the bird slept in a nest.
    When the {} rose, the \w+ slept
meal | For [dinner|breakfast] Leo ate porridge and drank a glass of milk.
    For {} \w+ ate porridge
travel | Then the train ran along the [roofs|rails].
    ran along the {}
travel | The [train|boat] started and rocked on the waves.
    {} (started and )?rocked
taste | The soup was hot and [sweet|salty].
    hot and {}
"""


def facts() -> tuple[Fact, ...]:
    """Every fact, in the order of their kinds; each sentence breaks one rule in one word."""
    lines = _FACTS.strip().splitlines()
    return tuple(_read(*pair) for pair in zip(lines[::2], lines[1::2], strict=True))


def _read(first: str, evidence: str) -> Fact:
    kind, sentence = first.split(" | ")
    slot = _SLOT.search(sentence)
    if slot is None:
        raise ValueError(f"no [wrong|right] in {sentence!r}")
    wrong, right = slot.groups()
    text = sentence.replace(slot.group(), wrong)
    return Fact(text, slot.start(), wrong, right, kind, evidence.strip())
