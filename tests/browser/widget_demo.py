"""A page with every widget on it, fed with made records: what the widget tests look at."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import gradio as gr

from electra_engine.watching.records import (
    Candidate,
    Evaluation,
    ProbeSentence,
    ProbeSnapshot,
    ProbeToken,
    RunState,
    StepMetrics,
)
from studio.charts.duel import Look, duel_value
from studio.charts.frequencies import frequencies_value
from studio.text import LANGUAGES
from studio.widgets.assembly import words_for
from studio.widgets.bars import bars, class_bars_value, fill_bars_value
from studio.widgets.confusion import confusion
from studio.widgets.live_chart import live_chart
from studio.widgets.pair_blocks import NetworkShape, pair_blocks, pair_blocks_value
from studio.widgets.status_card import status_card, status_card_value
from studio.widgets.theatre import theatre, theatre_value
from studio.widgets.verdict_strip import verdict_strip, verdict_strip_value

TEXT = LANGUAGES["en"]
HOSTILE = ("<img src=x onerror=window.pwned=1>", "${window.pwned=1}", "{{value}}", "<b>bold</b>")


def metrics(points: int) -> list[StepMetrics]:
    return [
        StepMetrics(
            step=10 * (i + 1),
            tokens=20480 * (i + 1),
            seconds=0.5 * (i + 1),
            learning_rate=1e-3,
            tokens_per_second=41_000,
            discriminator_loss=0.24 + 0.2 * math.exp(-i / 20) + 0.01 * math.sin(i),
            generator_loss=4.2 + 4.1 * math.exp(-i / 30) + 0.08 * math.sin(1.7 * i),
            replaced_fraction=0.08 + 0.06 * math.exp(-i / 60),
        )
        for i in range(points)
    ]


def evaluations(points: int) -> list[Evaluation]:
    return [
        Evaluation(
            step=m.step,
            tokens=m.tokens,
            seconds=m.seconds,
            generator_loss=(m.generator_loss or 0) + 0.15,
            generator_accuracy=0.3,
            discriminator_loss=m.discriminator_loss + 0.012,
            detection_auc=0.5 + 0.3 * (1 - math.exp(-m.step / 400)),
            detection_auc_frozen=0.5 + 0.42 * (1 - math.exp(-m.step / 300)),
            precision=0.6,
            recall=0.3,
            replaced_fraction=0.1,
            evaluated_tokens=4000,
        )
        for m in metrics(points)[::20]
    ]


def sentence(index: int, words: list[tuple[str, str | None, float]]) -> ProbeSentence:
    """(word, what the generator put there or None, P(replaced)); ## continues a word."""
    tokens, text = [], ""
    for word, put, share in words:
        plain = word.removeprefix("##")
        if not word.startswith("##") and plain not in ".,":
            text += " " if text else ""
        start = len(text)
        text += plain
        guesses = [
            Candidate(name, 0.5 / 2**i) for i, name in enumerate([put or word, "cat", word, "ran", "##ly"])
        ]
        tokens.append(
            ProbeToken(
                text=word,
                start=start,
                end=len(text),
                hidden=put is not None,
                sampled=put or word,
                replaced=put is not None and put != word,
                p_replaced=share,
                p_original=0.02 if put else None,
                candidates=guesses if put else [],
                frozen="table" if put else word,
                frozen_replaced=put is not None,
                frozen_p_replaced=0.88 if put else share / 2,
            )
        )
    return ProbeSentence(index, text, tokens)


def snapshot(step: int = 1200) -> ProbeSnapshot:
    plain = [
        ("The", None, 0.01), ("old", None, 0.04), ("dog", None, 0.12), ("bark", "meow", 0.93),
        ("##ed", None, 0.2), ("loud", None, 0.06), ("##ly", None, 0.02), ("at", None, 0.01),
        ("the", "the", 0.01),
        ("post", "moon", 0.31), ("##man", None, 0.57), ("because", None, 0.02), ("he", None, 0.03),
        ("carried", None, 0.05), ("a", None, 0.01), ("heavy", None, 0.04), ("parcel", "river", 0.86),
        ("on", None, 0.01), ("Monday", "Tuesday", 0.22), ("morning", None, 0.02), (".", None, 0.0),
    ]  # fmt: skip
    hostile = [("see", None, 0.02), *((text, text + "!", 0.7) for text in HOSTILE), ("end", None, 0.1)]
    return ProbeSnapshot(step, step / 20, [sentence(0, plain), sentence(1, hostile)])


def run_state(progress: float) -> dict[str, Any]:
    return dataclasses.asdict(
        RunState(
            phase="training",
            step=int(4000 * progress),
            steps=4000,
            tokens=int(8_192_000 * progress),
            seconds_left=200 * (1 - progress),
            progress=progress,
            tokens_per_second=41_250.0,
            message="The pair is learning.",
        )
    )


def detected() -> list[dict[str, Any]]:
    words = [("The", 0.02), ("dog", 0.05), ("meow", 0.91), ("ed", 0.4), ("loudly", 0.08), (HOSTILE[0], 0.6)]
    found, at = [], 0
    for word, share in words:
        at -= word == "ed"
        found.append({"text": word, "start": at, "end": at + len(word), "p_replaced": share})
        at += len(word) + 1
    return found


def pair_value() -> dict[str, Any]:
    return pair_blocks_value(
        NetworkShape(64, 2, 1, 120_000), NetworkShape(128, 4, 4, 830_000), 128, 4000, 512_000, TEXT
    )


def confusion_shown() -> dict[str, Any]:
    """Two labels, of which one is taken for the other once: the row behind that alone is kept."""
    rows = {"0,1": [{"text": HOSTILE[1], "sure": 0.93}]}
    counts = [[3, 1], [0, 4]]
    return {
        "names": ["glad", HOSTILE[0]],
        "counts": counts,
        "rows": rows,
        "words": words_for("confusion", TEXT),
    }


def all_values(points: int) -> list[dict[str, Any]]:
    counts = {f"token{rank}": 90_000 // (rank + 1) for rank in range(3000)} | {HOSTILE[0]: 200_000}
    blanks = [
        {
            "candidates": [
                {"text": t, "probability": 0.4 / 2**i} for i, t in enumerate((HOSTILE[1], "dog", "cow"))
            ]
        }
    ]
    return [
        status_card_value(run_state(min(points / 400, 1.0)), TEXT),
        duel_value(metrics(points), evaluations(points), 4000, Look(), TEXT),
        theatre_value(snapshot(10 * points), TEXT),
        pair_value(),
        verdict_strip_value(detected(), TEXT),
        fill_bars_value(blanks, TEXT),
        class_bars_value({"cheerful": 0.81, "gloomy": 0.15, HOSTILE[0]: 0.04}, TEXT),
        frequencies_value(counts, TEXT),
        confusion_shown(),
    ]


def build_demo() -> gr.Blocks:
    with gr.Blocks(title="Widgets", analytics_enabled=False) as demo:
        gr.Markdown("# A small pair, watched")
        shown = [
            status_card("status"),
            live_chart("duel", "Duel curves"),
            theatre("theatre"),
            pair_blocks("pair"),
            verdict_strip("verdict"),
            bars("fill", "Candidates"),
            bars("classes", "Classes"),
            live_chart("frequencies", "Token frequencies"),
            confusion("confusion"),
        ]
        points = gr.State(120)
        more = gr.Button("More", elem_id="more", variant="primary")
        demo.load(lambda: all_values(120), outputs=shown, show_progress="hidden")
        more.click(
            lambda count: [count + 40, *all_values(count + 40)],
            inputs=points,
            outputs=[points, *shown],
            show_progress="hidden",
        )
    return demo
