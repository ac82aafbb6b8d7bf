"""What a discriminator's hidden states know that nobody asked it: a linear probe on the frozen network.

A logistic regression reads the last hidden states and nothing else, so that what it gets right was there
before (Alain & Bengio 2017). Parts of speech are read from the state of a word's first token, the mood of
a passage from the mean over its tokens. Both sets come from the built-in sample and are split by sentence:
no sentence is seen in learning and in testing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Encoding, Tokenizer

from electra_engine.corpus.sample import labelled_moods, labelled_parts_of_speech
from electra_engine.model.pair import Pair
from electra_engine.vocabulary import special_ids

SENTENCES = 500
PASSAGES = 600
SEED = 1
LEARNED_SHARE = 0.1  # little, so that what counts is what the states know and not what the probe can learn
ROWS_AT_ONCE = 64
MOST_ITERATIONS = 500


@dataclass(frozen=True)
class ProbeScore:
    """Accuracies on what the probe did not learn from; `majority` always says the commonest label."""

    accuracy: float
    majority: float


class FrozenReader:
    """Reads rows with a pair's discriminator, without a gradient and in fp32."""

    def __init__(self, pair: Pair, tokenizer: Tokenizer, longest: int) -> None:
        """`longest` is the row length in tokens beyond which a row is cut off."""
        self.pair = pair
        self.tokenizer = tokenizer
        self.longest = longest
        self.pad = special_ids(tokenizer).pad

    def encode(self, rows: list[str] | list[list[str]]) -> list[Encoding]:
        """Texts, or sentences given as lists of words."""
        encodings = self.tokenizer.encode_batch(rows, is_pretokenized=not isinstance(rows[0], str))
        for encoding in encodings:
            encoding.truncate(self.longest)
        return encodings

    @torch.no_grad()
    def states(self, encodings: list[Encoding]) -> list[np.ndarray]:
        """The last hidden states of each row: (tokens, H), special tokens included."""
        self.pair.eval()
        device = next(self.pair.parameters()).device
        found: list[np.ndarray] = []
        for start in range(0, len(encodings), ROWS_AT_ONCE):
            rows = encodings[start : start + ROWS_AT_ONCE]
            longest = max(len(row) for row in rows)
            ids = torch.full((len(rows), longest), self.pad)
            for place, row in enumerate(rows):
                ids[place, : len(row)] = torch.tensor(row.ids)
            ids = ids.to(device)
            hidden = self.pair.discriminator(ids, attention_mask=(ids != self.pad).long())  # (B, L, H)
            found += [
                states[: len(row)].float().cpu().numpy() for states, row in zip(hidden, rows, strict=True)
            ]
        return found


def probe_parts_of_speech(reader: FrozenReader, sentences: int = SENTENCES) -> ProbeScore:
    """How well a word's part of speech can be read; punctuation marks give themselves away and are out."""
    labelled = {tuple(words): tags for words, tags in labelled_parts_of_speech(sentences, SEED)}
    encodings = reader.encode([list(words) for words in labelled])
    features, labels, groups = [], [], []
    read = zip(encodings, reader.states(encodings), labelled.values(), strict=True)
    for sentence, (encoding, states, tags) in enumerate(read):
        for word, tag in enumerate(tags):
            span = encoding.word_to_tokens(word)
            if tag != "PUNCT" and span is not None:
                features.append(states[span[0]])
                labels.append(tag)
                groups.append(sentence)
    return linear_probe(np.stack(features), np.array(labels), np.array(groups))


def probe_moods(reader: FrozenReader, passages: int = PASSAGES) -> ProbeScore:
    """How well the mood that a passage ends in can be read."""
    labelled = dict(labelled_moods(passages, SEED))
    encodings = reader.encode(list(labelled))
    features = np.stack([states[1:-1].mean(0) for states in reader.states(encodings)])
    return linear_probe(features, np.array(list(labelled.values())), np.arange(len(labelled)))


def linear_probe(features: np.ndarray, labels: np.ndarray, groups: np.ndarray) -> ProbeScore:
    """Learns `labels` (N,) from `features` (N, H) on the first groups and is judged on the others.

    `groups` (N,) are numbered from 0: rows of one group are never on both sides.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    learned = groups < LEARNED_SHARE * (groups.max() + 1)
    probe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=MOST_ITERATIONS))
    probe.fit(features[learned], labels[learned])
    commonest = Counter(labels[learned].tolist()).most_common(1)[0][0]
    return ProbeScore(
        accuracy=float(probe.score(features[~learned], labels[~learned])),
        majority=float((labels[~learned] == commonest).mean()),
    )
