"""A linear probe reads what the states hold and is judged on sentences that it did not learn from."""

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from electra_engine.benchmark.probing import FrozenReader, linear_probe, probe_moods, probe_parts_of_speech
from electra_engine.corpus.sample import sample_stories
from electra_engine.model.pair import Pair, build_pair
from electra_engine.settings import VocabularySettings
from electra_engine.vocabulary import learn_vocabulary
from electra_engine.vocabulary.frequencies import vocabulary_size
from tests.engine.tiny import BACKBONES, tiny_settings


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    texts = (story.text for story in sample_stories(400))
    return learn_vocabulary(texts, VocabularySettings(size=1000), tmp_path_factory.mktemp("vocabulary"))


def a_pair(tokenizer: Tokenizer, backbone: str = "modern") -> Pair:
    return build_pair(tiny_settings(backbone), vocabulary_size(tokenizer))


def test_planted_labels_are_read_and_noise_is_not() -> None:
    dice = np.random.default_rng(3)
    labels = dice.integers(0, 4, 2000)
    noise = dice.normal(size=(2000, 8))
    planted = noise.copy()
    planted[:, :4] += 4 * np.eye(4)[labels]
    groups = np.arange(2000) // 4
    assert linear_probe(planted, labels, groups).accuracy > 0.9
    score = linear_probe(noise, labels, groups)
    assert score.accuracy == pytest.approx(0.25, abs=0.06)
    assert score.majority == pytest.approx(0.25, abs=0.06)


def test_nothing_is_learned_from_the_sentences_that_are_tested() -> None:
    """Each group has a label and a feature of its own: only a probe that had seen it could name it."""
    groups = np.repeat(np.arange(60), 5)
    labels = np.random.default_rng(1).integers(0, 3, 60)[groups]
    assert linear_probe(np.eye(60)[groups], labels, groups).accuracy < 0.6


@pytest.mark.parametrize("backbone", BACKBONES)
def test_a_row_reads_the_same_alone_and_among_longer_ones(tokenizer: Tokenizer, backbone: str) -> None:
    reader = FrozenReader(a_pair(tokenizer, backbone), tokenizer, 128)
    short, long = reader.encode(
        ["The dog barked.", "The cat sat on the wall and looked at the old red house."]
    )
    together, _ = reader.states([short, long])
    np.testing.assert_allclose(together, reader.states([short])[0], atol=1e-5)
    assert together.shape == (len(short), 16)


def test_reading_leaves_no_gradient_and_changes_no_weight(tokenizer: Tokenizer) -> None:
    pair = a_pair(tokenizer)
    before = [parameter.detach().clone() for parameter in pair.parameters()]
    probe_moods(FrozenReader(pair, tokenizer, 128), passages=80)
    assert all(parameter.grad is None for parameter in pair.parameters())
    assert all(torch.equal(a, b) for a, b in zip(before, pair.parameters(), strict=True))


def test_parts_of_speech_and_moods_are_read_better_than_by_guessing_alike(tokenizer: Tokenizer) -> None:
    reader = FrozenReader(a_pair(tokenizer), tokenizer, 128)
    words = probe_parts_of_speech(reader, sentences=300)
    assert words.accuracy > words.majority + 0.1
    moods = probe_moods(reader, passages=300)
    assert moods.accuracy > moods.majority + 0.1
