"""Stories about time: the days of the week, the hours of a day, night, birthdays."""

from __future__ import annotations

from electra_engine.corpus.sample.nouns import NUMBERS
from electra_engine.corpus.sample.people import PARENTS
from electra_engine.corpus.sample.telling import Teller
from electra_engine.corpus.sample.things import TOYS
from electra_engine.corpus.sample.world import DAYS, next_day


def two_days(t: Teller) -> None:
    """A day of the week, what always happens on it, and the same for the day after."""
    day = t.pick(DAYS)
    t.cast(d=day, n=next_day(day), third=next_day(next_day(day)))
    t.say(
        "On {d.name} {c} went to the {d.lesson}.",
        "Every {d.name} {c} and {f} went to the {d.lesson}.",
    )
    t.say("{c} took {c.his} {d.thing} to the {d.lesson}.", "{c} was {d.place} with {c.his} {d.thing}.")
    t.say("At the {d.lesson} {c} {d.deed}.", "{d.place}, {c} {d.deed}.")
    t.ask("What did {c} do on {d.name}?", "{d.deed}")
    t.say("After {d.name} came {n.name}.", '"{d.name}, {n.name}, {third.name}," counted {f}.')
    t.ask("Which day came after {d.name}?", "{n.name}")
    t.say("On {n.name} {c} went to the {n.lesson}.", "{n.name} was the day of the {n.lesson}.")
    t.say("{c} {n.deed} {n.place}.", "{c} took {c.his} {n.thing} to the {n.lesson}.")
    t.maybe(0.7, "After {n.name} came {third.name}.", '"Tomorrow is {third.name}," said {c}.')


def whole_day(t: Teller) -> None:
    """From waking at seven to sleeping at eight."""
    t.say("At seven in the morning {c} woke up.", "The sun rose, and {c} woke up at seven.")
    t.say("{c} washed {c.his} face and brushed {c.his} teeth.", "{c} got dressed and brushed {c.his} teeth.")
    t.say(
        "For breakfast {c} ate porridge and drank a glass of milk.",
        "{c}'s {m} made breakfast, and {c} ate porridge.",
    )
    t.say("At eight {c} walked to school with {f}.", "{c} met {f} and they walked to school.")
    t.ask("Who walked to school with {c}?", "{f}")
    t.say("At noon the children had lunch.", "For lunch at noon {c} ate a sandwich and an apple.")
    t.say(
        "In the afternoon {c} played with {c.his} {c.pet} {c.pet_name}.",
        "After school {c} played with {c.pet_name}.",
    )
    t.say(
        "For dinner there {c.dish.was} {c.dish}, which {c} liked best/ADV of all/PRON.",
        "For dinner at six {c} ate {c.dish}.",
    )
    t.say(
        "At night {c} put on {c.his} pyjamas and went to bed.",
        "At night {c} was tired and slept in {c.his} bed.",
    )


def good_night(t: Teller) -> None:
    """Moon, stars, owl, blanket, a bedtime tale, a dream."""
    t.cast(toy=t.pick(TOYS))
    t.say(
        "In the evening the sun went down, and it got dark.",
        "It was night, and the moon and the stars shone.",
    )
    t.say("{c} put on {c.his} pyjamas and went to bed.", "{c} was tired and lay in bed under the blanket.")
    t.say(
        "{c}'s {m} sat by the bed and read a story.",
        "{c}'s {m} told {c.him} a story about pirates.",
        "{c}'s {m} sat by the bed and sang a song.",
    )
    t.ask("Who was with {c}?", "{c}'s {m}")
    t.maybe(
        0.7, "Outside an owl hooted in a hollow tree.", "{c} saw the moon and the stars through the window."
    )
    t.say('"Good night, {c}," said {c.his} {m}.', "Then {c.his} {m} closed the door.")
    t.say(
        "{c} closed {c.his} eyes and dreamed of {c.colour:a} {toy.name}.",
        "{c} slept and dreamed of {c.colour:a} {toy.name}.",
    )
    t.say("In the dream {c} {toy.deed}.", "In the dream {c} and {f} wanted to {toy.want}.")
    t.say(
        "{c} slept until the sun rose in the morning.",
        "In the morning the stars were gone, and the sun shone.",
    )


def birthday(t: Teller) -> None:
    """A birthday has as many candles as years, a cake, a present in the child's colour."""
    t.mood = "happy"
    age = t.rng.randint(4, 9)
    t.cast(age=NUMBERS[age], before=NUMBERS[age - 1], toy=t.pick(TOYS))
    t.say(
        "It was {c}'s birthday, and {c.he} was {age} years old.",
        "On {c.his} birthday {c} was {age} years old.",
    )
    t.say("On the cake there were {age} candles.", "{c}'s {m} baked a cake with {age} candles.")
    t.maybe(
        0.5,
        "The year before/ADV there were only {before} candles.",
        "The year before/ADV {c} was only {before}.",
    )
    t.say("{c} blew out all {age} candles.", "{c} blew out the {age} candles on {c.his} cake.")
    t.say(
        "{f} came with a big present for {c}.", '"Happy birthday, {c}," said {f} and gave {c.him} a present.'
    )
    t.ask("Who brought a present for {c}?", "{f}")
    t.say(
        "The present was {c.colour:a} {toy.name}.",
        "{c} opened the present and found {c.colour:a} {toy.name}.",
    )
    t.ask("What was the present?", "{c.colour:a} {toy.name}")
    t.say("{c} laughed and {toy.deed}.", "Then {c} {toy.deed}, and everybody laughed.")
    t.maybe(
        0.6,
        "{c} thanked {f} for the {toy.name}.",
        "It was the best birthday of all/PRON.",
        "For dinner they ate {c.dish}, because {c} liked it best/ADV.",
    )


def best_friends(t: Teller) -> None:
    """Two friends and what is theirs: colour, pet, dish."""
    t.say("{c} and {f} were best friends.", "{c}'s best friend was {f}.", "{f} was {c}'s best friend.")
    t.ask("Who was {c}'s best friend?", "{f}")
    t.say("{c} had {c.pet:a} called {c.pet_name}.", "{c}'s {c.pet} was called {c.pet_name}.")
    t.ask("What was {c}'s {c.pet} called?", "{c.pet_name}")
    t.say("{f} had {f.pet:a} called {f.pet_name}.", "{f}'s {f.pet} was called {f.pet_name}.")
    t.say(
        "{c} liked {c.colour}/NOUN best/ADV, but {f} liked {f.colour}/NOUN.",
        "{c} wore {c.colour} boots, and {f} wore {f.colour} boots.",
    )
    t.say(
        "For dinner {c} wanted {c.dish}, and {f} wanted {f.dish}.",
        "{c} liked {c.dish}, but {f} liked {f.dish}.",
    )
    t.ask("What did {f} like for dinner?", "{f.dish}")
    t.maybe(
        0.5,
        "After school {c} played with {f} and {f.his} {f.pet}.",
        "{c} and {f} were never angry for long/ADV.",
    )


def family(t: Teller) -> None:
    """Who is what to whom, on the Sunday picnic."""
    t.cast(parent=t.pick(PARENTS))
    t.say(
        "On Sunday {c}'s family had a picnic in the park.",
        "It was Sunday, so {c}'s family went to the picnic.",
    )
    t.say(
        "The mother of {c}'s {parent} is {c}'s grandmother.",
        "{c}'s grandmother was the mother of {c.his} {parent}.",
    )
    t.say(
        "{c}'s grandmother was there, and she hugged {c}.",
        "{c}'s grandmother came early, and {c} hugged her.",
    )
    t.say(
        "The father of {c}'s {parent} is {c}'s grandfather.",
        "{c}'s grandfather was the father of {c.his} {parent}.",
    )
    t.say(
        "{c}'s grandfather was there, and he hugged {c}.", "{c}'s grandfather came last, and {c} hugged him."
    )
    t.maybe(0.5, "{c} shared {c.his} sandwiches with everybody.", "In the park everybody sang a song.")
