"""Whether a plan fits this machine, asked before anything is written: memory and disk, needed and free.

A plan that cannot fit is refused with both numbers and the nearest plan that fits, as changes of knobs. What
each kind of run needs stands with it: `training.planned`, `finetuning.planned`.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from electra_engine.errors import UserError
from electra_engine.quota import space_left
from electra_engine.sentences import Sentence
from electra_engine.workspace import Workspace

# Of a weight that learns: itself, its gradient and AdamW's two moments. They are built in the machine's own
# memory whatever computes, and unlike a batch they cannot be split.
BYTES_PER_LEARNING_WEIGHT = 16
SPARE_DISK = 50 * 2**20  # records, log and tokenizer
CONTROL_GROUPS = Path("/sys/fs/cgroup")
MEMBERSHIP = Path("/proc/self/cgroup")
# Of either version: the limit, what is used of it, and what of that is cached files, which count as free.
GROUP_FILES = (
    ("memory.max", "memory.current", "inactive_file"),
    ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)
GRAPHICS_CARD = Path("/dev/nvidiactl")
PROCESSOR = Path("/proc/cpuinfo")


@dataclass(frozen=True)
class Room:
    """Bytes, needed or free; None where it cannot be told."""

    memory: int | None
    disk: int | None

    def holds(self, need: Room) -> bool:
        """Whether `need` fits in here; what cannot be told fits."""
        pairs = ((need.memory, self.memory), (need.disk, self.disk))
        return all(wanted is None or free is None or wanted <= free for wanted, free in pairs)


class Plan(Protocol):
    """Something asked for that takes room. The knobs are those that a refusal names."""

    @property
    def memory_knob(self) -> str: ...

    @property
    def disk_knob(self) -> str: ...

    def room_needed(self) -> Room:
        """What it takes at most; the memory is None where it cannot be told."""

    def smaller(self) -> Iterator[tuple[dict[str, object], Plan]]:
        """Smaller plans and how they differ, as changes of knobs, the nearest first."""


class DoesNotFitError(UserError):
    """A plan larger than the machine; `changes` make it the nearest plan that fits, if there is one."""

    def __init__(self, told: Sentence, field: str, changes: Mapping[str, object]) -> None:
        super().__init__(told, field)
        self.changes = dict(changes)


def device_for(chosen: object) -> str:
    """Which kind of device a setting means here, without asking torch: "cpu" or "cuda"."""
    return str(chosen) if chosen in ("cpu", "cuda") else "cuda" if GRAPHICS_CARD.exists() else "cpu"


@functools.cache
def has_bf16() -> bool:
    """Whether the processor says that it calculates in bf16, without asking torch; False where none says."""
    try:
        return "bf16" in PROCESSOR.read_text(errors="replace")
    except OSError:
        return False


def room_free(workspace: Workspace) -> Room:
    """Memory that a new process can have now, and what is left of the workspace's quota and disk."""
    free = [found for found in (_system_memory(), _allowed_memory()) if found is not None]
    return Room(min(free) if free else None, max(space_left(workspace), 0))


def check_fits(plan: Plan, free: Room) -> None:
    """Raises `DoesNotFitError`, with the nearest plan that fits, when a plan needs more than is free."""
    need = plan.room_needed()
    if free.holds(need):
        return
    changes = nearest_plan(plan, free)
    short_of_memory = not free.holds(Room(need.memory, None))
    wanted, there = (need.memory, free.memory) if short_of_memory else (need.disk, free.disk)
    numbers = {"need": in_units(wanted or 0), "free": in_units(there or 0)}
    if changes:
        named = ", ".join(f"{name}={value}" for name, value in changes.items())
        told = Sentence(
            "This plan needs about {need} of memory and {free} are free: close other programs, or choose "
            "the nearest plan that fits ({plan}).",
            **numbers,
            plan=named,
        )
        if not short_of_memory:
            told = Sentence(
                "This plan needs about {need} of disk and {free} are free: remove old runs, or choose the "
                "nearest plan that fits ({plan}).",
                **numbers,
                plan=named,
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
    raise DoesNotFitError(told, plan.memory_knob if short_of_memory else plan.disk_knob, changes)


def check_room(workspace: Workspace, need: int) -> None:
    """Raises `UserError` where the workspace, or the disk, has no room for `need` bytes more."""
    free = max(space_left(workspace), 0)
    if need > free:
        raise UserError(
            "This takes about {need} of disk and {free} are left in the workspace: remove runs or files you "
            "no longer need, or allow more with --quota.",
            "quota",
            need=in_units(need),
            free=in_units(free),
        )


def nearest_plan(plan: Plan, free: Room) -> dict[str, object]:
    """The smallest changes that make a plan fit; empty where nothing does."""
    fitting = (changes for changes, smaller in plan.smaller() if free.holds(smaller.room_needed()))
    return next(fitting, {})


def in_units(size: int) -> str:
    """``3.2 GB`` or ``450 MB``, of 1,000 a step."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.0f} MB"


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
    """What the limits of a container or a control group leave, in bytes; None without one."""
    left = [_left_in(group, *files) for group in _own_groups() for files in GROUP_FILES]
    return min((found for found in left if found is not None), default=None)


def _own_groups() -> Iterator[Path]:
    """The control groups that this process's memory is counted in, up to the outermost that can be seen.

    A container sees its own group as the outermost, whatever name it goes by outside.
    """
    try:
        lines = MEMBERSHIP.read_text().splitlines()
    except OSError:
        return
    for number, controllers, name in (line.split(":", 2) for line in lines if line.count(":") >= 2):
        if number != "0" and "memory" not in controllers.split(","):
            continue
        outermost = CONTROL_GROUPS if number == "0" else CONTROL_GROUPS / "memory"
        own = outermost / name.lstrip("/")
        yield from (group for group in (own, *own.parents) if group.is_relative_to(outermost))


def _left_in(group: Path, limit: str, used: str, cached: str) -> int | None:
    try:
        allowed, taken = (int((group / name).read_text()) for name in (limit, used))
        stat = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        return allowed - taken + int(stat.get(cached, 0))
    except (OSError, ValueError):  # no such control group, or its limit is "max"
        return None
