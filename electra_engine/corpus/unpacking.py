"""What comes out of a packed file that somebody handed over, counted as it comes and never trusted.

A few kilobytes can unpack to more than any disk holds, a member can be a link to somewhere else, and
its name a path. So nothing is written here and no name is used: the members come out one after another
as streams, and the streams end where the limits are.
"""

from __future__ import annotations

import bz2
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from electra_engine.errors import UserError
from electra_engine.sentences import SILENCE, Sentence

MOST_UNPACKED = 8 << 30  # bytes that come out of one file, all members together
# Text becomes ten times smaller, at most a hundred times; a bomb a thousand times and more. The first
# bytes are not judged: one line written down a million times does no harm.
LARGEST_RATIO = 200
UNJUDGED = 16 << 20  # bytes
MOST_MEMBERS = 100_000
LARGEST_DIRECTORY = 16 << 20  # bytes; the list of members in a ZIP file, which is read at once
MOST_XZ_MEMORY = 128 << 20  # bytes; what "xz -9" wrote needs 65 MiB
PIECE = 1 << 16  # bytes
TAR_BLOCK = tarfile.BLOCKSIZE  # bytes, and as many tell what a file is packed as

BEGINNINGS = {b"PK\x03\x04": "zip", b"\x1f\x8b\x08": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}
OTHER_ARCHIVES = (b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd", b"\x1f\x9d")
OFFICE_PARTS = (b"[Content_Types].xml", b"word/", b"_rels/", b"docProps/")  # one of them comes first
DECODERS: dict[str, Callable[[], Any]] = {
    "gzip": lambda: zlib.decompressobj(wbits=16 + zlib.MAX_WBITS),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_XZ_MEMORY),
}
NOTES_IN_TAR = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
METHODS_IN_ZIP = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile unpacks the others without a limit
# What the libraries raise for a file that is not as it should be.
DAMAGED: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    zlib.error,
    lzma.LZMAError,
)
DAMAGED += (zipfile.BadZipFile, tarfile.TarError)
# Why a member is not taken; `file` is whatever the reader calls it.
NO_FILE = Sentence(
    "{file} is a link, a device or a file with holes, which can lead anywhere or fill the disk: put the file "
    "itself in its place."
)
PACKED_AGAIN = Sentence(
    "{file} is an archive inside an archive, which is not opened because it can unpack to more than any disk "
    "holds: unpack it yourself and choose the files in it."
)
LOCKED = Sentence(
    "{file} is locked with a password and cannot be read: unpack it yourself and choose the file."
)
STRANGE_METHOD = Sentence(
    "{file} is packed by a method that is not read here: unpack it yourself and choose the file."
)


@dataclass(frozen=True)
class Member:
    """One file in a packed one.

    `name` is the last part of what it is called there, to be shown and nothing else. `stream` can be
    read until the next member is asked for. Where the member is not taken, `refusal` is a sentence that says
    why, with a gap for the name of the `file`, and the stream is empty.
    """

    name: str
    stream: BinaryIO
    refusal: Sentence = SILENCE


def packed_as(head: bytes) -> str:
    """``"zip"``, ``"tar"``, ``"gzip"``, ``"bzip2"`` or ``"xz"`` by a file's first bytes, else ``""``."""
    if head[257:262] == b"ustar":
        return "tar"
    return next((kind for beginning, kind in BEGINNINGS.items() if head.startswith(beginning)), "")


def is_document(head: bytes) -> bool:
    """Whether a packed file is one text (a Word document, an EPUB book), by the first member it has."""
    # Where a ZIP file has the first name.
    return is_book(head) or (head.startswith(b"PK\x03\x04") and head[30:].startswith(OFFICE_PARTS))


def is_book(head: bytes) -> bool:
    """Whether a packed file is an EPUB book: its first member is called mimetype, and says so."""
    return head.startswith(b"PK\x03\x04") and head[30:38] == b"mimetype" and b"epub+zip" in head[38:100]


def names_in_zip(path: Path) -> frozenset[str]:
    """What a ZIP file's own table calls its members; empty where it has none that can be read."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(_Frugal(file)) as archive:
            return frozenset(archive.namelist())
    except DAMAGED:
        return frozenset()


def small_member(path: Path, name: str, most: int) -> bytes:
    """The first `most` bytes of a member of a ZIP file; empty where it has none that can be read."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(_Frugal(file)) as archive:
            member = archive.getinfo(name)
            if member.flag_bits & 1 or member.compress_type not in METHODS_IN_ZIP:
                return b""
            with archive.open(member) as content:
                return content.read(most)
    except DAMAGED:
        return b""
    except KeyError:  # no such member
        return b""


def unpack(path: Path, first: Sequence[str] = ()) -> Iterator[Member]:
    """The files in a packed file, one after another; of a ZIP file those called `first` come in that order,
    and before the others.

    A gzip, bzip2 or xz file holds one, or those of the tar file in it. Raises `UserError`, also while a
    stream is read, when more comes out than may, when there are too many members, or where the file is
    damaged or is not packed at all.
    """
    try:
        with path.open("rb") as file:
            kind = packed_as(file.read(TAR_BLOCK))
            file.seek(0)
            if kind == "zip":
                yield from _in_zip(file, path, first)
            elif kind == "tar":
                yield from _in_tar(file, path)
            elif kind:
                yield from _in_stream(_readable(_Unpacked(file, path, kind), path), path)
            else:
                raise ValueError
    except DAMAGED:
        raise _unreadable(path) from None


def _in_stream(stream: io.BufferedReader, path: Path) -> Iterator[Member]:
    if packed_as(stream.peek()) == "tar":
        yield from _in_tar(stream, path)
    else:
        yield _member(path.stem, stream, path)


def _in_tar(file: BinaryIO, path: Path) -> Iterator[Member]:
    """Block by block, because `tarfile` takes names and lists of any length into memory."""
    for _ in range(4 * MOST_MEMBERS):  # folders and notes are counted as well
        block = file.read(TAR_BLOCK)
        if not any(block):
            return
        header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
        has_content = header.isreg() or header.type in NOTES_IN_TAR
        content = _Part(file, header.size if has_content else 0)
        if header.isreg() and header.type != tarfile.GNUTYPE_SPARSE:
            yield _member(header.name, content, path)
        elif not (header.isdir() or header.type in NOTES_IN_TAR):
            yield _refused(header.name, NO_FILE)
        content.skip_rest()
        _Part(file, -content.length % TAR_BLOCK).skip_rest()
    raise _too_many(path)


def _in_zip(file: BinaryIO, path: Path, first: Sequence[str]) -> Iterator[Member]:
    places = {name: place for place, name in enumerate(dict.fromkeys(first))}
    with zipfile.ZipFile(_Frugal(file)) as archive:
        listed = [member for member in archive.infolist() if not member.is_dir()]
        listed.sort(key=lambda member: places.get(member.filename, len(places)))
        if len(listed) > MOST_MEMBERS:
            raise _too_many(path)
        # A member ends where the list says, whatever is in it; two members may be the same bytes.
        _check_size(sum(member.file_size for member in listed), path.stat().st_size, path)
        for member in listed:
            if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
                yield _refused(member.filename, NO_FILE)
            elif member.flag_bits & 1:
                yield _refused(member.filename, LOCKED)
            elif member.compress_type not in METHODS_IN_ZIP:
                yield _refused(member.filename, STRANGE_METHOD)
            else:
                with archive.open(member) as content:
                    yield _member(member.filename, content, path)


class _Frugal:
    """A file that is never read by more than `LARGEST_DIRECTORY` bytes at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if size > LARGEST_DIRECTORY:
            raise ValueError("the list of members is too long")
        return self._file.read(size if size >= 0 else LARGEST_DIRECTORY)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class _Part:
    """The next `length` bytes of a stream."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        if length < 0:
            raise ValueError("a length below nothing")
        self.length = self._left = length
        self._file = file

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._left))
        if self._left and not piece:
            raise EOFError("the file ends too early")
        self._left -= len(piece)
        return piece

    def skip_rest(self) -> None:
        while self.read(PIECE):
            pass


class _Unpacked:
    """What comes out of a gzip, bzip2 or xz file, which may be several put one after another."""

    def __init__(self, file: BinaryIO, path: Path, kind: str) -> None:
        self._file, self._path, self._new_decoder = file, path, DECODERS[kind]
        self._decoder: Any = self._new_decoder()
        self._held = b""
        self._bytes_out = self._parts = 0

    def read(self, size: int) -> bytes:
        while self._decoder:
            piece: bytes = self._decoder.decompress(self._held, size)
            self._held = getattr(self._decoder, "unconsumed_tail", b"")  # zlib's alone gives back its rest
            if self._decoder.eof:
                self._go_on(self._decoder.unused_data)
            elif not piece and not self._held:
                self._held = self._file.read(PIECE)
                if not self._held:
                    raise EOFError("the file ends too early")
            if piece:
                self._bytes_out += len(piece)
                _check_size(self._bytes_out, self._file.tell(), self._path)
                return piece
        return b""

    def _go_on(self, rest: bytes) -> None:
        """To the next part, past the zeros that may fill a file up."""
        self._parts += 1
        if self._parts > MOST_MEMBERS:
            raise _too_many(self._path)
        rest = rest.lstrip(b"\0")
        while not rest and (more := self._file.read(PIECE)):
            rest = more.lstrip(b"\0")
        self._held, self._decoder = rest, self._new_decoder() if rest else None


class _Readable(io.RawIOBase):
    """A source as a stream that tells damage in a sentence."""

    def __init__(self, source: Any, path: Path) -> None:
        self._source, self._path = source, path

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        done = 0
        try:
            while done < len(buffer) and (piece := self._source.read(min(len(buffer) - done, PIECE))):
                buffer[done : done + len(piece)] = piece
                done += len(piece)
        except DAMAGED:
            raise _unreadable(self._path) from None
        return done


def _readable(source: Any, path: Path) -> io.BufferedReader:
    return io.BufferedReader(_Readable(source, path), PIECE)


def _member(name: str, content: Any, path: Path) -> Member:
    stream = _readable(content, path)
    head = stream.peek()[:TAR_BLOCK]
    if (packed_as(head) and not is_document(head)) or head.startswith(OTHER_ARCHIVES):
        return _refused(name, PACKED_AGAIN)
    return Member(_shown(name), stream)


def _refused(name: str, reason: Sentence) -> Member:
    return Member(_shown(name), io.BytesIO(), reason)


def _shown(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name[-100:]


def _check_size(bytes_out: int, bytes_in: int, path: Path) -> None:
    if bytes_out > MOST_UNPACKED:
        raise UserError(
            "{file} unpacks to more than {most:,} GB: unpack it yourself and choose some of its files.",
            "files",
            file=path.name,
            most=MOST_UNPACKED >> 30,
        )
    if bytes_out > UNJUDGED and bytes_out > LARGEST_RATIO * bytes_in:
        raise UserError(
            "{file} unpacks to more than {ratio} times its size, which text never does, so it is taken for "
            "a file made to do harm: choose another, or unpack it yourself.",
            "files",
            file=path.name,
            ratio=LARGEST_RATIO,
        )


def _too_many(path: Path) -> UserError:
    return UserError(
        "{file} holds more than {most:,} files: put several texts into each.",
        "files",
        file=path.name,
        most=MOST_MEMBERS,
    )


def _unreadable(path: Path) -> UserError:
    return UserError(
        "{file} cannot be unpacked (it is damaged, or packed in a way that is not read here): download it "
        "again, or unpack it yourself.",
        "files",
        file=path.name,
    )
