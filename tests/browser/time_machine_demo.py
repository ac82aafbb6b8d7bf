"""A page with theatre and time machine over a real records file that grows on demand."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import gradio as gr

from electra_engine.watching.records import ProbeSentence, ProbeSnapshot
from electra_engine.watching.store import RecordReader, RecordWriter
from studio.text import LANGUAGES
from studio.widgets.theatre import theatre, theatre_value
from studio.widgets.time_machine import head_value, part_value, time_machine
from tests.browser.widget_demo import snapshot

TEXT = LANGUAGES["en"]
STEPS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
LAUNCH = 1.0


def learned(step: int) -> ProbeSnapshot:
    """The made sentences as a pair sees them that learns: fakes stand out more and more."""
    far = 1 - math.exp(-step / 150)
    sentences = [
        ProbeSentence(
            sentence.index,
            sentence.text,
            [
                dataclasses.replace(
                    token,
                    p_replaced=0.12 + (token.p_replaced - 0.12) * far,
                    p_original=0.5 * far if token.hidden else None,
                )
                for token in sentence.tokens
            ],
        )
        for sentence in snapshot(step).sentences
    ]
    return ProbeSnapshot(step, step / 20, sentences)


class MachineDemo:
    """`asked` keeps the questions of all pages, so that a test sees what was asked for."""

    def __init__(self, file: Path, steps: tuple[int, ...] = STEPS) -> None:
        self.reader, self.writer = RecordReader(file), RecordWriter(file)
        self.asked: list[dict[str, int]] = []
        for step in steps:
            self.writer.write(learned(step))
        with gr.Blocks(title="Time machine", analytics_enabled=False) as self.blocks:
            shown = theatre("theatre"), time_machine("machine")
            more = gr.Button("More", elem_id="more")
            self.blocks.load(self.values, outputs=shown, show_progress="hidden")
            more.click(self.grow, outputs=shown, show_progress="hidden")

    def head(self) -> dict[str, object]:
        return head_value("demo", LAUNCH, self.reader, TEXT)

    def values(self) -> list[dict[str, object]]:
        return [theatre_value(self.reader.snapshot(), TEXT), self.head()]

    def grow(self) -> list[dict[str, object]]:
        self.writer.write(learned(self.reader.newest_snapshot()[0] + 1000))
        return self.values()

    def history(self, asked: dict[str, int]) -> dict[str, object]:
        sentence, since = asked["sentence"], asked["since"]
        self.asked.append({"sentence": sentence, "since": since})
        return part_value("demo", LAUNCH, self.reader, sentence, since)
