"""What a fine-tuning run reached, read from its records: the kept model's scores, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from electra_engine.finetuning.comparing import START_WORDS
from electra_engine.finetuning.reports import METRIC_WORDS
from electra_engine.sentences import Sentence
from electra_engine.watching.records import FineTuneScore, ScoreReport, ScoreSpread
from electra_engine.watching.store import RecordReader

JUDGED = ("train", "valid", "test")


def kept_scores(scores: Sequence[FineTuneScore]) -> list[FineTuneScore]:
    """The scores of the weights that are kept, one a split; before the end those of the newest epoch.

    At the end the kept weights are judged once more on rows they learned from, and that score carries their
    step. Trainings that show something else, from random weights or of fewer rows, never count.
    """
    final = next((score.step for score in scores if score.split == "train"), None)
    step = _newest_step(scores) if final is None else final
    kept = {score.split: score for score in scores if score.step == step and score.split in JUDGED}
    return [kept[split] for split in JUDGED if split in kept]


def _newest_step(scores: Sequence[FineTuneScore]) -> int | None:
    """That of the newest epoch of the trainings that compete for being kept; the first is one of them."""
    competing = {(score.start, score.share) for score in scores[:1]}
    judged = (score for score in scores if score.split == "valid")
    return max((score.step for score in judged if (score.start, score.share) in competing), default=None)


def final_report(reader: RecordReader) -> ScoreReport | None:
    """The report on the test file, or where there is none on the held-out rows; None before the end."""
    reports = {report.split: report for report in reader.score_reports()}
    return reports.get("test") or reports.get("valid")


def final_sentences(reader: RecordReader) -> Iterator[Sentence]:
    """What the scores mean, whether other models differ by more than chance, and how far seeds spread."""
    if report := final_report(reader):
        yield report.meaning
    yield from (one.meaning for one in reader.comparisons())
    yield from map(_spread, reader.score_spreads())


def _spread(spread: ScoreSpread) -> Sentence:
    return Sentence(
        "{seeds} trainings from {start}: {metric} is {mean:.3f} on average, with a standard deviation of "
        "{deviation:.3f}; that mean would mostly lie between {low:.3f} and {high:.3f}.",
        seeds=spread.seeds,
        start=START_WORDS[spread.start],
        metric=METRIC_WORDS.get(spread.metric, spread.metric),
        mean=spread.mean,
        deviation=spread.deviation,
        low=spread.low,
        high=spread.high,
    )
