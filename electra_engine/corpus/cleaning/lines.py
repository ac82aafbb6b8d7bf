"""Lines that are too short to say anything, and lines that stand everywhere."""

from __future__ import annotations

from electra_engine.corpus.documents import Document

# So many different lines are remembered; when there are more, those seen once are forgotten (lossy
# counting), so a line is missed only where its copies stand very far apart.
MOST_REMEMBERED = 2_000_000


def without_short_lines(shortest: int, text: str) -> str:
    """The text without the lines of fewer than `shortest` characters; blank ones between paragraphs stay."""
    lines = text.split("\n")
    kept = [line for line in lines if not line.strip() or len(line.strip()) >= shortest]
    if len(kept) == len(lines):
        return text
    no_gaps = (
        line for line, before in zip(kept, ["", *kept], strict=False) if line.strip() or before.strip()
    )
    return "\n".join(no_gaps)


class RepeatedLines:
    """Leaves out lines that stood in `most` documents already."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen: dict[int, int] = {}

    def clean(self, document: Document) -> str:
        """The document without those lines."""
        lines = document.text.split("\n")
        marks = [hash(line.strip()) if line.strip() else None for line in lines]
        kept = [
            line
            for line, mark in zip(lines, marks, strict=True)
            if mark is None or self._seen.get(mark, 0) < self._most
        ]
        for mark in set(marks) - {None}:
            assert mark is not None
            self._seen[mark] = self._seen.get(mark, 0) + 1
        if len(self._seen) > MOST_REMEMBERED:
            self._seen = {mark: times for mark, times in self._seen.items() if times > 1}
        return document.text if len(kept) == len(lines) else "\n".join(kept)
