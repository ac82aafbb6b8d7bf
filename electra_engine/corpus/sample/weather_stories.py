"""Stories about weather: what falls from the sky, what people wear and do."""

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
    t.say(
        "On a cold winter day in January, it snowed all night.",
        "It was winter, and in January snow lay on the roofs.",
        "In January {c} woke up and saw snow on the roofs.",
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
    t.say(
        "In July the sun shone all day, and it was very hot.",
        "It was a hot summer day in July, and there was a blue sky.",
        "It was summer, and the sun shone on a hot day in July.",
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
