"""Labelled files and fine-tuning scores as fact sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from electra_engine import FineTuneScore, Sentence
from studio.quantities import count, figure
from studio.run_views import kept_score
from studio.shelf import Entry
from studio.text import say
from studio.text.told import told
from studio.widgets.fact_sheet import facts, table, tile

LABELS_SHOWN = 12
CELL_CHARACTERS = 160


def label_facts(entry: Entry | None) -> dict[str, Any]:
    """What a labelled file holds: its guessed columns, first rows and label counts."""
    if entry is None:
        return facts(title=say("tune.none_title"), sentence=say("tune.none"))
    about = entry.about
    return facts(
        title=entry.name,
        sentence=told(Sentence.unpacked(about["explained"])),
        warnings=[told(Sentence.unpacked(about["problem"]))] if about["problem"] else [],
        tiles=[tile(say("tune.rows"), count(about["rows"])), *_label_tiles(about["label_counts"])],
        table=table(
            about["columns"],
            [[_shortened(cell) for cell in row] for row in about["first_rows"]],
            say("tune.first_rows"),
        ),
    )


def _label_tiles(counts: Mapping[str, int]) -> list[dict[str, str]]:
    shown = list(counts.items())[:LABELS_SHOWN]
    tiles = [tile(say("tune.label_rows", label=_shortened(label)), count(rows)) for label, rows in shown]
    if len(counts) > len(shown):
        tiles.append(tile(say("tune.more_labels"), count(len(counts) - len(shown))))
    return tiles


def _shortened(cell: str) -> str:
    return cell if len(cell) <= CELL_CHARACTERS else cell[: CELL_CHARACTERS - 1] + "…"


def score_facts(scores: Sequence[FineTuneScore]) -> dict[str, Any]:
    """How well it does on rows it never learned from."""
    kept = kept_score(scores)
    if kept is None:
        return facts(title=say("scores.title"), sentence=say("scores.none"))
    metrics = kept.metrics
    f1 = metrics.get("f1", metrics.get("macro_f1"))
    said = say("scores.sentence", right=figure(100 * metrics.get("accuracy", 0.0), 0), rows=count(kept.rows))
    return facts(
        title=say("scores.title"),
        sentence=said,
        tiles=[
            tile(say("scores.accuracy"), figure(metrics.get("accuracy"), 3), "", "discriminator"),
            tile(say("scores.f1"), figure(f1, 3), say("scores.f1_note"), "discriminator"),
            tile(say("scores.mcc"), figure(metrics.get("mcc"), 3), say("scores.mcc_note")),
            tile(say("scores.rows"), count(kept.rows), say(f"scores.split_{kept.split}")),
        ],
    )
