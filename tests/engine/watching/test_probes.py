"""A watched sentence reads the same whatever its vocabulary marks."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
import torch

from electra_engine.model.pair import build_pair
from electra_engine.objective.step import Objective
from electra_engine.settings import VocabularySettings
from electra_engine.vocabulary import learn_vocabulary, special_ids
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.vocabulary.learning import LEARNERS
from electra_engine.watching.probes import MOST_BETWEEN, Probes, crowded, snapshot_due
from electra_engine.watching.records import ProbeToken
from electra_engine.watching.token_kinds import spellings
from tests.engine.tiny import tiny_settings

SENTENCE = "the dogs barked at the postman near the old house"
WORDS = ("the", "dogs", "barked", "bark", "at", "postman", "post", "man", "near", "old", "house", "cats", "x")
TEXT = [" ".join(random.Random(n).choices(WORDS, k=12)) for n in range(400)]


def watched(kind: str, folder: Path) -> tuple[list[ProbeToken], list[str]]:
    """The tokens of the sentence as a pair sees them, and how the vocabulary's tokens are spelled."""
    tokenizer = learn_vocabulary(TEXT, VocabularySettings(size=150, kind=kind), folder)
    settings, size = tiny_settings(training__sequence_length=64), vocabulary_size(tokenizer)
    objective = Objective(settings.objective, special_ids(tokenizer), torch.ones(size))
    probes = Probes([SENTENCE], tokenizer, objective, seed=1, longest=64)
    snapshot = probes.snapshot(build_pair(settings, size), step=0, seconds=0.0)
    return snapshot.sentences[0].tokens, spellings(tokenizer)


@pytest.mark.parametrize("kind", sorted(LEARNERS))
def test_every_kind_of_vocabulary_shows_words_and_the_pieces_that_go_on_with_them(
    kind: str, tmp_path: Path
) -> None:
    tokens, spelled = watched(kind, tmp_path)
    written = [SENTENCE[token.start : token.end] for token in tokens]
    assert "".join(written) == SENTENCE.replace(" ", "")
    for token, letters in zip(tokens, written, strict=True):
        inside = token.start > 0 and SENTENCE[token.start - 1] != " "
        assert token.text == ("##" if inside else "") + letters
    assert any(token.hidden for token in tokens)
    shown = [word for token in tokens for word in (token.sampled, token.frozen)]
    shown += [candidate.text for token in tokens for candidate in token.candidates]
    assert set(shown) <= set(spelled)


def test_a_day_of_snapshots_stays_evenly_spread_and_few() -> None:
    kept: list[int] = []
    for step in [1, 2, 5, *range(10, 200_000, 230)]:
        kept.append(step)
        kept = [one for one in kept if one not in crowded(kept)]
        assert kept[-1] == step
    between = [step for step in kept if not snapshot_due(step)]
    assert len(between) == MOST_BETWEEN + 1  # and the newest
    assert {1, 2, 5, 10} <= set(kept)
    gaps = [later - earlier for earlier, later in itertools.pairwise(between)]
    assert max(gaps) <= 4 * 200_000 / MOST_BETWEEN
    assert max(gaps[:40]) <= 2 * max(gaps[-40:])
