"""A model is found by a run's name or a folder, and refuses in a sentence what it cannot do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from electra_engine.errors import UserError
from electra_engine.inference.loading import load_model
from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.workspace import Workspace
from tests.engine.inference.tiny_folders import BACKBONES, write_folder, write_pair

TEXT = "the dog was nice"


@pytest.mark.parametrize("backbone", BACKBONES)
def test_a_pair_folder_detects_and_fills(tmp_path: Path, workspace: Workspace, backbone: str) -> None:
    model = load_model(str(write_pair(tmp_path / "pair", backbone)), workspace)
    assert len(model.detect(TEXT)["tokens"]) == 4
    assert len(model.fill("the [MASK] was nice", 3)["blanks"][0]["candidates"]) == 3


@pytest.mark.parametrize("backbone", BACKBONES)
def test_probabilities_of_labels_equal_a_plain_forward_pass(
    tmp_path: Path, workspace: Workspace, backbone: str
) -> None:
    folder = write_folder(tmp_path / "m", backbone, "classifier", id2label={0: "sad", 1: "so-so", 2: "glad"})
    answer = load_model(str(folder), workspace).predict(TEXT, "the cat was awful")
    inputs = AutoTokenizer.from_pretrained(folder)(TEXT, "the cat was awful", return_tensors="pt")
    with torch.no_grad():
        network = AutoModelForSequenceClassification.from_pretrained(folder).eval()
        expected = torch.softmax(network(**inputs).logits[0], dim=-1).tolist()
    assert list(answer["probabilities"]) == ["sad", "so-so", "glad"]
    assert list(answer["probabilities"].values()) == pytest.approx(expected, abs=1e-6)
    assert answer["label"] == ("sad", "so-so", "glad")[expected.index(max(expected))]


@pytest.mark.parametrize(
    ("kind", "verb", "words"),
    [
        ("discriminator", "predict", "not been fine-tuned"),
        ("discriminator", "fill", "no generator"),
        ("generator", "detect", "no discriminator"),
        ("classifier", "detect", "no discriminator"),
        ("encoder", "predict", "not been fine-tuned"),
        ("encoder", "detect", "no discriminator"),
    ],
)
def test_a_verb_without_its_network_is_refused(
    tmp_path: Path, workspace: Workspace, kind: str, verb: str, words: str
) -> None:
    model = load_model(str(write_folder(tmp_path / "m", kind=kind)), workspace)
    with pytest.raises(UserError, match=words):
        getattr(model, verb)("the [MASK] was nice")


def test_an_unknown_name_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="neither a run nor a folder"):
        load_model("nothing-like-this", workspace)


@pytest.mark.parametrize("kind", ["pretrain", "finetune"])
def test_a_run_that_has_saved_nothing_says_so(workspace: Workspace, kind: str) -> None:
    create_run(workspace, RunRequest("young", kind, {}))
    with pytest.raises(UserError, match="not saved a model yet"):
        load_model("young", workspace)


def test_a_folder_with_code_of_its_own_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    folder = write_folder(tmp_path / "m")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "auto_map": {"AutoModel": "evil.Model"}}))
    (folder / "evil.py").write_text("raise SystemExit('this must never run')")
    with pytest.raises(UserError, match="never run here"):
        load_model(str(folder), workspace)


def test_pickled_weights_are_refused(tmp_path: Path, workspace: Workspace) -> None:
    folder = write_folder(tmp_path / "m")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(UserError, match="safetensors"):
        load_model(str(folder), workspace)


def damage_weights(folder: Path) -> None:
    content = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(content[: len(content) // 2])


def widen_config(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "hidden_size": 64}))


def deepen_config(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    config |= {"num_hidden_layers": 3, "layer_types": ["full_attention"] * 3}
    (folder / "config.json").write_text(json.dumps(config))


def lose_tokenizer(folder: Path) -> None:
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).unlink()


@pytest.mark.parametrize("damage", [damage_weights, widen_config, deepen_config, lose_tokenizer])
def test_a_damaged_folder_is_refused_in_one_sentence(
    tmp_path: Path, workspace: Workspace, damage: object
) -> None:
    folder = write_folder(tmp_path / "m")
    assert callable(damage)
    damage(folder)
    with pytest.raises(UserError) as refusal:
        load_model(str(folder), workspace).detect(TEXT)
    assert "\n" not in refusal.value.sentence


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"model_type": 3}'])
def test_a_broken_config_is_refused(tmp_path: Path, workspace: Workspace, content: str) -> None:
    folder = write_folder(tmp_path / "m")
    (folder / "config.json").write_text(content)
    with pytest.raises(UserError, match=r"config\.json"):
        load_model(str(folder), workspace)


def test_a_folder_without_a_model_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    shutil.copytree(write_folder(tmp_path / "m"), tmp_path / "deep" / "er" / "m")
    with pytest.raises(UserError, match="holds no model"):
        load_model(str(tmp_path / "deep"), workspace)


def test_a_classifier_asks_for_text(tmp_path: Path, workspace: Workspace) -> None:
    model = load_model(str(write_folder(tmp_path / "m", kind="classifier")), workspace)
    with pytest.raises(UserError, match="needs a text"):
        model.predict("  ")


def test_a_text_of_which_no_word_is_known_is_refused_in_a_sentence(
    workspace: Workspace, tmp_path: Path
) -> None:
    model = load_model(str(write_pair(tmp_path / "pair")), workspace)
    assert model.trace("the dog ran.", seed=1)["tokens"]
    for text in ("xyzzy", "-1000000000", "[[[]]]", "[MASK] [SEP]"):
        with pytest.raises(UserError, match="knows no word"):
            model.trace(text, seed=1)
