"""How soon a pair learns a given text: the seconds of training until the frozen-fakes AUC reaches a mark."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from electra_engine.benchmark.trial import train_trial
from electra_engine.settings import RunSettings
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
    """Trains on `files`, judged on `held_out` or on a part of the files."""
    seeded = settings.with_changes({"training.seed": seed, "watching.evaluation_seconds": 2})
    with tempfile.TemporaryDirectory() as folder:
        trial = train_trial(find_workspace(folder), "learning", files, held_out, seeded)
    alike = [evaluation.on_first_rows() for evaluation in trial.evaluations]
    curve = [(e.seconds, e.detection_auc_frozen, e.detection_auc) for e in alike]
    return LearningReport(
        seed=seed,
        seconds_to_mark=next((seconds for seconds, frozen, _ in curve if frozen >= MARK), None),
        detection_auc_frozen=trial.last.detection_auc_frozen,
        detection_auc=trial.last.detection_auc,
        generator_accuracy=trial.last.generator_accuracy,
        tokens_per_second=trial.tokens_per_second,
        curve=curve,
    )
