"""PDF: the text of each page, as far as there is text and not only pictures of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from electra_engine.corpus.reading.opening import Opened
from electra_engine.errors import UserError
from electra_engine.libraries import library
from electra_engine.sentences import Sentence

_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zà-öø-ÿ])")


def is_pdf(opened: Opened) -> bool:
    return b"%PDF-" in opened.head[:1024]


def read_pdf(opened: Opened) -> Iterator[str]:
    """A page after another, words that were parted at line ends put together.

    A page that cannot be read is left out and listed. Raises `UserError` for a file that is locked, or
    whose pages are pictures.
    """
    pypdf = library("pypdf", "pypdf")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every small damage
    reader = pypdf.PdfReader(opened.path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UserError(
            "{file} is locked with a password: save a copy without one.", "files", file=opened.name
        )
    written = False
    for number in range(len(reader.pages)):
        try:
            text = reader.pages[number].extract_text()
        except Exception as error:  # whatever a damaged page makes the library raise
            reason = Sentence(
                "Page {page} cannot be read ({reason}).", page=number + 1, reason=type(error).__name__
            )
            opened.report.leave_out(opened.name, reason)
            continue
        if text.strip():
            written = True
            yield _HYPHENATED.sub("", text).strip()
    if not written:
        raise UserError(
            "{file} has no text in it, its pages are pictures: run a text recognition over it first.",
            "files",
            file=opened.name,
        )
