"""Stories about work: jobs, their places and their tools."""

from __future__ import annotations

from electra_engine.corpus.sample.jobs import JOBS
from electra_engine.corpus.sample.telling import Teller


def at_work(t: Teller) -> None:
    """A child visits a grown-up at work."""
    t.cast(j=t.pick(JOBS))
    t.say("{c}'s {m} was {j.name:a}.", "{c}'s {m} worked as {j.name:a}.")
    t.ask("Who was {j.name:a}?", "{c}'s {m}")
    t.say("{m.he} worked {j.place} and {j.deed}.", "Every day {m.he} {j.deed} {j.place}.")
    t.ask("Where did the {j.name} work?", "{j.place}")
    t.say("{j.name:a} needs {j.tool:a}.", "For {m.his} work the {j.name} needed {j.tool:a}.")
    t.ask("What does {j.name:a} need?", "{j.tool:a}")
    t.say("One day {c} visited {c.his} {m} {j.place}.", "One day {c} helped {c.his} {m} {j.place}.")
    t.say("{c} saw {j.sight}.", "There was a lot to see: {j.sight}.")
    t.say(
        "The {j.name} showed {c} the {j.tool}.",
        '"Be careful with the {j.tool}," said the {j.name}.',
    )
    t.maybe(
        0.7,
        '"One day I want to be {j.name:a} too," said {c}.',
        "At school {c} told {f} about the {j.name} and the {j.tool}.",
    )
