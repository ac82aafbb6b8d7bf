"""What each judged row adds to a task's metrics, so that they can be computed for rows drawn again and again.

Every metric here is a function of sums over rows. Rows are drawn with replacement by counting how often
each is drawn: a matrix product of counts (draws, rows) and tallies (rows, K) gives the sums of all draws at
once (Efron 1979). On all rows taken once, the metrics are those of the task's `score`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.forms.tags import is_scheme
from electra_engine.finetuning.scores import Answer

ABSENT = ""  # a label that a row does not have
Metric = Callable[[np.ndarray], np.ndarray]  # sums (draws, K) → values (draws,)
Metrics = Mapping[str, Metric]


@dataclass(frozen=True)
class Tally:
    """`columns` (rows, K) are summed over the rows of a draw; `metrics` read the sums (draws, K)."""

    columns: np.ndarray
    metrics: Metrics

    def values(self, counts: np.ndarray) -> dict[str, np.ndarray]:
        """Each metric (draws,) for `counts` (draws, rows) of how often each row is drawn."""
        sums = counts @ self.columns
        return {name: metric(sums) for name, metric in self.metrics.items()}


def _classification(answers: Sequence[Answer], examples: Examples) -> np.ndarray:
    """Right, true and said rows of each label."""
    labels, rows = len(examples.label_names), np.arange(len(answers))
    position = {name: number for number, name in enumerate(examples.label_names)}
    truths, guesses = np.asarray(examples.targets), np.array([position[said["label"]] for said in answers])
    right, true, said = (np.zeros((len(rows), labels)) for _ in range(3))
    true[rows, truths] = said[rows, guesses] = 1
    right[rows, truths] = truths == guesses
    return np.concatenate([right, true, said], axis=1)


def _class_metrics(labels: int) -> dict[str, Metric]:
    one = 1 if labels == 2 else slice(None)  # of two labels the second is the positive one
    return {
        "accuracy": lambda s: _share(_part(s, 0).sum(1), _part(s, 1).sum(1)),
        "f1": lambda s: _mean(_f1(s)[:, one]),
        "macro_f1": lambda s: _f1(s).mean(1),
        "mcc": _mcc,
        "precision": lambda s: _mean(_share(_part(s, 0), _part(s, 2))[:, one]),
        "recall": lambda s: _mean(_share(_part(s, 0), _part(s, 1))[:, one]),
    }


def _multi_label(answers: Sequence[Answer], examples: Examples) -> np.ndarray:
    """Right, true and said rows of each label, then rows that are all right, and rows."""
    names = examples.label_names
    true = np.asarray(examples.targets, dtype=float)
    said = np.array([[float(name in one["labels"]) for name in names] for one in answers])
    whole = np.stack([(true == said).all(1), np.ones(len(true))], axis=1)
    return np.concatenate([true * said, true, said, whole], axis=1)


def _multi_label_metrics(_: int) -> dict[str, Metric]:
    def totals(sums: np.ndarray) -> tuple[np.ndarray, ...]:
        return tuple(_part(sums[:, :-2], number).sum(1) for number in range(3))

    return {
        "accuracy": lambda s: _share(s[:, -2], s[:, -1]),
        "micro_f1": lambda s: _share(2 * totals(s)[0], totals(s)[1] + totals(s)[2]),
        "macro_f1": lambda s: _f1(s[:, :-2]).mean(1),
        "precision": lambda s: _share(totals(s)[0], totals(s)[2]),
        "recall": lambda s: _share(totals(s)[0], totals(s)[1]),
    }


def _similarity(answers: Sequence[Answer], examples: Examples) -> np.ndarray:
    """Products of ranks (those among all rows, drawn or not) and of scores."""
    from scipy.stats import rankdata

    true, said = np.asarray(examples.targets, dtype=float), np.array([one["score"] for one in answers])
    return np.concatenate([_products(rankdata(true), rankdata(said)), _products(true, said)], axis=1)


def _similarity_metrics(_: int) -> dict[str, Metric]:
    return {
        "spearman": lambda s: _correlation(s[:, :6]),
        "pearson": lambda s: _correlation(s[:, 6:]),
        "mse": lambda s: _share(s[:, 9] + s[:, 10] - 2 * s[:, 11], s[:, 6]),
    }


def _tagging(answers: Sequence[Answer], examples: Examples) -> np.ndarray:
    """Right words and words; right, true and said entities."""
    names = examples.label_names
    true = [[names[tag] for tag in tags] for tags in examples.targets]
    said = [[token["tag"] for token in one["tokens"]] for one in answers]
    words = [(sum(map(str.__eq__, a, b)), len(a)) for a, b in zip(true, said, strict=True)]
    spans = [_span_counts(a, b) for a, b in zip(true, said, strict=True)]
    return np.array([(*w, *s) for w, s in zip(words, spans, strict=True)], dtype=float)


def _tagging_metrics(_: int) -> dict[str, Metric]:
    """Of tags that mark no entities only the accuracy means something."""
    return {
        "accuracy": lambda s: _share(s[:, 0], s[:, 1]),
        "f1": lambda s: _share(2 * s[:, 2], s[:, 3] + s[:, 4]),
        "precision": lambda s: _share(s[:, 2], s[:, 4]),
        "recall": lambda s: _share(s[:, 2], s[:, 3]),
    }


def _span_counts(true: list[str], said: list[str]) -> tuple[int, int, int]:
    """Entities that are right, true and said, as seqeval reads them; none where tags are no entities'."""
    if not is_scheme([*true, *said]):
        return 0, 0, 0
    wanted, found = entities_in(true), entities_in(said)
    return len(wanted & found), len(wanted), len(found)


def entities_in(tags: list[str]) -> set[tuple[str, int, int]]:
    """(kind, first word, last word) of every entity that a row's tags mark, as seqeval reads them; none
    where they mark none."""
    from seqeval.metrics.sequence_labeling import get_entities

    return set(get_entities(tags)) if is_scheme(tags) else set()


def _question_answering(answers: Sequence[Answer], examples: Examples) -> np.ndarray:
    """Exact match, f1 (both from 0 to 100), and questions."""
    from electra_engine.finetuning.question_answering import score

    rows = []
    for row, said in enumerate(answers):
        values = score([said], examples.chosen([row])).metrics
        rows.append((values["exact_match"], values["f1"], 1.0))
    return np.array(rows)


def _multiple_choice(answers: Sequence[Answer], examples: Examples) -> np.ndarray:
    """Right rows, and rows."""
    right = [said["choice"] == target for said, target in zip(answers, examples.targets, strict=True)]
    return np.stack([right, np.ones(len(right))], axis=1)


# Of each task: what a row adds, and the metrics that its sums give for so many labels.
TALLIES: dict[str, tuple[Callable[[Sequence[Answer], Examples], np.ndarray], Callable[[int], Metrics]]] = {
    "classification": (_classification, _class_metrics),
    "multi_label": (_multi_label, _multi_label_metrics),
    "similarity": (_similarity, _similarity_metrics),
    "tagging": (_tagging, _tagging_metrics),
    "question_answering": (
        _question_answering,
        lambda _: {
            "exact_match": lambda s: _share(s[:, 0], s[:, 2]),
            "f1": lambda s: _share(s[:, 1], s[:, 2]),
        },
    ),
    "multiple_choice": (_multiple_choice, lambda _: {"accuracy": lambda s: _share(s[:, 0], s[:, 1])}),
}


def tally(task: str, answers: Sequence[Answer], examples: Examples, metrics: Collection[str]) -> Tally:
    """What each row adds to those of the task's metrics that the run has."""
    of_rows, of_labels = TALLIES[task]
    known = of_labels(len(examples.label_names))
    return Tally(of_rows(answers, examples), {name: known[name] for name in known if name in metrics})


def _part(sums: np.ndarray, number: int) -> np.ndarray:
    """The right (0), true (1) or said (2) rows of each label."""
    labels = sums.shape[1] // 3
    return sums[:, number * labels : (number + 1) * labels]


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros_like(part, dtype=float), where=whole != 0)


def _mean(values: np.ndarray) -> np.ndarray:
    return values.mean(1) if values.ndim > 1 else values


def _f1(sums: np.ndarray) -> np.ndarray:
    return _share(2 * _part(sums, 0), _part(sums, 1) + _part(sums, 2))


def _mcc(sums: np.ndarray) -> np.ndarray:
    """Gorodkin 2004, equation 8, as scikit-learn has it."""
    right, true, said = (_part(sums, number) for number in range(3))
    rows = true.sum(1)
    spread = (rows**2 - (true**2).sum(1)) * (rows**2 - (said**2).sum(1))
    return _share(right.sum(1) * rows - (true * said).sum(1), np.sqrt(spread))


def _products(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=1)


def _correlation(sums: np.ndarray) -> np.ndarray:
    rows, x, y, xx, yy, xy = sums.T
    spread = np.maximum(rows * xx - x**2, 0) * np.maximum(rows * yy - y**2, 0)
    return _share(rows * xy - x * y, np.sqrt(spread))


def marks_of(task: str, answer: Answer, target: Any, names: Sequence[str]) -> list[tuple[str, str, float]]:
    """What was judged of a row: (truth, what was said, how sure of it) for the row, or for each of its words
    or of the labels it may have.

    Empty for tasks whose answers are no labels.
    """
    if task == "classification":
        return [(names[target], answer["label"], answer["probabilities"][answer["label"]])]
    if task == "tagging":
        said = [(token["tag"], token["probability"]) for token in answer["tokens"]]
        return [(names[tag], guess, p) for tag, (guess, p) in zip(target, said, strict=True)]
    if task == "multi_label":  # each label is a question of its own
        marks = []
        for name, there in zip(names, target, strict=True):
            p, given = answer["probabilities"][name], name in answer["labels"]
            marks.append((name if there else ABSENT, name if given else ABSENT, p if given else 1 - p))
        return marks
    return []
