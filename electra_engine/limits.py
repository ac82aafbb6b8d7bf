"""Whether a plan fits this machine, asked before anything is written: memory and disk, needed and free.

A plan that cannot fit is refused with both numbers and the nearest plan that fits, as changes of knobs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.model.sizing import size_pair
from electra_engine.presets import PRESETS, preset_settings
from electra_engine.quota import space_left
from electra_engine.sentences import Sentence
from electra_engine.settings import RunSettings, knobs_of, to_flat
from electra_engine.workspace import Workspace

BYTES_KEPT_PER_PARAMETER = 12  # in a checkpoint: the weight and AdamW's two moments
CHECKPOINTS = 4  # the two newest, the best and the one being written
EXPORTED_BYTES_PER_PARAMETER = 4
# Of the text's own bytes: its documents while they are prepared, and tokens of 4 bytes or fewer that stand
# for about as many.
PACKED_SHARE = 2.0
SPARE_DISK = 50 * 2**20  # records, log and tokenizer
CONTROL_GROUP = Path("/sys/fs/cgroup")
GRAPHICS_CARD = Path("/dev/nvidiactl")
SHAPE = ("vocabulary.", "pair.embedding_size", "discriminator.", "generator.", "training.sequence_length")


@dataclass(frozen=True)
class Room:
    """Bytes, needed or free; None where it cannot be told."""

    memory: int | None
    disk: int | None

    def holds(self, need: Room) -> bool:
        """Whether `need` fits in here; what cannot be told fits."""
        pairs = ((need.memory, self.memory), (need.disk, self.disk))
        return all(wanted is None or free is None or wanted <= free for wanted, free in pairs)


class DoesNotFitError(UserError):
    """A plan larger than the machine; `changes` make it the nearest plan that fits, if there is one."""

    def __init__(self, told: Sentence, field: str, changes: Mapping[str, object]) -> None:
        super().__init__(told, field)
        self.changes = dict(changes)


def room_needed(settings: RunSettings, text_bytes: int = 0) -> Room:
    """What a pre-training run takes at most: memory of its worker, and disk with all its checkpoints.

    The memory is None where a graphics card computes, whose own memory nobody has looked at yet (there a
    step that does not fit is done in smaller parts).
    """
    size = size_pair(settings)
    on_card = device_for(settings.machine.device) == "cuda"
    per_parameter = BYTES_KEPT_PER_PARAMETER * CHECKPOINTS + EXPORTED_BYTES_PER_PARAMETER
    disk = size.total_parameters * per_parameter + int(text_bytes * PACKED_SHARE) + SPARE_DISK
    # Several processes hold a pair each, though only a share of the rows: this is on the safe side.
    return Room(None if on_card else size.training_bytes * settings.machine.processes, disk)


def device_for(chosen: object) -> str:
    """Which kind of device a setting means here, without asking torch: "cpu" or "cuda"."""
    return str(chosen) if chosen in ("cpu", "cuda") else "cuda" if GRAPHICS_CARD.exists() else "cpu"


def room_free(workspace: Workspace) -> Room:
    """Memory that a new process can have now, and what is left of the workspace's quota and disk."""
    free = [found for found in (_system_memory(), _allowed_memory()) if found is not None]
    return Room(min(free) if free else None, max(space_left(workspace), 0))


def check_fits(settings: RunSettings, free: Room, text_bytes: int = 0) -> None:
    """Raises `DoesNotFitError`, with the nearest plan that fits, when a plan needs more than is free."""
    need = room_needed(settings, text_bytes)
    if free.holds(need):
        return
    changes = nearest_plan(settings, free, text_bytes)
    short_of_memory = not free.holds(Room(need.memory, None))
    wanted, there = (need.memory, free.memory) if short_of_memory else (need.disk, free.disk)
    numbers = {"need": in_units(wanted or 0), "free": in_units(there or 0)}
    if changes:
        plan = ", ".join(f"{name}={value}" for name, value in changes.items())
        told = Sentence(
            "This plan needs about {need} of memory and {free} are free: close other programs, or choose "
            "the nearest plan that fits ({plan}).",
            **numbers,
            plan=plan,
        )
        if not short_of_memory:
            told = Sentence(
                "This plan needs about {need} of disk and {free} are free: remove old runs, or choose the "
                "nearest plan that fits ({plan}).",
                **numbers,
                plan=plan,
            )
    elif short_of_memory:
        told = Sentence(
            "This plan needs about {need} of memory and {free} are free, which is too little for any plan: "
            "close other programs.",
            **numbers,
        )
    else:
        told = Sentence(
            "This plan needs about {need} of disk and {free} are free, which is too little for any plan: "
            "remove old runs or choose another workspace.",
            **numbers,
        )
    raise DoesNotFitError(
        told, "training.batch_size" if short_of_memory else "discriminator.hidden_size", changes
    )


def nearest_plan(settings: RunSettings, free: Room, text_bytes: int = 0) -> dict[str, object]:
    """The smallest changes that make a plan fit; empty where nothing does.

    Fewer rows in a batch come first, down to an eighth; then the shape of the next smaller preset.
    """
    for changes in _smaller_plans(settings):
        try:
            smaller = settings.with_changes(changes)
            smaller.check()
        except UserError:
            continue
        if free.holds(room_needed(smaller, text_bytes)):
            return changes
    return {}


def in_units(size: int) -> str:
    """``3.2 GB`` or ``450 MB``, of 1,000 a step."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.0f} MB"


def _smaller_plans(settings: RunSettings) -> Iterator[dict[str, object]]:
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


def _system_memory() -> int | None:
    """What the system can hand out without swapping, in bytes."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        pass
    try:  # no word of what is free: then at least not more than there is
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _allowed_memory() -> int | None:
    """What a container's limit leaves, in bytes; None without one. Cached files count as free."""
    try:
        limit = int((CONTROL_GROUP / "memory.max").read_text())
        used = int((CONTROL_GROUP / "memory.current").read_text())
        stat = dict(line.split() for line in (CONTROL_GROUP / "memory.stat").read_text().splitlines())
        return limit - used + int(stat.get("inactive_file", 0))
    except (OSError, ValueError):  # no such control group, or its limit is "max"
        return None
