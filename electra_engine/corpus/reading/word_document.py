"""The text of a Word document (docx): paragraphs, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator

from electra_engine.corpus.reading.opening import Opened
from electra_engine.libraries import library

_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRITTEN = {f"{_SPACE}tab": "\t", f"{_SPACE}br": "\n", f"{_SPACE}cr": "\n"}


def is_word_text(opened: Opened) -> bool:
    """Whether this is the part of a docx that holds the text."""
    return "<w:document" in opened.text[:4_000]


def read_word_text(opened: Opened) -> Iterator[str]:
    """A paragraph after another; entities and document types are refused by the parser."""
    parser = library("defusedxml.ElementTree", "defusedxml")
    with opened.path.open("rb") as stream:
        for _, element in parser.iterparse(stream, events=("end",), forbid_dtd=True):
            if element.tag == f"{_SPACE}p":
                text = "".join(
                    part.text or "" if part.tag == f"{_SPACE}t" else _WRITTEN.get(part.tag, "")
                    for part in element.iter()
                ).strip()
                element.clear()
                if text:
                    yield text
