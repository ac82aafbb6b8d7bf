"""What a finished run says of itself: a report on every split, its judged rows, spreads and comparisons."""

from __future__ import annotations

from electra_engine.finetuning.chance import spread
from electra_engine.finetuning.comparing import compare, keep_tally
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.reporting import Reporter
from electra_engine.finetuning.reports import judged_rows, make_report
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.tallies import Tally, tally
from electra_engine.finetuning.trials import Outcome, Reached
from electra_engine.watching.records import ScoreSpread
from electra_engine.workspace import RunFolder


class Summary:
    """Writes the records of a run whose trainings have ended."""

    def __init__(
        self,
        run: RunFolder,
        reporter: Reporter,
        settings: FineTuneSettings,
        metric: str,
        examples: dict[str, Examples],
    ) -> None:
        """`examples` are the judged ones by split, `metric` is the main one."""
        self._run, self._reporter, self._settings = run, reporter, settings
        self._metric, self._examples = metric, examples

    def write(self, outcome: Outcome, scores: dict[str, Scores]) -> None:
        """`scores` are those of the kept weights, by split."""
        seen = scores["train"].metrics[self._metric] if "train" in scores else None
        task, step = self._settings.task, self._reporter.step
        for split, examples in self._examples.items():
            tallied = self._tally(split, scores[split])
            keep_tally(self._run.judged, split, tallied, task, self._metric, examples)
            report = make_report(
                split, step, task, self._metric, scores[split], examples, tallied, seen, self._settings.seed
            )
            self._reporter.write(report)
            self._reporter.write_all(judged_rows(split, step, task, scores[split].answers, examples))
        self._write_spreads(outcome)
        self._compare_with_random(outcome)

    def _tally(self, split: str, scores: Scores) -> Tally:
        return tally(self._settings.task, scores.answers, self._examples[split], scores.metrics.keys())

    def _whole(self, outcome: Outcome, start: str) -> list[Reached]:
        """The trainings on all rows from one start."""
        return [r for r in outcome.reached if r.trial.start == start and r.trial.share == 1]

    def _write_spreads(self, outcome: Outcome) -> None:
        split = "test" if "test" in self._examples else "valid"
        for start in dict.fromkeys(reached.trial.start for reached in outcome.reached):
            values = [r.scores[split].metrics[self._metric] for r in self._whole(outcome, start)]
            if len(values) > 1:
                mean, deviation, low, high = spread(values)
                self._reporter.write(
                    ScoreSpread(
                        start,
                        self._reporter.step,
                        split,
                        self._metric,
                        len(values),
                        mean,
                        deviation,
                        low,
                        high,
                    )
                )

    def _compare_with_random(self, outcome: Outcome) -> None:
        """The kept training beside that from random weights with the same seed."""
        kept = outcome.kept
        rivals = self._whole(outcome, "random")
        if kept is None or kept.trial.is_random or not rivals:
            return
        rival = next((r for r in rivals if r.trial.seed == kept.trial.seed), rivals[0])
        split = "test" if "test" in self._examples else "valid"
        first, second = (self._tally(split, one.scores[split]) for one in (kept, rival))
        self._reporter.write(
            compare(
                first,
                second,
                self._settings.task,
                self._metric,
                split,
                "pretrained",
                "random",
                self._reporter.step,
            )
        )
