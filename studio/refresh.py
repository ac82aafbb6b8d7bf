"""Sends a page only what changed since it last asked.

The page keeps a short digest of each view it shows. They travel with every question, so the server
remembers nothing of a page and a restart loses nothing.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from electra_engine import UnreadableRecordsError

log = logging.getLogger(__name__)
Digests = dict[str, str]


@dataclass(frozen=True)
class View:
    """One thing drawn: `draw` makes its value, and need not be called while `key` stays the same."""

    key: object
    draw: Callable[[], Any]


def shown(value: Any) -> View:
    """A view of a small value that is its own key."""
    return View(value, lambda: value)


def changed(views: Mapping[str, View], known: object) -> tuple[dict[str, Any], Digests]:
    """The values of the views that a page with these digests does not show yet, and their digests.

    One that damaged records do not let draw is left out, and tried again when its key changes.
    """
    known = known if isinstance(known, dict) else {}
    digests = {name: _digest(view.key) for name, view in views.items()}
    digests = {name: digest for name, digest in digests.items() if known.get(name) != digest}
    new: dict[str, Any] = {}
    for name in digests:
        try:
            new[name] = views[name].draw()
        except UnreadableRecordsError as error:
            log.warning("%s", error.sentence)
    return new, digests


def _digest(key: object) -> str:
    return hashlib.blake2s(repr(key).encode(), digest_size=6).hexdigest()
