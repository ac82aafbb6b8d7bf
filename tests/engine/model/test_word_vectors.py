"""The word table starts with words of the same company side by side, the same for the same text and seed."""

from __future__ import annotations

import numpy as np
import torch

from electra_engine.model.word_vectors import company_vectors
from tests.engine.tiny import VOCABULARY, tiny_pair

WIDTH = 16
ANIMALS, TOOLS, UNSEEN = (10, 11, 12), (20, 21, 22), 39


def stream(seed: int = 0, sentences: int = 3_000) -> np.ndarray:
    """``the ANIMAL ran home`` and ``a TOOL lay there``: the two kinds never keep the same company."""
    dice = np.random.default_rng(seed)
    rows = []
    for _ in range(sentences):
        rows += [1, dice.choice(ANIMALS), 2, 3] if dice.random() < 0.5 else [4, dice.choice(TOOLS), 5, 6]
    return np.array(rows, dtype=np.uint16)


def likeness(vectors: torch.Tensor, left: int, right: int) -> float:
    return float(vectors[left] @ vectors[right])


def test_words_of_one_company_are_nearer_than_words_of_another() -> None:
    vectors = company_vectors(stream(), 40, WIDTH, seed=1)
    within = likeness(vectors, ANIMALS[0], ANIMALS[1]), likeness(vectors, TOOLS[0], TOOLS[2])
    across = likeness(vectors, ANIMALS[0], TOOLS[0])
    assert min(within) > across + 0.5


def test_every_word_gets_a_vector_of_length_one_even_one_that_never_occurs() -> None:
    vectors = company_vectors(stream(), 40, WIDTH, seed=1)
    assert vectors.shape == (40, WIDTH)
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(40))
    assert not torch.allclose(vectors[UNSEEN], vectors[UNSEEN - 1])


def test_the_same_text_and_seed_give_the_same_vectors_and_leave_others_chance_alone() -> None:
    torch.manual_seed(7)
    before = torch.get_rng_state()
    first = company_vectors(stream(), 40, WIDTH, seed=5)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(first, company_vectors(stream(), 40, WIDTH, seed=5))
    assert not torch.equal(first, company_vectors(stream(), 40, WIDTH, seed=6))


def test_a_text_shorter_than_its_table_is_wide_still_starts() -> None:
    vectors = company_vectors(np.array([5, 6, 5, 7], dtype=np.uint16), 8, 64, seed=1)
    assert vectors.isfinite().all()
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(8))


def test_a_pair_starts_both_networks_words_there_at_the_length_they_were_drawn_with() -> None:
    for sharing in ("embeddings", "nothing", "disentangled"):
        pair = tiny_pair(pair__sharing=sharing)
        vectors = company_vectors(stream(), VOCABULARY, 8, seed=1)
        tables = pair.generator.encoder.table.weight, pair.discriminator.encoder.table.weight
        lengths = [float(table.detach().norm(dim=1).mean()) for table in tables]
        pair.start_words_at(vectors)
        for table, length in zip(
            (pair.generator.encoder.table.weight, pair.discriminator.encoder.table.weight),
            lengths,
            strict=True,
        ):
            torch.testing.assert_close(table, vectors * length)
