"""The room that a fine-tuning run takes, and smaller runs like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from electra_engine.finetuning.encoder_sizes import EncoderSizes, sizes_of
from electra_engine.finetuning.forms import FORMS
from electra_engine.finetuning.row_sizes import RowSizes
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.shares import ADDING, taught_weights
from electra_engine.finetuning.work import Work, planned_work
from electra_engine.limits import BYTES_PER_LEARNING_WEIGHT, SPARE_DISK, Room, device_for, has_bf16
from electra_engine.workspace import Workspace

# Added up from what each part holds at a time. The peaks of real trainings of 23 million weights on a CPU
# were 1.2 GB (full) and 1.1 GB (lora), a quarter and a tenth below the sum.
WORKER_BYTES = 800 * 2**20  # an interpreter with torch, transformers, peft and scikit-learn
LOADED_BYTES = 12  # of a weight while it is read: the network, the encoder it comes from, and the file
WEIGHT_BYTES = 4
# Of a weight that learns, beside itself: in a step its gradient and AdamW's two moments, while judging the
# moments and what it was after this epoch, while saving the moments and the bytes for the file.
STEP_BYTES, JUDGING_BYTES, SAVING_BYTES = 12, 12, 16
KEPT_BYTES = 4  # the best epoch; as much again where several trainings compete
# Of a number that a step keeps. 32 rows of 384 tokens through 6 layers of 384 took 2.4 and 4.2 of them.
BYTES_PER_ACTIVATION = {"bf16": 3, "fp32": 5}
BYTES_PER_TOKEN = 60  # of the rows, which lie in memory as lists of Python's numbers
BYTES_PER_CHARACTER = 6
JUDGED_TOKENS = 8_192  # at once, by `judging`

CHECKPOINT_BYTES = 20  # of a weight that learns: itself, two moments, the best epoch, the best training
CHECKPOINTS = 3  # the two newest and the one being written
WRITTEN_BYTES = 12  # of a weight: the model, the one it takes the place of, and the base as it is read
JUDGED_ROW_BYTES = 4_000  # of a row: what was answered, in records and checkpoints

SHORTEST = 32  # tokens; shorter rows are not proposed
FRUGAL = ("lora", "head")  # methods that need less than those that teach the model's own weights
FREE = ("full", "top", "bitfit")


@dataclass(frozen=True)
class PlannedFineTuning:
    """The settings, the encoder they teach, and the rows they teach it; see `limits.Plan`."""

    settings: FineTuneSettings
    encoder: EncoderSizes
    rows: RowSizes
    disk_knob: ClassVar[str] = "method"

    @property
    def memory_knob(self) -> str:
        return "method" if self._on_card else "batch_size"

    @property
    def _on_card(self) -> bool:
        return device_for(self.settings.machine.device) == "cuda"

    def room_needed(self) -> Room:
        """The memory of the worker, and the disk with all it keeps.

        Where a graphics card computes, the memory is what the network takes by itself.
        """
        weights, learning = self._weights()
        disk = weights * WRITTEN_BYTES + learning * CHECKPOINT_BYTES * CHECKPOINTS
        disk += self.rows.rows * JUDGED_ROW_BYTES + SPARE_DISK
        if self._on_card:
            still = (weights - learning) * WEIGHT_BYTES
            return Room(still + learning * BYTES_PER_LEARNING_WEIGHT, disk)
        read = self.rows.tokens * BYTES_PER_TOKEN + self.rows.characters * BYTES_PER_CHARACTER
        kept = learning * KEPT_BYTES * min(self.settings.seeds, 2)
        at_once = max(
            learning * STEP_BYTES + self._step_bytes() + self._noise_bytes(),
            learning * JUDGING_BYTES + self._judging_bytes(),
            learning * SAVING_BYTES,
        )
        taught = weights * WEIGHT_BYTES + kept + at_once
        return Room(WORKER_BYTES + read + max(weights * LOADED_BYTES, taught), disk)

    def work(self) -> Work:
        """What there is to calculate, at most."""
        return planned_work(self.settings, self.encoder, self.rows)

    def smaller(self) -> Iterator[tuple[dict[str, object], PlannedFineTuning]]:
        """Fewer rows in a batch come first, down to an eighth; then methods that teach less; then shorter
        rows."""
        own = self.settings
        counts = [own.batch_size // part for part in (1, 2, 4, 8) if own.batch_size >= part]
        methods = [own.method, *(FRUGAL if own.method in FREE else FRUGAL[1:])]
        halves = [self._length // part for part in (2, 4, 8) if self._length // part >= SHORTEST]
        for length in (0, *halves):
            for method in dict.fromkeys(methods):
                for count in counts:
                    asked = {
                        "batch_size": count,
                        "method": method,
                        **({"max_length": length} if length else {}),
                    }
                    changes = {name: value for name, value in asked.items() if getattr(own, name) != value}
                    if changes:
                        smaller = own.with_changes(changes)
                        yield changes, PlannedFineTuning(smaller, self.encoder, self.rows)

    @property
    def _length(self) -> int:
        """Tokens of the longest row that is read at once."""
        asked = self.settings.max_length or FORMS[self.settings.task].longest_row
        return min(asked, self.encoder.positions, self.rows.longest)

    def _weights(self) -> tuple[int, int]:
        """All weights and those that learn."""
        method, head = self.settings.method, self.encoder.head(self.settings.task)
        taught = taught_weights(self.encoder, self.settings)[method]
        added = taught if method in ADDING else 0
        return self.encoder.encoder + head + added, taught + head

    def _step_bytes(self) -> int:
        """What a step keeps for its backward pass, of the layers that gradients go through."""
        layers = {"head": 0, "top": min(self.settings.top_layers, self.encoder.layers)}
        kept = layers.get(self.settings.method, self.encoder.layers)
        rows = self.settings.batch_size * self.rows.choices
        return kept * self._layer_bytes(rows)

    def _judging_bytes(self) -> int:
        """What a layer needs at once while rows are judged."""
        return self._layer_bytes(max(JUDGED_TOKENS // self._length, 1))

    def _layer_bytes(self, rows: int) -> int:
        """What a layer keeps of that many of the longest rows: hidden states and attention scores."""
        sizes, asked = self.encoder, self.settings.machine.precision
        a_token = 10 * sizes.hidden + 4 * sizes.inner + 3 * sizes.heads * self._length
        fast = has_bf16() if asked == "auto" else asked == "bf16"
        return rows * self._length * a_token * BYTES_PER_ACTIVATION["bf16" if fast else "fp32"]

    def _noise_bytes(self) -> int:
        """The pair's generator and its scores of every word, where it makes the noise."""
        if not self.settings.noise or self.settings.noise_kind != "generator":
            return 0
        tokens = self.settings.batch_size * self.rows.choices * self._length
        return self.encoder.encoder * LOADED_BYTES + tokens * self.encoder.vocabulary * 4


def plan_finetuning(
    reference: str, workspace: Workspace, settings: FineTuneSettings, rows: RowSizes
) -> PlannedFineTuning | None:
    """The plan to teach these rows to what a reference means; None where its sizes are not known.

    Raises `UserError` when the reference cannot be used.
    """
    sizes = sizes_of(reference, workspace)
    return PlannedFineTuning(settings, sizes, rows) if sizes else None
