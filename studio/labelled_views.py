"""Labelled files and fine-tuning scores as fact sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from electra_engine import FineTuneScore, OddRows, Sentence
from studio.quantities import count, figure
from studio.run_views import kept_score
from studio.shelf import Entry
from studio.task_scores import reading_of, sentence, share
from studio.text import say, words
from studio.text.told import told
from studio.widgets.fact_sheet import excerpt, facts, table, tile

LABELS_SHOWN = 12
CELL_CHARACTERS = 160


def label_facts(entry: Entry | None, about: Mapping[str, Any] | None, task: str) -> dict[str, Any]:
    """What a labelled file holds for a task: its columns, first rows, and the rows that cannot be used."""
    if entry is None or about is None:
        return facts(title=say("tune.none_title"), sentence=say(f"tune.form_{task}"))
    roles = list(dict.fromkeys(role for row in about["first_rows"] for role in row))
    return facts(
        title=entry.name,
        sentence=told(Sentence.unpacked(about["explained"])),
        warnings=[told(Sentence.unpacked(about["problem"]))] if about["problem"] else [],
        tiles=[
            tile(say("tune.rows"), count(about["rows"])),
            tile(say("tune.usable"), count(about["usable"])),
            *_label_tiles(about["label_counts"]),
        ],
        table=table(
            [say(f"tune.column_{task}_{role}") for role in roles],
            [[_shortened(row.get(role, "")) for role in roles] for row in about["first_rows"]],
            say("tune.first_rows"),
        ),
        excerpts=odd_rows_excerpts(
            entry.name,
            about["skipped_rows"],
            about["repaired_rows"],
            *(map(_row_line, about[kind]) for kind in ("skipped", "repaired")),
        ),
    )


def odd_rows_facts(files: Sequence[OddRows]) -> dict[str, Any]:
    """The rows of a run's files that it did not learn from or be judged by, and those that were mended."""
    excerpts = [
        one
        for odd in files
        for one in odd_rows_excerpts(
            odd.file, odd.skipped_rows, odd.repaired_rows, map(told, odd.skipped), map(told, odd.repaired)
        )
    ]
    return facts(title=say("tune.odd_rows"), excerpts=excerpts) if excerpts else facts()


def odd_rows_excerpts(
    file: str, skipped_rows: int, repaired_rows: int, skipped: Iterable[str], repaired: Iterable[str]
) -> list[dict[str, Any]]:
    """One file's rows that were left out and those that were mended, with how many more there are."""
    kinds = (("skipped", skipped_rows, list(skipped)), ("repaired", repaired_rows, list(repaired)))
    return [
        excerpt(
            say(f"tune.{kind}_rows", rows=count(rows), file=file),
            listed,
            say("tune.more_rows", rows=count(rows - len(listed))) if rows > len(listed) else "",
        )
        for kind, rows, listed in kinds
        if rows
    ]


def _row_line(listed: tuple[int, str]) -> str:
    line, reason = listed
    return told(Sentence("row {line}: {reason}", line=line, reason=Sentence.unpacked(reason)))


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
    return facts(
        title=say("scores.title"),
        sentence=sentence(kept.metrics, kept.rows),
        tiles=[
            *(
                tile(say(f"scores.{name}"), figure(share(kept.metrics, name), 3), _note(name))
                for name in reading_of(kept.metrics).shown
                if name in kept.metrics
            ),
            tile(say("scores.rows"), count(kept.rows), say(f"scores.split_{kept.split}")),
        ],
    )


def _note(name: str) -> str:
    """What a metric means, for those that need a word on it."""
    return words().get(f"scores.note_{name}", "")
