"""The tasks a model can be taught, one table entry each: output layer, data form, loss and metrics.

To add a task, write its functions in a file of its own, as `classification.py` does, and enter them
here and in `settings.TASK_NAMES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from transformers import AutoModelForSequenceClassification, PreTrainedTokenizerBase

from electra_engine.finetuning import classification
from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.labelled_files import Examples
from electra_engine.finetuning.scores import Scores


@dataclass(frozen=True)
class Task:
    """How one task is learned and judged.

    `auto_class` is transformers' class whose output layer fits; `encode(examples, tokenizer,
    max_length)` makes token rows; `stack_targets(targets, row length)` makes a batch's
    targets; `loss(logits, targets)` is a mean in nats; `score(outputs, examples)` judges one output
    tensor a row; the epoch with the highest `main_metric` is kept.
    """

    auto_class: Any
    encode: Callable[[Examples, PreTrainedTokenizerBase, int], EncodedRows]
    stack_targets: Callable[[list[Any], int], torch.Tensor]
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    score: Callable[[list[torch.Tensor], Examples], Scores]
    main_metric: str


TASKS: dict[str, Task] = {
    "classification": Task(
        auto_class=AutoModelForSequenceClassification,
        encode=classification.encode,
        stack_targets=classification.stack_targets,
        loss=classification.loss,
        score=classification.score,
        # Unlike accuracy it does not reward a model that always names the commonest label.
        main_metric="macro_f1",
    ),
}
