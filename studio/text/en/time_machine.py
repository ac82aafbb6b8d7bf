"""The words of the time machine: one sentence through the whole training."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "time_machine.title": "Time machine",
    "time_machine.lead": "The same sentence, from the first step to the newest",
    "time_machine.empty": "The first moments appear here as soon as training starts.",
    "time_machine.play": "Play",
    "time_machine.pause": "Pause",
    "time_machine.slider": "Moment of the training",
    "time_machine.moment": "Step {step}, moment {place} of {count}",
    "time_machine.grid": "The verdict on every word at every moment: words from top to bottom, time from "
    "left to right",
    "time_machine.words": "Word",
    "time_machine.cell": "Step {step}. {verdict}",
    "time_machine.curve": "“{token}” through the training",
    "time_machine.curve_replaced": "chance that it was replaced, says the discriminator",
    "time_machine.curve_original": "chance the generator gave the original",
    "time_machine.curve_truth": "moments at which it really was replaced",
    "time_machine.curve_said": "Called replaced: {first} at step {start}, {last} at step {end}; "
    "now at step {step}: {share}.",
    "time_machine.curve_put": "The generator put “{put}” there and gave the original a chance of {chance}.",
    "time_machine.reading": "Move the slider or press Play. In the grid each row is a word and each column a "
    "moment: the deeper the blue, the surer the discriminator that the word was replaced. Choose a word to "
    "draw its own curve.",
}
