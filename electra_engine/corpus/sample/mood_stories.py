"""Stories about a feeling: what caused it, how it shows, and sometimes how another takes its place."""

from __future__ import annotations

from electra_engine.corpus.sample.feelings import FEELINGS, Feeling
from electra_engine.corpus.sample.people import SIBLINGS
from electra_engine.corpus.sample.telling import Teller


def mood_story(t: Teller) -> None:
    """A story of a random feeling, which it names most of the time."""
    tell_of(t, t.pick(FEELINGS), named=0.7)


def tell_of(t: Teller, feeling: Feeling, named: float) -> None:
    """Tells of something that leaves the hero with this feeling.

    `named` is the probability that a sentence names the feeling. One story in four begins with
    another feeling, so that only the later one counts.
    """
    t.mood = feeling.mood
    t.cast(s=t.pick(SIBLINGS), when="")
    if t.chance(0.25):
        other = t.pick(tuple(other for other in FEELINGS if other is not feeling))
        _cause(t, other, "In the morning ")
        t.say(t.pick(other.reactions))
        _cause(t, feeling, t.pick(("But in the afternoon ", "But later that day ")))
    else:
        _cause(t, feeling, "")
    first, second = t.some(feeling.reactions, 2)
    t.say(first)
    t.say(second if t.chance(0.5) else t.pick(feeling.sayings))
    if t.chance(named):
        t.cast(feeling=t.pick(feeling.names))
        t.say("{c} was {feeling}.", "{c} felt {feeling}.", '"I am {feeling}," said {c} to {c.his} {m}.')
        t.ask("Who was {feeling}?", "{c}")


def _cause(t: Teller, feeling: Feeling, when: str) -> None:
    setting, event = t.pick(feeling.causes)
    t.say(f"{when}{setting}.")
    t.say(event)
