"""Encoding word by word gives exactly what the tokenizer itself gives for the whole text."""

from __future__ import annotations

from collections import Counter

import pytest
from tokenizers import AddedToken, Tokenizer

from electra_engine.settings import VocabularySettings
from electra_engine.vocabulary import learn_vocabulary, special_ids, token_counts
from electra_engine.vocabulary.encoding import DocumentEncoder

TEXTS = [
    "The dog's bark—loud, “clear”\tand\r\nlong; it cost $4.50!",
    "  leading and   many    spaces  ",
    "气和玉烛，睿化著鸿明。mixed字text㐀䷀ 春 風",
    "control\x07char\x1cjoined\x85word\u200bzero\u00a0space\u3000wide\u2028line\ufeff end",
    "e\u0301 combining \u0301alone naïve İstanbul ΣΊΣΥΦΟΣ",
    "x" * 300 + " " + "long" * 20,
    "",
    "🙂 emoji👍🏽 and \ufffd replaced",
    "The dog's bark again, the dog again.",
]


@pytest.fixture(scope="module", params=[False, True], ids=["cased", "lowercase"])
def tokenizer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    settings = VocabularySettings(size=300, lowercase=request.param)
    return learn_vocabulary(TEXTS * 3, settings, tmp_path_factory.mktemp("tokenizer"))


def expected(tokenizer: Tokenizer) -> list[int]:
    sep = special_ids(tokenizer).sep
    return [id for text in TEXTS for id in [*tokenizer.encode(text, add_special_tokens=False).ids, sep]]


def test_ids_equal_those_of_whole_texts(tokenizer: Tokenizer) -> None:
    encoder = DocumentEncoder(tokenizer)
    assert encoder.encode(TEXTS) == expected(tokenizer)
    assert encoder.encode(TEXTS) == expected(tokenizer)


def test_ids_are_the_same_when_hardly_anything_is_remembered(tokenizer: Tokenizer) -> None:
    encoder = DocumentEncoder(tokenizer, most_remembered=3)
    assert encoder.encode(TEXTS) + encoder.encode(TEXTS) == expected(tokenizer) * 2


def test_a_tokenizer_whose_tokens_hold_spaces_reads_whole_texts(tokenizer: Tokenizer) -> None:
    other = Tokenizer.from_str(tokenizer.to_str())
    other.add_tokens([AddedToken("the dog", normalized=True)])
    assert DocumentEncoder(other).encode(TEXTS) == expected(other)


def test_encoding_leaves_the_tokenizer_as_it_was(tokenizer: Tokenizer) -> None:
    before = tokenizer.to_str()
    DocumentEncoder(tokenizer).encode(TEXTS)
    assert tokenizer.to_str() == before
    assert special_ids(tokenizer).mask in tokenizer.encode("a [MASK]").ids


def test_words_by_the_thousand_keep_their_own_ids(tokenizer: Tokenizer) -> None:
    texts = [
        " ".join(f"the{n % 977}dog, {n}" for n in range(start, start + 500)) for start in range(0, 3000, 500)
    ]
    sep = special_ids(tokenizer).sep
    whole = [id for text in texts for id in [*tokenizer.encode(text, add_special_tokens=False).ids, sep]]
    assert DocumentEncoder(tokenizer).encode(texts) == whole


def test_tokens_are_counted_as_they_are_encoded_most_frequent_first(tokenizer: Tokenizer) -> None:
    counts = token_counts(tokenizer, TEXTS)
    encoded = [token for text in TEXTS for token in tokenizer.encode(text, add_special_tokens=False).tokens]
    assert counts == dict(Counter(encoded))
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
