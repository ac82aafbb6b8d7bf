"""The words of the replay of a recorded run."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "replay.title": "A recorded training",
    "replay.note": "This was recorded on another machine and came with the studio; nothing is being trained "
    "now. The Train and Play tabs show it in full.",
    "replay.play": "Play",
    "replay.pause": "Pause",
    "replay.step": "Step {step} of {steps}",
    "replay.slider": "Step of the recorded run",
    "replay.generator": "Generator loss",
    "replay.discriminator": "Discriminator loss",
    "replay.detection": "Telling real from fake (AUC)",
    "replay.blind": "blind guessing {value}",
    "replay.coin": "coin toss {value}",
    "replay.sentence": "A sentence the run never trained on, at this step",
    "replay.another": "Another sentence",
    "replay.reading": "The generator’s word stands over an orange line (dashed where it guessed right). The "
    "blue is the discriminator’s verdict: ✓ caught, ✕ missed, ! false alarm.",
    "replay.summary": "Step {step}: generator loss {generator}, discriminator loss {discriminator}, AUC "
    "{auc}. In this sentence {caught} caught, {missed} missed, false alarms: {alarms}.",
}
