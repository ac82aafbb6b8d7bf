"""The words of the first tab: what this is, the recorded run, and the way to a run of one's own."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "tab.welcome": "Start",
    "welcome.intro": "## Two small networks play a game\nThe **generator** forges words in a text; the "
    "**discriminator** learns to catch them. Here you watch both learn, on your own text and your own "
    "machine.",
    "welcome.train": "Train this yourself: 1 minute",
    "welcome.run_name": "my first minute",
    "welcome.own_sentence": "Now with your own sentence",
    "welcome.own_help": "The recorded networks play it at once. They have read nothing but little stories "
    "about animals, people and the weather.",
    "welcome.own_example": "The dog barked at the postman because it was happy.",
    "welcome.own_play": "Play my sentence",
    "welcome.own_back": "Back to the recorded sentence",
    "welcome.own_empty": "Write a sentence first.",
    "welcome.own_long": "The sentence may have at most {most} characters: shorten it.",
    "welcome.no_recording": "No recorded run came with this studio: train one on the Train tab.",
}
