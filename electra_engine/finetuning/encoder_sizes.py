"""How large an encoder is, by arithmetic on what its config or its run says: nothing is loaded for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from electra_engine.inference.references import find_networks, is_exported, read_config, run_at
from electra_engine.jobs.runs import read_request
from electra_engine.model.sizing import feed_forward_size
from electra_engine.settings import RunSettings
from electra_engine.vocabulary import load_tokenizer
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.workspace import RunFolder, Workspace

LABELS = 2  # a few more hardly matter
READ_AS_A_WHOLE = ("classification", "multi_label", "similarity", "multiple_choice")


@dataclass(frozen=True)
class EncoderSizes:
    """What a config.json says of an encoder; `kind` is its model_type."""

    kind: str
    vocabulary: int
    positions: int
    types: int
    embedding: int
    hidden: int
    layers: int
    heads: int
    inner: int
    attention_bias: bool = False  # ModernBERT's, which may have them; the others always have

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> EncoderSizes:
        hidden = int(config["hidden_size"])
        return cls(
            kind=config["model_type"],
            vocabulary=int(config["vocab_size"]),
            positions=int(config.get("max_position_embeddings", 512)),
            types=int(config.get("type_vocab_size", 2)),
            embedding=int(config.get("embedding_size", 128)) if config["model_type"] == "electra" else hidden,
            hidden=hidden,
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            inner=int(config["intermediate_size"]),
            attention_bias=config.get("attention_bias") is True,
        )

    @property
    def matrices(self) -> list[tuple[int, int]]:
        """(in, out) of a layer's matrices."""
        h, inner = self.hidden, self.inner
        if self.kind == "modernbert":
            return [(h, 3 * h), (h, h), (h, 2 * inner), (inner, h)]
        return [(h, h)] * 4 + [(h, inner), (inner, h)]

    @property
    def layer_vectors(self) -> int:
        """Biases and LayerNorms of a layer; ModernBERT has at most its attention's biases, and one norm after
        the layers that its first layer lacks."""
        if self.kind == "modernbert":
            return (6 if self.attention_bias else 2) * self.hidden
        return 9 * self.hidden + self.inner

    @property
    def layer(self) -> int:
        return sum(a * b for a, b in self.matrices) + self.layer_vectors

    @property
    def embedding_vectors(self) -> int:
        if self.kind == "modernbert":
            return self.hidden
        return 2 * self.embedding + (self.hidden if self.embedding != self.hidden else 0)

    @property
    def encoder(self) -> int:
        """All weights but those of an output layer."""
        return self.embeddings + self.layers * self.layer

    @property
    def embeddings(self) -> int:
        if self.kind == "modernbert":
            return self.vocabulary * self.hidden + self.embedding_vectors
        tables = (self.vocabulary + self.positions + self.types) * self.embedding
        widened = self.embedding * self.hidden if self.embedding != self.hidden else 0
        return tables + widened + self.embedding_vectors

    def head(self, task: str) -> int:
        """The output layer, with the dense layer that each architecture puts before it."""
        h = self.hidden
        dense = h * h + h if self.kind == "modernbert" or task in READ_AS_A_WHOLE else 0
        labels = 1 if task in ("similarity", "multiple_choice") else LABELS
        return dense + h * labels + labels


def sizes_of(reference: str, workspace: Workspace) -> EncoderSizes | None:
    """The sizes of what a reference means, None where its config does not say them in the usual words.

    Raises `UserError` when the reference cannot be used.
    """
    run, _ = run_at(reference, workspace)
    if run is None or read_request(run).kind != "pretrain" or is_exported(run):
        config = read_config(find_networks(reference, workspace).to_fine_tune())
        try:
            return EncoderSizes.from_config(config)
        except (KeyError, TypeError, ValueError):
            return None
    return _sizes_of_run(run)


def _sizes_of_run(run: RunFolder) -> EncoderSizes:
    """Those that an export of the run's discriminator will have."""
    settings = RunSettings().with_changes(read_request(run).settings)
    hidden, backbone = settings.discriminator.hidden_size, settings.pair.backbone
    return EncoderSizes(
        kind="electra" if backbone == "electra" else "modernbert",
        vocabulary=vocabulary_size(load_tokenizer(run.tokenizer)),
        positions=settings.positions(),
        types=2,
        embedding=settings.pair.embedding_size if backbone == "electra" else hidden,
        hidden=hidden,
        layers=settings.discriminator.num_hidden_layers,
        heads=settings.discriminator.num_attention_heads,
        inner=feed_forward_size(backbone, hidden),
        attention_bias=settings.pair.start == "neighbours",
    )
