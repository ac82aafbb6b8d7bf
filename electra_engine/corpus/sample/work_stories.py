"""Stories about work and ways: jobs and their tools, cooking, the market, the garden, travel, the doctor."""

from __future__ import annotations

from electra_engine.corpus.sample.nouns import counted
from electra_engine.corpus.sample.people import PARENTS
from electra_engine.corpus.sample.telling import Teller
from electra_engine.corpus.sample.things import GARDEN, MARKET, RECIPES
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


def at_market(t: Teller) -> None:
    """Fruit and vegetables of the right colour, counted, bought on a Saturday."""
    first, second = t.some(MARKET, 2)
    number = t.rng.randint(2, 9)
    t.cast(x=first, y=second, some=counted(number, first.name))
    t.say(
        "On Saturday {c} and {c.his} {m} went to the market with a basket.",
        "It was Saturday, so {c} and {c.his} {m} went to the market.",
    )
    t.say("There were {x.colour} {x.name:s} and {y.colour} {y.name:s} on the market square.")
    t.say("{c} bought {some}.", '"I want {some}, please," said {c}.')
    t.ask("What did {c} want at the market?", "{some}")
    t.say(
        "{c.his} {m} bought {y.colour} {y.name:s}.", '"The {y.colour} {y.name:s} are good," said {c.his} {m}.'
    )
    t.say(
        "{c} paid with coins from {c.his} {c.colour} purse.",
        "{c} put the {x.colour} {x.name:s} into the basket.",
    )
    t.say("At home/NOUN {c} washed the {some}.", "At home/NOUN {c} put the {some} into a bowl.")


def garden(t: Teller) -> None:
    """From seed to harvest, through the seasons."""
    t.cast(x=t.pick(GARDEN))
    t.say(
        "In spring {c} dug a hole with a spade.", "In spring {c} took a spade and dug a hole in the garden."
    )
    t.say("{c} planted a seed in the hole.", "{c.he} put a small seed into the hole.")
    t.say("Every day {c} watered the seed.", "{c} gave the seed some water every day.")
    t.say("Soon a little green plant grew in the garden.", "Soon the seed was a little green plant.")
    t.say("In summer {x.name:s} grew on the plant.", "In summer the plant was full of {x.name:s}.")
    t.say("First the {x.name:s} were small, but then they were big and {x.colour}.")
    t.ask("What colour were the big {x.name:s}?", "{x.colour}")
    t.say(
        "In autumn {c} picked the {x.colour} {x.name:s}.",
        "{c} gave {x.colour:a} {x.name} to {f}, who ate it.",
    )


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


def illness(t: Teller) -> None:
    """A sick child, the doctor, and getting well; or a toothache and the dentist."""
    t.cast(m=t.pick(PARENTS))
    if t.chance(0.6):
        t.say("{c} was sick and had a fever.", "{c} was sick and could not go to school.")
        t.say(
            "{c.his} {m} took {c.him} to the doctor at the hospital.",
            "The doctor came to see the sick {c.child}.",
        )
        t.say('"Open your mouth," said the doctor to {c}.', "The doctor looked into {c}'s mouth.")
        t.say("The doctor gave {c} some medicine.", '"Take this/DET medicine," said the doctor to {c}.')
        t.say("{c} stayed in bed and drank hot tea.", "{c.his} {m} brought hot tea to {c}'s bed.")
    else:
        t.say("{c} had a bad tooth, and it hurt.", "{c}'s tooth hurt all night.")
        t.say("{c.his} {m} took {c.him} to the dentist.", "{c} went to the dentist with {c.his} {m}.")
        t.say('"Open your mouth," said the dentist to {c}.', "The dentist looked at {c}'s teeth.")
        t.say("The dentist found a hole in the tooth.", "There was a hole in {c}'s tooth.")
        t.say(
            '"Brush/VERB your teeth every day," said the dentist.',
            '"Eat less sugar," said the dentist to {c}.',
        )
    t.maybe(0.6, "{f} wrote a letter, because {c} could not play.", "{f} came and read a book to {c}.")
    t.say("After three days {c} was well again.", "Soon {c} was well and went to school with {f} again.")
