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
sound | The dog [meowed|barked].
    dog {}
sound | The dog [meowed|barked] by the gate.
    dog {}
sound | The cat [barked|meowed].
    cat {}
sound | The cow [neighed|mooed] in the meadow.
    cow {}
sound | The horse [quacked|neighed].
    horse {}
sound | The pig [bleated|grunted] loudly.
    pig {}
sound | The sheep [barked|bleated] on the hill.
    sheep {}
sound | The duck [mooed|quacked].
    duck {}
sound | The lion [chirped|roared].
    lion {}
sound | The elephant [hooted|trumpeted] again.
    elephant {}
sound | The monkey [roared|chattered].
    monkey {}
sound | Every morning the bird [buzzed|chirped].
    bird {}
sound | The owl [squeaked|hooted].
    owl {}
sound | The mouse [roared|squeaked].
    mouse {}
food | The horse ate [worms|hay].
    horse (was hungry and )?ate {}
food | The cow ate [bananas|grass].
    cow (was hungry and )?ate {}
food | The pig ate [snails|potatoes] every day.
    pig (was hungry and )?ate {}
food | The sheep ate [meat|clover].
    sheep (was hungry and )?ate {}
food | The cat [ate|drank] milk.
    cat (was hungry and )?{}
food | The lion was hungry and ate [bananas|meat].
    lion (was hungry and )?ate {}
food | The elephant ate [worms|melons].
    elephant (was hungry and )?ate {}
food | The monkey ate [fish|bananas].
    monkey (was hungry and )?ate {}
food | The penguin likes [leaves|fish].
    penguin likes {}
food | The rabbit ate [mice|carrots].
    rabbit (was hungry and )?ate {}
food | The mouse ate [clover|cheese].
    mouse (was hungry and )?ate {}
food | The bird ate [grass|worms].
    bird (was hungry and )?ate {}
home | The pig slept in the [stable|sty].
    pig slept in the {}
home | The horse lives in the [sty|stable].
    horse lives in the {}
home | At night the cow slept in the [nest|meadow].
    cow slept in the {}
home | The sheep slept on the [lake|hill].
    sheep slept on the {}
home | The duck lives on the [hill|lake].
    duck lives on the {}
home | The penguin lives on the [hill|ice].
    penguin lives on the {}
home | The monkey lives in the [hutch|jungle].
    monkey lives in the {}
home | The bird lives in a [hole|nest].
    bird lives in a {}
home | The bee lives in a [nest|hive].
    bee lives in a {}
home | The rabbit sleeps in the [cage|hutch].
    rabbit sleeps in the {}
young | The cat had a [puppy|kitten].
    cat had a {}
young | The dog had a [kitten|puppy].
    dog had a {}
young | The cow had a [lamb|calf].
    cow had a {}
young | The sheep had a [calf|lamb].
    sheep had a {}
young | The horse had a [piglet|foal].
    horse had a {}
young | The [puppy|duckling] ran to the duck.
    {} ran to the duck
body | The dog wagged its [mane|tail].
    wagged its {}
body | The elephant lifted its long [neck|trunk].
    lifted its long {}
body | The giraffe stretched its long [trunk|neck].
    stretched its long {}
deed | The horse [swam|galloped] across the field.
    {} across the field
deed | The pig [swam|rolled] in the mud.
    {} in the mud
deed | The bee made sweet [milk|honey].
    made sweet {}
colour | The pig is [green|pink].
    pig is {}
colour | The lion is [pink|yellow].
    lion is {}
colour | The parrot is [grey|green].
    parrot is {}
weather | It rained, so Anna took her red [scarf|umbrella].
    It rained, so \w+ took (her|his) \w+ {}
weather | A rainbow stood in the sky after the [snow|rain].
    stood in the sky after the {}
weather | Leo and Mei built a big snowman out of [sand|snow].
    snowman out of {}
weather | It was hot, so Leo and his mother went to the [school|beach].
    was hot, so \w+ and \w+ \w+ went to the {}
job | Every day he cooked hot meals in the [workshop|restaurant].
    hot meals in the {}
job | A firefighter needs a [tractor|hose].
    firefighter needs a {}
mood | Omar lay in bed. Something scratched at the window. Omar [danced|trembled] like a leaf.
    {} like a leaf
mood | Priya had [water|tears] in her eyes.
    had {} in (her|his) eyes
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
