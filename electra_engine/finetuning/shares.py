"""Which share of the weights each method would teach, by arithmetic on sizes: nothing is loaded for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from electra_engine.finetuning.preparing import Base
from electra_engine.finetuning.settings import METHOD_NAMES, FineTuneSettings
from electra_engine.inference.references import find_networks, is_exported, read_config, run_at
from electra_engine.jobs.runs import read_request
from electra_engine.model.sizing import feed_forward_size
from electra_engine.settings import RunSettings
from electra_engine.vocabulary import load_tokenizer
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.workspace import RunFolder, Workspace

LABELS = 2  # a few more hardly matter
ADDING = ("lora", "adapters", "prefix")  # what they teach is not there yet
READ_AS_A_WHOLE = ("classification", "multi_label", "similarity", "multiple_choice")


@dataclass(frozen=True)
class Sizes:
    """What a config.json says of an encoder; `kind` is its model_type."""

    kind: str
    vocabulary: int
    positions: int
    types: int
    embedding: int
    hidden: int
    layers: int
    inner: int

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Sizes:
        hidden = int(config["hidden_size"])
        return cls(
            kind=config["model_type"],
            vocabulary=int(config["vocab_size"]),
            positions=int(config.get("max_position_embeddings", 512)),
            types=int(config.get("type_vocab_size", 2)),
            embedding=int(config.get("embedding_size", 128)) if config["model_type"] == "electra" else hidden,
            hidden=hidden,
            layers=int(config["num_hidden_layers"]),
            inner=int(config["intermediate_size"]),
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
        """Biases and LayerNorms of a layer; ModernBERT has no biases, and one norm after the layers that its
        first layer lacks."""
        return 2 * self.hidden if self.kind == "modernbert" else 9 * self.hidden + self.inner

    @property
    def layer(self) -> int:
        return sum(a * b for a, b in self.matrices) + self.layer_vectors

    @property
    def embedding_vectors(self) -> int:
        if self.kind == "modernbert":
            return self.hidden
        return 2 * self.embedding + (self.hidden if self.embedding != self.hidden else 0)

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


def learning_shares(reference: str, workspace: Workspace, settings: FineTuneSettings) -> dict[str, float]:
    """For each method the part of the weights that would learn, 0 to 1.

    Raises `UserError` when the reference cannot be used.
    """
    base = Base.from_request(reference)
    sizes = _sizes(base.reference, workspace)
    head = sizes.head(settings.task)
    encoder = sizes.embeddings + sizes.layers * sizes.layer
    taught = _taught(sizes, settings)
    return {
        method: (taught[method] + head) / (encoder + head + (taught[method] if method in ADDING else 0))
        for method in METHOD_NAMES
    }


def _sizes(reference: str, workspace: Workspace) -> Sizes:
    run, _ = run_at(reference, workspace)
    if run is None or read_request(run).kind != "pretrain" or is_exported(run):
        return Sizes.from_config(read_config(find_networks(reference, workspace).to_fine_tune()))
    return _sizes_of_run(run)


def _sizes_of_run(run: RunFolder) -> Sizes:
    """Those that an export of the run's discriminator will have."""
    settings = RunSettings().with_changes(read_request(run).settings)
    hidden, backbone = settings.discriminator.hidden_size, settings.pair.backbone
    return Sizes(
        kind="electra" if backbone == "electra" else "modernbert",
        vocabulary=vocabulary_size(load_tokenizer(run.tokenizer)),
        positions=settings.positions(),
        types=2,
        embedding=settings.pair.embedding_size if backbone == "electra" else hidden,
        hidden=hidden,
        layers=settings.discriminator.num_hidden_layers,
        inner=feed_forward_size(backbone, hidden),
    )


def _taught(sizes: Sizes, settings: FineTuneSettings) -> dict[str, int]:
    """Weights of the encoder, or beside it, that each method teaches."""
    layers, h, added = sizes.layers, sizes.hidden, settings.added_size
    last_norm = h if sizes.kind == "modernbert" and settings.top_layers < layers else 0
    return {
        "full": sizes.embeddings + layers * sizes.layer,
        "head": 0,
        "top": min(settings.top_layers, layers) * sizes.layer + last_norm,
        "bitfit": sizes.embedding_vectors + layers * sizes.layer_vectors,
        "lora": layers * settings.rank * sum(a + b for a, b in sizes.matrices),
        "adapters": layers * (2 * h * added + added + h),
        "prefix": layers * 2 * h * added,
    }
