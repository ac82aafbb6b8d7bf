"""The room that a pre-training run takes, and smaller runs like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from electra_engine.errors import UserError
from electra_engine.limits import BYTES_PER_LEARNING_WEIGHT, SPARE_DISK, Room, device_for
from electra_engine.model.sizing import size_pair
from electra_engine.presets import PRESETS, preset_settings
from electra_engine.settings import RunSettings, knobs_of, to_flat

BYTES_KEPT_PER_PARAMETER = 12  # in a checkpoint: the weight and AdamW's two moments
CHECKPOINTS = 4  # the two newest, the best and the one being written
EXPORTED_BYTES_PER_PARAMETER = 4
# Of the text's own bytes: its documents while they are prepared, and tokens of 4 bytes or fewer that stand
# for about as many.
PACKED_SHARE = 2.0
SHAPE = ("vocabulary.", "pair.embedding_size", "discriminator.", "generator.", "training.sequence_length")


@dataclass(frozen=True)
class PlannedPretraining:
    """The settings, and how much text (bytes) they are for; see `limits.Plan`."""

    settings: RunSettings
    text_bytes: int = 0
    disk_knob: ClassVar[str] = "discriminator.hidden_size"

    @property
    def memory_knob(self) -> str:
        return "discriminator.hidden_size" if self._on_card else "training.batch_size"

    @property
    def _on_card(self) -> bool:
        return device_for(self.settings.machine.device) == "cuda"

    def room_needed(self) -> Room:
        """The memory of the worker, and the disk with all checkpoints.

        Where a graphics card computes, the memory is what the pair takes by itself, because there a step that
        does not fit is done in smaller parts.
        """
        settings, size = self.settings, size_pair(self.settings)
        per_parameter = BYTES_KEPT_PER_PARAMETER * CHECKPOINTS + EXPORTED_BYTES_PER_PARAMETER
        disk = size.total_parameters * per_parameter + int(self.text_bytes * PACKED_SHARE) + SPARE_DISK
        if self._on_card:
            return Room(size.total_parameters * BYTES_PER_LEARNING_WEIGHT, disk)
        # Several processes hold a pair each, though only a share of the rows: this is on the safe side.
        return Room(size.training_bytes * settings.machine.processes, disk)

    def smaller(self) -> Iterator[tuple[dict[str, object], PlannedPretraining]]:
        """Those that can be had."""
        for changes in _changes(self.settings):
            try:
                settings = self.settings.with_changes(changes)
                settings.check()
            except UserError:
                continue
            yield changes, PlannedPretraining(settings, self.text_bytes)


def _changes(settings: RunSettings) -> Iterator[dict[str, object]]:
    """Fewer rows in a batch come first, down to an eighth; then the shape of the next smaller preset."""
    flat, least = to_flat(settings), {knob.name: knob.minimum for knob in knobs_of(RunSettings)}
    rows = settings.training.batch_size
    fewer = [rows // part for part in (2, 4, 8) if rows // part >= (least["training.batch_size"] or 1)]
    for count in fewer:
        yield {"training.batch_size": count}
    if settings.pair.start_from:  # its shape is that of the weights it starts from
        return
    shapes = [to_flat(preset_settings(name)) for name in PRESETS]
    own = size_pair(settings)
    sized = [(size_pair(RunSettings().with_changes(shape)), shape) for shape in shapes]
    smaller = [pair for pair in sized if pair[0].training_bytes < own.training_bytes]
    for _, shape in sorted(smaller, key=lambda pair: -pair[0].training_bytes):
        changes = {
            name: value for name, value in shape.items() if name.startswith(SHAPE) and value != flat[name]
        }
        for count in (rows, *fewer):
            yield {**changes, "training.batch_size": count} if count != rows else changes
