"""The words of the game in which the reader is the detective."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "tab.play": "Play",
    "play.intro": "## Beat the detective\nIn each sentence at least one word was replaced by a word drawn by "
    "chance. Find the replaced ones, then see who did better: you or the discriminator.",
    "play.run": "Play against",
    "play.run_help": "Any run that has looked at its sentences; it never trained on them.",
    "play.bad_marks": "The marks do not fit this sentence any more: choose the next sentence.",
    "game.empty": "There is nothing to play with yet: a run’s first sentences arrive a few seconds into its "
    "training.",
    "game.round": "Sentence {round} of {rounds}",
    "game.ask": "Which words were replaced? Mark them.",
    "game.words": "The sentence: mark the replaced words",
    "game.check": "Check",
    "game.next": "Next sentence",
    "game.marked": "{count} marked",
    "game.caught": "Caught",
    "game.missed": "Missed",
    "game.alarms": "False alarms",
    "game.player": "Who",
    "game.you": "You",
    "game.model": "Discriminator, step {step}",
    "game.this": "This sentence",
    "game.tally": "All {count} sentences so far",
    "game.was": "was: {word}",
    "game.say_caught": "replaced, and you caught it",
    "game.say_missed": "replaced, and you missed it",
    "game.say_alarm": "not replaced: a false alarm",
    "game.say_honest": "rightly left alone",
    "game.points": "Points",
    "game.won": "You beat the detective: your points {you}, its points {model}.",
    "game.lost": "The detective wins: its points {model}, your points {you}.",
    "game.drawn": "A draw, points each: {you}.",
    "game.over": "That was the last of the {count} sentences; this is how all of them end together. "
    "{verdict}",
    "game.reading": "One point for each replaced word that is caught, one less for each false alarm. The "
    "discriminator marks what it finds at least 50% likely to be replaced; it judged the very same words at "
    "every step.",
}
