"""What a fine-tuned model says of a text, whatever it was taught."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from electra_engine.errors import UserError
from electra_engine.finetuning import tagging
from electra_engine.finetuning.examples import Input
from electra_engine.finetuning.judging import ask, outputs_of
from electra_engine.finetuning.scores import Answer
from electra_engine.finetuning.tasks import TASKS
from electra_engine.inference.importance import gradient_times_input
from electra_engine.inference.network_loading import (
    input_names,
    load_network,
    load_tokenizer,
    longest_row,
)
from electra_engine.inference.notes import read_notes
from electra_engine.inference.references import read_config, task_of
from electra_engine.inference.windows import check_unicode
from electra_engine.sentences import Sentence

MOST_TOKENS = 512
SHORTEST_ROW = 8
PARTS = {
    "text": Sentence("a text"),
    "text_pair": Sentence("a second text"),
    "choices": Sentence("at least two choices"),
}


class FineTunedModel:
    """A fine-tuned network, its tokenizer, and what its outputs mean.

    `task` is one of `TASKS`, `label_names` are the labels or tags it knows, `pairs` says whether it was
    taught on pairs of texts, `columns` under which names the parts of a row stood in its file, by role.
    """

    def __init__(self, folder: Path) -> None:
        notes = read_notes(folder)
        self.task = task_of(read_config(folder), notes)
        self._task = TASKS[self.task]
        self._network = load_network(folder, self._task.auto_class)
        self._tokenizer = load_tokenizer(folder)
        told = self._tokenizer.model_input_names
        self._tokenizer.model_input_names = [name for name in input_names(self._network) if name in told]
        self._capacity = longest_row(self._network, _trained_length(notes))
        config = self._network.config
        self.label_names = [config.id2label[index] for index in range(config.num_labels)]
        meaning = notes.get("meaning")
        self._meaning = meaning if isinstance(meaning, dict) else {}
        taught = notes.get("columns")
        self.columns: dict[str, str] = taught if isinstance(taught, dict) else {}
        self.pairs = "text_pair" in self.columns

    def answer(self, inputs: Sequence[Input]) -> list[Answer]:
        """What it says of each input, as the task's `answer` gives it.

        An input is ``{"text": …}`` with "text_pair" or "choices" where the task has them (a question is the
        text, its context the second text). Raises `UserError` when a part is missing.
        """
        return ask(
            self._network,
            self._task,
            [self._checked(given) for given in inputs],
            self._tokenizer,
            self._capacity,
            self.label_names,
            self._meaning,
        )

    def tag_shares(self, inputs: Sequence[Input]) -> list[torch.Tensor]:
        """(words, tags) for each text: how likely each tag is for each of its words; for tagging alone."""
        checked = [self._checked(given) for given in inputs]
        rows = self._task.encode(checked, [], self._meaning, self._tokenizer, self._capacity)
        outputs = outputs_of(self._network, self._task, rows)
        return tagging.shares(outputs, rows, checked, len(self.label_names))

    def gradients(
        self, given: Input, answer: int, place: int = 0
    ) -> tuple[list[tuple[int, int]], list[float]]:
        """Where each token of one of the texts stands, in characters, and what it adds to the logit of
        `answer` by gradient times input; for tasks whose output is one row of logits a text. `place` is 0
        for the first text and 1 for the second."""
        given = self._checked(given)
        texts = (given["text"], given.get("text_pair"))
        encoded = self._tokenizer(*texts, truncation=True, max_length=self._capacity, return_tensors="pt")
        inputs = {name: encoded[name] for name in input_names(self._network) if name in encoded}
        values = gradient_times_input(self._network, inputs, answer).tolist()
        row = encoded.encodings[0]
        own = [number for number, part in enumerate(row.sequence_ids) if part == place]
        return [row.offsets[number] for number in own], [values[number] for number in own]

    def _checked(self, given: Input) -> Input:
        needed = {"question_answering": ("text", "text_pair"), "multiple_choice": ("text", "choices")}
        kept: dict[str, Any] = {name: part for name, part in given.items() if part}
        for part in needed.get(self.task, ("text",)):
            if not _is_whole(kept.get(part)):
                raise UserError(
                    "The model needs {part} to answer: add what is missing.", part, part=PARTS[part]
                )
        for text in (kept["text"], kept.get("text_pair", ""), *kept.get("choices", ())):
            check_unicode(text)
        return kept


def _is_whole(part: Any) -> bool:
    if isinstance(part, list):
        return len(part) > 1 and all(isinstance(one, str) and one.strip() for one in part)
    return isinstance(part, str) and bool(part.strip())


def _trained_length(notes: dict[str, Any]) -> int:
    length = notes.get("max_length")
    return length if isinstance(length, int) and length >= SHORTEST_ROW else MOST_TOKENS
