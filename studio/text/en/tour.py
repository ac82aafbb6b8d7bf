"""The words of the guided tour: a title and a caption for each stage, and its buttons."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "tour.title": "How the game goes",
    "tour.title_own": "How the game goes with your sentence",
    "tour.stages": "Stages of one round",
    "tour.strip": "The sentence, token by token",
    "tour.back": "Back",
    "tour.forward": "Next",
    "tour.play": "Play",
    "tour.pause": "Pause",
    "tour.again": "Play again",
    "tour.place": "{number} of {total}",
    "tour.keys": "The arrow keys ← and → turn the stages.",
    "tour.read_title": "Read",
    "tour.read_caption": "A sentence is cut into {total} tokens: words, marks and pieces of rare words.",
    "tour.hide_title": "Hide",
    "tour.hide_caption": "Some tokens are chosen by dice and hidden. Here: {hidden}.",
    "tour.guess_title": "Guess",
    "tour.guess_caption": "The generator reads the rest and guesses what stood in each gap. "
    "A longer bar is a surer guess.",
    "tour.swap_title": "Swap",
    "tour.swap_caption": "For each gap one guess is drawn and put in, over an orange line. Forged: "
    "{replaced} (solid line). Guessed right: {same} (dashed line), which count as honest.",
    "tour.judge_title": "Judge",
    "tour.judge_caption": "The discriminator sees only this new sentence. For every token it says how likely "
    "it was replaced: the deeper the blue, the likelier.",
    "tour.score_title": "Score",
    "tour.score_caption": "Where it says 50% or more, it accuses. Caught: {caught}. Missed: {missed}. False "
    "alarms: {alarms}. Both networks learn from their mistakes, and the next round begins.",
    "tour.say_hidden": "hidden",
    "tour.say_replaced": "forged, it was {token}",
    "tour.say_kept": "guessed right",
    "tour.say_share": "{share} likely replaced",
    "tour.caught": "caught",
    "tour.missed": "missed",
    "tour.alarm": "false alarm",
    "tour.drawn": "drawn",
    "tour.outside": "{token}, from further down its list",
}
