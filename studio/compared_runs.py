"""The runs that are laid beside one another, and what of their settings and scores differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from electra_engine import Evaluation, RunSettings, RunStatus, asked_for, differing, knobs_of
from studio.live_records import Curves
from studio.quantities import count, duration, figure, of_hundred
from studio.run_views import state_word
from studio.scorecard import false_alarm_share
from studio.text import say
from studio.text.told import told
from studio.widgets.fact_sheet import facts, table

ALIKE = 1.1  # times as many steps are still about as many


@dataclass(frozen=True)
class ComparedRun:
    """One of the runs; `place` is the same wherever it is drawn, and gives it its dash and its sign."""

    place: int
    status: RunStatus
    curves: Curves

    @property
    def name(self) -> str:
        return self.status.name

    @property
    def newest(self) -> Evaluation | None:
        return self.curves.evaluations[-1] if self.curves.evaluations else None


def settings_facts(runs: Sequence[ComparedRun]) -> dict[str, Any]:
    """What was asked for differently, a row a setting."""
    if len(runs) < 2:
        return facts()
    asked = [asked_for(run.status) for run in runs]
    labels = {known.name: told(known.label) for known in knobs_of(RunSettings)}
    labels |= {"files": say("compare.files")}
    names = [name for name in differing(asked) if name in labels]
    rows = [[labels[name], *(_said(one.get(name)) for one in asked)] for name in names]
    equal = "" if _equally_long(runs) else "_unequal"
    key = {0: f"settings_none{equal}", 1: f"settings_one{equal}"}.get(len(rows), "settings_many")
    headers = [say("compare.setting"), *(run.name for run in runs)]
    return facts(
        title=say("compare.settings"),
        sentence=say(f"compare.{key}", count=len(rows)),
        table=table(headers, rows) if rows else None,
    )


def _equally_long(runs: Sequence[ComparedRun]) -> bool:
    """Whether all trained to their end for about as many steps; by the clock, a busy machine takes fewer."""
    steps = [run.status.step for run in runs]
    return all(run.status.state == "finished" for run in runs) and max(steps) <= ALIKE * min(steps)


def scores_facts(runs: Sequence[ComparedRun]) -> dict[str, Any]:
    """The newest judgement of each run, a row a figure."""
    if len(runs) < 2:
        return facts()
    columns = [_scores(run) for run in runs]
    rows = [[name, *(column[name] for column in columns)] for name in columns[0]]
    key = "scores_live" if any(run.status.alive for run in runs) else "scores"
    headers = [say("compare.score"), *(run.name for run in runs)]
    return facts(title=say(f"compare.{key}"), table=table(headers, rows))


def _said(value: object) -> str:
    return "–" if value is None or value == "" else f"{value:g}" if isinstance(value, float) else str(value)


def _scores(run: ComparedRun) -> dict[str, str]:
    return {
        **_judged(run.newest),
        say("compare.steps"): f"{run.status.step:,}",
        say("compare.tokens"): count(run.status.tokens),
        say("compare.time"): duration(run.status.seconds),
        say("compare.state"): state_word("recorded" if run.status.recorded else run.status.state),
    }


def _judged(newest: Evaluation | None) -> dict[str, str]:
    """The figures of an evaluation, dashes where there is none yet."""
    names = ("frozen", "own", "caught", "accused", "guessed", "replaced")
    if newest is None:
        return {say(f"compare.{name}"): figure(None) for name in names}
    figures = (
        figure(newest.detection_auc_frozen, 3),
        figure(newest.detection_auc, 3),
        of_hundred(newest.recall),
        of_hundred(false_alarm_share(newest)),
        of_hundred(newest.generator_accuracy),
        of_hundred(newest.replaced_fraction),
    )
    return {say(f"compare.{name}"): said for name, said in zip(names, figures, strict=True)}
