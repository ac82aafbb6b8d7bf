"""Which share of the weights each method would teach, by arithmetic on sizes: nothing is loaded for it."""

from __future__ import annotations

from electra_engine.finetuning.encoder_sizes import EncoderSizes, sizes_of
from electra_engine.finetuning.preparing import Base
from electra_engine.finetuning.settings import METHOD_NAMES, FineTuneSettings
from electra_engine.workspace import Workspace

ADDING = ("lora", "adapters", "prefix")  # what they teach is not there yet


def learning_shares(reference: str, workspace: Workspace, settings: FineTuneSettings) -> dict[str, float]:
    """For each method the part of the weights that would learn, 0 to 1; nothing where that cannot be told.

    Raises `UserError` when the reference cannot be used.
    """
    base = Base.from_request(reference)
    sizes = sizes_of(base.reference, workspace)
    if sizes is None:
        return {}
    head = sizes.head(settings.task)
    taught = taught_weights(sizes, settings)
    return {
        method: (taught[method] + head) / (sizes.encoder + head + (taught[method] if method in ADDING else 0))
        for method in METHOD_NAMES
    }


def taught_weights(sizes: EncoderSizes, settings: FineTuneSettings) -> dict[str, int]:
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
