"""Weights that were trained before, put into a fresh pair of the same sizes.

Where the two networks share their embedding and the files differ in it, the discriminator's is taken: it is
the network that is kept, and in the authors' code the shared tables are its own.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import (
    AutoModel,
    AutoModelForMaskedLM,
    AutoModelForTokenClassification,
    ElectraForMaskedLM,
    ElectraForPreTraining,
    PreTrainedModel,
)

from electra_engine.errors import UserError
from electra_engine.inference.network_loading import load_network
from electra_engine.model.electra import ElectraDiscriminator, ElectraGenerator
from electra_engine.model.modern import ModernDiscriminator, ModernEncoder, ModernGenerator
from electra_engine.model.pair import Pair
from electra_engine.model.sharing import DisentangledEmbedding
from electra_engine.sentences import Sentence
from electra_engine.starting.adopting import WHOLE_PAIR
from electra_engine.starting.factoring import factor, read_table
from electra_engine.starting.layouts import FIELD, read_layout
from electra_engine.training.checkpoints import load_pair_weights

# What makes two ModernBERT configurations compute the same.
SAME_IN_MODERN = (
    "hidden_activation",
    "norm_eps",
    "norm_bias",
    "attention_bias",
    "mlp_bias",
    "rope_parameters",
)


@torch.no_grad()
def put_in(start: Path, pair: Pair) -> Sentence:
    """Puts the weights kept in `start` into `pair`; says in a sentence what was taken.

    Raises `UserError` when they are not those of such a pair, or hold a number that is none.
    """
    taken = _take(start, pair)
    if not all(torch.isfinite(parameter).all() for parameter in pair.parameters()):
        raise UserError(
            "The weights to start from hold numbers that are not finite (NaN or infinity): choose another "
            "model, or an earlier one.",
            FIELD,
        )
    return taken


def _take(start: Path, pair: Pair) -> Sentence:
    if (start / WHOLE_PAIR).is_file():
        load_pair_weights(start, pair)
        return Sentence("Starting from the pair of another run; the warm-up begins anew.")
    has_generator = (start / "generator").is_dir()
    put = _put_electra if pair.backbone == "electra" else _put_modern
    put(start, pair, has_generator)
    if has_generator:
        return Sentence("Starting from a trained generator and discriminator; the warm-up begins anew.")
    return Sentence(
        "Starting from a trained discriminator; the generator begins fresh with its embedding, and the "
        "warm-up begins anew."
    )


def _put_electra(start: Path, pair: Pair, has_generator: bool) -> None:
    generator, judge = pair.generator, pair.discriminator
    assert isinstance(generator, ElectraGenerator)
    assert isinstance(judge, ElectraDiscriminator)
    of_judge = _loaded(start / "discriminator", "discriminator", ElectraForPreTraining)
    rows = judge.network.config.vocab_size
    if has_generator:
        of_generator = _loaded(start / "generator", "generator", ElectraForMaskedLM)
        _copy(of_generator.base_model, generator.network.electra, rows)
        if isinstance(of_generator, ElectraForMaskedLM):
            _copy(of_generator.generator_predictions, generator.network.generator_predictions, rows)
            generator.output_bias.copy_(of_generator.generator_lm_head.bias[:rows])
    else:
        _copy(of_judge.base_model.embeddings, generator.network.electra.embeddings, rows)
    _copy(of_judge.base_model, judge.network.electra, rows)  # last, so that a shared embedding is its
    if isinstance(of_judge, ElectraForPreTraining):
        _copy(of_judge.discriminator_predictions, judge.network.discriminator_predictions, rows)


def _copy(source: nn.Module, target: nn.Module, rows: int) -> None:
    """Copies every parameter by name, of a word table the first `rows` rows."""
    for name, parameter in source.named_parameters():
        if name.endswith("word_embeddings.weight"):
            _set_table(target.get_submodule(name.removesuffix(".weight")), parameter[:rows])
        else:
            target.get_parameter(name).copy_(parameter)


def _set_table(table: nn.Module, weight: torch.Tensor) -> None:
    """Lets `table` read `weight` (V, E)."""
    if isinstance(table, DisentangledEmbedding):
        table.difference.copy_(weight.to(table.difference.device) - table.base.weight)
    else:
        table.get_parameter("weight").copy_(weight)


def _put_modern(start: Path, pair: Pair, has_generator: bool) -> None:
    generator, judge = pair.generator, pair.discriminator
    assert isinstance(generator, ModernGenerator)
    assert isinstance(judge, ModernDiscriminator)
    rows, size = generator.encoder.table.weight.shape
    parts: list[tuple[str, ModernGenerator | ModernDiscriminator]] = [("discriminator", judge)]
    parts += [("generator", generator)] if has_generator else []
    layouts = [read_layout(start / role, role) for role, _ in parts]
    tables = [read_table(layout.folder, layout.table, rows) for layout in layouts]
    shared, projections = factor(tables, size)
    for table in (generator.encoder.table, judge.encoder.table):
        _set_table(table, torch.from_numpy(shared).float())
    for (role, network), projection in zip(parts, projections, strict=True):
        network.encoder.projection.weight.copy_(torch.from_numpy(projection))
        auto_class = AutoModelForMaskedLM if role == "generator" else AutoModelForTokenClassification
        _put_modern_network(_loaded(start / role, role, auto_class), network)


def _put_modern_network(plain: PreTrainedModel, network: ModernGenerator | ModernDiscriminator) -> None:
    _check_same_layers(plain, network.encoder)
    for name, parameter in plain.base_model.named_parameters():
        if not name.startswith("embeddings.tok_embeddings"):
            network.encoder.body.get_parameter(name).copy_(parameter)
    if not hasattr(plain, "head"):  # an encoder alone
        return
    network.head.load_state_dict(plain.head.state_dict())
    if isinstance(network, ModernGenerator):
        network.output_bias.copy_(plain.decoder.bias[: len(network.output_bias)])
    else:  # softmax over two classes is the sigmoid of the difference of their logits
        weight, bias = plain.classifier.weight, plain.classifier.bias
        network.classifier.weight.copy_(weight[1:] - weight[:1])
        network.classifier.bias.copy_(bias[1:] - bias[:1])


def _check_same_layers(plain: PreTrainedModel, ours: ModernEncoder) -> None:
    for name in SAME_IN_MODERN:
        if getattr(plain.config, name) != getattr(ours.body.config, name):
            raise UserError(
                "The model to start from cannot be trained on here (its {name} is another): choose one that "
                "was exported from this version.",
                FIELD,
                name=name,
            )


def _loaded(folder: Path, role: str, with_head: type) -> PreTrainedModel:
    """The network in `folder` with its output layer where it has one, else the encoder alone."""
    return load_network(folder, with_head if read_layout(folder, role).has_head else AutoModel)
