"""How soon a pair learns a given text: the seconds of training until the frozen-fakes AUC reaches a mark."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from electra_engine.jobs.control import Control
from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.settings import RunSettings, to_flat
from electra_engine.training.pretraining import pretrain
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import find_workspace

MARK = 0.80


@dataclass(frozen=True)
class LearningReport:
    """`seconds_to_mark` is None when the mark was not reached; `curve` is (seconds, frozen AUC, own AUC)."""

    seed: int
    seconds_to_mark: float | None
    detection_auc_frozen: float
    detection_auc: float
    generator_accuracy: float
    tokens_per_second: float
    curve: list[tuple[float, float, float]]


def measure_learning(
    files: list[Path], held_out: list[Path], settings: RunSettings, seed: int
) -> LearningReport:
    """Trains on `files` in a workspace of its own, judged on `held_out` or on a part of the files."""
    seeded = settings.with_changes({"training.seed": seed, "watching.evaluation_seconds": 2})
    with tempfile.TemporaryDirectory() as folder:
        request = RunRequest(
            name="learning",
            kind="pretrain",
            settings=to_flat(seeded),
            files=[str(file.absolute()) for file in files],
            held_out_files=[str(file.absolute()) for file in held_out],
        )
        run = create_run(find_workspace(folder), request)
        records = RecordWriter(run.records)
        pretrain(run, request, records, Control(run))
        records.close()
        evaluations = RecordReader(run.records).evaluations()
        tokens_per_second = evaluations[-1].tokens / evaluations[-1].seconds
    curve = [(e.seconds, e.detection_auc_frozen, e.detection_auc) for e in evaluations]
    return LearningReport(
        seed=seed,
        seconds_to_mark=next((seconds for seconds, frozen, _ in curve if frozen >= MARK), None),
        detection_auc_frozen=evaluations[-1].detection_auc_frozen,
        detection_auc=evaluations[-1].detection_auc,
        generator_accuracy=evaluations[-1].generator_accuracy,
        tokens_per_second=tokens_per_second,
        curve=curve,
    )
