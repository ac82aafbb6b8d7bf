"""The size and layout of one network in a Hugging Face folder, as far as a pair of ours can take it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.inference.headers import Shapes, tensor_shapes
from electra_engine.inference.references import read_config
from electra_engine.model.sizing import feed_forward_size
from electra_engine.sentences import Sentence

FIELD = "pair.start_from"
MODEL_TYPES = {"electra": "electra", "modernbert": "modern"}
# What a config.json leaves out has the value that the published code gives it.
UNSAID: Mapping[str, Mapping[str, Any]] = {
    "electra": {
        "vocab_size": 30522,
        "embedding_size": 128,
        "hidden_size": 256,
        "num_hidden_layers": 12,
        "num_attention_heads": 4,
        "intermediate_size": 1024,
        "max_position_embeddings": 512,
        "type_vocab_size": 2,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-12,
    },
    "modern": {"max_position_embeddings": 0},  # rotary: there is no table
}
# The published layout leaves these open; ours does not.
FIXED = {"type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12}


@dataclass(frozen=True)
class Layout:
    """One network's sizes. `embedding_size` is None for `modern`, whose table was folded at export.

    `has_head`: the folder holds the output layer of its role (replaced token detection, or masked
    language modelling), not the encoder alone. `positions` is the length of the position
    table, 0 for rotary positions, which do without. `attention_bias`: queries, keys and values have biases
    that they need not have.
    """

    folder: Path
    backbone: str
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    vocabulary_size: int
    embedding_size: int | None
    positions: int
    table: str
    has_head: bool
    attention_bias: bool


def read_layout(folder: Path, head: str) -> Layout:
    """The layout of the network in `folder`, its header checked against its config.json.

    `head` is "discriminator" or "generator". Raises `UserError` where the folder is unsafe or damaged,
    or its network is of a kind that no pair here is made of.
    """
    config = read_config(folder)
    backbone = MODEL_TYPES.get(config["model_type"])
    if backbone is None:
        raise UserError(
            "The model in {folder} is of the kind {kind}, which a pair cannot start from: "
            "choose an ELECTRA folder or a run of this studio.",
            FIELD,
            folder=folder,
            kind=config["model_type"][:40],
        )
    said = {**UNSAID[backbone], **config}
    shapes = tensor_shapes(folder)
    prefix = "electra." if backbone == "electra" else "model."
    prefix = prefix if any(name.startswith(prefix) for name in shapes) else ""
    try:
        layout = _layout(folder, backbone, said, prefix, _has_head(backbone, head, shapes))
        expected = _expected(layout, prefix)
    except (KeyError, TypeError, ValueError):
        raise _not_ours(folder, Sentence("its config.json leaves out a size")) from None
    _check_fixed(layout, said)
    for name, shape in expected.items():
        if shapes.get(name, ()) != shape:
            raise UserError(
                "The weights in {folder} do not fit its config.json ({name} is {found}, not {wanted}): "
                "save the model again with save_pretrained.",
                FIELD,
                folder=folder,
                name=name,
                found=_in_words(shapes.get(name, ())),
                wanted=_in_words(shape or ()),
            )
    return layout


def _layout(folder: Path, backbone: str, said: Mapping[str, Any], prefix: str, has_head: bool) -> Layout:
    table = "embeddings.word_embeddings" if backbone == "electra" else "embeddings.tok_embeddings"
    return Layout(
        folder=folder,
        backbone=backbone,
        hidden_size=int(said["hidden_size"]),
        num_hidden_layers=int(said["num_hidden_layers"]),
        num_attention_heads=int(said["num_attention_heads"]),
        vocabulary_size=int(said["vocab_size"]),
        embedding_size=int(said["embedding_size"]) if backbone == "electra" else None,
        positions=int(said["max_position_embeddings"]),
        table=f"{prefix}{table}.weight",
        has_head=has_head,
        attention_bias=backbone == "modern" and said.get("attention_bias") is True,
    )


def _has_head(backbone: str, head: str, shapes: Shapes) -> bool:
    first = {
        ("electra", "discriminator"): "discriminator_predictions.dense.weight",
        ("electra", "generator"): "generator_predictions.dense.weight",
        ("modern", "discriminator"): "classifier.weight",
        ("modern", "generator"): "decoder.bias",
    }[backbone, head]
    return first in shapes


def _expected(layout: Layout, prefix: str) -> dict[str, tuple[int, ...]]:
    """Tensors that stand for the whole: the tables, and the first and last layer; () for none."""
    width, last = layout.hidden_size, layout.num_hidden_layers - 1
    inner = feed_forward_size(layout.backbone, width)
    if layout.backbone == "modern":
        return {
            layout.table: (layout.vocabulary_size, width),
            f"{prefix}layers.0.mlp.Wi.weight": (2 * inner, width),
            f"{prefix}layers.{last}.mlp.Wo.weight": (width, inner),
            f"{prefix}layers.{last + 1}.mlp.Wo.weight": (),
        }
    embedding = layout.embedding_size or 0
    return {
        layout.table: (layout.vocabulary_size, embedding),
        f"{prefix}embeddings.position_embeddings.weight": (layout.positions, embedding),
        f"{prefix}embeddings.token_type_embeddings.weight": (2, embedding),
        f"{prefix}embeddings_project.weight": () if embedding == width else (width, embedding),
        f"{prefix}encoder.layer.0.attention.self.query.weight": (width, width),
        f"{prefix}encoder.layer.{last}.output.dense.weight": (width, inner),
        f"{prefix}encoder.layer.{last + 1}.output.dense.weight": (),
    }


def _check_fixed(layout: Layout, said: Mapping[str, Any]) -> None:
    """Refuses a network whose layers compute something else than ours do."""
    if layout.backbone == "electra":
        for name, value in FIXED.items():
            if said[name] != value:
                raise _not_ours(layout.folder, _other_value(name, said[name], value))
    elif set(said.get("layer_types") or ["?"]) != {"full_attention"}:
        raise _not_ours(layout.folder, Sentence("its layers do not all read the whole row"))
    inner = feed_forward_size(layout.backbone, layout.hidden_size)
    if said.get("intermediate_size") != inner:
        raise _not_ours(
            layout.folder, _other_value("intermediate_size", said.get("intermediate_size"), inner)
        )


def _other_value(name: str, found: object, wanted: object) -> Sentence:
    return Sentence("its {name} is {found}, not {wanted}", name=name, found=str(found)[:20], wanted=wanted)


def _not_ours(folder: Path, difference: Sentence) -> UserError:
    return UserError(
        "The model in {folder} cannot be trained on here ({difference}): choose another one, or start fresh.",
        FIELD,
        folder=folder,
        difference=difference,
    )


def _in_words(shape: tuple[int, ...]) -> str:
    return " × ".join(f"{extent:,}" for extent in shape) or "–"
