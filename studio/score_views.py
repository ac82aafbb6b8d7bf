"""What a fine-tuned model's scores mean, as sheets: intervals, classes, mistakes, other models beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from electra_engine import ClassScore, JudgedRow, ModelComparison, ScoreReport, ScoreSpread
from studio.quantities import count, figure, of_hundred
from studio.text import say, words
from studio.text.told import told
from studio.widgets.fact_sheet import facts, table, tile

MISTAKES = 12
LONGEST = 240  # characters of a row that are shown
CLASSES = 40


def meaning_facts(
    report: ScoreReport | None,
    spreads: Sequence[ScoreSpread],
    comparisons: Sequence[ModelComparison],
) -> dict[str, Any]:
    """What the scores mean and how far they can be trusted; nothing before the run has ended."""
    if report is None:
        return facts()
    said = [told(report.meaning), *(told(one.meaning) for one in comparisons), *map(_spread, spreads)]
    tiles = [
        tile(
            metric_name(one.metric),
            figure(one.value / _unit(report), 3),
            say(
                "judged.between",
                low=figure(one.low / _unit(report), 3),
                high=figure(one.high / _unit(report), 3),
            ),
            "discriminator" if one.metric == report.main_metric else "",
        )
        for one in report.intervals
    ]
    if report.calibration_error is not None:
        gap = of_hundred(report.calibration_error)
        tiles.append(tile(say("judged.calibration_error"), say("judged.of_hundred", share=gap)))
    return facts(title=say("judged.title"), sentence=" ".join(said), tiles=tiles)


def class_facts(report: ScoreReport | None) -> dict[str, Any]:
    """How each label is recognised, or each kind of entity where tags mark these, the rarest last."""
    counted = (report.entities or report.classes) if report else []
    if not counted:
        return facts()
    ranked = sorted(counted, key=lambda one: -one.rows)
    headers = [say(f"judged.class_{name}") for name in ("label", "rows", "precision", "recall", "f1")]
    rows = [_class_row(one) for one in ranked[:CLASSES]]
    return facts(title=say("judged.classes"), table=table(headers, rows, say("judged.classes_caption")))


def mistake_facts(report: ScoreReport | None, mistakes: Sequence[JudgedRow]) -> dict[str, Any]:
    """The rows in which the model was surest of something wrong."""
    if report is None or not mistakes:
        return facts()
    headers = [say(f"judged.row_{name}") for name in ("text", "truth", "said", "sure")]
    rows = [[shortened(_text(row)), row.truth, row.said, _sure(row.probability)] for row in mistakes]
    return facts(
        title=say("judged.mistakes"),
        table=table(headers, [[shortened(c) for c in row] for row in rows], say("judged.mistakes_caption")),
    )


def metric_name(metric: str) -> str:
    """A metric in the reader's words; its field name where it has none."""
    return words().get(f"tuning.{metric}", metric)


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _class_row(one: ClassScore) -> list[str]:
    precision = one.right / one.said if one.said else None
    recall = one.right / one.rows if one.rows else None
    f1 = 2 * one.right / (one.said + one.rows) if one.said + one.rows else None
    return [shortened(one.label), count(one.rows), *(figure(value, 3) for value in (precision, recall, f1))]


def _spread(spread: ScoreSpread) -> str:
    return say(
        f"judged.spread_{spread.start}",
        seeds=spread.seeds,
        metric=metric_name(spread.metric),
        mean=figure(spread.mean, 3),
        deviation=figure(spread.deviation, 3),
        low=figure(spread.low, 3),
        high=figure(spread.high, 3),
    )


def _text(row: JudgedRow) -> str:
    return f"{row.text} ‖ {row.text_pair}" if row.text_pair else row.text


def _sure(probability: float | None) -> str:
    return "" if probability is None else f"{probability:.0%}"


def _unit(report: ScoreReport) -> float:
    """SQuAD's metrics go from 0 to 100."""
    return 100.0 if any(one.metric == "exact_match" for one in report.intervals) else 1.0
