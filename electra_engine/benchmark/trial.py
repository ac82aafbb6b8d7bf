"""A training to measure: a run like any other, but in this process."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from electra_engine.jobs.control import Control
from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.settings import RunSettings, to_flat
from electra_engine.training.pretraining import pretrain
from electra_engine.watching.records import Evaluation
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import RunFolder, Workspace


@dataclass(frozen=True)
class Trial:
    """A finished run, its folder and its evaluations, the last of them on all held-out rows."""

    run: RunFolder
    evaluations: list[Evaluation]

    @property
    def last(self) -> Evaluation:
        return self.evaluations[-1]

    @property
    def tokens_per_second(self) -> float:
        """Over the seconds of training alone."""
        return self.last.tokens / self.last.seconds


def train_trial(
    workspace: Workspace,
    name: str,
    files: list[Path],
    held_out: list[Path],
    settings: RunSettings,
    prepared_by: Trial | None = None,
) -> Trial:
    """Trains on `files` in this process, judged on `held_out` or, without, on a part of the files.

    The vocabulary and the packed text are taken from `prepared_by`, where there is one with the same
    files and settings of both. Raises `UserError` when the files cannot be used.
    """
    request = RunRequest(
        name=name,
        kind="pretrain",
        settings=to_flat(settings),
        files=[str(file.absolute()) for file in files],
        held_out_files=[str(file.absolute()) for file in held_out],
    )

    def furnish(draft: RunFolder) -> None:
        if prepared_by is not None:
            shutil.copytree(prepared_by.run.tokenizer, draft.tokenizer)
            shutil.copytree(prepared_by.run.packed, draft.packed)

    run = create_run(workspace, request, furnish)
    records = RecordWriter(run.records)
    try:
        pretrain(run, request, records, Control(run))
    finally:
        records.close()
    return Trial(run, RecordReader(run.records).evaluations())
