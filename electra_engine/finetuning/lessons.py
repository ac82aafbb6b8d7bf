"""Lessons made of what was prepared: the network and the rows of each of a run's trainings."""

from __future__ import annotations

import dataclasses
from random import Random

from transformers import PreTrainedTokenizerBase

from electra_engine.errors import UserError
from electra_engine.finetuning.arithmetic import adopt, choose_arithmetic
from electra_engine.finetuning.balancing import balance
from electra_engine.finetuning.base import build_network
from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.both_orders import in_both_orders
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.held_out import sample
from electra_engine.finetuning.loop import Lesson
from electra_engine.finetuning.methods import METHODS
from electra_engine.finetuning.noise import disturb
from electra_engine.finetuning.preparing import Prepared
from electra_engine.finetuning.tasks import TASKS
from electra_engine.finetuning.trial_plan import Trial
from electra_engine.inference.network_loading import input_names, load_tokenizer, longest_row
from electra_engine.inference.references import find_networks
from electra_engine.training.checkpoint_folders import Position
from electra_engine.training.machine import Arithmetic, candidates, way_of
from electra_engine.workspace import Workspace

MOST_SEEN_ROWS_JUDGED = 400  # after every epoch, so few


class Lessons:
    """Makes the lesson of any trial; what is the same for all is made once."""

    def __init__(self, prepared: Prepared, workspace: Workspace, start: Position | None) -> None:
        """`start` is where a resumed run stood: it computes in the same way as before.

        Raises `UserError` when the base cannot be used.
        """
        self._prepared, self._workspace, self._start = prepared, workspace, start
        self.task = TASKS[prepared.settings.task]
        self._folders = find_networks(prepared.base.reference, workspace)
        self.tokenizer: PreTrainedTokenizerBase = load_tokenizer(self._folders.to_fine_tune())
        self._way: Arithmetic | None = None
        self._encoded: dict[str, EncodedRows] = {}

    def make(self, trial: Trial) -> Lesson:
        """The lesson of a trial, its network fresh; the same every time."""
        prepared = self._prepared
        settings = dataclasses.replace(prepared.settings, seed=trial.seed)
        labels = prepared.train.label_names
        folder = self._folders.to_fine_tune()
        network = build_network(folder, self.task, labels, settings, trial.is_random)
        # What the network learns from is then also what the saved tokenizer gives by default.
        self.tokenizer.model_input_names = input_names(network)
        self.tokenizer.model_max_length = longest_row(network, prepared.longest_row)
        finish = METHODS[settings.method].prepare(network, settings)
        taught = _part(prepared.train, trial)
        seen = sample(taught, min(MOST_SEEN_ROWS_JUDGED, len(prepared.valid)), settings.seed)
        read = in_both_orders(taught, settings)
        train = self.encode(f"train {trial.share} {trial.seed * (trial.share < 1)}", read)
        if self._way is None:
            self._way = self._known_way() or choose_arithmetic(
                network, self.task, train, settings, self._workspace.machine_file
            )
        adopt(self._way, network.to(self._way.device))
        return Lesson(
            trial=trial,
            network=network,
            task=self.task,
            settings=settings,
            way=self._way,
            train=train,
            rows=len(taught),
            valid=self.encode("valid", prepared.valid),
            valid_examples=prepared.valid,
            seen=self.encode(f"seen {trial.share} {trial.seed}", seen),
            seen_examples=seen,
            finish=finish,
            balance=balance(read, settings),
            disturb=disturb(settings, self.tokenizer, self._folders.generator),
        )

    def encode(self, name: str, examples: Examples) -> EncodedRows:
        """The token rows of examples that are known by a name."""
        if name not in self._encoded:
            length = self.tokenizer.model_max_length
            self._encoded[name] = self.task.encode_examples(examples, self.tokenizer, length)
        return self._encoded[name]

    def _known_way(self) -> Arithmetic | None:
        """How a resumed run computed before: another way would round in other ways."""
        if self._start is None:
            return None
        return way_of(self._start, candidates(self._prepared.settings.machine), 0)


def _part(examples: Examples, trial: Trial) -> Examples:
    """The trial's share of the rows, drawn by its seed."""
    if trial.share == 1:
        return examples
    rows = list(range(len(examples)))
    Random(trial.seed).shuffle(rows)
    count = max(round(trial.share * len(rows)), 1)
    if count >= len(rows):
        raise UserError("There are too few rows for a learning curve: switch it off.", "learning_curve")
    return examples.chosen(sorted(rows[:count]))
