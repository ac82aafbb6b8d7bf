"""What a finished model's scores mean: intervals, classes, mistakes and calibration, as records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from electra_engine.finetuning.chance import intervals
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.scores import Answer, Scores
from electra_engine.finetuning.tallies import Tally, entities_in, marks_of
from electra_engine.sentences import Sentence
from electra_engine.watching.records import CalibrationBin, ClassScore, JudgedRow, ScoreInterval, ScoreReport

MOST_ROWS_KEPT = 5_000
LONGEST_TEXT = 2_000  # characters of a row that are kept to be looked at
BINS = 10
NEAR = 0.5  # of the spread of the scores that were learned from
LEARNED_BY_HEART = 0.1  # as much better on rows it learned from
METRIC_WORDS = {
    "accuracy": Sentence("accuracy"),
    "f1": Sentence("F1"),
    "macro_f1": Sentence("F1, mean over classes"),
    "micro_f1": Sentence("F1 over all labels"),
    "spearman": Sentence("Spearman correlation"),
    "exact_match": Sentence("exact match"),
}
Mark = tuple[str, str, float]


def make_report(
    split: str,
    step: int,
    task: str,
    metric: str,
    scores: Scores,
    examples: Examples,
    tallied: Tally,
    seen: float | None,
    seed: int,
) -> ScoreReport:
    """The report on a split; `seen` is the main metric on rows that were learned from, where known."""
    marks = [
        mark
        for answer, target in zip(scores.answers, examples.targets, strict=True)
        for mark in marks_of(task, answer, target, examples.label_names)
    ]
    found = intervals(tallied, seed)
    unit = 100.0 if task == "question_answering" else 1.0
    crossed = scores.details.get("confusion", {}).get("counts", [])
    classes = _classes(marks, examples.label_names) if crossed or task == "multi_label" else []
    bins = _calibration(marks)
    return ScoreReport(
        split=split,
        step=step,
        rows=len(examples),
        main_metric=metric,
        intervals=[ScoreInterval(name, *ends) for name, ends in found.items()],
        classes=classes,
        entities=_entities(scores.answers, examples) if task == "tagging" else [],
        confusion=crossed,
        calibration=bins,
        calibration_error=_calibration_error(bins),
        meaning=_with_one_answer(
            _with_baseline(_meaning(metric, found[metric], len(examples), seen, unit), scores), classes
        ),
    )


def judged_rows(
    split: str, step: int, task: str, answers: Sequence[Answer], examples: Examples
) -> list[JudgedRow]:
    """The judged rows to be looked at: all of them, or of a long file as many as are kept, evenly spread."""
    every = max(-(-len(examples) // MOST_ROWS_KEPT), 1)
    return [_row(split, row, step, task, answers[row], examples) for row in range(0, len(examples), every)]


def _row(split: str, row: int, step: int, task: str, answer: Answer, examples: Examples) -> JudgedRow:
    given, target, names = examples.inputs[row], examples.targets[row], examples.label_names
    marks = marks_of(task, answer, target, names)
    near = NEAR * float(examples.meaning.get("spread", 1.0))
    truth, said, right, probability = _in_words(task, answer, given, target, names, marks, near)
    return JudgedRow(
        split=split,
        row=row,
        step=step,
        text=given["text"][:LONGEST_TEXT],
        text_pair=str(given.get("text_pair", ""))[:LONGEST_TEXT],
        truth=truth,
        said=said,
        right=right,
        probability=probability,
        marks=_pairs(marks),
    )


def _pairs(marks: Sequence[Mark]) -> list[list[str]]:
    return [list(pair) for pair in dict.fromkeys((truth, said) for truth, said, _ in marks) if any(pair)]


def _in_words(
    task: str,
    answer: Answer,
    given: Any,
    target: Any,
    names: Sequence[str],
    marks: Sequence[Mark],
    near: float,
) -> tuple[str, str, bool, float | None]:
    """(truth, said, whether all is right, how sure the model was); a number is right that is `near`."""
    if task == "classification":
        truth, said, p = marks[0]
        return truth, said, truth == said, p
    if task == "tagging":
        sure = sum(p for _, _, p in marks) / len(marks) if marks else None
        truth, said = (" ".join(parts) for parts in ([m[0] for m in marks], [m[1] for m in marks]))
        return truth, said, truth == said, sure
    if task == "multi_label":
        wanted = [name for name, there in zip(names, target, strict=True) if there]
        sure = min(max(p, 1 - p) for p in answer["probabilities"].values())
        return ", ".join(wanted), ", ".join(answer["labels"]), set(wanted) == set(answer["labels"]), sure
    if task == "multiple_choice":
        chosen = answer["choice"]
        sure = answer["probabilities"][chosen]
        return given["choices"][target], answer["text"], chosen == target, sure
    if task == "question_answering":
        from electra_engine.finetuning.question_answering import normalised

        accepted = [one["text"] for one in target] or [""]
        right = normalised(answer["answer"]) in map(normalised, accepted)
        return accepted[0], answer["answer"], right, answer["probability"]
    return f"{target:.3g}", f"{answer['score']:.3g}", abs(target - answer["score"]) < near, None


def _classes(marks: Sequence[Mark], names: Sequence[str]) -> list[ClassScore]:
    true, said = Counter(truth for truth, _, _ in marks), Counter(guess for _, guess, _ in marks)
    right = Counter(truth for truth, guess, _ in marks if truth == guess)
    return [ClassScore(name, true[name], said[name], right[name]) for name in names]


def _entities(answers: Sequence[Answer], examples: Examples) -> list[ClassScore]:
    """How the entities of each kind are found, whole ones counted; none where the tags mark none."""
    true, said, right = Counter[str](), Counter[str](), Counter[str]()
    for answer, target in zip(answers, examples.targets, strict=True):
        wanted = entities_in([examples.label_names[tag] for tag in target])
        found = entities_in([token["tag"] for token in answer["tokens"]])
        true.update(kind for kind, _, _ in wanted)
        said.update(kind for kind, _, _ in found)
        right.update(kind for kind, _, _ in wanted & found)
    return [
        ClassScore(kind, true[kind], said[kind], right[kind]) for kind in sorted(true.keys() | said.keys())
    ]


def _with_one_answer(told: Sentence, classes: Sequence[ClassScore]) -> Sentence:
    """Beside that it says the same of every row, where it does and should not."""
    said = [one.label for one in classes if one.said]
    if len(said) != 1 or sum(one.rows > 0 for one in classes) < 2:
        return told
    return Sentence(
        "{told} It gives every row the same answer, {label}, so it learned nothing of use: let it read the "
        "rows more often, or try another learning rate.",
        told=told,
        label=said[0],
    )


def _with_baseline(told: Sentence, scores: Scores) -> Sentence:
    """Beside what answering nothing at all would reach, where questions may be left without an answer."""
    if "no_answer_baseline" not in scores.details:
        return told
    return Sentence(
        "{told} Never giving an answer would reach {baseline:.3f}.",
        told=told,
        baseline=scores.details["no_answer_baseline"] / 100,
    )


def _calibration(marks: Sequence[Mark]) -> list[CalibrationBin]:
    """How often it was right, by how sure it was, in ten bins of equal width; empty ones left out."""
    if not marks:
        return []
    sure = np.array([p for _, _, p in marks])
    right = np.array([truth == said for truth, said, _ in marks])
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        CalibrationBin(float(sure[inside].mean()), float(right[inside].mean()), int(inside.sum()))
        for inside in (place == number for number in range(BINS))
        if inside.any()
    ]


def _calibration_error(bins: Sequence[CalibrationBin]) -> float | None:
    """Guo et al. 2017, equation 3: the mean gap between sureness and being right."""
    total = sum(one.tokens for one in bins)
    return sum(one.tokens * abs(one.predicted - one.observed) for one in bins) / total if total else None


def _meaning(
    metric: str, found: tuple[float, float, float], rows: int, seen: float | None, unit: float
) -> Sentence:
    value, low, high = (part / unit for part in found)
    told = Sentence(
        "{metric} is {value:.3f} on {rows:,} rows it never learned from; on other rows like these it would "
        "mostly lie between {low:.3f} and {high:.3f}.",
        metric=METRIC_WORDS.get(metric, metric),
        value=value,
        rows=rows,
        low=low,
        high=high,
    )
    if seen is None:
        return told
    told_of_gap = Sentence("On rows it learned from it is {seen:.3f}, about as good.", seen=seen / unit)
    if seen / unit - value > LEARNED_BY_HEART:
        told_of_gap = Sentence(
            "On rows it learned from it is {seen:.3f}: part of them it knows by heart, and more rows would "
            "help.",
            seen=seen / unit,
        )
    return Sentence("{told} {gap}", told=told, gap=told_of_gap)
