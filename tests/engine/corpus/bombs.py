"""Small files that unpack to far more than anybody meant, as their makers pack them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

BOMB = 1 << 30  # bytes, all of them 0
PART = 16 << 20  # bytes that are packed once and repeated


def gzip_bomb() -> bytes:
    return gzip.compress(bytes(PART)) * (BOMB // PART)


def bzip2_bomb() -> bytes:
    return bz2.compress(bytes(PART)) * (BOMB // PART)


def xz_bomb() -> bytes:
    return lzma.compress(bytes(PART), preset=0) * (BOMB // PART)


def tar_bomb() -> bytes:
    info = tarfile.TarInfo("zeros")
    info.size = BOMB
    return gzip.compress(info.tobuf()) + gzip_bomb()


def zip_bomb() -> bytes:
    return _zipped({"zeros": bytes(64 << 20)})


def zip_of_one_member_named_often() -> bytes:
    """Many names for the same bytes, as in the densest bombs known."""
    packed = bytearray(_zipped({"zeros": bytes(10 << 20)}))
    start = packed.index(b"PK\x01\x02")
    end = packed.index(b"PK\x05\x06")
    listed = bytes(packed[start:end])
    tail = bytearray(packed[end:])
    count = 500
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = (count * len(listed)).to_bytes(4, "little")
    return bytes(packed[:start]) + listed * count + bytes(tail)


def zip_of_zips(depth: int = 2) -> bytes:
    inner = zip_of_zips(depth - 1) if depth else bytes(1 << 20)
    return _zipped({f"{number}.zip" if depth else f"{number}.txt": inner for number in range(4)})


FLAT: tuple[Callable[[], bytes], ...] = (
    gzip_bomb,
    bzip2_bomb,
    xz_bomb,
    tar_bomb,
    zip_bomb,
    zip_of_one_member_named_often,
)
BOMBS = {make.__name__: make for make in (*FLAT, zip_of_zips)}


def _zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()
