"""Stories of school and learning: questions in class, paint, two fables, dressing, the family."""

from __future__ import annotations

from electra_engine.corpus.sample.animals import FARM_ANIMALS, SMALL_ANIMALS, WILD_ANIMALS
from electra_engine.corpus.sample.nouns import NUMBERS
from electra_engine.corpus.sample.people import PARENTS
from electra_engine.corpus.sample.telling import Teller
from electra_engine.corpus.sample.things import COLOURS, MIXTURES, TOYS
from electra_engine.corpus.sample.world import DAYS, JOBS, LEGS, OPPOSITES, next_day


def quiz(t: Teller) -> None:
    """A teacher asks, children answer; every answer is a fact of the world."""
    t.say(
        "The teacher asked the children three questions.",
        "At school the teacher had three questions for {c} and {f}.",
    )
    for asker in t.some((_colour, _day, _food, _young, _legs, _sum, _opposite, _job), 3):
        t.cast(w=t.pick((t.child, t.friend)))
        asker(t)
    t.say('"That is right," said the teacher to {w}.', '"All three answers are right," said the teacher.')


def _answer(t: Teller, question: str, answer: str) -> None:
    t.say(f'"{question}" asked the teacher.')
    t.say(f'"{answer}," answered {{w}}.', f'"{answer}," said {{w}}.')


def _colour(t: Teller) -> None:
    thing, colour = t.pick(COLOURS)
    _answer(t, f"What/DET colour is {thing}?", colour)


def _day(t: Teller) -> None:
    day = t.pick(DAYS)
    _answer(t, f"Which/DET day comes after {day.name}?", next_day(day).name)


def _food(t: Teller) -> None:
    t.cast(a=t.pick((*FARM_ANIMALS, *WILD_ANIMALS, *SMALL_ANIMALS)))
    _answer(t, "What does {a:a} {a.eat}?", "{a.food}")


def _young(t: Teller) -> None:
    t.cast(a=t.pick(tuple(a for a in FARM_ANIMALS if a.baby)))
    _answer(t, "What do you call a young {a}?", "{a.baby:a}")


def _legs(t: Teller) -> None:
    animal, legs = t.pick(LEGS)
    _answer(t, f"How many legs does {animal} have?", NUMBERS[legs])


def _sum(t: Teller) -> None:
    first, second = t.rng.randint(1, 3), t.rng.randint(1, 3)
    _answer(t, f"What is {NUMBERS[first]} and {NUMBERS[second]}?", NUMBERS[first + second])


def _opposite(t: Teller) -> None:
    pair = t.pick(OPPOSITES)
    word, other = pair if t.chance(0.5) else pair[::-1]
    _answer(t, f"What is the opposite of {word}?", other)


def _job(t: Teller) -> None:
    t.cast(j=t.pick(JOBS))
    _answer(t, "Who works {j.place}?", "{j.name:a}")


def mixing(t: Teller) -> None:
    """Two paints make a third."""
    first, second, result = t.pick(MIXTURES)
    if t.chance(0.5):
        first, second = second, first
    things = tuple(thing for thing, colour in COLOURS if colour == result)
    t.cast(p=first, q=second, r=result, thing=t.pick(things))
    t.say(
        "{c} wanted to paint {thing}, but there was no {r} paint/NOUN.",
        "{c} had no {r} paint/NOUN for {thing}.",
    )
    t.say(
        "There was only {p} paint/NOUN and {q} paint/NOUN in the box.",
        "In the box {c} found {p} paint/NOUN and {q} paint/NOUN.",
    )
    t.say(
        '"Mix {p}/NOUN and {q}/NOUN," said the teacher.', '"What do {p}/NOUN and {q}/NOUN make?" asked {f}.'
    )
    t.say(
        "{c} put the {p} paint/NOUN and the {q} paint/NOUN into a bowl.",
        "With a brush {c} mixed {p}/NOUN and {q}/NOUN.",
    )
    t.say("The {p} paint/NOUN and the {q} paint/NOUN made {r}/NOUN.", "{p}/NOUN and {q}/NOUN make {r}/NOUN.")
    t.ask("What did the colours make?", "{r}")
    t.say("Then {c} painted {thing} {r}.", "With the {r} paint/NOUN {c} painted {thing}.")
    t.say("{f} liked the picture of {thing}.", '"Yes, {thing} is {r}," said {f}.')


def painting(t: Teller) -> None:
    """A picture in which everything has its own colour."""
    t.say("On Thursday {c} painted a picture in the art room.", "{c} and {f} wanted to paint a picture.")
    for thing, colour in t.some(COLOURS, 3):
        t.cast(thing=thing, r=colour)
        t.say(
            "{c} painted {thing} {r}.",
            "{thing} was {r}.",
            '"I need {r}/NOUN for {thing}," said {c}.',
            "{c} took {r} paint/NOUN, because {thing} is {r}.",
        )
        t.ask("What colour was {thing}?", "{r}")
    t.say("{f} liked {c}'s picture.", '"What/DET a wonderful picture," said {c.his} {m}.')


def mouse_and_elephant(t: Teller) -> None:
    """The small mouse helps the big elephant."""
    t.say("A big elephant met a small mouse at the river.", "A small mouse met a big elephant at the river.")
    t.say("The elephant was big, but the mouse was small.", '"You are so small," said the big elephant.')
    t.say('"And you are so big," said the small mouse.', "The mouse squeaked, and the elephant trumpeted.")
    t.say("One day the big elephant was caught in a net.", "The next day the elephant lay in a strong net.")
    t.say("The small mouse came and bit the net open/ADJ.", "The small mouse bit the net with its teeth.")
    t.say(
        "Now the elephant was free and thanked the mouse.", '"Thank you, small mouse," said the big elephant.'
    )
    t.ask("Who thanked the mouse?", "elephant")
    t.say(
        "After that the big elephant and the small mouse were friends.", "The elephant lifted its long trunk."
    )


def race(t: Teller) -> None:
    """The slow tortoise beats the fast rabbit."""
    t.say("The rabbit was fast, but the tortoise was slow.", "A fast rabbit met a slow tortoise.")
    t.say('"You are too slow," said the rabbit.', '"I am much faster than you," said the rabbit.')
    t.say('"We can run a race," said the tortoise.', "So the tortoise and the rabbit ran a race.")
    t.say("The rabbit hopped away, and the tortoise crawled slowly.")
    t.say(
        "Soon the rabbit was tired and slept under a tree.", "The rabbit was tired and lay down under a tree."
    )
    t.say("The slow tortoise crawled on/ADV and on/ADV.", "The tortoise did not stop and did not sleep.")
    t.say(
        "So the slow tortoise won the race.",
        "When the rabbit woke up, the tortoise was there and won the race.",
    )
    t.ask("Who won the race?", "tortoise")


def dressing(t: Teller) -> None:
    """Every piece of clothing has its part of the body."""
    t.say("It was cold outside, so {c} got dressed.", "It was winter, and {c} wanted to go outside.")
    t.say("{c} put a hat on {c.his} head.", "{c} put {c.his} {c.colour} hat on {c.his} head.")
    t.say("{c.he} put warm mittens on {c.his} hands.", "Then came the mittens for {c.his} hands.")
    t.say("{c.he} put a scarf around {c.his} neck.", "{c}'s {m} put a scarf around {c.his} neck.")
    t.say("{c.he} put boots on {c.his} feet.", "Last came the boots for {c.his} feet.")
    t.say("With {c.his} eyes {c} saw the snow.", "With {c.his} ears {c} heard a bird.")
    t.say("{c.his} nose was red, because it was so cold.", "Only {c.his} nose was cold and red.")


# relative of a parent | what the relative is to the child | pronouns
_RELATIVES = (
    ("mother", "grandmother", "she", "her"),
    ("father", "grandfather", "he", "him"),
    ("sister", "aunt", "she", "her"),
    ("brother", "uncle", "he", "him"),
)


def family(t: Teller) -> None:
    """Who is what to whom, on the Sunday picnic."""
    first, second = t.some(_RELATIVES, 2)
    t.cast(parent=t.pick(PARENTS), near=first[0], far=first[1], he=first[2], him=first[3])
    t.cast(other_near=second[0], other=second[1], other_he=second[2], toy=t.pick(TOYS))
    t.say(
        "On Sunday {c}'s family had a picnic in the park.",
        "It was Sunday, so {c}'s family went to the picnic.",
    )
    t.say("The {near} of {c}'s {parent} is {c}'s {far}.", "{c}'s {far} was the {near} of {c.his} {parent}.")
    t.say("{c}'s {far} was there, and {he} hugged {c}.", "{c}'s {far} came early, and {c} hugged {him}.")
    t.say(
        "The {other_near} of {c}'s {parent} is {c}'s {other}.",
        "{c}'s {other} was the {other_near} of {c.his} {parent}.",
    )
    t.say(
        "{c}'s {other} came too, and {other_he} had {toy.name:a}.",
        "{c}'s {other} came last and brought {toy.name:a}.",
    )
    t.ask("What did the {other} bring?", "{toy.name:a}")
    t.say("{c.his} {other} gave {c} the {toy.name}.", "{c} got the {toy.name} and {toy.deed}.")
    t.maybe(0.5, "{c}'s {parent} laughed with the {far} and the {other}.", "In the park {c} {toy.deed}.")
