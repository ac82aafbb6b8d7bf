"""What stands around texts and was not written for them: menus, notices, addresses, licences."""

from __future__ import annotations

import re

from electra_engine.corpus.documents import Document

# The licence behind a book of Project Gutenberg has about 19,000 characters.
LONGEST_LICENCE = 25_000

_LINE = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|.{0,80}(?:©|\(c\)|copyright)\s.{0,120}"
    r"|.{0,120}\ball rights reserved\b.{0,80}"
    r"|.{0,200}\b(?:we|this (?:web)?site) uses? cookies\b.{0,300}"
    r"|(?:accept|reject|manage) (?:all )?cookies"
    r"|(?:[\w’' ]{2,24} ?[|»›·•] ?){2,}[\w’' ]{2,24}"
    r"|(?:share|tweet|print|log ?in|sign ?(?:in|up)|subscribe|read more|skip to (?:main )?content)[ .!]*"
    r"|.{0,200}\bproject gutenberg\b.{0,200}",
    re.I,
)
_START = re.compile(r"^\*{3} ?START OF TH.*$", re.M)
_END = re.compile(r"^\*{3} ?END OF TH.*$", re.M)


class Boilerplate:
    """Takes such lines out of documents that come in the order of their files."""

    def __init__(self) -> None:
        self._source = ""
        self._licence_left = 0

    def clean(self, document: Document) -> str:
        """The document without them."""
        if document.source != self._source:
            self._source, self._licence_left = document.source, 0
        text = self._without_licence(document.text)
        lines = text.split("\n")
        kept = [line for line in lines if len(line) > 500 or not _LINE.fullmatch(line.strip())]
        return text if len(kept) == len(lines) else "\n".join(kept)

    def _without_licence(self, text: str) -> str:
        """What stands between the marks of a book's beginning and end, also over several documents."""
        start = _START.search(text)
        if start:
            text, self._licence_left = text[start.end() :], 0
        elif self._licence_left > 0:
            self._licence_left -= len(text)
            return ""
        if end := _END.search(text):
            self._licence_left = LONGEST_LICENCE - len(text[end.start() :])
            text = text[: end.start()]
        return text
