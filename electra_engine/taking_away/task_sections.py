"""The part of a report that tells of a fine-tuned model: its curves, its scores and how far to trust them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from electra_engine.finetuning.reached import final_report, final_sentences, kept_scores
from electra_engine.finetuning.reports import METRIC_WORDS
from electra_engine.sentences import Sentence
from electra_engine.taking_away.parts import Curve, Tell, figure, grid, nothing, paragraphs, section
from electra_engine.watching.records import ClassScore, FineTuneScore, JudgedRow, ScoreReport, StepMetrics
from electra_engine.watching.store import RecordReader

MISTAKES = 12
MOST_CROSSED = 25  # labels in a matrix that somebody could read
LONGEST = 240  # characters of a row
Part = Callable[[FineTuneScore], float | None]


def task_sections(reader: RecordReader, tell: Tell) -> Iterator[str]:
    """The sections, in order; those of which nothing is known are left out, but for the scores."""
    scores, report = reader.scores(), final_report(reader)
    said = [tell(sentence) for sentence in final_sentences(reader)]
    if said:
        yield section(tell(Sentence("What it means")), paragraphs(said))
    yield section(tell(Sentence("Curves")), *_curves(reader.step_metrics(), scores, tell))
    yield section(tell(Sentence("Scores")), _scores(scores, tell), _intervals(report, tell))
    if report and (counted := report.entities or report.classes):
        classes = sorted(counted, key=lambda one: -one.rows)
        yield section(tell(Sentence("Each label")), _classes(classes, tell), _confusion(report, tell))
    mistakes = reader.judged_rows(report.split, most=MISTAKES) if report else []
    if mistakes:
        yield section(tell(Sentence("Worst mistakes")), _mistakes(mistakes, tell))


def _curves(steps: Sequence[StepMetrics], scores: Sequence[FineTuneScore], tell: Tell) -> list[str]:
    """The task's loss and every metric, a line for each training on all rows, each from its own beginning."""
    trainings = _trainings(scores)
    several = len(trainings) > 1
    losses: list[Curve] = []
    for begins, ends, judged in trainings or [(0, steps[-1].step if steps else 0, [])]:
        own = [one for one in steps if begins < one.step <= ends]
        points = [(float(one.step - begins), one.discriminator_loss) for one in own]
        losses.append((_name(judged[0]) if several else Sentence("training"), points, _role(judged)))
        if not several:
            held_out = _points(judged, begins, lambda score: score.metrics.get("loss"))
            losses.append((Sentence("held out"), held_out, "other"))
    figures = [figure(Sentence("Loss of the task, in nats"), losses, tell)]
    found = (name for _, _, judged in trainings for score in judged for name in score.metrics)
    for name in dict.fromkeys(found):
        if name == "loss":
            continue
        curves: list[Curve] = [
            (
                _name(judged[0]) if several else Sentence(name),
                _points(judged, begins, lambda score, name=name: score.metrics.get(name)),  # type: ignore[misc]
                _role(judged),
            )
            for begins, _, judged in trainings
        ]
        figures.append(figure(Sentence("{metric}, held out", metric=name), curves, tell))
    return figures


def _trainings(scores: Sequence[FineTuneScore]) -> list[tuple[int, int, list[FineTuneScore]]]:
    """(the step before the first, the last step, held-out scores) of each training on all rows."""
    groups: dict[tuple[str, int, float], list[FineTuneScore]] = {}
    for score in scores:
        if score.split == "valid":
            groups.setdefault((score.start, score.seed, score.share), []).append(score)
    found, begins = [], 0
    for group in groups.values():
        found.append((begins, group[-1].step, group))
        begins = group[-1].step
    return [training for training in found if training[2][0].share == 1]


def _points(judged: Sequence[FineTuneScore], begins: int, part: Part) -> list[tuple[float, float]]:
    values = ((score.step - begins, part(score)) for score in judged)
    return [(float(step), value) for step, value in values if value is not None]


def _name(score: FineTuneScore) -> Sentence:
    if score.start == "random":
        return Sentence("random weights, seed {seed}", seed=score.seed)
    return Sentence("pre-trained weights, seed {seed}", seed=score.seed)


def _role(judged: Sequence[FineTuneScore]) -> str:
    return "other" if judged and judged[0].start == "random" else "judge"


def _scores(scores: Sequence[FineTuneScore], tell: Tell) -> str:
    kept = kept_scores(scores)
    rows = [
        (f"{score.split} ({score.rows:,})", name, f"{value:.4f}")
        for score in kept
        for name, value in score.metrics.items()
    ]
    return grid([], rows) if rows else nothing(tell)


def _intervals(report: ScoreReport | None, tell: Tell) -> str:
    """Between what each metric would mostly lie on other rows like these."""
    if report is None:
        return ""
    rows = [
        (tell(_metric(one.metric)), *(f"{value:.4f}" for value in (one.value, one.low, one.high)))
        for one in report.intervals
    ]
    return grid(
        [
            tell(head)
            for head in (Sentence("metric"), Sentence("value"), Sentence("mostly from"), Sentence("to"))
        ],
        rows,
    )


def _metric(name: str) -> Sentence:
    return METRIC_WORDS.get(name) or Sentence(name)


def _classes(classes: Sequence[ClassScore], tell: Tell) -> str:
    heads = [
        tell(head)
        for head in (
            Sentence("label"),
            Sentence("rows"),
            Sentence("precision"),
            Sentence("recall"),
            Sentence("F1"),
        )
    ]
    return grid(heads, [_class_row(one) for one in classes])


def _class_row(one: ClassScore) -> list[str]:
    parts = ((one.right, one.said), (one.right, one.rows), (2 * one.right, one.said + one.rows))
    return [one.label, f"{one.rows:,}", *(f"{part / whole:.3f}" if whole else "–" for part, whole in parts)]


def _confusion(report: ScoreReport, tell: Tell) -> str:
    """How often each label was taken for each."""
    if not 0 < len(report.confusion) <= MOST_CROSSED:
        return ""
    told = Sentence("How many rows have the label on the left and were given the label above:")
    names = [one.label for one in report.classes]
    rows = [[name, *(f"{n:,}" for n in row)] for name, row in zip(names, report.confusion, strict=True)]
    return paragraphs([tell(told)]) + grid(["", *names], rows)


def _mistakes(mistakes: Sequence[JudgedRow], tell: Tell) -> str:
    heads = [
        tell(head) for head in (Sentence("text"), Sentence("truth"), Sentence("answer"), Sentence("how sure"))
    ]
    rows = []
    for row in mistakes:
        text = f"{row.text} ‖ {row.text_pair}" if row.text_pair else row.text
        sure = "" if row.probability is None else f"{row.probability:.0%}"
        rows.append([*(part[:LONGEST] for part in (text, row.truth, row.said)), sure])
    return grid(heads, rows)
