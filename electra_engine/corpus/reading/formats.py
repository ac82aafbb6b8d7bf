"""Every format that is read: how it is told by its content, and who reads it. To add one, add an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from electra_engine.corpus.reading.columnar import is_arrow, is_parquet, read_arrow, read_parquet
from electra_engine.corpus.reading.conll import is_conll, is_conllu, read_conll, read_conllu
from electra_engine.corpus.reading.cutting import documents_of
from electra_engine.corpus.reading.json_text import is_json, is_json_lines, read_json, read_json_lines
from electra_engine.corpus.reading.opening import Opened, as_text
from electra_engine.corpus.reading.pdf import is_pdf, read_pdf
from electra_engine.corpus.reading.plain_text import is_markdown, is_wikitext, read_plain_text
from electra_engine.corpus.reading.tables import is_numbered, is_table, read_numbered, read_table
from electra_engine.corpus.reading.web_page import is_web_page, read_web_page
from electra_engine.corpus.reading.word_document import is_word_text, read_word_text
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence

Reader = Callable[[Opened], Iterator[str]]
PARAGRAPHS, LINES = "\n\n", "\n"


@dataclass(frozen=True)
class Format:
    """`read` gives units of text, of which short neighbours are joined by `joint`.

    Without a `joint` it gives whole documents.
    """

    name: Sentence
    recognises: Callable[[Opened], bool]
    read: Reader
    joint: str = ""

    def documents(self, opened: Opened) -> Iterator[str]:
        """The texts of the documents, in order."""
        units = self.read(opened)
        return documents_of(units, self.joint) if self.joint else units


# The first that recognises a file reads it: those of bytes before those of text, plain text last.
OF_BYTES = (
    Format(Sentence("PDF"), is_pdf, read_pdf, PARAGRAPHS),
    Format(Sentence("Parquet table"), is_parquet, read_parquet, LINES),
    Format(Sentence("Arrow table"), is_arrow, read_arrow, LINES),
)
OF_TEXT = (
    Format(Sentence("Word document"), is_word_text, read_word_text, PARAGRAPHS),
    Format(Sentence("web page"), is_web_page, read_web_page, PARAGRAPHS),
    Format(Sentence("JSON lines"), is_json_lines, read_json_lines, LINES),
    Format(Sentence("JSON"), is_json, read_json, LINES),
    Format(Sentence("CoNLL-U"), is_conllu, read_conllu, LINES),
    Format(Sentence("numbered sentences"), is_numbered, read_numbered, LINES),
    Format(Sentence("CoNLL"), is_conll, read_conll, LINES),
    Format(Sentence("table"), is_table, read_table, LINES),
    Format(Sentence("WikiText"), is_wikitext, read_plain_text),
    Format(Sentence("Markdown"), is_markdown, read_plain_text),
    Format(Sentence("plain text"), bool, read_plain_text),
)
REFUSED = (
    (b"\x89PNG\r\n", Sentence("a PNG picture")),
    (b"\xff\xd8\xff", Sentence("a JPEG picture")),
    (b"GIF8", Sentence("a GIF picture")),
    (b"PK", Sentence("a damaged archive")),
    (b"\x28\xb5\x2f\xfd", Sentence("a zstd archive")),
    (b"7z\xbc\xaf\x27\x1c", Sentence("a 7-Zip archive")),
    (b"Rar!", Sentence("a RAR archive")),
    (b"\xd0\xcf\x11\xe0", Sentence("an old office document")),
    (b"{\\rtf", Sentence("an RTF document")),
    (b"SQLite format 3\x00", Sentence("an SQLite database")),
    (b"\x7fELF", Sentence("a program")),
    (b"MZ\x90\x00", Sentence("a program")),
)


def recognise(opened: Opened) -> tuple[Format, Opened]:
    """The format of a file, and the file with what was learned on the way.

    Raises `UserError` where it is none that can be read.
    """
    for beginning, what in REFUSED:
        if opened.head.startswith(beginning):
            raise UserError(
                "{file} is not text, it looks like {what}: export its text as a .txt file in UTF-8.",
                "files",
                file=opened.name,
                what=what,
            )
    for known in OF_BYTES:
        if known.recognises(opened):
            return known, opened
    opened = as_text(opened)
    return next(known for known in OF_TEXT if known.recognises(opened)), opened
