"""What lies in a file or folder that somebody named: itself, or the files that are in it.

A packed file's members are written to a temporary folder one at a time, because some formats are read
from their end. Books (EPUB) and Word documents are packed files too, of which only certain members hold
the text.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from electra_engine.corpus.reading.book import spine_of
from electra_engine.corpus.reading.opening import blank, shown_name
from electra_engine.corpus.reading.report import FileReport, ReadingReport
from electra_engine.corpus.unpacking import (
    PACKED_AGAIN,
    TAR_BLOCK,
    Member,
    is_book,
    names_in_zip,
    packed_as,
    unpack,
)
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence

PIECE_BYTES = 1 << 18
DATASET_CARDS = ("dataset_info.json", "dataset_dict.json", "state.json")
WORD_PARTS = {"[Content_Types].xml", "word/document.xml"}
FOLDER = Sentence("folder")
# Members that systems put beside the files, and nobody wrote.
_NOISE = ("._", ".DS_Store", "Thumbs.db", "desktop.ini")
# Where members are written; None is the system's place for temporary files. Of this reading alone, because
# libraries that are loaded meanwhile must not take it for theirs.
_place: ContextVar[Path | None] = ContextVar("place", default=None)


@dataclass(frozen=True)
class Part:
    """One file to read; `name` is what people call it."""

    path: Path
    name: str
    is_member: bool = False


@dataclass(frozen=True)
class Packing:
    """A kind of packed file: how its first bytes and its own table tell it, and which members count, in which
    order."""

    name: Sentence
    recognises: Callable[[bytes, Path], bool]
    holds_text: Callable[[str], bool] = bool
    first: Callable[[Path], Sequence[str]] = lambda _: ()
    is_one_document: bool = True


PACKINGS = (
    Packing(
        Sentence("EPUB book"),
        lambda head, _: is_book(head),
        lambda name: name.lower().endswith((".xhtml", ".html", ".htm")),
        spine_of,
    ),
    Packing(
        Sentence("Word document"),
        lambda head, path: packed_as(head) == "zip" and names_in_zip(path) >= WORD_PARTS,
        lambda name: name == "document.xml",
    ),
    Packing(Sentence("ZIP archive"), lambda head, _: packed_as(head) == "zip", is_one_document=False),
    Packing(Sentence("tar archive"), lambda head, _: packed_as(head) == "tar", is_one_document=False),
    Packing(Sentence("gzip"), lambda head, _: packed_as(head) == "gzip", is_one_document=False),
    Packing(Sentence("bzip2"), lambda head, _: packed_as(head) == "bzip2", is_one_document=False),
    Packing(Sentence("xz"), lambda head, _: packed_as(head) == "xz", is_one_document=False),
)


def parts_of(path: Path, name: str, file: FileReport, report: ReadingReport) -> Iterator[Part]:
    """The files to read, each until the next is asked for; what cannot be unpacked is listed."""
    if path.is_dir():
        file.format = FOLDER
        yield from _in_folder(path, name, file)
    elif packing := packing_of(path):
        file.format = packing.name
        yield from _unpacked(Part(path, name), packing, file, report)
    else:
        yield Part(path, name)


def packing_of(path: Path) -> Packing | None:
    """How a file is packed, None where it is not."""
    try:
        with path.open("rb") as stream:
            head = stream.read(TAR_BLOCK)
    except (OSError, ValueError):  # it is refused with a sentence as soon as it is opened
        return None
    return next((one for one in PACKINGS if one.recognises(head, path)), None)


def _in_folder(folder: Path, name: str, file: FileReport) -> Iterator[Part]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    kept = [
        path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    if any(path.name in DATASET_CARDS for path in kept):  # what `datasets` saves: its cards are no text
        kept = [path for path in kept if path.suffix == ".arrow"]
    if not kept:
        raise UserError("There is no file in the folder {file}: choose another one.", "files", file=name)
    for path in kept:
        file.members += 1
        yield Part(path, f"{name}/{shown_name(str(path.relative_to(folder)))}", is_member=True)


@contextlib.contextmanager
def unpacked_in(folder: Path) -> Iterator[None]:
    """What is unpacked within lies in this folder for as long as it is read."""
    before = _place.set(folder)
    try:
        yield
    finally:
        _place.reset(before)


def _unpacked(packed: Part, packing: Packing, file: FileReport, report: ReadingReport) -> Iterator[Part]:
    came, listed = False, report.left_out_count
    with tempfile.TemporaryDirectory(prefix="electra-unpacked-", dir=_place.get()) as folder:
        for member in unpack(packed.path, packing.first(packed.path)):
            if not packing.holds_text(member.name) or member.name.startswith(_NOISE):
                continue
            name = packed.name if packing.is_one_document else f"{packed.name}/{shown_name(member.name)}"
            if member.refusal:
                report.leave_out(name, Sentence(member.refusal.template, file=name))
                continue
            came = True
            file.members += not packing.is_one_document
            # What is packed alone keeps its layout; of several files in one each is a text of its own.
            is_member = not packing.is_one_document and member.name != packed.path.stem
            yield from _written(member, Part(Path(folder) / "member", name, is_member), file, report)
    if not came and listed == report.left_out_count:
        report.leave_out(packed.name, blank(packed.name).sentence)


def _written(member: Member, part: Part, file: FileReport, report: ReadingReport) -> Iterator[Part]:
    """The member as a file; a book or a document in an archive as the parts that it has."""
    broken = None
    with part.path.open("wb") as target:
        try:
            while piece := member.stream.read1(PIECE_BYTES):  # type: ignore[attr-defined]
                target.write(piece)
        except Exception as error:  # what came out before the damage is read all the same
            broken = error
    if broken and not part.path.stat().st_size:
        raise broken
    packing = packing_of(part.path)
    if packing is None:
        yield part
    elif packing.is_one_document:
        yield from _unpacked(part, packing, file, report)
    else:
        report.leave_out(part.name, Sentence(PACKED_AGAIN.template, file=part.name))
    if broken:
        raise broken
