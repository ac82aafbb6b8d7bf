"""What is exported gives in plain transformers what our own networks give."""

import pytest
import torch
from transformers import (
    AutoModelForMaskedLM,
    AutoModelForPreTraining,
    AutoModelForTokenClassification,
    ElectraForPreTraining,
)

from electra_engine.model.export import as_detector, as_masked_lm
from tests.engine.tiny import BACKBONES, some_rows, tiny_pair

SHARING = ("embeddings", "disentangled", "nothing")


def shaken(backbone: str, sharing: str):
    """A pair none of whose parameters still has its initial value."""
    pair = tiny_pair(backbone, pair__sharing=sharing).eval()
    dice = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for parameter in pair.parameters():
            parameter.add_(torch.randn(parameter.shape, generator=dice) * 0.05)
    return pair


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("sharing", SHARING)
@torch.no_grad()
def test_the_exported_generator_gives_the_same_logits(backbone: str, sharing: str, tmp_path) -> None:
    pair, ids = shaken(backbone, sharing), some_rows()[:3]
    as_masked_lm(pair).save_pretrained(tmp_path)
    plain = AutoModelForMaskedLM.from_pretrained(tmp_path).eval()
    expected = pair.generator.predict(pair.generator(ids).flatten(0, 1)).view(3, 16, -1)
    torch.testing.assert_close(plain(ids).logits, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("sharing", SHARING)
@torch.no_grad()
def test_the_exported_discriminator_gives_the_same_verdicts(backbone: str, sharing: str, tmp_path) -> None:
    pair, ids = shaken(backbone, sharing), some_rows()[:3]
    as_detector(pair).save_pretrained(tmp_path)
    expected = pair.discriminator.detect(pair.discriminator(ids)).sigmoid()
    if backbone == "electra":
        found = ElectraForPreTraining.from_pretrained(tmp_path).eval()(ids).logits.sigmoid()
        assert type(AutoModelForPreTraining.from_pretrained(tmp_path)) is ElectraForPreTraining
    else:
        plain = AutoModelForTokenClassification.from_pretrained(tmp_path).eval()
        assert plain.config.id2label == {0: "original", 1: "replaced"}
        found = plain(ids).logits.softmax(-1)[..., 1]
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_weights_are_safetensors(backbone: str, tmp_path) -> None:
    as_masked_lm(tiny_pair(backbone)).save_pretrained(tmp_path / "generator")
    as_detector(tiny_pair(backbone)).save_pretrained(tmp_path / "discriminator")
    names = {file.name for file in tmp_path.rglob("*") if file.suffix in (".safetensors", ".bin", ".pt")}
    assert names == {"model.safetensors"}
