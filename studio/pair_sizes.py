"""The one size dial: named sizes of the discriminator, from the smallest worth training upwards.

Width and depth move together; the generator follows by its fraction. The presets' own shapes are
among them, so choosing a preset moves the dial to its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine import PRESETS, RunSettings, preset_settings


@dataclass(frozen=True)
class Shape:
    """A discriminator: width (hidden_size), depth (num_hidden_layers) and attention heads."""

    width: int
    depth: int
    heads: int

    def changes(self) -> dict[str, int]:
        """The knobs that make this shape."""
        return {
            "discriminator.hidden_size": self.width,
            "discriminator.num_hidden_layers": self.depth,
            "discriminator.num_attention_heads": self.heads,
        }

    @property
    def weight(self) -> int:
        """Grows as the parameters of the layers do."""
        return self.width * self.width * self.depth


def shape_of(settings: RunSettings) -> Shape:
    """The shape that settings ask for."""
    judge = settings.discriminator
    return Shape(judge.hidden_size, judge.num_hidden_layers, judge.num_attention_heads)


_PRESET_SHAPES = {shape_of(preset_settings(name)) for name in PRESETS}
_BEYOND = {Shape(64, 2, 2), Shape(96, 3, 3), Shape(384, 12, 6), Shape(512, 12, 8), Shape(768, 12, 12)}
SHAPES: tuple[Shape, ...] = tuple(sorted(_PRESET_SHAPES | _BEYOND, key=lambda shape: shape.weight))


def place_on_dial(settings: RunSettings) -> int:
    """The index of the shape nearest to the settings' own."""
    weight = shape_of(settings).weight
    return min(range(len(SHAPES)), key=lambda place: abs(SHAPES[place].weight - weight))
