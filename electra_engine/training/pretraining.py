"""One pre-training run from its files to its last checkpoint, as a worker process does it.

A worker needs seconds to load torch and the model layers. They are loaded beside the reading of the text,
which needs neither: so nothing here may import them before.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from electra_engine.jobs.control import Control
from electra_engine.jobs.runs import RunRequest
from electra_engine.sentences import Sentence
from electra_engine.settings import RunSettings
from electra_engine.stopping import StopRequested
from electra_engine.training.beginning import find_beginning, standing
from electra_engine.training.preparation import prepare
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder


def pretrain(run: RunFolder, request: RunRequest, records: RecordWriter, control: Control) -> str:
    """Trains the run's pair, from its newest checkpoint or from its beginning; "finished" or "stopped"."""
    settings = RunSettings().with_changes(request.settings)
    checkpoint, damage = find_beginning(run.checkpoints)
    if damage:
        records.add_event(damage)
    start = standing(checkpoint)
    state = RunState(
        phase="reading",
        step=start.step,
        tokens=start.tokens,
        seconds=start.seconds,
        message=Sentence("Reading the text."),
        pid=os.getpid(),
        started=time.time(),
    )
    records.set_state(state)
    files, held_out = [Path(f) for f in request.files], [Path(f) for f in request.held_out_files]
    try:
        with loading("electra_engine.training.from_packed"):
            tokenizer, packed = prepare(run, files, held_out, settings, records, state, control.should_stop)
    except StopRequested:
        return "stopped"
    from electra_engine.training.from_packed import train_from_packed

    return train_from_packed(run, settings, tokenizer, packed, checkpoint, state, records, control)


@contextlib.contextmanager
def loading(module: str) -> Iterator[None]:
    """Imports `module` beside what is done meanwhile, and raises what its import raised."""
    with ThreadPoolExecutor(1, "loading") as beside:
        loading = beside.submit(importlib.import_module, module)
        yield
    loading.result()
