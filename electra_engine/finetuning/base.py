"""The network that fine-tuning starts from: a pretrained encoder under a fresh output layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModel, PreTrainedModel

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.tasks import Task
from electra_engine.inference.network_loading import LOCAL_AND_SAFE, load_network
from electra_engine.inference.references import read_config
from electra_engine.model.additions import NOTE
from electra_engine.model.dropout import use_cheap_dropout
from electra_engine.model.initialisation import scale_by_fan_in, start_as_published

DROPOUTS = (
    "hidden_dropout_prob",
    "attention_probs_dropout_prob",
    "classifier_dropout",
    "embedding_dropout",
    "mlp_dropout",
    "attention_dropout",
    "summary_last_dropout",
)


def build_network(
    folder: Path, task: Task, label_names: list[str], settings: FineTuneSettings, is_random: bool
) -> PreTrainedModel:
    """The encoder in `folder` under an output layer for these labels, in fp32.

    The output layer is always drawn anew from the seed, even where the folder has one of the same
    shape (a discriminator's two labels are not the task's). With `is_random` the encoder is drawn
    anew as well, the way its pre-training began. Raises `UserError` when the folder cannot be used.
    """
    if NOTE in read_config(folder):
        raise UserError(
            "The model in {folder} was taught by parts added to a network that stays as it is, and these "
            "cannot be taught again: start from what it started from.",
            "from",
            folder=folder,
        )
    config = _config(folder, label_names, settings.dropout)
    config.problem_type = task.problem_type
    torch.manual_seed(settings.seed)
    try:
        network = task.auto_class.from_config(config, dtype=torch.float32)
    except ValueError:
        raise UserError(
            "A model of the kind {kind} cannot be taught this task: choose an ELECTRA, BERT or ModernBERT "
            "model.",
            "from",
            kind=config.model_type,
        ) from None
    use_cheap_dropout(network)
    if is_random:
        dice = torch.Generator().manual_seed(settings.seed)
        draw = scale_by_fan_in if config.model_type == "modernbert" else start_as_published
        draw(network.base_model, dice)
    else:
        encoder = load_network(folder, AutoModel)
        network.base_model.load_state_dict(_fitting(encoder, network.base_model))
    return network


def _config(folder: Path, label_names: list[str], dropout: float) -> Any:
    """The folder's configuration with this task's labels and dropout put in."""
    config = AutoConfig.from_pretrained(folder, **LOCAL_AND_SAFE)
    config.id2label = dict(enumerate(label_names))
    config.label2id = {name: index for index, name in enumerate(label_names)}
    for name in DROPOUTS:
        if hasattr(config, name):
            setattr(config, name, dropout)
    if hasattr(config, "classifier_pooling"):
        config.classifier_pooling = (
            "mean"  # learns sooner than the first token, which no objective has trained
        )
    return config


def _fitting(encoder: PreTrainedModel, into: torch.nn.Module) -> dict[str, torch.Tensor]:
    """The encoder's weights, less a pooler that the task's network does without."""
    wanted = into.state_dict().keys()
    return {name: weight for name, weight in encoder.state_dict().items() if name in wanted}
