"""The nearest sentences are the nearest by the cosine of mean hidden states, the common part taken off."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from electra_engine.errors import UserError
from electra_engine.inference.embedder import Embedder
from electra_engine.inference.loading import load_model
from electra_engine.workspace import Workspace
from tests.engine.inference.tiny_folders import BACKBONES, write_folder

TEXT = "the dog was nice"
SENTENCES = [
    "the cat was nice", "a bird ran on", "the sun is good", "rain and rain", "the dog was nice",
    "the dog was very nice and the sun is good", "a bad day", "", "the dog barked .", "awful rain !",
]  # fmt: skip


def plain_vectors(folder: Path, texts: list[str]) -> torch.Tensor:
    tokenizer, network = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    with torch.no_grad():
        inputs = [tokenizer(text, return_tensors="pt") for text in texts]
        return torch.stack([network(**one).last_hidden_state[0].mean(0) for one in inputs])


@pytest.mark.parametrize("backbone", BACKBONES)
def test_cosines_equal_those_of_a_plain_forward_pass(tmp_path: Path, backbone: str) -> None:
    folder = write_folder(tmp_path / "m", backbone, "encoder")
    found = Embedder(folder).nearest(TEXT, SENTENCES, top=20)
    compared = [text for text in SENTENCES if text and text != TEXT]
    assert found["read"] == len(compared) == 8
    vectors = plain_vectors(folder, [TEXT, *compared])
    vectors = vectors - vectors[1:].mean(0)
    expected = torch.cosine_similarity(vectors[1:], vectors[:1]).tolist()
    ranked = sorted(zip(expected, compared, strict=True), reverse=True)
    assert [one["text"] for one in found["nearest"]] == [text for _, text in ranked]
    assert [one["similarity"] for one in found["nearest"]] == pytest.approx([c for c, _ in ranked], abs=1e-5)
    assert all(SENTENCES[one["place"]] == one["text"] for one in found["nearest"])


def test_few_sentences_are_compared_as_they_are(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", kind="discriminator")
    (found,) = Embedder(folder).nearest(TEXT, ["the cat was nice"])["nearest"]
    ours, other = plain_vectors(folder, [TEXT, "the cat was nice"])
    assert found["similarity"] == pytest.approx(float(torch.cosine_similarity(ours, other, 0)), abs=1e-5)


def test_a_folder_has_no_sentences_of_its_own_and_an_empty_question_is_refused(tmp_path: Path) -> None:
    model = load_model(str(write_folder(tmp_path / "m")), Workspace(tmp_path))
    for text, sentences in ((TEXT, []), (TEXT, ["", TEXT]), (" ", ["a cat"])):
        with pytest.raises(UserError):
            model.nearest(text, sentences)
    with pytest.raises(UserError, match="Sentences"):
        model.nearest(TEXT, ["a cat"], top=10**6)
