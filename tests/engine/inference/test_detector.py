"""Detection says of each token what a plain transformers forward pass says."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForTokenClassification, AutoTokenizer, ElectraForPreTraining

from electra_engine.errors import UserError
from electra_engine.inference.detector import Detector
from tests.engine.inference.tiny_folders import BACKBONES, POSITIONS, write_folder

TEXT = "The dog barked, and  the CAT was nice!"


def plain_probabilities(folder: Path, backbone: str, text: str) -> list[float]:
    inputs = AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt")
    with torch.no_grad():
        if backbone == "electra":
            logits = ElectraForPreTraining.from_pretrained(folder).eval()(**inputs).logits
            return torch.sigmoid(logits)[0, 1:-1].tolist()
        network = AutoModelForTokenClassification.from_pretrained(folder).eval()
        return torch.softmax(network(**inputs).logits, dim=-1)[0, 1:-1, 1].tolist()


@pytest.mark.parametrize("backbone", BACKBONES)
def test_probabilities_equal_a_plain_forward_pass(tmp_path: Path, backbone: str) -> None:
    folder = write_folder(tmp_path / "model", backbone)
    found = [token["p_replaced"] for token in Detector(folder).detect(TEXT)["tokens"]]
    assert found == pytest.approx(plain_probabilities(folder, backbone, TEXT), abs=1e-6)
    assert len({round(p, 3) for p in found}) > 3  # an untrained network, but not a flat one


def test_tokens_carry_their_own_characters_and_leave_special_tokens_out(tmp_path: Path) -> None:
    tokens = Detector(write_folder(tmp_path / "model")).detect(TEXT)["tokens"]
    words = ["The", "dog", "bark", "ed", ",", "and", "the", "CAT", "was", "nice", "!"]
    assert [token["text"] for token in tokens] == words
    assert all(TEXT[token["start"] : token["end"]] == token["text"] for token in tokens)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_a_text_longer_than_a_row_is_judged_to_its_end(tmp_path: Path, backbone: str) -> None:
    folder = write_folder(tmp_path / "model", backbone)
    text = " ".join(["the dog ran on and", "a very bad bird"] * 12)
    tokens = Detector(folder).detect(text)["tokens"]
    assert [token["text"] for token in tokens] == text.split()
    assert [token["start"] for token in tokens] == sorted({token["start"] for token in tokens})
    # The first tokens stand in the first row, which a plain pass over its words gives as well.
    first_row = " ".join(text.split()[: POSITIONS - 2])
    expected = plain_probabilities(folder, backbone, first_row)
    assert [token["p_replaced"] for token in tokens][:12] == pytest.approx(expected[:12], abs=1e-5)


def test_special_words_typed_by_a_person_are_judged_like_any_other(tmp_path: Path) -> None:
    tokens = Detector(write_folder(tmp_path / "model")).detect("the [MASK] [SEP] dog")["tokens"]
    assert [token["text"] for token in tokens] == ["the", "[MASK]", "[SEP]", "dog"]


@pytest.mark.parametrize("text", ["", "  \n", "broken \udc80 byte"])
def test_what_is_no_text_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match="text"):
        Detector(write_folder(tmp_path / "model")).detect(text)
