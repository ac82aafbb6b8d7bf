"""The word table's start: words that keep the same company begin as neighbours.

How often each token stands one or two places before or behind each frequent token is counted once,
turned into positive pointwise mutual information and cut down to the table's width by a truncated
singular value decomposition (Levy & Goldberg 2014; Levy, Goldberg & Dagan 2015, context smoothing of
0.75). This takes a second and gives both networks what they would otherwise spend most of their first
minutes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch

OFFSETS = (-2, -1, 1, 2)
CONTEXTS = 1_000  # most frequent tokens whose company is counted
CELLS = 12_000_000  # bounds memory: vocabulary × contexts, an offset
TOKENS_COUNTED = 4_000_000
CONTEXT_SMOOTHING = 0.75
EXTRA_DIMENSIONS = 16  # of the randomised decomposition (Halko et al. 2011), cut off again
NOISE = 0.3  # of a unit vector: rare words, whose company says little, must not coincide


def company_vectors(stream: np.ndarray, vocabulary_size: int, width: int, seed: int) -> torch.Tensor:
    """Unit vectors (V, `width`) of the tokens, from a training stream of token ids; the same for a seed.

    Tokens that stand nowhere in the stream get random directions.
    """
    with torch.random.fork_rng(devices=[]), _one_thread():
        torch.manual_seed(seed)
        association = _positive_mutual_information(_company(_evenly(stream), vocabulary_size))  # (V, 4 K)
        rank = min(width + EXTRA_DIMENSIONS, *association.shape)
        left, strength, _ = torch.svd_lowrank(association, q=rank, niter=3)  # (V, rank), (rank,)
        kept = min(width, rank)
        vectors = torch.zeros(vocabulary_size, width)
        vectors[:, :kept] = left[:, :kept] * strength[:kept].sqrt()
        known = association.any(1)
        vectors[known] -= vectors[known].mean(0)
        # No direction is special to a network whose other weights are random: spread the strong ones.
        turn, _ = torch.linalg.qr(torch.randn(width, width))
        return _unit(_unit(vectors) @ turn + NOISE * torch.randn_like(vectors) / width**0.5)


@contextmanager
def _one_thread() -> Iterator[None]:
    """The same sums in the same order, whatever number of threads the run uses."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _evenly(stream: np.ndarray) -> np.ndarray:
    """At most `TOKENS_COUNTED` tokens, in 64 stretches spread over the whole stream."""
    if len(stream) <= TOKENS_COUNTED:
        return stream.astype(np.int64)
    length = TOKENS_COUNTED // 64
    starts = np.linspace(0, len(stream) - length, 64).astype(np.int64)
    return np.concatenate([stream[start : start + length] for start in starts]).astype(np.int64)


def _company(stream: np.ndarray, vocabulary_size: int) -> torch.Tensor:
    """Counts (V, offsets × K): how often a token stands beside each of the K most frequent ones."""
    width = min(CONTEXTS, vocabulary_size, max(CELLS // vocabulary_size, 1))
    frequent = np.argsort(-np.bincount(stream, minlength=vocabulary_size), kind="stable")[:width]
    column = np.full(vocabulary_size, -1)
    column[frequent] = np.arange(width)
    blocks = []
    for offset in OFFSETS:
        token = stream[:-offset] if offset > 0 else stream[-offset:]
        context = column[stream[offset:] if offset > 0 else stream[:offset]]
        pairs = (token * width + context)[context >= 0]
        counts = np.bincount(pairs, minlength=vocabulary_size * width).astype(np.float32)
        blocks.append(torch.from_numpy(counts.reshape(vocabulary_size, width)))
    return torch.cat(blocks, 1)


def _positive_mutual_information(counts: torch.Tensor) -> torch.Tensor:
    """max(0, log p(token, context) / p(token) p(context)^0.75), in place of the counts."""
    tokens = counts.sum(1, keepdim=True).clamp_(min=1.0)
    contexts = counts.sum(0, keepdim=True).pow_(CONTEXT_SMOOTHING)
    contexts /= contexts.sum().clamp_(min=1e-12)
    return counts.div_(tokens).div_(contexts.clamp_(min=1e-12)).clamp_(min=1.0).log_()


def _unit(vectors: torch.Tensor) -> torch.Tensor:
    return vectors / vectors.norm(dim=1, keepdim=True).clamp(min=1e-6)
