"""All chance of a run comes from its seed: dice for a purpose and a step, independent of what came before.

Because nothing is carried from step to step, a resumed run throws the dice an uninterrupted one would.
"""

from __future__ import annotations

import hashlib

import torch

PURPOSES = ("rows", "masks", "held-out", "frozen fakes", "probes", "measure", "fine-tuning", "noise")


def dice(seed: int, purpose: str, step: int = 0) -> torch.Generator:
    """A CPU generator that is a pure function of (seed, purpose, step)."""
    return torch.Generator().manual_seed(seed_of(seed, purpose, step))


def seed_of(seed: int, purpose: str, step: int = 0) -> int:
    """A number for what throws its dice from torch's own generator, dropout above all."""
    assert purpose in PURPOSES
    digest = hashlib.blake2b(f"{seed}/{purpose}/{step}".encode(), digest_size=7).digest()
    return int.from_bytes(digest)
