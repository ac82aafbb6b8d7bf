"""Fine-tuning starts from the pretrained encoder and from a fresh output layer."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModel, AutoModelForTokenClassification

from electra_engine.finetuning.base import build_network
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.tasks import TASKS
from tests.engine.inference.tiny_folders import BACKBONES, write_folder


def build(folder: Path, is_random: bool = False, seed: int = 1) -> torch.nn.Module:
    settings = FineTuneSettings().with_changes({"seed": seed})
    return build_network(folder, TASKS["classification"], ["sad", "glad"], settings, is_random)


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("kind", ["discriminator", "classifier", "encoder", "generator"])
def test_the_encoder_keeps_its_pretrained_weights(tmp_path: Path, backbone: str, kind: str) -> None:
    folder = write_folder(tmp_path / "m", backbone, kind)
    pretrained = AutoModel.from_pretrained(folder).state_dict()
    built = build(folder).base_model.state_dict()  # type: ignore[operator, union-attr]
    assert built.keys() == pretrained.keys()
    assert all(torch.equal(built[name], pretrained[name]) for name in built)


def test_the_discriminators_two_labels_are_not_taken_for_the_tasks(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", "modern", "discriminator")
    old = AutoModelForTokenClassification.from_pretrained(folder).classifier.weight
    assert not torch.allclose(build(folder).classifier.weight, old)  # type: ignore[arg-type, union-attr]


@pytest.mark.parametrize("backbone", BACKBONES)
def test_random_weights_are_set_by_the_seed_and_share_nothing_with_the_folder(
    tmp_path: Path, backbone: str
) -> None:
    folder = write_folder(tmp_path / "m", backbone)
    first, again, other = (dict(build(folder, True, seed).named_parameters()) for seed in (1, 1, 2))
    pretrained = dict(build(folder).named_parameters())
    matrices = [name for name, weight in first.items() if weight.ndim > 1]
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not any(torch.equal(first[name], other[name]) for name in matrices)
    encoder = [name for name in matrices if "classifier" not in name and not name.startswith("head")]
    assert not any(torch.allclose(first[name], pretrained[name]) for name in encoder)


def test_half_precision_weights_are_learned_in_full_precision(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", "electra", "encoder")
    AutoModel.from_pretrained(folder).half().save_pretrained(folder)
    for is_random in (True, False):
        assert {weight.dtype for weight in build(folder, is_random).parameters()} == {torch.float32}
