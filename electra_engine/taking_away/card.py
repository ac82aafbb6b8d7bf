"""The model card (README.md) of an exported folder: what it is, and its data, settings, scores and limits.

Names of files and labels come from people, so everything that is put in is written as plain text: no
Markdown and no HTML of theirs is ever in force, and no path of this machine is given away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from electra_engine.taking_away.kinds import NetworkKind

LONGEST = 200  # characters of one value in a table
_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+!|<>~&$])")


@dataclass(frozen=True)
class CardFacts:
    """What a card says. `scores` by the rows they were measured on; `files` are names without folders;
    `predictions` says what of their rows lies beside the model."""

    title: str
    purpose: str
    base: str
    files: Sequence[str]
    rows: Mapping[str, int]
    settings: Mapping[str, Any]
    scores: Mapping[str, Mapping[str, float]]
    limits: Sequence[str]
    notes: Sequence[str] = field(default_factory=tuple)
    predictions: str = ""


def card(facts: CardFacts, kind: NetworkKind) -> str:
    """The card as Markdown with the Hub's front matter."""
    parts = [
        _front_matter(kind),
        f"# {plain(facts.title)}",
        facts.purpose,
        "## How to use it" if kind.script else "",
        "`use_it.py` in this folder asks it with nothing but torch and transformers:" if kind.script else "",
        f"```python\n{kind.script}```" if kind.script else "",
        "## Data",
        _list([f"Trained from: {facts.base}" if facts.base else "", *_data(facts)]),
        "## Scores",
        _scores(facts.scores),
        "## Settings",
        _table(("setting", "value"), [(name, value) for name, value in facts.settings.items()]),
        "## Limits",
        _list([*facts.limits, *facts.notes]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(value: object) -> str:
    """Any value as one short line in which nothing is Markdown or HTML."""
    line = " ".join(str(value).split())
    line = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
    return _ACTIVE.sub(r"\\\1", line).replace("\\<", "&lt;").replace("\\&", "&amp;")


def _front_matter(kind: NetworkKind) -> str:
    told = {
        "library_name": "transformers",
        "pipeline_tag": kind.pipeline_tag,
        "tags": ["electra", "electra-studio"],
    }
    return "---\n" + "\n".join(f"{key}: {json.dumps(value)}" for key, value in told.items()) + "\n---"


def _data(facts: CardFacts) -> list[str]:
    files = ", ".join(plain(name) for name in facts.files)
    counted = ", ".join(f"{count:,} {plain(split)}" for split, count in facts.rows.items())
    return [
        f"Files: {files}" if files else "",
        f"Rows: {counted}" if counted else "",
        "The text it learned from is not in this folder; its licence is that of its source.",
        facts.predictions,
    ]


def _scores(scores: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        (split, name, f"{value:.4f}")
        for split, measured in scores.items()
        for name, value in measured.items()
    ]
    return _table(("measured on", "score", "value"), rows) if rows else "None was measured."


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    lines += [" | ".join(plain(cell) for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def _list(points: Sequence[str]) -> str:
    return "\n".join(f"- {point}" for point in points if point)
