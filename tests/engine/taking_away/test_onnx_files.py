"""An ONNX file gives the network's own numbers for any number of rows of any length, or is not there."""

from __future__ import annotations

from pathlib import Path

import numpy
import onnxruntime
import pytest
import torch
import transformers
from transformers import AutoTokenizer

from electra_engine.errors import UserError
from electra_engine.taking_away import onnx_files
from electra_engine.taking_away.kinds import kind_of_folder
from electra_engine.taking_away.onnx_files import FILE, check_onnx, write_onnx
from tests.engine.inference.tiny_folders import tiny_config, write_folder

TEXTS = ["the dog barked and ran .", "a bad day"]


@pytest.mark.parametrize(
    ("backbone", "kind"),
    [
        ("electra", "discriminator"),
        ("modern", "discriminator"),
        ("modern", "generator"),  # a classifier is exported in test_card.py
    ],
)
def test_onnxruntime_says_what_transformers_says(tmp_path: Path, backbone: str, kind: str) -> None:
    folder = write_folder(tmp_path / "model", backbone, kind, num_hidden_layers=1)
    agreement = write_onnx(folder)
    assert agreement.largest_difference < 1e-4
    assert agreement.tokens > 100
    network = getattr(transformers, kind_of_folder(folder).network_class).from_pretrained(folder).eval()
    inputs = AutoTokenizer.from_pretrained(folder)(TEXTS, padding=True, return_tensors="pt")
    inputs["token_type_ids"] = torch.zeros_like(inputs["input_ids"])
    session = onnxruntime.InferenceSession(str(folder / FILE))
    names = [one.name for one in session.get_inputs()]
    (said,) = session.run(["logits"], {name: inputs[name].numpy() for name in names})
    with torch.no_grad():
        wanted = network(**{name: inputs[name] for name in names}).logits
    numpy.testing.assert_allclose(said, wanted.numpy(), atol=1e-4)

    with torch.no_grad():  # a file that is not of these weights is found out and thrown away
        for parameter in network.parameters():
            parameter.mul_(1.5)
    network.save_pretrained(folder)
    with pytest.raises(UserError, match="other numbers"):
        check_onnx(folder)
    assert not (folder / FILE).exists()


@pytest.mark.parametrize(
    ("backbone", "head"),
    [("electra", "TokenClassification"), ("modern", "QuestionAnswering"), ("electra", "MultipleChoice")],
)
def test_taught_networks_say_the_same_there(tmp_path: Path, backbone: str, head: str) -> None:
    folder = write_folder(tmp_path / "model", backbone, "encoder", num_hidden_layers=1)
    torch.manual_seed(5)
    network = getattr(transformers, f"AutoModelFor{head}").from_config(
        tiny_config(backbone, num_hidden_layers=1)
    )
    with torch.no_grad():  # far from the flat start, so that numbers differ from one another
        for parameter in network.parameters():
            parameter.add_(0.3 * torch.randn_like(parameter))
    network.save_pretrained(folder)
    assert write_onnx(folder).largest_difference < 1e-4
    inputs = AutoTokenizer.from_pretrained(folder)(TEXTS, TEXTS[::-1], padding=True, return_tensors="pt")
    inputs["token_type_ids"] = torch.zeros_like(inputs["input_ids"])
    if head == "MultipleChoice":
        inputs = {name: rows[None] for name, rows in inputs.items()}
    session = onnxruntime.InferenceSession(str(folder / FILE))
    given = {one.name: inputs[one.name] for one in session.get_inputs()}
    outputs = kind_of_folder(folder).outputs
    said = session.run(list(outputs), {name: rows.numpy() for name, rows in given.items()})
    with torch.no_grad():
        wanted = network.eval()(**given)
    for name, theirs in zip(outputs, said, strict=True):
        assert numpy.ptp(theirs) > 0.01
        numpy.testing.assert_allclose(theirs, wanted[name].numpy(), atol=1e-4)


def test_a_network_too_large_for_one_file_is_refused_before_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "model")
    monkeypatch.setattr(onnx_files, "LARGEST", 10)
    with pytest.raises(UserError, match="too large"):
        write_onnx(folder)
    assert not (folder / FILE).exists()
