"""The documents of a corpus on disk, read and cleaned once: what comes after reads them as often as it needs.

They lie one after another in a temporary file, so that a corpus larger than memory is read, divided, learned
from and packed, and its files are unpacked and decoded a single time.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from electra_engine.corpus.cleaning import Cleaner, StepCount
from electra_engine.corpus.held_out import fingerprint
from electra_engine.corpus.reading import ReadingReport, read_documents
from electra_engine.corpus.telling import Progress
from electra_engine.errors import UserError
from electra_engine.settings import CorpusSettings
from electra_engine.stopping import until_stopped

WRITTEN_AT_ONCE = 1 << 20


class CollectedDocuments:
    """Texts in a file, and of each its length in characters, in bytes and its fingerprint.

    `report` and `cleaning` say what was left out on the way.
    """

    def __init__(self, path: Path) -> None:
        self.report = ReadingReport()
        self.cleaning: tuple[StepCount, ...] = ()
        self._path = path
        self._lengths, self._bytes, self._fingerprints = array("q"), array("q"), array("Q")

    def __len__(self) -> int:
        return len(self._bytes)

    @property
    def lengths(self) -> np.ndarray:
        """(documents,) characters."""
        return np.array(self._lengths, dtype=np.int64)

    @property
    def fingerprints(self) -> np.ndarray:
        """(documents,) numbers that are equal for texts that differ only in white space."""
        return np.array(self._fingerprints, dtype=np.uint64)

    @property
    def size(self) -> int:
        """Bytes of all texts."""
        return sum(self._bytes)

    def texts(self) -> Iterator[str]:
        """Every text in order, read from disk."""
        with self._path.open("rb") as stream:
            for length in self._bytes:
                yield stream.read(length).decode()

    def write(self, texts: Iterable[str]) -> None:
        """Writes the texts; what was there before is gone."""
        with self._path.open("wb", buffering=WRITTEN_AT_ONCE) as stream:
            for text in texts:
                self._lengths.append(len(text))
                self._bytes.append(stream.write(text.encode()))
                self._fingerprints.append(fingerprint(text))

    def remove(self) -> None:
        """Takes the file away."""
        self._path.unlink(missing_ok=True)


def collect_documents(
    paths: Iterable[Path | str],
    settings: CorpusSettings,
    file: Path,
    progress: Progress,
    should_stop: Callable[[], bool] | None = None,
) -> CollectedDocuments:
    """Reads and cleans the files into `file`, which is the caller's to `remove`, whatever happens.

    Raises `UserError` where nothing can be read or cleaning leaves nothing, `StopRequested` when asked to.
    """
    collected = CollectedDocuments(file)
    cleaner = Cleaner(settings)
    read = progress.over(until_stopped(read_documents(paths, settings, collected.report), should_stop))
    collected.write(document.text for document in cleaner.over(read))
    collected.cleaning = cleaner.counts
    if not len(collected):
        raise UserError("The cleaning leaves nothing of the text: switch some of it off.", "files")
    return collected
