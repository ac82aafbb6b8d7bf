"""bench: how fast this machine trains, how soon a pair learns a text, and what each objective teaches."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from electra_engine.benchmark.layouts import LAYOUTS
from electra_engine.command_line.answers import Answer, facts, figure, table
from electra_engine.command_line.options import (
    Subcommands,
    add_length,
    add_set,
    changes_of,
    length_changes,
)
from electra_engine.errors import UserError
from electra_engine.settings import RunSettings

if TYPE_CHECKING:  # it imports torch
    from electra_engine.benchmark.objectives import ObjectiveReport

COMPARED_STEPS = 400  # of each objective, where nobody says otherwise


def add_to(subcommands: Subcommands) -> None:
    """Adds the subcommand to the parser."""
    bench = subcommands.add_parser(
        "bench", help="training speed against a plain loop and this machine's peak"
    )
    bench.add_argument(
        "--layout", default="small", help="the shape to time (tiny, tiny-electra, small, base)"
    )
    bench.add_argument(
        "--ways",
        action="store_true",
        help="instead time that layout eager, compiled and with CUDA graphs, in small and large batches",
    )
    bench.add_argument(
        "--peer",
        action="store_true",
        help="instead time that layout against the training of simpletransformers, if that is installed",
    )
    bench.add_argument(
        "--learning", nargs="+", metavar="FILE", help="also train on these files and time the learning"
    )
    bench.add_argument("--held-out", nargs="+", default=[], metavar="FILE", help="files to judge that on")
    bench.add_argument(
        "--objectives",
        action="store_true",
        help=f"instead train every objective on the built-in sample ({COMPARED_STEPS} steps) and compare",
    )
    add_length(bench)
    bench.add_argument("--seed", type=int, default=1, help="the seed of a training (1)")
    add_set(bench)
    bench.set_defaults(act=measure)


def measure(chosen: argparse.Namespace) -> Answer:
    """What was asked for: the objectives side by side, or the speed and with --learning a whole training."""
    changes = {**length_changes(chosen), **changes_of(chosen.changes)}
    if chosen.ways:
        return _measure_ways(chosen, changes)
    if chosen.peer:
        return _measure_peer(chosen, changes)
    if not chosen.objectives:
        return _measure_speed(chosen, changes)
    from electra_engine.benchmark.objectives import compare_objectives

    length = {} if chosen.minutes is not None else {"training.steps": COMPARED_STEPS}
    reports = compare_objectives(
        {"training.seed": chosen.seed, **length, **changes},
        on_begin=lambda name: print(f"Training {name}.", file=sys.stderr, flush=True),
    )
    return Answer(_side_by_side(reports), {"objectives": [asdict(report) for report in reports]})


def _measure_ways(chosen: argparse.Namespace, changes: dict[str, object]) -> Answer:
    from electra_engine.benchmark.ways import measure_ways

    _check_layout(chosen.layout)
    found = []
    for one in measure_ways(chosen.layout, changes):
        found.append(one)
        said = f"{one.compiling} {one.precision}, {one.tokens_a_step:,} tokens a step"
        speed = f"{one.tokens_per_second:,.0f} tokens/s, {one.share_of_matrix_peak:.1%} of the peak"
        print(f"{said}: {speed}", file=sys.stderr, flush=True)
    rows: list[tuple[str, ...]] = [("tokens a step", "way", "tokens/s", "of peak")]
    rows += [
        (
            f"{one.tokens_a_step:,}",
            f"{one.compiling} {one.precision}",
            f"{one.tokens_per_second:,.0f}",
            f"{one.share_of_matrix_peak:.1%}",
        )
        for one in found
    ]
    return Answer(table(rows, right=(0, 2, 3)), {"ways": [asdict(one) for one in found]})


def _measure_peer(chosen: argparse.Namespace, changes: dict[str, object]) -> Answer:
    from electra_engine.benchmark.peer import measure_peer

    _check_layout(chosen.layout)
    found = measure_peer(chosen.layout, changes)
    rows = [("round", "ours, tokens/s", f"{found.peer}, tokens/s", "times")]
    for number, (ours, theirs) in enumerate(
        zip(found.tokens_per_second, found.peer_tokens_per_second, strict=True), 1
    ):
        rows.append((str(number), f"{ours:,.0f}", f"{theirs:,.0f}", f"{ours / theirs:.1f}"))
    return Answer(table(rows, right=(1, 2, 3)), asdict(found))


def _check_layout(layout: str) -> None:
    if layout not in LAYOUTS:
        raise UserError(
            "There is no layout called {layout}: choose one of {layouts}.",
            layout=layout,
            layouts=", ".join(LAYOUTS),
        )


def _measure_speed(chosen: argparse.Namespace, changes: dict[str, object]) -> Answer:
    from electra_engine.benchmark.speed import measure_speed

    _check_layout(chosen.layout)
    speed = asdict(measure_speed(chosen.layout, changes))
    reports = [speed]
    result: dict[str, Any] = dict(speed)
    if chosen.learning:
        from electra_engine.benchmark.learning import measure_learning

        settings = RunSettings().with_changes(changes)
        files, held_out = ([Path(file) for file in paths] for paths in (chosen.learning, chosen.held_out))
        result["learning"] = asdict(measure_learning(files, held_out, settings, chosen.seed))
        reports.append(result["learning"])
    return Answer("\n\n".join(_report(part) for part in reports), result)


def _side_by_side(reports: list[ObjectiveReport]) -> str:
    """One row an objective, and one for a probe that always says the commonest label."""
    scored = ("frozen AUC", "own AUC", "generator loss", "part of speech", "mood")
    rows: list[tuple[str, ...]] = [("objective", "steps", *scored, "tokens/s")]
    for one in reports:
        scores = (one.detection_auc_frozen, one.detection_auc, one.generator_loss)
        probed = (one.part_of_speech.accuracy, one.mood.accuracy)
        speed = "–" if one.tokens_per_second is None else f"{one.tokens_per_second:,.0f}"
        rows.append((one.objective, str(one.steps), *(figure(value) for value in (*scores, *probed)), speed))
    guesses = (reports[0].part_of_speech.majority, reports[0].mood.majority)
    rows.append(("commonest label", "–", "–", "–", "–", *(figure(value) for value in guesses), "–"))
    return table(rows, right=range(1, len(rows[0])))


def _report(part: dict[str, Any]) -> str:
    named = {name: value for name, value in part.items() if not isinstance(value, list)}
    return facts([(name.replace("_", " "), _shown(value)) for name, value in named.items()])


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3f}"
    return "–" if value is None else str(value)
