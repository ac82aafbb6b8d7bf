"""A labelled file's bytes: its own, or those of the one file that is packed in it."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from electra_engine.corpus.unpacking import Member, is_document, packed_as, unpack
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence

LARGEST_FILE = 1 << 30  # bytes; labelled rows are held in memory
HEAD_BYTES = 512
PIECE_BYTES = 1 << 20
# Members that systems put beside the files, and nobody wrote.
NOISE = ("._", ".DS_Store", "Thumbs.db", "desktop.ini")
OFFICE_MARKS = ("[Content_Types].xml", "mimetype")
NAMED = 4  # members that a refusal names
OTHER_ARCHIVES = {b"(\xb5/\xfd": "zstandard", b"7z\xbc\xaf": "7-zip", b"Rar!": "RAR"}


def read_bytes(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The whole file, unpacked where it is a gzip, bzip2, xz, zip or tar file with one file in it.

    Raises `UserError` for what is absent, longer than `largest` bytes, holds several files or cannot be
    unpacked.
    """
    if not path.is_file():
        if path.is_dir():
            raise UserError("{path} is a folder: give a file of labelled rows.", path=path)
        raise UserError("The file {path} does not exist: give a file of labelled rows.", path=path)
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            _refuse_unreadable(head, path)
            if packed_as(head):
                return _unpacked(path, largest)
            stream.seek(0)
            return _read(stream, path, largest)
    except OSError as error:
        raise UserError(
            "The file {file} cannot be read ({reason}).", file=path.name, reason=error.strerror
        ) from None


def _refuse_unreadable(head: bytes, path: Path) -> None:
    if is_document(head):
        raise _document(path)
    other = next((name for start, name in OTHER_ARCHIVES.items() if head.startswith(start)), None)
    if other:
        raise UserError(
            "{file} is a {kind} archive, which is not unpacked here: unpack it and give the file in it.",
            file=path.name,
            kind=other,
        )


def _unpacked(path: Path, largest: int) -> bytes:
    """What the one file holds that is packed in `path`."""
    content, names, refused = b"", [], None
    for member in unpack(path):
        if member.name in OFFICE_MARKS:
            raise _document(path)
        if not member.name or member.name.startswith(NOISE):
            continue
        if member.refusal:
            refused = refused or member
            continue
        names.append(member.name)
        if len(names) == 1:
            content = _read(member.stream, path, largest)
        elif len(names) == NAMED:
            break
    if len(names) == 1:
        return content
    raise _several(path, names) if names else _nothing(path, refused)


def _read(stream: BinaryIO, path: Path, largest: int) -> bytes:
    pieces, size = [], 0
    while piece := stream.read(PIECE_BYTES):
        size += len(piece)
        if size > largest:
            raise UserError(
                "{file} is larger than {most:,} MB: give a part of its rows.",
                file=path.name,
                most=largest >> 20,
            )
        pieces.append(piece)
    return b"".join(pieces)


def _document(path: Path) -> UserError:
    return UserError(
        "{file} is a packed document, not a table of text: save it as CSV, TSV or JSON.", file=path.name
    )


def _several(path: Path, names: list[str]) -> UserError:
    return UserError(
        "{file} holds several files ({names}): unpack it and give the one with the labelled rows.",
        file=path.name,
        names=", ".join(names),
    )


def _nothing(path: Path, refused: Member | None) -> UserError:
    if refused is None:
        return UserError("{file} holds no file: give a file of labelled rows.", file=path.name)
    return UserError(Sentence(refused.refusal.template, file=f"{path.name}/{refused.name}"))
