"""Stories about weather and seasons: what falls from the sky, what people wear and do."""

from __future__ import annotations

from electra_engine.corpus.sample.telling import Teller


def rainy_day(t: Teller) -> None:
    """Rain goes with clouds, an umbrella, boots, puddles and a rainbow."""
    t.say(
        "Dark clouds covered the sky.",
        "{c} looked out of the window and saw dark clouds.",
        "The sky was grey and full of dark clouds.",
    )
    t.say("Soon it began to/PART rain/VERB.", "Soon rain fell on the roofs.", "Then it rained for hours.")
    t.say(
        "It rained, so {c} took {c.his} {c.colour} umbrella.",
        "{c} did not want to get wet, so {c.he} took {c.his} {c.colour} umbrella.",
        "Because/ADP of the rain, {c} took {c.his} {c.colour} umbrella.",
    )
    t.ask("What did {c} take because of the rain?", "umbrella")
    t.say(
        "{c} put on {c.his} boots and jumped into the puddles.",
        "The puddles were deep, but {c} wore boots.",
    )
    t.maybe(
        0.6,
        "{f} had no umbrella, so {f.he} got very wet.",
        '"Come under my umbrella, or you will get wet," said {c} to {f}.',
        "{c} shared the {c.colour} umbrella with {f}.",
    )
    t.say("Then the rain stopped, and the sun came out.", "At last/ADJ the rain stopped.")
    t.say("A rainbow stood in the sky after the rain.", "{c} saw a rainbow in the sky.")
    t.maybe(
        0.5,
        "At home/NOUN {c} put the wet umbrella by the fire.",
        "At home/NOUN {c} took off {c.his} wet boots.",
    )


def snowy_day(t: Teller) -> None:
    """Snow goes with cold, white, scarves and mittens, sledges and snowmen."""
    t.cast(month=t.pick(("December", "January", "February")))
    t.say(
        "On a cold winter day in {month}, it snowed all night.",
        "It was winter, and in {month} snow lay on the roofs.",
        "In {month} {c} woke up and saw snow on the roofs.",
    )
    t.say("The garden was white and very cold.", "The garden was white, and there was ice on the pond.")
    t.say(
        "{c} put on {c.his} warm coat, a scarf and mittens.",
        "It was cold, so {c} wore {c.his} {c.colour} scarf and warm mittens.",
    )
    t.say(
        "{c} and {f} built a snowman with a carrot for a nose.",
        "{c} and {f} built a big snowman out of snow.",
        "{c} built a snowman, and {f} gave the snowman a carrot for a nose.",
    )
    t.ask("Who built the snowman with {c}?", "{f}")
    t.maybe(0.6, "They slid down the hill on a sledge.", "{c} pulled the sledge up the hill.")
    t.say(
        "When their hands were cold, they went home and drank hot cocoa.",
        "{c.his} {m} made hot cocoa, because it was so cold outside.",
        "At home/NOUN it was warm, and {c.his} {m} made hot cocoa.",
    )
    t.maybe(0.5, "In spring the sun melted the snowman.", "The snowman stood in the garden until/ADP spring.")


def sunny_day(t: Teller) -> None:
    """Sun goes with summer, heat, hats, the beach and ice cream."""
    t.cast(month=t.pick(("June", "July", "August")))
    t.say(
        "In {month} the sun shone all day, and it was very hot.",
        "It was a hot summer day in {month}, and the sky was blue.",
        "It was summer, and the sun shone on a hot day in {month}.",
    )
    t.say(
        "It was hot, so {c} and {c.his} {m} went to the beach.",
        "{c} and {c.his} {m} drove to the beach to swim in the sea.",
    )
    t.ask("Where did {c} go on the hot day?", "to the beach")
    t.say(
        "{c} wore a hat and sunglasses because/ADP of the bright sun.",
        "{c}'s {m} wore sunglasses, and {c} put on a hat.",
    )
    t.say(
        "{c} built a castle out of sand.",
        "{c} swam in the sea and played in the sand.",
        "{c} filled a bucket with sand and built a castle.",
    )
    t.maybe(0.6, "A wave came and took the castle of sand away.", "{c} found a shell in the sand.")
    t.say(
        "{c}'s {m} bought ice cream, and it melted in the sun.",
        "They ate cold ice cream, because it was so hot.",
        "The ice cream was cold and sweet, but it melted in the hot sun.",
    )
    t.maybe(
        0.5,
        "In the evening the red sun went down behind the sea.",
        "In the evening {c} had sand in {c.his} hair.",
    )


def windy_day(t: Teller) -> None:
    """Wind goes with kites, bending trees and lost hats."""
    t.say("A strong wind blew over the hill.", "A strong wind blew, and the trees bent in the wind.")
    t.say(
        "{c} took {c.his} {c.colour} kite up the hill.",
        "Because/ADP of the wind, {c} and {f} took the {c.colour} kite up the hill.",
    )
    t.say("The kite flew high in the wind.", "The wind took the kite high up into the sky.")
    t.say("{c} held the string of the kite.", "{c} held the string, and the {c.colour} kite flew.")
    t.say("Then the wind took {f}'s hat and blew it away.", "Then the wind blew {f}'s hat away.")
    t.say(
        "{f} ran after {f.his} hat and caught it.",
        '"Stop, wind, that is my hat," shouted {f}, and {f.he} ran.',
    )
    t.ask("Who ran after the hat?", "{f}")
    t.maybe(0.6, "When the wind stopped, the kite came down.", "In the evening they took the kite home.")


def foggy_day(t: Teller) -> None:
    """Fog goes with not seeing, lamps and slow walking."""
    t.say("In the morning thick fog lay over the city.", "{c} looked out of the window and saw thick fog.")
    t.say(
        "{c} walked slowly to school, because {c.he} could not see far in the fog.",
        "In the fog {c} could not see the street, so {c.he} walked slowly.",
    )
    t.say(
        "The cars drove slowly and had their lamps on/ADV.",
        "The cars had their lamps on/ADV because/ADP of the fog.",
    )
    t.say("{c} heard {f}, but {c.he} could not see {f.him}.", '"Where are you?" called {f} out of the fog.')
    t.say("{c} had a torch, and {f} saw its light.", "{f} saw the light of {c}'s torch.")
    t.say("{c} and {f} held hands and found the school.", "Together {c} and {f} walked through the fog.")
    t.say("At noon the fog was gone, and the sun came out.", "Later the sun came out, and the fog was gone.")


def spring(t: Teller) -> None:
    """Spring: March to May; flowers, nests, lambs."""
    t.cast(month=t.pick(("March", "April", "May")))
    t.say("In {month} spring began.", "Winter was over/ADV, and in {month} spring began.")
    t.say("The snow was gone, and the first/ADJ flowers opened.", "The trees had fresh green leaves.")
    t.say("The bird sat in a nest and chirped all day.", "A bird chirped in a nest.")
    t.say("On the hill the sheep had a little lamb.", "A little lamb stayed close to the sheep on the hill.")
    t.say("{c} and {c.his} {m} planted flowers in the garden.", "{c} watered the flowers in the garden.")
    t.say('"After spring comes summer," said {c.his} {m}.', '"After winter comes spring," said {c.his} {m}.')


def autumn(t: Teller) -> None:
    """Autumn: September to November; falling leaves, pumpkins, nuts."""
    t.cast(month=t.pick(("September", "October", "November")))
    t.say("In {month} autumn began.", "Summer was over/ADV, and in {month} autumn began.")
    t.say(
        "Red and yellow leaves fell from the trees.", "The leaves were red and yellow and fell to the ground."
    )
    t.say("{c} and {f} jumped into the dry leaves.", "{c} took a broom and swept the dry leaves.")
    t.say("The squirrel hid nuts for the winter.", "In an oak the squirrel hid nuts for the winter.")
    t.say(
        "{c}'s {m} picked apples and put them in a basket.", "{c} picked a big orange pumpkin in the garden."
    )
    t.say('"After autumn comes winter," said {c.his} {m}.', '"After summer comes autumn," said {c.his} {m}.')
