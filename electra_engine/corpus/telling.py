"""How far reading has come, told now and then while documents pass by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from electra_engine.corpus.documents import Document
from electra_engine.corpus.reading.parts import packing_of

# Progress is told at most two hundred times, and not for less than this.
FEWEST_BYTES_TOLD = 1 << 18
UNPACKED_RATIO = 3  # how much more text than bytes is expected of a packed file

OnProgress = Callable[[str, int, int], None]


class Progress:
    """Tells `on_progress` the phase ("reading", "packing" or "fetching"), the bytes done and those in all, 0
    where nobody knows."""

    def __init__(self, phase: str, total: int, on_progress: OnProgress | None) -> None:
        self._phase, self._total, self._on_progress = phase, total, on_progress
        self._done = self._told = 0

    def over(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The same documents, counted as they pass."""
        for document in documents:
            yield document
            self.add(len(document.text.encode(errors="replace")) + 1)

    def add(self, size: int) -> None:
        """Counts `size` bytes more."""
        self._done = min(self._done + size, self._total) if self._total else self._done + size
        if self._done - self._told >= max(FEWEST_BYTES_TOLD, self._total // 200):
            self._tell(self._done)

    def finish(self) -> None:
        """Tells that all is done."""
        self._tell(self._total)

    def _tell(self, done: int) -> None:
        self._told = done
        if self._on_progress is not None:
            self._on_progress(self._phase, done, self._total)


def expected_bytes(paths: Iterable[Path]) -> int:
    """About how much text will come out of files and folders; a path that is neither counts nothing."""
    files = [
        file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()
    ]
    return sum(file.stat().st_size * (UNPACKED_RATIO if packing_of(file) else 1) for file in files)
