"""Tokenizers that other people made are taken where they can work, and refused in a sentence otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from electra_engine.errors import UserError
from electra_engine.vocabulary import load_tokenizer, special_ids


def saved(folder: Path, special: list[str]) -> Path:
    tokenizer = Tokenizer(models.WordLevel({token: n for n, token in enumerate([*special, "dog"])}, "dog"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_other_spellings_of_the_special_tokens_are_understood(tmp_path: Path) -> None:
    tokenizer = load_tokenizer(saved(tmp_path, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]))
    ids = special_ids(tokenizer)
    assert (ids.cls, ids.pad, ids.sep, ids.unk, ids.mask) == (0, 1, 2, 3, 4)


def test_padding_and_truncation_of_the_file_are_switched_off(tmp_path: Path) -> None:
    tokenizer = load_tokenizer(saved(tmp_path, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]))
    assert [len(encoding) for encoding in tokenizer.encode_batch(["dog " * 9, "dog"])] == [9, 1]


def test_missing_special_tokens_are_named_beside_the_five_that_are_needed(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_tokenizer(saved(tmp_path, ["[PAD]", "[UNK]", "[CLS]"]))
    assert "has no [SEP], [MASK]" in caught.value.sentence
    assert "[PAD], [UNK], [CLS], [SEP], [MASK]" in caught.value.sentence


@pytest.mark.parametrize("content", ["", "not json", "{}", '{"model": {"type": "Strange"}}', "[1, 2]"])
def test_a_broken_file_is_refused_in_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokenizer.json").write_text(content)
    with pytest.raises(UserError, match="cannot be used") as caught:
        load_tokenizer(tmp_path)
    assert "\n" not in caught.value.sentence


def test_a_folder_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no tokenizer\.json"):
        load_tokenizer(tmp_path / "nowhere")
