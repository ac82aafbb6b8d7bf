"""Sends a page only what changed since it last asked.

The page keeps a cursor: a short digest of what it shows, by view. It travels with every question, so
the server remembers nothing of a page and a restart loses nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Cursor = dict[str, str]


@dataclass(frozen=True)
class View:
    """One thing drawn: `draw` makes its value, and need not be called while `key` stays the same."""

    key: object
    draw: Callable[[], Any]


def shown(value: Any) -> View:
    """A view of a small value that is its own key."""
    return View(value, lambda: value)


def changed(views: Mapping[str, View], cursor: object) -> tuple[dict[str, Any], Cursor]:
    """The values of the views that the cursor does not know yet, and the cursor to keep after that."""
    known = cursor if isinstance(cursor, dict) else {}
    digests = {name: _digest(view.key) for name, view in views.items()}
    new = {name: view.draw() for name, view in views.items() if known.get(name) != digests[name]}
    return new, {**known, **digests}


def _digest(key: object) -> str:
    return hashlib.blake2s(repr(key).encode(), digest_size=6).hexdigest()
