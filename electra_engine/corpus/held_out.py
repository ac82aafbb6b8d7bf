"""Which documents are held out: never trained on, kept to judge honestly."""

from __future__ import annotations

import hashlib

import numpy as np

from electra_engine.errors import UserError
from electra_engine.sentences import Sentence

# Held-out documents stand in groups of about this many neighbours, in at most so many places.
GROUP_DOCUMENTS = 8
MOST_GROUPS = 64
FEWEST_GROUPS = 4
SINGLE_DOCUMENT = Sentence("The text is a single document, so no part of it can be held out: add more text.")


def choose_held_out(lengths: np.ndarray, share: float, place: str, seed: int) -> np.ndarray:
    """True for each held-out document, as a (documents,) array.

    `lengths` (documents,) are in characters; about `share` of all characters are held out, either
    the last documents (`place` is ``"end"``) or groups of neighbours all over the corpus, which
    `seed` chooses (``"spread"``). At least one document is on either side; raises `UserError` where
    there are not two.
    """
    if len(lengths) < 2:
        raise UserError(SINGLE_DOCUMENT, "files")
    ends = np.cumsum(lengths, dtype=np.int64)
    if place == "end":
        return _at_end(ends, share)
    chosen = _spread(ends, share, seed)
    if not chosen.any() or chosen.all():
        chosen[:] = False
        chosen[np.argmin(np.abs(lengths - share * ends[-1]))] = True
    return chosen


def fingerprint(text: str) -> int:
    """A 64-bit number that is the same for texts that differ only in white space."""
    normalised = " ".join(text.split()).encode(errors="replace")
    return int.from_bytes(hashlib.blake2b(normalised, digest_size=8).digest(), "little")


def _at_end(ends: np.ndarray, share: float) -> np.ndarray:
    first = int(np.argmin(np.abs(ends - (1 - share) * ends[-1]))) + 1
    return np.arange(len(ends)) >= min(first, len(ends) - 1)


def _spread(ends: np.ndarray, share: float, seed: int) -> np.ndarray:
    """One group of neighbours in each of several equal stretches of the corpus."""
    total = int(ends[-1])
    expected = max(round(len(ends) * share), 1)
    groups = min(max(expected // GROUP_DOCUMENTS, min(FEWEST_GROUPS, expected)), MOST_GROUPS)
    dice = np.random.default_rng([seed, 0x5E1D])
    starts = np.concatenate([[0], ends])
    chosen = np.zeros(len(ends), dtype=bool)
    taken = 0
    for group in range(groups):
        wanted = share * total * (group + 1) / groups - taken
        stretch = total / groups
        begin = group * stretch + dice.random() * max(stretch - wanted, 0)
        first = min(int(np.searchsorted(ends, begin, side="right")), len(ends) - 1)
        # The end nearest to what is wanted; none of a document more than twice as long.
        last = int(np.argmin(np.abs(starts[first:] - starts[first] - wanted))) + first
        chosen[first:last] = True
        taken = int((ends - starts[:-1])[chosen].sum())
    return chosen
