"""When a question is better left without an answer, decided on validation rows.

The SQuAD 2.0 script searches the development data for the threshold with the best score (Rajpurkar et al.
2018); here validation rows are searched, never test rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.question_answering import MARGIN, compare
from electra_engine.finetuning.scores import Answer

LEAST = 1e-30  # a probability that rounding made 0
BEYOND = 1.0  # so far beyond the last row lies the margin that answers all questions, or none


def decide(answers: Sequence[Answer], examples: Examples) -> dict[str, float]:
    """By how much no answer must lead the best answer, as a difference of logits, for the highest f1 over
    these rows, whose `answers` were read without a margin; of margins that do as well, one near 0.

    Empty where the rows do not hold questions of both kinds.
    """
    if all(examples.targets) or not any(examples.targets):
        return {}
    rows = sorted(
        (_lead(said), _gain(said, [gold["text"] for gold in golds]))
        for said, golds in zip(answers, examples.targets, strict=True)
        if said["candidates"]
    )
    if not rows:
        return {}
    _, _, margin = max((round(total, 6), -abs(margin), margin) for total, margin in _margins(rows))
    return {MARGIN: margin}


def _lead(said: Answer) -> float:
    """Of no answer over the best answer, in logits: both are of one softmax."""
    none, best = said["no_answer_probability"], said["candidates"][0]["probability"]
    return math.log(max(none, LEAST) / max(best, LEAST))


def _gain(said: Answer, golds: Sequence[str]) -> float:
    """What giving the best answer adds to the row's f1 over giving none."""
    return compare(said["candidates"][0]["answer"], golds)[1] - compare("", golds)[1]


def _margins(rows: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """(f1 gained over answering nothing, margin): one for every place between the leads, in order."""
    total = 0.0
    yield total, min(0.0, rows[0][0] - BEYOND)
    for (lead, gain), following in zip(rows, [*(lead for lead, _ in rows[1:]), math.inf], strict=True):
        total += gain
        if following > lead:  # rows with one lead are all answered or none
            between = (lead + following) / 2 if following < math.inf else lead + BEYOND
            yield total, 0.0 if lead <= 0.0 < following else between
