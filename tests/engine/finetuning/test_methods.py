"""Each method teaches its part of the weights only, and the saved model says what the taught one said."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import (
    AutoModelForMultipleChoice,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    BertConfig,
    PreTrainedModel,
)

from electra_engine.errors import UserError
from electra_engine.finetuning.base import build_network
from electra_engine.finetuning.methods import METHODS, learning_share, learning_weights
from electra_engine.finetuning.model_folder import write_model
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.shares import learning_shares
from electra_engine.inference.network_loading import load_network
from electra_engine.inference.references import find_networks
from electra_engine.model.additions import NOTE
from electra_engine.model.attention import use_attention
from electra_engine.workspace import Workspace
from tests.engine.inference.tiny_folders import BACKBONES, tiny_config, tiny_tokenizer
from tests.engine.taking_away.test_exporting import pretrained_run

ENCODERS = ("electra", "modern", "bert")
HEADS = (
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoModelForQuestionAnswering,
    AutoModelForMultipleChoice,
)
SIZE = {"vocab_size": 28, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}


def network_of(encoder: str, head: type = AutoModelForSequenceClassification) -> PreTrainedModel:
    torch.manual_seed(3)
    config = BertConfig(**SIZE, intermediate_size=64) if encoder == "bert" else tiny_config(encoder)
    return head.from_config(config)


def said_by(network: PreTrainedModel, kernel: str = "sdpa") -> torch.Tensor:
    """Its outputs for two rows (of three choices), the second padded."""
    use_attention(network, kernel)
    ids = torch.arange(5, 21).view(2, 8)
    inputs = {"input_ids": ids, "attention_mask": (torch.arange(8) < torch.tensor([[8], [5]])).long()}
    if type(network).__name__.endswith("MultipleChoice"):
        inputs = {name: rows.unsqueeze(1).repeat(1, 3, 1) for name, rows in inputs.items()}
    said = network(**inputs)
    return said.logits if "logits" in said else said.start_logits


def taught(network: PreTrainedModel) -> PreTrainedModel:
    """One large step on the weights that learn."""
    use_attention(network, "sdpa")
    network.train()
    said_by(network).square().mean().backward()
    with torch.no_grad():
        for weight in learning_weights(network).values():
            assert weight.grad is not None
            weight.sub_(0.5 * weight.grad.sign() * 0.1)
    return network.eval()


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("method", METHODS)
@torch.no_grad()
def test_a_saved_model_says_what_the_taught_one_said(
    tmp_path: Path, method: str, encoder: str, head: type
) -> None:
    network = network_of(encoder, head)
    before = {name: weight.clone() for name, weight in network.base_model.named_parameters()}
    finish = METHODS[method].prepare(network, FineTuneSettings())
    kept = {name for name, weight in network.named_parameters() if not weight.requires_grad}
    with torch.enable_grad():
        taught(network)
    said = said_by(network)
    torch.testing.assert_close(said_by(network, "matmul"), said, atol=1e-5, rtol=1e-4)
    write_model(tmp_path / "model", network, tiny_tokenizer(), {}, finish)
    loaded = load_network(tmp_path / "model", head)
    torch.testing.assert_close(said_by(loaded), said, atol=1e-5, rtol=1e-4)
    if method not in ("full", "lora"):  # what LoRA taught was added to the matrices in the end
        after = dict(network.base_model.named_parameters())
        still = [n for n in before if f"{network.base_model_prefix}.{n}" in kept]
        assert still
        assert all(torch.equal(before[name], after[name]) for name in still)


@pytest.mark.parametrize("encoder", ENCODERS)
def test_the_lighter_methods_teach_a_small_part_of_a_network_of_usual_size(encoder: str) -> None:
    size = {"hidden_size": 256, "num_hidden_layers": 4, "num_attention_heads": 4, "vocab_size": 30_000}
    ends = dict.fromkeys(("pad_token_id", "cls_token_id", "sep_token_id", "bos_token_id", "eos_token_id"), 0)
    for method in ("bitfit", "lora", "adapters", "prefix"):
        config = BertConfig(**size) if encoder == "bert" else type(tiny_config(encoder))(**size, **ends)
        network = AutoModelForTokenClassification.from_config(config)
        METHODS[method].prepare(network, FineTuneSettings())
        assert learning_share(network) < 0.02


def test_the_top_layers_learn_and_those_below_do_not() -> None:
    network = network_of("electra")
    METHODS["top"].prepare(network, FineTuneSettings().with_changes({"top_layers": 1}))
    learning = set(learning_weights(network))
    assert any(".layer.1." in name for name in learning)
    assert not any(".layer.0." in name or "embeddings" in name for name in learning)


def test_the_lora_adapter_alone_turns_its_base_into_the_taught_model(tmp_path: Path) -> None:
    from peft import PeftModel

    network = network_of("electra")
    network.save_pretrained(tmp_path / "base")
    finish = METHODS["lora"].prepare(network, FineTuneSettings())
    said = said_by(taught(network))
    write_model(tmp_path / "model", network, tiny_tokenizer(), {}, finish)
    base = AutoModelForSequenceClassification.from_pretrained(tmp_path / "base")
    wrapped = PeftModel.from_pretrained(base, tmp_path / "model" / "adapter").eval()
    use_attention(base, "sdpa")
    torch.testing.assert_close(said_by(wrapped.base_model.model), said, atol=1e-5, rtol=1e-4)


def test_a_model_with_added_parts_cannot_be_taught_again(tmp_path: Path) -> None:
    network = network_of("modern")
    finish = METHODS["prefix"].prepare(network, FineTuneSettings())
    write_model(tmp_path / "model", network, tiny_tokenizer(), {}, finish)
    with pytest.raises(UserError, match="start from what it started from"):
        build_network(
            tmp_path / "model", AutoModelForSequenceClassification, ["a", "b"], FineTuneSettings(), False
        )


@pytest.mark.parametrize("note", [{"kind": "magic", "size": 2}, {"kind": "prefix", "size": 10**9}, 3])
def test_added_parts_that_do_not_fit_are_refused_in_a_sentence(tmp_path: Path, note: object) -> None:
    network = network_of("modern")
    setattr(network.config, NOTE, note)
    network.save_pretrained(tmp_path)
    tiny_tokenizer().save_pretrained(tmp_path)
    with pytest.raises(UserError, match="cannot be loaded"):
        load_network(tmp_path, AutoModelForSequenceClassification)


@pytest.mark.parametrize("encoder", ENCODERS)
def test_the_share_told_before_is_the_share_that_learns(
    tmp_path: Path, workspace: Workspace, encoder: str
) -> None:
    tasks = ("classification", "tagging", "question_answering", "multiple_choice")
    for task, head in zip(tasks, HEADS, strict=True):
        settings = FineTuneSettings().with_changes({"task": task, "top_layers": 1})
        network_of(encoder, head).save_pretrained(tmp_path / task)
        told = learning_shares(str(tmp_path / task), workspace, settings)
        for method, share in told.items():
            network = network_of(encoder, head)
            METHODS[method].prepare(network, settings)
            near = 0.06 if method == "lora" else 1e-9  # peft keeps a second, resting output layer
            assert share == pytest.approx(learning_share(network), rel=near), method


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_share_of_a_run_is_told_before_it_is_exported(workspace: Workspace, backbone: str) -> None:
    run = pretrained_run(workspace, backbone)
    before = learning_shares("pair", workspace, FineTuneSettings())
    assert not (run.path / "exported").exists()
    folder = find_networks("pair", workspace).to_fine_tune()
    assert before == pytest.approx(learning_shares(str(folder), workspace, FineTuneSettings()))
