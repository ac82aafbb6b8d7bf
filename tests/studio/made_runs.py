"""Finished runs made of invented records in a real workspace, so that views have something to show."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

from electra_engine import OUTCOMES, Count, JudgedExamples, JudgedToken, RunRequest, Workspace, create_run
from electra_engine.jobs import catalogue
from electra_engine.watching.records import Evaluation, RunState
from electra_engine.watching.store import RecordWriter
from tests.browser.widget_demo import HOSTILE, evaluations, metrics, snapshot

SENTENCE = [
    "The",
    "old",
    "dog",
    "bark",
    "##ed",
    "at",
    HOSTILE[0],
    "and",
    HOSTILE[1],
    "near",
    "the",
    "gate",
    ".",
]
FORGED = 6


def make_run(
    workspace: Workspace, name: str, points: int = 120, easier: float = 0.0, **settings: Any
) -> Path:
    """A run of `points` recorded points whose losses end lower by `easier`; the path of its records."""
    asked = {key.replace("__", "."): value for key, value in settings.items()}
    run = create_run(workspace, RunRequest(name, "pretrain", asked, files=["/texts/stories.txt"]))
    writer = RecordWriter(run.records)
    for point in metrics(points):
        writer.write(dataclasses.replace(point, generator_loss=(point.generator_loss or 0) - easier))
    for judged in evaluations(points):
        writer.write(counted(judged, easier))
    last = metrics(points)[-1]
    writer.write(JudgedExamples(last.step, [example(outcome) for outcome in OUTCOMES for _ in range(3)]))
    writer.write(snapshot(last.step))
    writer.set_state(
        RunState("finished", last.step, last.step, last.tokens, last.seconds, progress=1.0, started=1.0)
    )
    writer.close()
    catalogue.compare_and_set(run, ("waiting",), "finished")
    return run.records


def counted(judged: Evaluation, easier: float) -> Evaluation:
    """The evaluation with counts by group: rare words are caught more often than common ones."""
    learned = 1 - math.exp(-judged.step / 300)
    bands = [
        group("0-9", 40, 0.9 * learned),
        group("10-99", 400, 0.8 * learned),
        group("100-999", 1500, 0.5 * learned),
        group("1000-9999", 1500, 0.3 * learned),
        group("10000+", 560, 0.2 * learned),
    ]
    kinds = [group("word", 3000, 0.5 * learned), group("piece", 400, 0.8 * learned), group("mark", 600, 0.1)]
    frozen = min(judged.detection_auc_frozen + easier / 10, 1.0)
    return dataclasses.replace(judged, bands=bands, kinds=kinds, detection_auc_frozen=frozen)


def group(name: str, tokens: int, recall: float) -> Count:
    fakes = tokens // 8
    caught, accused = round(fakes * recall), tokens // 100
    return Count(name, caught, fakes - caught, accused, tokens - fakes - accused)


def example(outcome: str) -> JudgedToken:
    fake = outcome in ("caught", "missed")
    share = 0.9 if outcome in ("caught", "false_alarms") else 0.1
    return JudgedToken(outcome, SENTENCE, FORGED, HOSTILE[2] if fake else HOSTILE[0], share, [FORGED] * fake)
