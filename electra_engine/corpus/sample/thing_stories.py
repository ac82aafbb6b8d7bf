"""Stories about things: who has what, where it is, how many there are, what it is good for."""

from __future__ import annotations

from electra_engine.corpus.sample.nouns import NUMBERS, Noun, counted
from electra_engine.corpus.sample.people import SIBLINGS
from electra_engine.corpus.sample.telling import Teller
from electra_engine.corpus.sample.things import HIDING_PLACES, ITEMS, SMALL_TOYS, TOOLS, TOYS


def lend(t: Teller) -> None:
    """A toy goes from one child to another, perhaps on, perhaps back."""
    t.cast(toy=t.pick(TOYS), s=t.pick(SIBLINGS))
    t.say("{c} had {c.colour:a} {toy.name}.", "{c}'s {m} gave {c.him} {c.colour:a} {toy.name}.")
    t.say("Every day {c} {toy.deed}.", "After school {c} {toy.deed}.")
    t.say(
        '"May/AUX I have your {toy.name}?" asked {f}.',
        "{f} had no {toy.name}, but {f.he} wanted to {toy.want} too.",
    )
    t.say("So {c} gave the {toy.name} to {f}.", '"Take my {toy.name}," said {c} to {f}.')
    t.say("Now {f} had the {c.colour} {toy.name}, and {c} had no {toy.name}.", "Now {f} had the {toy.name}.")
    t.say("{f} {toy.deed}, and {c} watched {f.him}.", "{f} was happy and {toy.deed}.")
    _where_it_ends(t)


def _where_it_ends(t: Teller) -> None:
    end = t.pick(("stays", "back", "onward"))
    if end == "back":
        t.say(
            "In the evening {f} gave the {toy.name} back to {c}.", "Later {f} gave {c} the {toy.name} back."
        )
        t.say("Now {c} had the {c.colour} {toy.name} again.", "So {c} had {c.his} {toy.name} again.")
        t.ask("Who had the {toy.name} at the end?", "{c}")
    elif end == "onward":
        t.say("Later {f} gave the {toy.name} to {f.his} {s}.", "Then {f}'s {s} wanted the {toy.name}.")
        t.say("Now {f}'s {s} had the {c.colour} {toy.name}.", "At the end {f}'s {s} had the {toy.name}.")
        t.ask("Who had the {toy.name} at the end?", "{f}'s {s}")
    else:
        t.say('"You may keep the {toy.name}," said {c} to {f}.', "At the end {f} had the {toy.name}.")
        t.ask("Who had the {toy.name} at the end?", "{f}")


def lost_toy(t: Teller) -> None:
    """A toy is lost, looked for in wrong places, and found."""
    wrong, also_wrong, right = t.some(HIDING_PLACES, 3)
    t.cast(toy=t.pick(SMALL_TOYS), wrong=wrong, also=also_wrong, right=right)
    t.mood = "happy"
    t.say(
        "{c} could not find {c.his} {c.colour} {toy.name}.", '"Where is my {c.colour} {toy.name}?" asked {c}.'
    )
    t.say("{c} looked {wrong}, but it was not there.", "The {toy.name} was not {wrong}.")
    t.say("{c.he} looked {also}, but there was no {toy.name}.", "{c.he} looked {also}, but it was not there.")
    t.maybe(0.6, "{c} was sad without the {toy.name}.", "{c} cried, because the {toy.name} was lost.")
    t.say('"Look {right}," said {c.his} {m}.', "Then {f} came and looked {right}.")
    t.say("The {c.colour} {toy.name} was {right}.", "And there {c} found the {toy.name}, {right}.")
    t.ask("Where was the {toy.name}?", "{right}")
    t.say("{c} laughed and {toy.deed}.", "Now {c} had the {toy.name} again and was happy.")


def counting(t: Teller) -> None:
    """Things go away and come; the numbers always add up."""
    item = t.pick(ITEMS)
    start = t.rng.randint(3, 9)
    gone = t.rng.randint(1, min(start - 1, 4))
    left = start - gone
    t.cast(i=item, start=counted(start, item.name), gone=NUMBERS[gone], left=counted(left, item.name))
    t.say("{c} had {start} in the {i.vessel}.", "{c} had {start}.", "There were {start} in {c}'s {i.vessel}.")
    if t.chance(0.5):
        _count_aloud(t, start, item.name)
    t.say("{c} {i.lost} {gone}.", "{c.he} {i.lost} {gone}.", "Then {c} {i.lost} {gone} of the {i.name:s}.")
    t.say("Now {c.he} had {left}.", "Now {c.he} has {left}.", "So {c} had {left} left.")
    t.ask("How many {i.name:s} did {c} have then?", "{left}")
    if left < 9 and t.chance(0.6):
        more = t.rng.randint(1, min(9 - left, 4))
        left += more
        t.cast(more=NUMBERS[more], left=counted(left, item.name))
        t.say("Then {c} {i.gained} {more} more.", "The next day {c} {i.gained} {more} more.")
        t.say("Now {c} had {left}.", "So {c} had {left}.")
    t.say('"I have {left}," said {c} to {f}.', "{c} showed {f} the {left}.")


def _count_aloud(t: Teller, number: int, item: Noun) -> None:
    t.cast(numbers=", ".join(NUMBERS[1 : number + 1]), item=item)
    t.say('"{numbers}," counted {c}.', "{c} counted the {item:s}: {numbers}.")


def household(t: Teller) -> None:
    """A job in the house needs its tool, which is kept where it always is."""
    first, second = t.some(TOOLS, 2)
    t.cast(tool=first)
    t.say("{c} wanted to {tool.purpose}.", "{c} had to {tool.purpose}.")
    _use_tool(t)
    t.cast(tool=second)
    t.say("Then {c} wanted to {tool.purpose}.", "After that {c.he} had to {tool.purpose}.")
    _use_tool(t)
    t.maybe(0.5, '"Thank you," said {c.his} {m}.', "{c} put the {tool.name} back {tool.place}.")


def _use_tool(t: Teller) -> None:
    t.say('"Where {tool.name.be} the {tool.name}?" asked {c}.', "For that {c.he} needed the {tool.name}.")
    t.say(
        "{c} found the {tool.name} {tool.place}.",
        '"Look {tool.place} for the {tool.name}," said {c.his} {m}.',
    )
    t.ask("Where {tool.name.was} the {tool.name}?", "{tool.place}")
    t.say("With the {tool.name} {c} {tool.deed}.", "{c} took the {tool.name} and {tool.deed}.")
