"""The trainings of a run, one after the other: the best one's weights are kept, what all reached is noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch

from electra_engine.finetuning.checkpoints import Keeper, Saved, Standing, Weights, put_back
from electra_engine.finetuning.control import Control
from electra_engine.finetuning.epochs import planned_epochs
from electra_engine.finetuning.loop import Best, Lesson, train
from electra_engine.finetuning.methods import learning_weights
from electra_engine.finetuning.reporting import Reporter
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.trial_plan import Trial
from electra_engine.training.checkpoint_folders import Position
from electra_engine.watching.records import FineTuneTrial

Judge = Callable[[Lesson, Mapping[str, Any]], dict[str, Scores]]


@dataclass(frozen=True)
class Reached:
    """What one training reached: `best` without its weights, `scores` of its best epoch by split."""

    trial: Trial
    best: Best
    scores: dict[str, Scores]
    rows: int

    def noted(self) -> dict[str, Any]:
        """As plain JSON."""
        trial = {"seed": self.trial.seed, "is_random": self.trial.is_random, "share": self.trial.share}
        scores = {split: (s.metrics, s.details, s.answers) for split, s in self.scores.items()}
        return {"trial": trial, "best": self.best.noted(), "scores": scores, "rows": self.rows}

    @classmethod
    def from_note(cls, note: Mapping[str, Any]) -> Reached:
        scores = {split: Scores(*parts) for split, parts in note["scores"].items()}
        return cls(Trial(**note["trial"]), Best.from_note(note["best"], {}), scores, note["rows"])


@dataclass(frozen=True)
class Outcome:
    """All that was reached; `lesson` holds the network with the weights to keep, `kept` says whose they are.

    `kept` is None when nothing was learned.
    """

    lesson: Lesson
    kept: Reached | None
    reached: list[Reached]
    stopped: bool


class Trials:
    """Runs the plan, or what of it is left after a checkpoint."""

    def __init__(
        self,
        plan: list[Trial],
        make_lesson: Callable[[Trial], Lesson],
        judge_test: Judge,
        reporter: Reporter,
        control: Control,
        keeper: Keeper,
    ) -> None:
        """`judge_test` gives the scores on the test file, if there is one, read as validation decided."""
        self._plan, self._make_lesson, self._judge_test = plan, make_lesson, judge_test
        self._reporter, self._control, self._keeper = reporter, control, keeper
        self._reached: list[Reached] = []
        self._winner: int | None = None
        self._winner_weights: Weights = {}

    def run(self, saved: Saved | None, tell_of: Callable[[Lesson], None]) -> Outcome:
        """Trains until the plan is done or somebody asks for a stop; `tell_of` hears the first lesson."""
        standing = saved.standing if saved else Standing()
        self._reached = [Reached.from_note(note) for note in standing.trials]
        if saved:
            self._winner, self._winner_weights = standing.winner, saved.weights("winner")
        lesson = self._make_lesson(self._plan[standing.trial])
        if saved is None:
            tell_of(lesson)
        self._begin(lesson)
        for number in range(standing.trial, len(self._plan)):
            if number > standing.trial:
                lesson = self._make_lesson(self._plan[number])
                began_at = (self._reporter.step, self._reporter.seconds)
                standing = Standing(
                    number, began_at=began_at, trials=[r.noted() for r in self._reached], winner=self._winner
                )
            best, stopped = self._train(lesson, number, standing, saved)
            saved = None
            if stopped:
                return self._stopped(lesson, number, best)
        assert self._winner is not None
        return Outcome(
            self._lesson_of_winner(lesson), self._reached[self._winner], self._reached, stopped=False
        )

    def _begin(self, lesson: Lesson) -> None:
        shares = sum(trial.share for trial in self._plan)
        an_epoch = -(-len(lesson.train) // lesson.settings.batch_size)
        steps = round(shares * planned_epochs(lesson.settings, len(lesson.train)) * an_epoch)
        self._reporter.begin(steps, len(self._plan))

    def _train(
        self, lesson: Lesson, number: int, standing: Standing, saved: Saved | None
    ) -> tuple[Best | None, bool]:
        trial = self._plan[number]
        self._reporter.begin_trial(trial, number)

        def save(now: Standing, optimizer: torch.optim.Optimizer, weights: dict[str, Weights]) -> None:
            reporter, way = self._reporter, lesson.way
            position = Position(
                reporter.step,
                reporter.tokens,
                reporter.seconds,
                device=way.device,
                precision=way.precision,
                attention=way.attention,
            )
            self._keeper.save(position, now, optimizer, {**weights, "winner": self._winner_weights})

        best, stopped = train(
            lesson, self._reporter, self._control, standing, save, lambda: self._keeper.is_due, saved
        )
        if best is not None and not stopped:
            self._note(lesson, number, best)
        return best, stopped

    def _note(self, lesson: Lesson, number: int, best: Best) -> None:
        """Notes what a finished training reached; keeps its weights if it is the best that may be kept."""
        trial, scores = (
            self._plan[number],
            {"valid": best.scores, **self._judge_test(lesson, best.scores.decided)},
        )
        for split in scores.keys() - {"valid"}:
            rows = len(scores[split].answers)
            self._reporter.score(split, scores[split], rows, best.epoch, best.step)
        self._reached.append(Reached(trial, replace(best, weights={}), scores, lesson.rows))
        self._reporter.write(
            FineTuneTrial(
                number,
                self._reporter.step,
                trial.seed,
                trial.start,
                trial.share,
                lesson.rows,
                best.epoch,
                best.step,
                scores["valid"].metrics,
                scores["test"].metrics if "test" in scores else {},
            )
        )
        competes = (trial.is_random, trial.share) == (self._plan[0].is_random, self._plan[0].share)
        if competes and (self._winner is None or self._beats(lesson, best, self._reached[self._winner].best)):
            self._winner, self._winner_weights = number, best.weights

    def _beats(self, lesson: Lesson, newest: Best, winner: Best) -> bool:
        metric = lesson.task.main_metric(lesson.valid_examples.label_names)
        return newest.scores.metrics[metric] > winner.scores.metrics[metric]

    def _stopped(self, lesson: Lesson, number: int, best: Best | None) -> Outcome:
        """A finished training's weights before those of one that was broken off."""
        if self._winner is not None:
            kept = self._reached[self._winner]
            return Outcome(self._lesson_of_winner(lesson), kept, self._reached, stopped=True)
        if best is None:
            return Outcome(lesson, None, self._reached, stopped=True)
        kept = Reached(self._plan[number], best, {"valid": best.scores}, lesson.rows)
        return Outcome(lesson, kept, self._reached, stopped=True)

    def _lesson_of_winner(self, lesson: Lesson) -> Lesson:
        """The lesson whose network has the winner's weights: the one at hand, or the same made again."""
        assert self._winner is not None
        trial = self._plan[self._winner]
        if lesson.trial != trial:
            lesson = self._make_lesson(trial)
        put_back(learning_weights(lesson.network), self._winner_weights)
        return lesson
