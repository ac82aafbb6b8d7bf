"""A document: the unit that is either learned from or held out, never both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """A stretch of text that belongs together, and the name of the file it came from."""

    text: str
    source: str
