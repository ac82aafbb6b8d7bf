"""Named starting points, each with what it costs and what it was measured to learn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from electra_engine.errors import UserError
from electra_engine.sentences import SILENCE, Sentence
from electra_engine.settings import RunSettings


@dataclass(frozen=True)
class Preset:
    """`changes` are knobs that differ from their defaults; `reaches` says what was measured, and is silent
    where nothing was (assets/results.md)."""

    name: str
    label: Sentence
    help: Sentence
    changes: Mapping[str, object] = field(default_factory=dict)
    reaches: Sentence = SILENCE


# The paper's small model (Clark et al. 2020, appendix A), whatever it learns from and for how long.
PUBLISHED_SMALL: Mapping[str, object] = {
    "pair.backbone": "electra",
    "discriminator.hidden_size": 256,
    "discriminator.num_hidden_layers": 12,
    "discriminator.num_attention_heads": 4,
    "generator.fraction": 0.25,
    "generator.num_hidden_layers": 0,
    "training.sequence_length": 128,
}

_ALL = (
    Preset(
        "tiny",
        Sentence("Tiny"),
        Sentence("Learns before your eyes: one minute on a laptop."),
        reaches=Sentence(
            "Measured on two cores: after a minute an AUC of 0.88 to 0.91 on English texts, 0.82 on Chinese "
            "verse, 0.99 on the sample; after half an hour on one core 0.91 to 0.92 and 0.90."
        ),
    ),
    Preset(
        "mini",
        Sentence("Mini"),
        Sentence("Wider networks, for five minutes and more."),
        {
            "discriminator.hidden_size": 192,
            "discriminator.num_attention_heads": 6,
            "training.generator_learning_rate": 1e-3,
            "training.minutes": 5,
        },
        reaches=Sentence(
            "Measured after half an hour on one core: an AUC of 0.91 to 0.92 on English texts and 0.89 on "
            "Chinese verse, no more than Tiny: take it where there are more cores or a graphics card."
        ),
    ),
    Preset(
        "medium",
        Sentence("Medium"),
        Sentence("For half an hour and a few megabytes of text."),
        {
            "vocabulary.size": 8000,
            "discriminator.hidden_size": 256,
            "discriminator.num_hidden_layers": 8,
            "discriminator.num_attention_heads": 4,
            "generator.num_hidden_layers": 2,
            "training.generator_learning_rate": 7e-4,
            "training.batch_size": 32,
            "training.minutes": 30,
        },
        reaches=Sentence(
            "Measured on one core: an AUC of 0.91 on English novels, which Tiny reaches in ten minutes: "
            "take it where there are more cores or a graphics card."
        ),
    ),
    Preset(
        "small",
        Sentence("Small, as published"),
        Sentence("The small model of the paper (12 layers of 256), in its layout: for hours and days."),
        {
            **PUBLISHED_SMALL,
            "pair.start": "random",
            "vocabulary.size": 30000,
            "training.batch_size": 128,
            "training.warmup_share": 0.01,
            "training.minutes": 1440,
            "objective.masked_share": 0.15,
            "objective.scaffold_weight": 0,
        },
        reaches=Sentence(
            "Measured: about 4,000 tokens a second on two cores and two million on one data-center graphics "
            "card, which it is for; what it learns was not measured."
        ),
    ),
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in _ALL}


def preset_settings(name: str) -> RunSettings:
    """The settings of a preset; raises `UserError` for a name that there is not."""
    if name not in PRESETS:
        raise UserError(
            "There is no preset called {name}: choose one of {presets}.",
            "preset",
            name=name,
            presets=", ".join(PRESETS),
        )
    return RunSettings().with_changes(PRESETS[name].changes)
