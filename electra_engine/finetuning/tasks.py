"""The tasks a model can be taught, one table entry each: output layer, tokens, loss, answers and metrics.

What the rows of a task look like in a file stands in `forms`. To add a task, write its form there, its
functions in a file of its own as `classification.py` does, and enter both in the tables and in
`settings.TASK_NAMES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import (
    AutoModelForMultipleChoice,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from electra_engine.finetuning import (
    classification,
    multi_label,
    multiple_choice,
    no_answer,
    question_answering,
    similarity,
    tagging,
)
from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.scores import Answer, Scores

Meaning = Mapping[str, Any]


@dataclass(frozen=True)
class Task:
    """How one task is learned and judged.

    `auto_class` is transformers' class whose output layer fits, `problem_type` what its config is told.
    `encode(inputs, targets, meaning, tokenizer, max_length)` makes token rows; without targets, to ask
    and not to learn. `stack_targets(targets, row length)` makes a batch's targets; `loss(logits,
    targets, class weights or None)` is a mean in nats, over as much as `counted(targets, class weights or
    None)` says. `answer(outputs, rows, inputs, label names,
    meaning)` reads one output tensor (on the CPU) a row and says one answer an example; `score(answers,
    examples)` judges them. `decide(answers, examples)` adds to the meaning what only validation rows can
    tell of how outputs are best read. The epoch with the highest `main_metric(label names)` is kept.
    `settle(network, meaning)` makes the finished network say by itself what training kept beside it, and
    returns the meaning that is left.
    """

    auto_class: Any
    encode: Callable[[Sequence[Input], Sequence[Any], Meaning, PreTrainedTokenizerBase, int], EncodedRows]
    stack_targets: Callable[[list[Any], int], torch.Tensor]
    loss: Callable[[torch.Tensor, torch.Tensor, torch.Tensor | None], torch.Tensor]
    answer: Callable[
        [Sequence[torch.Tensor], EncodedRows, Sequence[Input], Sequence[str], Meaning], list[Answer]
    ]
    score: Callable[[Sequence[Answer], Examples], Scores]
    main_metric: Callable[[Sequence[str]], str]
    problem_type: str | None = None
    settle: Callable[[PreTrainedModel, Meaning], dict[str, Any]] = lambda _, meaning: dict(meaning)
    decide: Callable[[Sequence[Answer], Examples], Meaning] = lambda _, __: {}
    counted: Callable[[torch.Tensor, torch.Tensor | None], float] = lambda targets, _: len(targets)

    def encode_examples(
        self, examples: Examples, tokenizer: PreTrainedTokenizerBase, max_length: int
    ) -> EncodedRows:
        """The token rows of examples, with their targets."""
        return self.encode(examples.inputs, examples.targets, examples.meaning, tokenizer, max_length)


TASKS: dict[str, Task] = {
    "classification": Task(
        auto_class=AutoModelForSequenceClassification,
        problem_type="single_label_classification",
        encode=classification.encode,
        stack_targets=classification.stack_targets,
        loss=classification.loss,
        counted=classification.counted,
        answer=classification.answer,
        score=classification.score,
        # Unlike accuracy it does not reward a model that always names the commonest label.
        main_metric=lambda _: "macro_f1",
    ),
    "multi_label": Task(
        auto_class=AutoModelForSequenceClassification,
        problem_type="multi_label_classification",
        encode=classification.encode,
        stack_targets=multi_label.stack_targets,
        loss=multi_label.loss,
        answer=multi_label.answer,
        score=multi_label.score,
        main_metric=lambda _: "micro_f1",
    ),
    "similarity": Task(
        auto_class=AutoModelForSequenceClassification,
        problem_type="regression",
        encode=similarity.encode,
        stack_targets=similarity.stack_targets,
        loss=similarity.loss,
        answer=similarity.answer,
        score=similarity.score,
        main_metric=lambda _: "spearman",
        settle=similarity.settle,
    ),
    "tagging": Task(
        auto_class=AutoModelForTokenClassification,
        encode=tagging.encode,
        stack_targets=tagging.stack_targets,
        loss=tagging.loss,
        counted=tagging.counted,
        answer=tagging.answer,
        score=tagging.score,
        main_metric=tagging.main_metric,
    ),
    "question_answering": Task(
        auto_class=AutoModelForQuestionAnswering,
        encode=question_answering.encode,
        stack_targets=question_answering.stack_targets,
        loss=question_answering.loss,
        answer=question_answering.answer,
        score=question_answering.score,
        main_metric=lambda _: "f1",
        decide=no_answer.decide,
    ),
    "multiple_choice": Task(
        auto_class=AutoModelForMultipleChoice,
        encode=multiple_choice.encode,
        stack_targets=multiple_choice.stack_targets,
        loss=multiple_choice.loss,
        answer=multiple_choice.answer,
        score=multiple_choice.score,
        main_metric=lambda _: "accuracy",
    ),
}
