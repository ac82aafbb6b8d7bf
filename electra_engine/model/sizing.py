"""How large a pair is and what it costs, computed from the settings without building it (and without torch).

The counts are those of the built networks, parameter for parameter; a test holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import RunSettings

# Fitted to the peaks of real workers on a CPU, pairs of 1 to 14 million parameters: 4 to 21% above them.
# A weight, its gradient and AdamW's two moments are 16 bytes; while the fastest way is looked for there is
# a second pair, and the optimizer works on copies. Not all activations are alive at the same time.
BYTES_PER_PARAMETER = 64
BYTES_PER_ACTIVATION = 3
WORKER_BYTES = 700 * 2**20  # an interpreter with torch and transformers loaded, and what their kernels keep


@dataclass(frozen=True)
class PairSize:
    """Counts of parameters and an estimate of what a step costs.

    `generator_parameters` and `discriminator_parameters` each include the shared embedding, as the
    networks would if they stood alone; `total_parameters` counts it once.
    """

    generator_parameters: int
    discriminator_parameters: int
    shared_parameters: int
    total_parameters: int
    training_bytes: int
    operations_per_token: int


def feed_forward_size(backbone: str, hidden_size: int) -> int:
    """A feed-forward block's inner width: 4 × the hidden size; 8/3 × costs the same in gated blocks."""
    if backbone == "electra":
        return 4 * hidden_size
    return max(8, round(hidden_size * 8 / 3 / 8) * 8)


def size_pair(settings: RunSettings, vocabulary_size: int | None = None) -> PairSize:
    """Parameters, memory (bytes) and floating-point operations a token of the pair asked for."""
    vocabulary = vocabulary_size or settings.vocabulary.size
    backbone, embedding = settings.pair.backbone, settings.pair.embedding_size
    width, depth, _ = settings.generator_shape()
    judge = settings.discriminator
    table = vocabulary * embedding
    block = table
    if backbone == "electra":
        block += (settings.positions() + 2) * embedding + 2 * embedding  # position and type tables, LayerNorm
    generator = _body(backbone, width, depth, embedding) + _generator_head(
        backbone, width, embedding, vocabulary
    )
    discriminator = _body(backbone, judge.hidden_size, judge.num_hidden_layers, embedding)
    if backbone == "modern" and settings.pair.start == "neighbours":  # its attention has biases
        discriminator += 4 * judge.hidden_size * judge.num_hidden_layers
    discriminator += _discriminator_head(judge.hidden_size)
    shared = {"embeddings": block, "disentangled": table, "nothing": 0}[settings.pair.sharing]
    difference = table if settings.pair.sharing == "disentangled" else 0
    total = block + generator + discriminator + (0 if settings.pair.sharing == "embeddings" else block)
    return PairSize(
        generator_parameters=block + generator,
        discriminator_parameters=block + difference + discriminator,
        shared_parameters=shared,
        total_parameters=total,
        training_bytes=WORKER_BYTES + total * BYTES_PER_PARAMETER + _activation_bytes(settings, vocabulary),
        operations_per_token=_operations(settings, vocabulary, generator + discriminator),
    )


def _body(backbone: str, width: int, depth: int, embedding: int) -> int:
    inner = feed_forward_size(backbone, width)
    if backbone == "electra":
        projection = 0 if embedding == width else embedding * width + width
        layer = 4 * (width * width + width) + 2 * width * inner + inner + width + 4 * width
        return projection + depth * layer
    # Two norms a layer but for the first, which reads the embedding's; one more at the end.
    layer = 4 * width * width + 3 * width * inner
    return embedding * width + depth * layer + (2 * depth - 1) * width + 2 * width


def _generator_head(backbone: str, width: int, embedding: int, vocabulary: int) -> int:
    if backbone == "electra":
        return width * embedding + embedding + 2 * embedding + vocabulary
    return width * width + width + vocabulary


def _discriminator_head(width: int) -> int:
    """A dense layer and one logit; `electra` has a bias where `modern` has a norm, so both count the same."""
    return width * width + width + width + 1


def _activation_bytes(settings: RunSettings, vocabulary: int) -> int:
    """What one step keeps for its backward pass: hidden states, attention scores, logits over the words."""
    rows, length = settings.training.batch_size, settings.training.sequence_length
    width, depth, heads = settings.generator_shape()
    judge = settings.discriminator
    kept = 0
    for hidden, layers, attention_heads in (
        (width, depth, heads),
        (judge.hidden_size, judge.num_hidden_layers, judge.num_attention_heads),
    ):
        inner = feed_forward_size(settings.pair.backbone, hidden)
        kept += layers * rows * length * (10 * hidden + 4 * inner + 3 * attention_heads * length)
    scored = int(rows * length * _scored_share(settings))
    return (kept + 4 * scored * vocabulary) * BYTES_PER_ACTIVATION


def _scored_share(settings: RunSettings) -> float:
    """For how many tokens of a row a network scores every word: the hidden ones, or all that it restores."""
    share, variant = settings.objective.masked_share, VARIANTS[settings.objective.name]
    restored = {"all": 1.0, "hidden": share, None: 0.0}[variant.restores]
    return restored + (share if variant.forged else 0.0)


def _scaffold_share(settings: RunSettings) -> float:
    """For how many more tokens, on average over a whole run, the scaffold has the judge score every word."""
    objective = settings.objective
    has_scaffold = objective.scaffold_weight > 0 and VARIANTS[objective.name].detects
    return objective.masked_share * objective.scaffold_share if has_scaffold else 0.0


def _operations(settings: RunSettings, vocabulary: int, own_parameters: int) -> int:
    """Multiply-adds counted twice, forward and backward: 6 a weight, attention scores, word logits."""
    length, share = settings.training.sequence_length, _scored_share(settings) + _scaffold_share(settings)
    width, depth, _ = settings.generator_shape()
    judge = settings.discriminator
    attention = 12 * length * (width * depth + judge.hidden_size * judge.num_hidden_layers)
    logits = 6 * share * vocabulary * settings.pair.embedding_size
    matrices = 6 * (own_parameters - vocabulary)  # the output bias multiplies nothing
    return int(matrices + attention + logits)
