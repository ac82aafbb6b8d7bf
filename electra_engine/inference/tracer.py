"""A sentence of one's own through every stage of a training step, with an exported pair."""

from __future__ import annotations

import torch

from electra_engine.errors import UserError
from electra_engine.inference.detector import Detector
from electra_engine.inference.filler import Filler
from electra_engine.watching.records import BatchTrace
from electra_engine.watching.trace import Players, trace_row

SHARE = 0.25  # of a short sentence, training's 15% would often be a single token


def trace_text(text: str, seed: int, filler: Filler, detector: Detector) -> BatchTrace:
    """Hides tokens of the text by `seed`, lets the generator fill them and the discriminator judge.

    Raises `UserError` when there is no text, or none of which the model knows a word.
    """
    row = filler.encode(text)
    if all(row.special_tokens_mask):
        raise UserError("There is no text to judge: type a sentence.", "text")
    special = filler.special_ids()
    if not set(row.ids) - set(special):
        raise UserError(
            "The model knows no word of this text, so none can be hidden: type another sentence.", "text"
        )
    players = Players(
        fill=lambda hidden: filler.logits(hidden.inputs).flatten(0, 1)[hidden.positions],
        judge=detector.judge,
        word=filler.word,
        special=special,
    )
    return trace_row(text, row, players, SHARE, torch.Generator().manual_seed(seed))
