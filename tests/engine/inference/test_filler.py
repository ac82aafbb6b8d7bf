"""Filling in gives the generator's own probabilities for every blank."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

from electra_engine.errors import UserError
from electra_engine.inference.filler import Filler
from tests.engine.inference.tiny_folders import BACKBONES, WORDS, write_folder

TEXT = "The [MASK] was very [MASK] ."


@pytest.mark.parametrize("backbone", BACKBONES)
def test_candidates_equal_a_plain_forward_pass(tmp_path: Path, backbone: str) -> None:
    folder = write_folder(tmp_path / "model", backbone, "generator")
    blanks = Filler(folder).fill(TEXT, top_k=len(WORDS))["blanks"]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    inputs = tokenizer(TEXT, return_tensors="pt")
    with torch.no_grad():
        logits = AutoModelForMaskedLM.from_pretrained(folder).eval()(**inputs).logits[0]
    places = (inputs["input_ids"][0] == tokenizer.mask_token_id).nonzero().flatten()
    assert len(blanks) == len(places) == 2
    for blank, place in zip(blanks, places, strict=True):
        probabilities = torch.softmax(logits[place], dim=-1)
        for candidate in blank["candidates"]:
            expected = probabilities[tokenizer.convert_tokens_to_ids(candidate["text"])]
            assert candidate["probability"] == pytest.approx(float(expected), abs=1e-6)


def test_candidates_are_words_and_the_likeliest_comes_first(tmp_path: Path) -> None:
    candidates = Filler(write_folder(tmp_path / "model", kind="generator")).fill(TEXT, 5)["blanks"][0][
        "candidates"
    ]
    probabilities = [candidate["probability"] for candidate in candidates]
    assert len(candidates) == 5
    assert probabilities == sorted(probabilities, reverse=True)
    assert {candidate["text"] for candidate in candidates} <= set(WORDS)


def test_a_blank_knows_where_it_stands_in_the_text(tmp_path: Path) -> None:
    blanks = Filler(write_folder(tmp_path / "model", kind="generator")).fill(TEXT)["blanks"]
    assert [TEXT[blank["start"] : blank["end"]] for blank in blanks] == ["[MASK]", "[MASK]"]


def test_a_blank_far_into_a_long_text_is_filled(tmp_path: Path) -> None:
    text = "the dog ran on " * 20 + "and a [MASK]"
    blanks = Filler(write_folder(tmp_path / "model", kind="generator")).fill(text, 3)["blanks"]
    assert [text[blank["start"] :] for blank in blanks] == ["[MASK]"]


@pytest.mark.parametrize(("text", "top_k"), [("no blank here", 5), (TEXT, 0), (TEXT, 10**6)])
def test_what_cannot_be_filled_is_refused_in_one_sentence(tmp_path: Path, text: str, top_k: int) -> None:
    with pytest.raises(UserError):
        Filler(write_folder(tmp_path / "model", kind="generator")).fill(text, top_k)
