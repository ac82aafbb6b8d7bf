"""What is exported gives in plain transformers what our own networks give."""

import pytest
import torch
from transformers import (
    AutoModel,
    AutoModelForMaskedLM,
    AutoModelForMultipleChoice,
    AutoModelForPreTraining,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    ElectraForPreTraining,
)

from electra_engine.model.export import as_detector, as_masked_lm
from tests.engine.model.shaken import shaken_pair
from tests.engine.tiny import BACKBONES, some_rows, tiny_pair

SHARING = ("embeddings", "disentangled", "nothing")
FOR_TASKS = (
    AutoModel,
    AutoModelForMaskedLM,
    AutoModelForMultipleChoice,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
)


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("sharing", SHARING)
@torch.no_grad()
def test_the_exported_generator_gives_the_same_logits(backbone: str, sharing: str, tmp_path) -> None:
    pair, ids = shaken_pair(backbone, sharing), some_rows()[:3]
    as_masked_lm(pair).save_pretrained(tmp_path)
    plain = AutoModelForMaskedLM.from_pretrained(tmp_path).eval()
    expected = pair.generator.predict(pair.generator(ids).flatten(0, 1)).view(3, 16, -1)
    torch.testing.assert_close(plain(ids).logits, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("sharing", SHARING)
@torch.no_grad()
def test_the_exported_discriminator_gives_the_same_verdicts(backbone: str, sharing: str, tmp_path) -> None:
    pair, ids = shaken_pair(backbone, sharing), some_rows()[:3]
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


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("auto_class", FOR_TASKS, ids=lambda auto_class: auto_class.__name__)
@torch.no_grad()
def test_every_auto_model_loads_the_discriminators_encoder_whole(backbone: str, auto_class, tmp_path) -> None:
    pair, ids = shaken_pair(backbone), some_rows()[:3]
    as_detector(pair).save_pretrained(tmp_path)
    plain, report = auto_class.from_pretrained(
        tmp_path,
        output_loading_info=True,
        ignore_mismatched_sizes=True,  # the task's own output layer may have the same name
    )
    inside = f"{plain.base_model_prefix}."
    assert [key for key in report["missing_keys"] if key.startswith(inside)] == []
    found = plain.eval().base_model(ids).last_hidden_state
    torch.testing.assert_close(found, pair.discriminator(ids), rtol=0, atol=1e-5)
