"""Asking a network about rows, and judging it on rows it does not learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from electra_engine.finetuning.batches import EncodedRows, batches_by_length
from electra_engine.finetuning.encoding import logits_of
from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.scores import Answer, Scores
from electra_engine.finetuning.tasks import Meaning, Task

TOKENS_AT_ONCE = 8_192
ROWS_AT_ONCE = 64

# Hears after every batch how many rows are judged, and how many there are.
OnJudged = Callable[[int, int], None]


def nobody(_: int, __: int) -> None:
    """Nobody watches."""


@torch.inference_mode()
def judge(
    network: PreTrainedModel,
    task: Task,
    rows: EncodedRows,
    examples: Examples,
    decided: Meaning,
    on_judged: OnJudged = nobody,
) -> Scores:
    """The task's metrics over all examples, with the rows' mean loss (nats) among them as "loss", and the
    answers they judge, read as validation rows `decided`.

    In fp32 whatever the training used, so that the scores are those of the saved model.
    """
    outputs, total = _read(network, task, rows, on_judged)
    return _scored(task, outputs, total, rows, examples, decided)


@torch.inference_mode()
def decide_and_judge(
    network: PreTrainedModel, task: Task, rows: EncodedRows, examples: Examples, on_judged: OnJudged = nobody
) -> Scores:
    """As `judge`, for validation rows: what the task leaves open about reading answers is decided on them
    first, and is the scores' `decided`."""
    outputs, total = _read(network, task, rows, on_judged)
    answers = task.answer(outputs, rows, examples.inputs, examples.label_names, examples.meaning)
    return _scored(task, outputs, total, rows, examples, task.decide(answers, examples))


def _scored(
    task: Task,
    outputs: list[torch.Tensor],
    total: float,
    rows: EncodedRows,
    examples: Examples,
    decided: Meaning,
) -> Scores:
    meaning = {**examples.meaning, **decided}
    answers = task.answer(outputs, rows, examples.inputs, examples.label_names, meaning)
    scores = task.score(answers, examples)
    return Scores({**scores.metrics, "loss": total / len(rows)}, scores.details, answers, dict(decided))


@torch.inference_mode()
def outputs_of(network: PreTrainedModel, task: Task, rows: EncodedRows) -> list[torch.Tensor]:
    """What the network gives for every row, on the CPU."""
    return _read(network, task, rows)[0]


@torch.inference_mode()
def ask(
    network: PreTrainedModel,
    task: Task,
    inputs: Sequence[Input],
    tokenizer: PreTrainedTokenizerBase,
    max_length: int,
    label_names: Sequence[str],
    meaning: Meaning,
) -> list[Answer]:
    """What the network says of each input; see the task's `answer`."""
    rows = task.encode(inputs, [], meaning, tokenizer, max_length)
    outputs, _ = _read(network, task, rows)
    return task.answer(outputs, rows, inputs, label_names, meaning)


def _read(
    network: PreTrainedModel, task: Task, rows: EncodedRows, on_judged: OnJudged = nobody
) -> tuple[list[torch.Tensor], float]:
    """The outputs of every row on the CPU, and the sum of the rows' losses where they have targets."""
    network.eval()
    done = 0
    outputs: list[torch.Tensor] = [torch.empty(0)] * len(rows)
    total = 0.0
    for batch in batches_by_length(rows, ROWS_AT_ONCE):
        for part in _parts(rows, batch):
            inputs = {name: tensor.to(network.device) for name, tensor in rows.padded(part).items()}
            logits = logits_of(network, inputs)
            if rows.targets:
                targets = task.stack_targets(
                    [rows.targets[row] for row in part], inputs["input_ids"].shape[-1]
                )
                total += float(task.loss(logits, targets.to(network.device), None)) * len(part)
            for row, output in zip(part, logits.cpu(), strict=True):
                outputs[row] = output
            done += len(part)
            on_judged(done, len(rows))
    return outputs, total


def _parts(rows: EncodedRows, batch: list[int]) -> list[list[int]]:
    """The batch in parts that fit into memory whatever the length of its rows."""
    size = max(1, TOKENS_AT_ONCE // rows.length(batch[-1]))  # the longest stands last
    return [batch[first : first + size] for first in range(0, len(batch), size)]
