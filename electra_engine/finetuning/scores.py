"""What judging a model on a set of rows gives, whatever the task."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Answer = dict[str, Any]  # what a model says of one example, as plain JSON; see the task's `answer`


@dataclass(frozen=True)
class Scores:
    """`metrics` by their field names; `details` is what else can be shown (plain JSON values);
    `answers` are what was judged, one an example, where they were kept. `decided` is what was decided on
    these rows about how answers are read, to be added to the meaning from then on."""

    metrics: dict[str, float]
    details: dict[str, Any] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    decided: dict[str, Any] = field(default_factory=dict)
