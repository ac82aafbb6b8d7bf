"""One way to start a run: whoever asks for the same in two tabs, or by two presses, is shown one run.

The second of two that ask at once waits for the first, and then finds its run. Those who ask for
something else do not wait.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from electra_engine import (
    CorpusSummary,
    FineTuneSettings,
    RunFolder,
    RunSettings,
    Workspace,
    finetuning_just_asked_for,
    new_finetuning,
    new_pretraining,
    pretraining_just_asked_for,
    start_worker,
    to_flat,
)
from studio.labelled import measured_aside

_locks: WeakValueDictionary[str, Any] = WeakValueDictionary()  # by what is asked for
_looking_for_a_lock = threading.Lock()


def start_pretraining(
    workspace: Workspace, name: str, files: Sequence[Path], settings: RunSettings, summary: CorpusSummary
) -> str:
    """The name of the run that was just asked for in these words, else of a new one called `name`.

    Raises `UserError` as `new_pretraining` does.
    """
    return _start(
        repr((workspace.root, files, to_flat(settings))),
        lambda: pretraining_just_asked_for(workspace, files, settings),
        lambda: new_pretraining(workspace, name, files, settings, summary=summary),
    )


def start_finetuning(
    workspace: Workspace,
    name: str,
    base: str,
    train: Path,
    settings: FineTuneSettings,
    columns: Mapping[str, str | None],
    judged_by: Mapping[str, Path],
) -> str:
    """The same for fine-tuning `base`; `judged_by` holds the files to judge by, by role.

    Raises `UserError` as `new_finetuning` does.
    """
    asked: dict[str, Any] = {"columns": columns, **judged_by}
    return _start(
        repr((workspace.root, base, train, to_flat(settings), asked)),
        lambda: finetuning_just_asked_for(workspace, base, train, settings, **asked),
        lambda: new_finetuning(workspace, name, base, train, settings, measure=measured_aside, **asked),
    )


def _start(words: str, find: Callable[[], str], make: Callable[[], RunFolder]) -> str:
    with _looking_for_a_lock:
        lock = _locks.setdefault(words, threading.Lock())
    with lock:
        if name := find():
            return name
        run = make()
        start_worker(run)
        return run.name
