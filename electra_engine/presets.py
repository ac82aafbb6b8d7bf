"""Named starting points, each with what it costs and what it was measured to learn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from electra_engine.errors import UserError
from electra_engine.settings import RunSettings


@dataclass(frozen=True)
class Preset:
    """`changes` are knobs that differ from their defaults."""

    name: str
    label: str
    help: str
    changes: Mapping[str, object] = field(default_factory=dict)


_ALL = (
    Preset(
        "tiny",
        "Tiny",
        "Learns before your eyes: one minute on a laptop.",
    ),
    Preset(
        "mini",
        "Mini",
        "Twice as wide a judge for runs of five minutes and more.",
        {
            "discriminator.hidden_size": 192,
            "discriminator.num_hidden_layers": 6,
            "discriminator.num_attention_heads": 6,
            "training.learning_rate": 7e-4,
            "training.minutes": 5,
        },
    ),
    Preset(
        "medium",
        "Medium",
        "For half an hour and a few megabytes of text.",
        {
            "vocabulary.size": 8000,
            "discriminator.hidden_size": 256,
            "discriminator.num_hidden_layers": 8,
            "discriminator.num_attention_heads": 4,
            "generator.num_hidden_layers": 4,
            "training.learning_rate": 5e-4,
            "training.minutes": 30,
        },
    ),
    Preset(
        "small",
        "Small, as published",
        "The small model of the paper (12 layers of 256), in its layout: for hours and days.",
        {
            "pair.backbone": "electra",
            "vocabulary.size": 30000,
            "discriminator.hidden_size": 256,
            "discriminator.num_hidden_layers": 12,
            "discriminator.num_attention_heads": 4,
            "generator.fraction": 0.25,
            "generator.num_hidden_layers": 0,
            "training.sequence_length": 128,
            "training.batch_size": 128,
            "training.learning_rate": 5e-4,
            "training.warmup_share": 0.01,
            "training.minutes": 1440,
            "objective.scaffold_weight": 0,
        },
    ),
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in _ALL}


def preset_settings(name: str) -> RunSettings:
    """The settings of a preset; raises `UserError` for a name that there is not."""
    if name not in PRESETS:
        raise UserError(f"There is no preset called {name}: choose one of {', '.join(PRESETS)}.", "preset")
    return RunSettings().with_changes(PRESETS[name].changes)
