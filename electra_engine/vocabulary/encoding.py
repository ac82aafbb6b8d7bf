"""Documents to token ids, fast: a word that was seen before is looked up, not cut again."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from tokenizers import Tokenizer

from electra_engine.vocabulary.special import special_ids

LONGEST_REMEMBERED = 30
MOST_REMEMBERED = 400_000
WORDS_A_ROW = 256
# Characters that the normaliser sets apart with spaces, as far as they are worth doing beforehand.
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
# Stands for [SEP] among the words, which never hold a space.
_SEPARATOR = " "


class DocumentEncoder:
    """Encodes documents to one flat list of ids, each document followed by [SEP].

    The ids are those of ``tokenizer.encode(text, add_special_tokens=False)``, except that a special
    token spelled out in the text, such as the letters [MASK], is text.
    """

    def __init__(self, tokenizer: Tokenizer, most_remembered: int = MOST_REMEMBERED) -> None:
        self._most_remembered = most_remembered
        self._tokenizer = Tokenizer.from_str(tokenizer.to_str())
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._tokenizer.encode_special_tokens = True
        parts = json.loads(self._tokenizer.to_str())
        self._by_word = _cuts_at_spaces(self._tokenizer, parts)
        self._parts_ideographs = bool((parts["normalizer"] or {}).get("handle_chinese_chars"))
        self._sep = (special_ids(tokenizer).sep,)
        self._remembered: dict[str, tuple[int, ...]] = {_SEPARATOR: self._sep}

    def encode(self, texts: Sequence[str]) -> list[int]:
        """The ids of all `texts`, one after another, each closed by [SEP]."""
        if self._by_word:
            return self._encode_words(texts)
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return list(chain.from_iterable((*encoding.ids, *self._sep) for encoding in encodings))

    def _encode_words(self, texts: Sequence[str]) -> list[int]:
        words: list[str] = []
        for text in texts:
            spaced = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
            if self._parts_ideographs and not spaced.isascii():
                spaced = _IDEOGRAPH.sub(r" \g<0> ", spaced)
            words.extend(filter(None, spaced.split(" ")))
            words.append(_SEPARATOR)
        new = self._remember_new(words)
        ids = list(chain.from_iterable(map(self._remembered.__getitem__, words)))
        self._forget_rare(new)
        return ids

    def _remember_new(self, words: list[str]) -> list[str]:
        new = list(set(words).difference(self._remembered))
        self._remembered.update((word, ()) for word in new)
        rows = [new[start : start + WORDS_A_ROW] for start in range(0, len(new), WORDS_A_ROW)]
        encodings = self._tokenizer.encode_batch(rows, is_pretokenized=True, add_special_tokens=False)
        for row, encoding in zip(rows, encodings, strict=True):
            for id, place in zip(encoding.ids, encoding.word_ids, strict=True):
                if place is not None:
                    self._remembered[row[place]] += (id,)
        return new

    def _forget_rare(self, new: list[str]) -> None:
        """Keeps memory bounded: long words hardly come back, and there is room for so many only."""
        for word in new:
            if len(word) > LONGEST_REMEMBERED or len(self._remembered) > self._most_remembered:
                del self._remembered[word]


def _cuts_at_spaces(tokenizer: Tokenizer, parts: dict[str, Any]) -> bool:
    """True where a space always ends a token, so that the words of a text can be encoded one by one."""
    kinds = [(parts[name] or {}).get("type") for name in ("normalizer", "pre_tokenizer")]
    only_special = all(token.special for token in tokenizer.get_added_tokens_decoder().values())
    return kinds in (["BertNormalizer", "BertPreTokenizer"], [None, "BertPreTokenizer"]) and only_special
