"""Files in, documents out, one after another and never a whole file at once.

A named file or folder → its parts → told by content → reader → units of text → documents. One bad file,
member or line never loses the rest: it is listed in the report with its reason.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from electra_engine.corpus.documents import Document
from electra_engine.corpus.reading.cutting import documents_of
from electra_engine.corpus.reading.formats import LINES, recognise
from electra_engine.corpus.reading.hub import is_dataset, read_dataset
from electra_engine.corpus.reading.opening import blank, open_file, shown_name
from electra_engine.corpus.reading.parts import Part, parts_of
from electra_engine.corpus.reading.report import FileReport, LeftOut, ReadingReport
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence
from electra_engine.settings import CorpusSettings

__all__ = ["FileReport", "LeftOut", "ReadingReport", "is_dataset", "read_documents"]


def read_documents(
    paths: Iterable[Path | str],
    settings: CorpusSettings | None = None,
    report: ReadingReport | None = None,
) -> Iterator[Document]:
    """The documents of all files, folders and datasets (``hf:NAME``), in order, nothing cleaned yet.

    With a `report`, what cannot be used is listed there; without one it raises `UserError`. It is also
    raised where nothing at all could be read.
    """
    kept, settings = report or ReadingReport(), settings or CorpusSettings()
    found = False
    for path in map(Path, paths):
        name = shown_name(str(path) if is_dataset(str(path)) else path.name or str(path))
        file = FileReport(name)
        kept.files.append(file)
        with contextlib.suppress(OSError, ValueError):
            file.bytes = path.stat().st_size
        with contextlib.closing(_documents(path, name, file, kept, settings, report is None)) as documents:
            for text in documents:
                found = True
                yield Document(_mended(text, file), name)
    if kept.left_out and not found:
        raise UserError(kept.left_out[0].reason, "files")


def _documents(
    path: Path, name: str, file: FileReport, report: ReadingReport, settings: CorpusSettings, strict: bool
) -> Generator[str]:
    with _listed(Part(path, name), report, strict):
        if is_dataset(str(path)):
            yield from documents_of(read_dataset(str(path), settings.text_column, file), LINES)
            return
        for part in parts_of(path, name, file, report):
            with _listed(part, report, strict):
                opened = open_file(
                    part.path,
                    part.name,
                    file,
                    report,
                    settings.encoding,
                    settings.text_column,
                    part.is_member,
                )
                known, opened = recognise(opened)
                file.format = file.format or known.name
                listed, found = report.left_out_count, False
                for text in known.documents(opened):
                    found = True
                    yield text
                if not found and listed == report.left_out_count:
                    raise blank(part.name)


@contextlib.contextmanager
def _listed(part: Part, report: ReadingReport, strict: bool) -> Iterator[None]:
    """Lists what goes wrong with a part; files come from anywhere, and their readers raise anything."""
    try:
        yield
    except UserError as error:
        if strict:
            raise
        report.leave_out(part.name, error.sentence)
    except Exception as error:
        reason = (str(error).splitlines() or [""])[0][:120] or type(error).__name__
        told = Sentence(
            "{file} is damaged ({reason}): what could be read of it was read.", file=part.name, reason=reason
        )
        if strict:
            raise UserError(told, "files") from None
        report.leave_out(part.name, told)


def _mended(text: str, file: FileReport) -> str:
    """The text without NULs and half characters, which no tokenizer and no file takes."""
    if text.isascii() and "\0" not in text:
        return text
    text = text.replace("\ufeff", "")
    file.damaged += text.count("\ufffd") + text.count("\0")
    text = text.replace("\0", " ")
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a pair of surrogates, as JSON may spell one
        return text.encode("utf-8", "replace").decode()
    return text
