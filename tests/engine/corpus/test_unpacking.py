"""Packed files: what is in them comes out, and what is made to do harm ends in one sentence."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from electra_engine.corpus import unpacking
from electra_engine.corpus.left_out import in_a_sentence
from electra_engine.corpus.reading import ReadingReport, read_documents
from electra_engine.corpus.unpacking import PACKED_AGAIN, packed_as, unpack
from electra_engine.errors import UserError
from tests.engine.corpus.bombs import BOMB, FLAT

TEXT = "A fox ran by — 狐狸跑了。\n".encode() * 1_000
MEMORY = 64 << 20  # bytes of Python's own; a decoder has a few more
PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def tar(members: Iterable[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return held.getvalue()


def zipped(
    members: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


def written(folder: Path, content: bytes, name: str = "words.txt.packed") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def contents(file: Path) -> dict[str, bytes]:
    return {member.name: member.stream.read() for member in unpack(file)}


@pytest.mark.parametrize("packer", PACKERS)
def test_one_packed_text_comes_out_as_it_went_in_also_in_parts(tmp_path: Path, packer: str) -> None:
    pack = PACKERS[packer]
    whole = pack(TEXT[:999]) + pack(b"") + pack(TEXT[999:]) + bytes(64)
    assert contents(written(tmp_path, whole)) == {"words.txt": TEXT}


@pytest.mark.parametrize("pack", [bytes, *PACKERS.values()])
def test_the_members_of_a_tar_file_come_out_packed_or_not(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    folder = tarfile.TarInfo("texts")
    folder.type = tarfile.DIRTYPE
    long_name = "x" * 200 + ".txt"
    members = [
        (folder, b""),
        (tarfile.TarInfo("texts/a.txt"), TEXT),
        (tarfile.TarInfo(long_name), b"b" * 512),
    ]
    found = contents(written(tmp_path, pack(tar(members))))
    assert list(found.values()) == [TEXT, b"b" * 512]
    assert next(iter(found)) == "a.txt"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_members_of_a_zip_file_come_out(tmp_path: Path, method: int) -> None:
    packed = zipped([("texts/", b""), ("texts/a.txt", TEXT), ("b.txt", b"b")], method)
    assert contents(written(tmp_path, packed)) == {"a.txt": TEXT, "b.txt": b"b"}


def test_names_are_never_paths(tmp_path: Path) -> None:
    names = ["../../etc/passwd", "/etc/passwd", r"C:\windows\passwd", "a/../passwd"]
    for packed in (
        zipped((name, b"words") for name in names),
        tar((tarfile.TarInfo(name), b"words") for name in names),
    ):
        assert {member.name for member in unpack(written(tmp_path, packed))} == {"passwd"}
    assert [file.name for file in tmp_path.iterdir()] == ["words.txt.packed"]


def pieces_of(file: Path) -> Iterator[int]:
    """Reads all members and says how much came out each time."""
    for member in unpack(file):
        while piece := member.stream.read(1 << 20):
            yield len(piece)


@pytest.mark.parametrize("bomb", FLAT)
def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path, bomb: Callable[[], bytes]) -> None:
    file = written(tmp_path, bomb())
    read: list[int] = []
    tracemalloc.start()
    with pytest.raises(UserError, match="times its size"):
        read.extend(pieces_of(file))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MEMORY
    assert sum(read) < BOMB / 4


def test_what_is_packed_twice_is_refused_and_the_rest_comes_out(tmp_path: Path) -> None:
    inner = {"a.zip": zipped([("a.txt", TEXT)]), "b.gz": gzip.compress(TEXT), "c.tar": tar([])}
    inner |= {"d.xz": lzma.compress(TEXT), "e.bz2": bz2.compress(TEXT), "f.zip": zipped([])}
    inner["c.tar"] = tar([(tarfile.TarInfo("a.txt"), TEXT)])
    for packed in (
        zipped([*inner.items(), ("z.txt", TEXT)]),
        gzip.compress(
            tar((tarfile.TarInfo(name), content) for name, content in [*inner.items(), ("z.txt", TEXT)])
        ),
    ):
        refusals = {member.name: member.refusal for member in unpack(written(tmp_path, packed))}
        assert refusals == {**dict.fromkeys(inner, PACKED_AGAIN), "z.txt": ""}
    assert next(unpack(written(tmp_path, gzip.compress(gzip.compress(TEXT))))).refusal == PACKED_AGAIN


def test_links_and_devices_are_refused_and_the_rest_comes_out(tmp_path: Path) -> None:
    strange = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE):
        info = tarfile.TarInfo("way-out")
        info.type, info.linkname = kind, "/etc/passwd"
        strange.append((info, b""))
    link = zipfile.ZipInfo("way-out")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    for packed in (
        tar([*strange, (tarfile.TarInfo("a.txt"), TEXT)]),
        zipped([(link, b"/etc/passwd"), ("a.txt", TEXT)]),
    ):
        found = {
            member.name: (str(member.refusal), member.stream.read())
            for member in unpack(written(tmp_path, packed))
        }
        assert found == {"way-out": (unpacking.NO_FILE, b""), "a.txt": ("", TEXT)}


def test_what_zipfile_would_unpack_without_a_limit_is_refused(tmp_path: Path) -> None:
    locked = bytearray(zipped([("a.txt", TEXT)]))
    for place in (locked.index(b"PK\x03\x04") + 6, locked.index(b"PK\x01\x02") + 8):
        locked[place] |= 1
    for packed in (
        zipped([("a.txt", TEXT)], zipfile.ZIP_BZIP2),
        zipped([("a.txt", TEXT)], zipfile.ZIP_LZMA),
        bytes(locked),
    ):
        (member,) = unpack(written(tmp_path, packed))
        assert member.refusal
        assert not member.stream.read()


def test_what_is_not_taken_is_told_in_one_sentence_with_its_name(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("way-out")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    inner = zipped([("a.txt", TEXT)])
    file = written(tmp_path, zipped([("inner.zip", inner), (link, b"/etc/passwd"), ("z.txt", TEXT)]))
    report = ReadingReport()
    assert list(read_documents([file], report=report))
    nested, way_out = map(in_a_sentence, report.left_out)
    assert nested == (
        f"{file.name}/inner.zip is an archive inside an archive, which is not opened because it can unpack "
        "to more than any disk holds: unpack it yourself and choose the files in it."
    )
    assert way_out.startswith(f"{file.name}/way-out is a link")
    assert list(read_documents([written(tmp_path, inner)]))
    with pytest.raises(UserError, match=r"/inner\.zip is an archive inside an archive"):
        list(read_documents([written(tmp_path, zipped([("inner.zip", inner)]))], report=ReadingReport()))


def many_members(count: int) -> bytes:
    return tar((tarfile.TarInfo(str(number)), b"a") for number in range(count))


def test_more_members_than_may_be_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_MEMBERS", 5)
    for packed in (
        many_members(21),
        zipped((str(number), b"a") for number in range(6)),
        gzip.compress(b"") * 7,
    ):
        with pytest.raises(UserError, match="holds more than 5 files"):
            contents(written(tmp_path, packed))


def long_list() -> bytes:
    """A ZIP file whose end says that the list of members is larger than what is read at once."""
    packed = bytearray(zipped([("a", b"")]))
    end = packed.index(b"PK\x05\x06")
    size = unpacking.LARGEST_DIRECTORY + 1
    return (
        bytes(packed[:end])
        + bytes(size)
        + bytes(packed[end : end + 12])
        + size.to_bytes(4, "little")
        + bytes(6)
    )


def deep_dictionary() -> bytes:
    """An xz file that asks for a dictionary of 1 GiB."""
    return lzma.compress(TEXT, filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 30}])


def negative_size() -> bytes:
    info = tarfile.TarInfo("a")
    info.size = 5
    block = bytearray(info.tobuf())
    block[124:136] = b"\xff" * 12
    block[148:156] = b"%06o\0 " % (sum(block[:148]) + sum(block[156:]) + 8 * 32)
    return bytes(block)


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(TEXT)[:-20],
        bz2.compress(TEXT)[:-20],
        lzma.compress(TEXT)[:-20],
        zipped([("a.txt", TEXT)])[:-30],
        zipped([("a.txt", TEXT)]).replace(b"a.txt", b"b.txt", 1),
        zipped([("a.txt", TEXT)], zipfile.ZIP_STORED).replace(b"ran", b"run", 1),
        gzip.compress(tar([(tarfile.TarInfo("a.txt"), TEXT)])[:700]),
        tar([(tarfile.TarInfo("a.txt"), TEXT)])[:700],
        gzip.compress(TEXT) + b"more",
        long_list(),
        deep_dictionary(),
        negative_size(),
        b"plain words",
        b"",
    ],
)
def test_a_damaged_archive_is_told_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UserError, match="cannot be unpacked") as refusal:
        contents(written(tmp_path, content))
    assert "\n" not in refusal.value.sentence


def test_text_is_not_taken_for_an_archive() -> None:
    assert not packed_as(TEXT)
    assert not packed_as(b"PK is a name.")
