"""Files in, documents out, one after another and never a whole file at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from electra_engine.corpus.documents import Document
from electra_engine.corpus.files import TextFile, recognise
from electra_engine.corpus.plain_text import read_plain_text

# One reader a format, by the name that `recognise` gives to it.
READERS: dict[str, Callable[[Path], Iterator[str]]] = {"plain text": read_plain_text}


def read_documents(paths: Iterable[Path | str]) -> Iterator[Document]:
    """The documents of all files, in the order of the files.

    Every file is checked before the first document comes out; raises `UserError` for one that is
    missing, a folder, empty, binary or not UTF-8.
    """
    for file in [recognise(Path(path)) for path in paths]:
        yield from read_file(file)


def read_file(file: TextFile) -> Iterator[Document]:
    """The documents of one recognised file."""
    for text in READERS[file.format](file.path):
        yield Document(text, file.path.name)
