"""What judging a model on a set of rows gives, whatever the task."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Scores:
    """`metrics` by their field names; `details` is what else can be shown (plain JSON values)."""

    metrics: dict[str, float]
    details: dict[str, Any] = field(default_factory=dict)
