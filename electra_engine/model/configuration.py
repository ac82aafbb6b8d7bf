"""Our settings as transformers' configurations: one function a backbone, the same for both networks."""

from __future__ import annotations

from dataclasses import dataclass

from transformers import ElectraConfig, ModernBertConfig

from electra_engine.model.sizing import feed_forward_size
from electra_engine.settings import RunSettings

# Rotary wavelengths grow from 2π to 2π·θ tokens; our rows are short, so θ is far below the 10,000 and
# more of long-context models.
ROTARY_THETA = 1_000.0


@dataclass(frozen=True)
class NetworkShape:
    """The size of one network; widths in numbers, `vocabulary_size` in tokens."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    embedding_size: int
    vocabulary_size: int
    longest_row: int


def network_shapes(settings: RunSettings, vocabulary_size: int) -> tuple[NetworkShape, NetworkShape]:
    """The (generator, discriminator) shapes that the settings ask for."""
    common = {
        "embedding_size": settings.pair.embedding_size,
        "vocabulary_size": vocabulary_size,
        "longest_row": settings.positions(),
    }
    judge = settings.discriminator
    return (
        NetworkShape(*settings.generator_shape(), **common),
        NetworkShape(judge.hidden_size, judge.num_hidden_layers, judge.num_attention_heads, **common),
    )


def modern_config(shape: NetworkShape, attention: str, attention_bias: bool = False) -> ModernBertConfig:
    """Pre-norm layers with rotary positions, every layer reading the whole row."""
    rope = {"rope_type": "default", "rope_theta": ROTARY_THETA}
    return ModernBertConfig(
        vocab_size=shape.vocabulary_size,
        hidden_size=shape.hidden_size,
        intermediate_size=feed_forward_size("modern", shape.hidden_size),
        num_hidden_layers=shape.num_hidden_layers,
        num_attention_heads=shape.num_attention_heads,
        hidden_activation="silu",
        classifier_activation="silu",
        max_position_embeddings=shape.longest_row,
        layer_types=["full_attention"] * shape.num_hidden_layers,
        rope_parameters={"full_attention": rope, "sliding_attention": dict(rope)},
        classifier_pooling="mean",
        attention_bias=attention_bias,
        pad_token_id=0,
        cls_token_id=2,
        bos_token_id=2,
        sep_token_id=3,
        eos_token_id=3,
        attn_implementation=attention,
    )


def electra_config(shape: NetworkShape, attention: str) -> ElectraConfig:
    """The layout of Clark et al. 2020, with the GELU that Hugging Face's ELECTRA checkpoints name."""
    return ElectraConfig(
        vocab_size=shape.vocabulary_size,
        embedding_size=shape.embedding_size,
        hidden_size=shape.hidden_size,
        intermediate_size=feed_forward_size("electra", shape.hidden_size),
        num_hidden_layers=shape.num_hidden_layers,
        num_attention_heads=shape.num_attention_heads,
        hidden_act="gelu",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        max_position_embeddings=shape.longest_row,
        pad_token_id=0,
        attn_implementation=attention,
    )
