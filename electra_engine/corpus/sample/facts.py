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
sound | The pig [clucked|grunted] and rolled in the mud.
    pig {}
sound | The hen [bleated|clucked] and laid a fresh egg.
    hen {}
sound | First they saw the lion, and the lion [chirped|roared].
    lion {}
sound | Every morning the bird [growled|chirped].
    bird {}
food | The horse was hungry and ate [potatoes|hay].
    horse (was hungry and )?ate {}
food | Every morning Mia fed the rabbit with [grass|carrots].
    rabbit with {}
food | Then the mouse was hungry and ate [flies|cheese].
    mouse (was hungry and )?ate {}
food | Every day the monkey ate [fish|bananas].
    monkey (was hungry and )?ate {}
food | Then the bear was hungry and ate [melons|honey].
    bear (was hungry and )?ate {}
food | The cat was hungry and [ate|drank] milk.
    cat (was hungry and )?{}
home | A wild black penguin lived on the [hill|ice].
    penguin lived on the {}
home | At night the pig slept in the [stable|sty].
    pig slept in the {}
home | Once a wild bear lived in a [hive|cave].
    bear lived in a {}
home | At night the cow slept in the [nest|meadow].
    cow slept in the {}
young | The cat had a little [puppy|kitten].
    cat had a little {}
young | The sheep had a little [calf|lamb].
    sheep had a little {}
young | The cow had a little [lamb|calf].
    cow had a little {}
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
weekday | "Tomorrow is [Saturday|Wednesday]," said Anna on Tuesday.
    Tuesday[^"\n]*"Tomorrow is {}
weekday | The day after Saturday was [Thursday|Sunday].
    day after Saturday was {}
lesson | On Tuesday Mia went to the [music|swimming] lesson.
    On Tuesday \w+ went to the {}
lesson | It was Wednesday, so Ben went to the football [lesson|match].
    football {}
lesson | On Friday Omar needed the [basket|book] for the reading hour.
    the {} for the reading hour
lesson | Hana was in the [park|library] with her book.
    in the {} with (her|his) book
weather | It rained, so Anna took her red [guitar|umbrella].
    It rained, so \w+ took (her|his) \w+ {}
weather | A rainbow stood in the sky after the [snow|rain].
    stood in the sky after the {}
weather | Leo and Mei built a big snowman out of [sand|snow].
    snowman out of {}
weather | It was hot, so Leo and his mother went to the [school|beach].
    was hot, so \w+ and \w+ \w+ went to the {}
weather | A strong [rain|wind] blew, and the trees bent.
    strong {} blew
season | On a cold winter day in [July|January], it snowed all night.
    cold winter day in {}
season | Winter was over, and in April [autumn|spring] began.
    Winter was over, and in \w+ {}
season | "After autumn comes [summer|winter]," said his grandmother.
    After autumn comes {}
colour | "What colour is the grass?" asked the teacher. "[Blue|Green]," said Mia.
    is the grass\?" asked the teacher\. "{}
colour | "Yes, the plum is [green|purple]," said Nora.
    the plum is {}
colour | Raj painted the sky [yellow|blue].
    painted the sky {}
mixing | Red and yellow make [green|orange].
    Red and yellow make {}
mixing | Blue and yellow make [purple|green].
    Blue and yellow make {}
pronoun | Tom closed [her|his] eyes and dreamed of a green boat.
    Tom (closed|brushed|washed|put on|took) {}
pronoun | Anna put on [his|her] pyjamas and went to bed.
    Anna (closed|brushed|washed|put on|took) {}
pronoun | Sofia did not want to get wet, so [he|she] took her white umbrella.
    Sofia [^.]*, (so|because|but) {}
has what | So Anna gave the drum to Tom. Now Tom had the drum, and [Tom|Anna] had the ball.
    Now Tom had the \w+, and {} had the
has what | So Mia gave the kite to Omar. Now [Mia|Omar] had the blue kite, and Mia had no kite.
    So Mia gave the \w+ to Omar\. Now {} had
count | Tom had three apples. He ate one. Now he has [five|two] apples.
    had three [^.]*\. \w+ \w+ one\. Now s?he ha[sd] {}
count | "One, two, three, [six|four]," counted Mia.
    One, two, three, {}
count | On the cake there were six candles. Ben blew out all [nine|six] candles.
    were six candles\. \w+ blew out (all|the) {}
count | "What is two and two?" asked the teacher. "[Five|Four]," said Leo.
    is two and two\?" asked the teacher\. "{}
count | "How many legs does a spider have?" asked the teacher. "[Two|Eight]," answered Nora.
    a spider have\?" asked the teacher\. "{}
job | Every day he cooked hot meals in the [library|restaurant].
    hot meals in the {}
job | A firefighter needs a [spade|hose].
    firefighter needs a {}
job | Anna's aunt was a [farmer|pilot]. She worked at the airport.
    was a {}\. (She|He) worked at the airport
job | Every day she [painted|planted] roses in the rose garden.
    s?he {} roses
tool | With the broom Ali [dug|swept] the dirty floor.
    broom \w+ {}
tool | Ines took the scissors and [washed|cut] the paper into a star.
    scissors and {}
tool | Kofi found the key under the [bed|mat].
    key under the {}
toy | After school Max [kicked|flew] the kite high in the wind.
    {} the kite
toy | Sofia [rode|beat] the drum with two sticks.
    {} the drum
clothes | Leo put a hat on his [feet|head].
    hat on his {}
clothes | Last came the boots for her [hands|feet].
    boots for her {}
pet | Anna had a [cat|dog] called Rex.
    {} called Rex
pet | Tom's cat was called [Rex|Luna].
    cat was called {}
friend | Anna and [Omar|Tom] were best friends.
    Anna and {}
article | For lunch at noon Mei ate a sandwich and [a|an] apple.
    and {} apple
article | Outside [a|an] owl hooted in a hollow tree.
    {} owl
number | There were three [egg|eggs] in Ben's bowl.
    three {}
number | "Where [is|are] the scissors?" asked Nora.
    {} the scissors
family | The [father|mother] of Ben's mother is Ben's grandmother.
    The {} of \w+'s \w+ is \w+'s grandmother
family | The brother of Mia's father is Mia's [aunt|uncle].
    The brother of \w+'s \w+ is \w+'s {}
mood | Ali was in the dark cellar. Ali [danced|trembled] like a leaf.
    {} like a leaf
mood | Hana's eyes were full of [water|tears].
    eyes were full of {}
night | In the evening the [moon|sun] went down, and it got dark.
    In the evening the (red )?{} went down
night | When the [sun|moon] rose, the bear slept in a cave.
    When the {} rose, the \w+ slept
meal | For [dinner|breakfast] Raj ate porridge and drank a glass of milk.
    For {} \w+ ate porridge
travel | The train started and ran along the [waves|rails].
    ran along the {}
travel | Then the [train|boat] rocked on the waves.
    {} (started and )?rocked
opposite | "What is the opposite of hot?" asked the teacher. "[Big|Cold]," said Ben.
    opposite of hot\?" asked the teacher\. "{}
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
