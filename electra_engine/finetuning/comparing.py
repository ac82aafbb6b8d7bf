"""Whether one model is really better than another, on the same judged rows.

judged/SPLIT.npz of a run holds its tally (see `tallies`), the task, the labels, and a hash of the rows.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from electra_engine.errors import UserError
from electra_engine.finetuning.chance import difference, mcnemar
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.reports import METRIC_WORDS
from electra_engine.finetuning.tallies import TALLIES, Tally
from electra_engine.sentences import Sentence
from electra_engine.watching.records import ModelComparison
from electra_engine.workspace import Workspace

# Of tasks whose rows are right or wrong: the columns of a tally fall into so many equal parts, and the first
# one marks the right rows.
PARTS_OF_COLUMNS = {"classification": 3, "multiple_choice": 2}
START_WORDS = {"pretrained": Sentence("pre-trained weights"), "random": Sentence("random weights")}
SPLITS = ("test", "valid")  # the one that both have, a test file first


@dataclass(frozen=True)
class KeptTally:
    """A tally with what it takes to know whether two belong together."""

    tally: Tally
    task: str
    labels: int
    metric: str
    rows: str


def keep_tally(folder: Path, split: str, tallied: Tally, task: str, metric: str, examples: Examples) -> None:
    """Writes `folder`/SPLIT.npz."""
    folder.mkdir(exist_ok=True)
    draft = folder / f".{split}.npz"
    np.savez_compressed(
        draft,
        columns=tallied.columns.astype(np.float32),
        about=json.dumps(
            {
                "task": task,
                "labels": len(examples.label_names),
                "metric": metric,
                "rows": _hash(examples),
            }
        ),
    )
    draft.replace(folder / f"{split}.npz")


def compare_runs(workspace: Workspace, first: str, second: str) -> ModelComparison:
    """Two fine-tuned runs judged on the same rows; raises `UserError` where they were not."""
    folders = [workspace.run(name).judged for name in (first, second)]
    for split in SPLITS:
        one, other = (_read(folder / f"{split}.npz") for folder in folders)
        if one and other and (one.task, one.rows) == (other.task, other.rows):
            return compare(one.tally, other.tally, one.task, one.metric, split, first, second)
    raise UserError(
        "{first} and {second} were not judged on the same rows: give both the same test file.",
        "compare",
        first=first,
        second=second,
    )


def compare(
    one: Tally,
    other: Tally,
    task: str,
    metric: str,
    split: str,
    first: str,
    second: str,
    step: int = 0,
) -> ModelComparison:
    """Two tallies of the same rows; p is McNemar's where the metric is the share of right rows, else that
    of the bootstrap which gives the interval."""
    found = difference(one, other, metric, seed=0)
    p = found.p
    if metric == "accuracy" and task in PARTS_OF_COLUMNS:
        right = one.columns.shape[1] // PARTS_OF_COLUMNS[task]
        p = mcnemar(*(tally.columns[:, :right].sum(1) > 0 for tally in (one, other)))
    values = [float(t.values(np.ones((1, len(t.columns))))[metric][0]) for t in (one, other)]
    return ModelComparison(
        first=first,
        second=second,
        step=step,
        split=split,
        metric=metric,
        first_value=values[0],
        second_value=values[1],
        difference=found.value,
        low=found.low,
        high=found.high,
        p=p,
        meaning=_meaning(first, second, metric, values, p),
    )


def _meaning(first: str, second: str, metric: str, values: list[float], p: float) -> Sentence:
    better, worse = (second, first) if values[1] > values[0] else (first, second)
    high, low = max(values), min(values)
    gaps = {"better": _name(better), "worse": _name(worse), "high": high, "low": low, "p": p}
    gaps["metric"] = METRIC_WORDS.get(metric, metric)
    if p < 0.05:
        return Sentence(
            "{metric} is {high:.3f} with {better} and {low:.3f} with {worse}: more than chance (if they were "
            "equally good, such a difference would be seen with probability {p:.2g}).",
            **gaps,
        )
    return Sentence(
        "{metric} is {high:.3f} with {better} and {low:.3f} with {worse}: that may be chance (if they were "
        "equally good, such a difference would be seen with probability {p:.2g}).",
        **gaps,
    )


def _name(name: str) -> Sentence:
    return START_WORDS.get(name) or Sentence("{name}", name=name)


def _hash(examples: Examples) -> str:
    rows = json.dumps([examples.inputs, examples.targets], sort_keys=True, default=str)
    return hashlib.sha256(rows.encode()).hexdigest()


def _read(file: Path) -> KeptTally | None:
    try:
        with np.load(file, allow_pickle=False) as stored:
            about, columns = json.loads(str(stored["about"])), stored["columns"].astype(float)
        metrics = TALLIES[about["task"]][1](about["labels"])
        return KeptTally(Tally(columns, metrics), **about)
    except (OSError, ValueError, KeyError):
        return None
