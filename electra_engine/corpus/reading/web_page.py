"""HTML: the text that a reader of the page would read, a paragraph after another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from electra_engine.corpus.reading.opening import Opened
from electra_engine.libraries import library

# Elements whose text is not the page's own (code, navigation, forms), and those that end no paragraph.
_SILENT = (
    "script style noscript template svg math iframe object nav header footer aside form button select "
    "textarea"
)
_INLINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr"
)
SILENT, INLINE = frozenset(_SILENT.split()), frozenset(_INLINE.split())
PIECE = 1 << 16
_BEGINNING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_BLOCK_ENDS = re.compile(r"</(?:p|div|li|td|h\d)>", re.I)
FEWEST_BLOCKS = 5


def is_web_page(opened: Opened) -> bool:
    """Whether the text begins like HTML, or is full of its elements."""
    if _BEGINNING.match(opened.text[:10_000].lstrip("\ufeff")):
        return True
    start = opened.text[:50_000]
    return (
        start.lstrip("\ufeff \r\n\t").startswith("<")
        and len(re.findall(r"</(?:p|div|li|td|h\d)>", start)) > 5
    )


def read_web_page(opened: Opened) -> Iterator[str]:
    """Paragraphs and other blocks, in order."""
    page = _Page()
    parser = library("lxml.etree", "lxml").HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    with opened.stream() as stream:
        while piece := stream.read(PIECE):
            parser.feed(piece.replace("\0", "\ufffd").encode("utf-8", "replace"))
            yield from page.take_blocks()
    parser.close()
    page.end_block()
    opened.file.beside_text += page.beside_text
    yield from page.take_blocks()


class _Page:
    """Hears what the parser finds, and collects the text between the ends of blocks."""

    def __init__(self) -> None:
        self._silent = 0
        self.beside_text = 0  # characters that no reader of the page's text would read
        self._block: list[str] = []
        self._blocks: list[str] = []

    def take_blocks(self) -> list[str]:
        """The blocks that have ended since the last call."""
        blocks, self._blocks = self._blocks, []
        return blocks

    def end_block(self) -> None:
        text = " ".join("".join(self._block).split())
        self._block = []
        if text:
            self._blocks.append(text)

    def start(self, tag: str, _attributes: object) -> None:
        self._silent += tag in SILENT
        if tag not in INLINE:
            self.end_block()

    def end(self, tag: str) -> None:
        self._silent -= tag in SILENT
        if tag not in INLINE:
            self.end_block()

    def data(self, data: str) -> None:
        if self._silent:
            self.beside_text += len(data.strip())
        else:
            self._block.append(data)

    def close(self) -> None:
        pass
