"""The pair drawn to scale: two stacks of layers on the embedding table they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from studio.widgets.assembly import Words, widget, words_for

PAPER_BAND = (0.25, 0.5)  # ELECTRA, section 3.2: generators of a quarter to half the size work best


@dataclass(frozen=True)
class NetworkShape:
    """One network: its hidden size, its layers, its attention heads, the parameters it shares with nobody."""

    width: int
    depth: int
    heads: int
    own_parameters: int


def pair_blocks(elem_id: str) -> gr.HTML:
    """The picture of the pair; its value is made by `pair_blocks_value`."""
    return widget(elem_id, ("pair_blocks.js",))


def pair_blocks_value(
    generator: NetworkShape,
    discriminator: NetworkShape,
    embedding_size: int,
    vocabulary_size: int,
    shared_parameters: int,
    text: Words,
) -> dict[str, Any]:
    """Two shapes and the table of `vocabulary_size` × `embedding_size` between them."""
    ratio = generator.width / discriminator.width
    low, high = PAPER_BAND
    place = "below" if ratio < low else "above" if ratio > high else "inside"
    total = generator.own_parameters + discriminator.own_parameters + shared_parameters
    return {
        "generator": _network("generator", generator, text),
        "discriminator": _network("discriminator", discriminator, text),
        "shared": {
            "name": text["pair.shared"],
            "size": text["pair.shared_size"].format(
                vocabulary=f"{vocabulary_size:,}",
                embedding=f"{embedding_size:,}",
                count=count_words(shared_parameters, text),
            ),
            "parameters": shared_parameters,
        },
        "total": text["pair.parameters"].format(count=count_words(total, text)),
        "ratio": ratio,
        "band": [low, high],
        "place": place,
        "ratio_sentence": text[f"pair.{place}"].format(ratio=f"{ratio:.2f}"),
        "words": words_for("pair", text),
    }


def count_words(parameters: int, text: Words) -> str:
    """``13.55 million`` or, below a million, ``65,312``."""
    if parameters >= 1_000_000:
        return text["pair.million"].format(number=f"{parameters / 1e6:,.2f}")
    return f"{parameters:,}"


def _network(role: str, shape: NetworkShape, text: Words) -> dict[str, Any]:
    layers = text["pair.layer" if shape.depth == 1 else "pair.layers"].format(count=shape.depth)
    heads = text["pair.head" if shape.heads == 1 else "pair.heads"].format(count=shape.heads)
    width = text["pair.width"].format(count=f"{shape.width:,}")
    return {
        "name": text[f"pair.{role}"],
        "role": text[f"pair.{role}_role"],
        "width": shape.width,
        "depth": shape.depth,
        "shape": f"{width} · {layers} · {heads}",
        "count": text["pair.own"].format(count=count_words(shape.own_parameters, text)),
        "parameters": shape.own_parameters,
    }
