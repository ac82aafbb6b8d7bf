"""A corpus as token ids on disk: two flat streams, how often each token occurs, and some held-out text.

packed/
  training.bin       token ids of the training documents, each document followed by [SEP]
  held_out.bin       the same for the held-out documents
  frequencies.npy    how often each token occurs in training.bin: int64 (V,)
  held_out.jsonl     texts of some held-out documents, one JSON string a line
  packing.json       counts and the type of the ids; written last, so without it nothing counts
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from electra_engine.durability import flush_folder, write_durably
from electra_engine.errors import UserError

TRAINING, HELD_OUT = "training.bin", "held_out.bin"
FREQUENCIES, HELD_OUT_TEXTS, PACKING = "frequencies.npy", "held_out.jsonl", "packing.json"


@dataclass(frozen=True)
class PackingCounts:
    """How much lies on either side. Tokens include one [SEP] a document; characters do not.

    `duplicates_dropped` counts documents left out of training because they are held out elsewhere.
    """

    training_documents: int
    training_characters: int
    training_tokens: int
    held_out_documents: int
    held_out_characters: int
    held_out_tokens: int
    duplicates_dropped: int


@dataclass(frozen=True, eq=False)
class PackedCorpus:
    """The two token streams as read-only 1-D memory maps, and what was counted on the way.

    `frequencies` is int64 (V,); `unknown_share` is the part of the training tokens that are [UNK].
    """

    folder: Path
    training: np.ndarray
    held_out: np.ndarray
    vocabulary_size: int
    frequencies: np.ndarray
    unknown_share: float
    held_out_texts: tuple[str, ...]
    counts: PackingCounts


def token_type(vocabulary_size: int) -> np.dtype:
    """The smallest unsigned type that holds every id of the vocabulary."""
    return np.dtype("<u2" if vocabulary_size <= 1 << 16 else "<u4")


def open_packed(folder: Path) -> PackedCorpus:
    """A packed corpus; raises `UserError` when it is not complete."""
    try:
        facts = json.loads((folder / PACKING).read_text("utf-8"))
        counts = PackingCounts(**facts["counts"])
        texts = (folder / HELD_OUT_TEXTS).read_text("utf-8").splitlines()
        return PackedCorpus(
            folder=folder,
            training=_stream(folder / TRAINING, facts["dtype"], counts.training_tokens),
            held_out=_stream(folder / HELD_OUT, facts["dtype"], counts.held_out_tokens),
            vocabulary_size=facts["vocabulary_size"],
            frequencies=np.load(folder / FREQUENCIES),
            unknown_share=facts["unknown_share"],
            held_out_texts=tuple(json.loads(text) for text in texts),
            counts=counts,
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError(
            "The prepared text in {folder} is not complete: start the run again so that it is prepared anew.",
            folder=folder,
        ) from None


def write_facts(folder: Path, counts: PackingCounts, vocabulary_size: int, unknown_share: float) -> None:
    """Writes packing.json, which declares everything else in `folder` complete and flushed."""
    facts = {
        "dtype": token_type(vocabulary_size).str,
        "vocabulary_size": vocabulary_size,
        "unknown_share": unknown_share,
        "counts": dataclasses.asdict(counts),
    }
    temporary = folder / f"{PACKING}.part"
    write_durably(temporary, json.dumps(facts, indent=1))
    flush_folder(folder)
    temporary.replace(folder / PACKING)
    flush_folder(folder)
    flush_folder(folder.parent)


def _stream(path: Path, dtype: str, tokens: int) -> np.ndarray:
    stream = np.memmap(path, dtype=np.dtype(dtype), mode="r")
    if len(stream) != tokens:
        raise ValueError(f"{path.name} holds {len(stream)} tokens instead of {tokens}")
    return stream
