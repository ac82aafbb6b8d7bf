"""Stories about work and ways: jobs and their tools, cooking, travel."""

from __future__ import annotations

from electra_engine.corpus.sample.telling import Teller
from electra_engine.corpus.sample.things import RECIPES
from electra_engine.corpus.sample.world import JOBS, VEHICLES


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


def cooking(t: Teller) -> None:
    """A dish is made of what belongs in it, in the right vessel, and tastes as it must."""
    t.cast(r=t.pick(RECIPES))
    t.say(
        "{c} was hungry and wanted to make some {r.name}.",
        "{c} made some {r.name} in the kitchen with {c.his} {m}.",
    )
    t.ask("Who made the {r.name}?", "{c}")
    t.say(
        "First {c} put {r.first} into the {r.vessel}.", "For {r.name} {c} needed {r.first} and {r.vessel:a}."
    )
    t.ask("What came first?", "{r.first}")
    t.say("Then {c.his} {m} added {r.second}.", "After the {r.first} came {r.second}.")
    t.say("{c} took the {r.vessel} and {r.step}.", "Then {c} {r.step}.")
    t.say("Soon the {r.name} was ready.", '"The {r.name} is ready," called {c}.')
    t.say("The {r.name} was {r.taste}.", '"The {r.name} is {r.taste}," said {c.his} {m}.')
    t.ask("How was the {r.name}?", "{r.taste}")
    t.maybe(0.6, "{f} came and had some/PRON of the {r.name} too.", "{c} washed the {r.vessel} in the sink.")


def journey(t: Teller) -> None:
    """A vehicle leaves where it must, goes over what it must, and its driver belongs to it."""
    t.cast(v=t.pick(VEHICLES))
    t.say("{c} and {c.his} {m} went to {v.goal} by {v.name}.", "{c} wanted to go to {v.goal} by {v.name}.")
    t.ask("Where did {c} go?", "to {v.goal}")
    t.say(
        "{c} and {c.his} {m} waited for the {v.name} {v.start}.",
        "{v.start}, {c} and {c.his} {m} saw the {v.name}.",
    )
    t.ask("Where was the {v.name}?", "{v.start}")
    t.say("The {v.driver} looked at the two tickets.", "The {v.driver} showed them their two seats.")
    t.say("Then the {v.name} {v.way}.", "The {v.name} started and {v.way}.")
    t.say("From {c.his} seat {c} saw {v.sight}.", '"I see {v.sight}," called {c}.')
    t.maybe(
        0.5, "The {v.driver} of the {v.name} waved at {c}.", "{c} sat on the {v.name} and ate a sandwich."
    )
    t.say("After two hours the {v.name} came to {v.goal}.", '"Here is {v.goal}," said the {v.driver}.')
