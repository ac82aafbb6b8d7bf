"""Judging a network on rows it does not learn from."""

from __future__ import annotations

import torch
from transformers import PreTrainedModel

from electra_engine.finetuning.batches import EncodedRows, batches_by_length
from electra_engine.finetuning.labelled_files import Examples
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.tasks import Task

ROWS_AT_ONCE = 64


@torch.inference_mode()
def judge(network: PreTrainedModel, task: Task, rows: EncodedRows, examples: Examples) -> Scores:
    """The task's metrics over all rows, with the mean loss (nats) among them as "loss".

    In fp32 whatever the training used, so that the scores are those of the saved model.
    """
    network.eval()
    outputs: list[torch.Tensor] = [torch.empty(0)] * len(rows)
    total = 0.0
    for batch in batches_by_length(rows, ROWS_AT_ONCE):
        inputs = {name: tensor.to(network.device) for name, tensor in rows.padded(batch).items()}
        targets = task.stack_targets([rows.targets[row] for row in batch], inputs["input_ids"].shape[1])
        logits = network(**inputs).logits
        total += float(task.loss(logits, targets.to(network.device))) * len(batch)
        for row, output in zip(batch, logits.cpu(), strict=True):
            outputs[row] = output
    scores = task.score(outputs, examples)
    return Scores({**scores.metrics, "loss": total / len(rows)}, scores.details)
