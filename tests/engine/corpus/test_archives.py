"""What an archive is, its own table says; what yields nothing is listed with its reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from electra_engine.corpus import ReadingReport, read_documents
from tests.engine.corpus.test_formats import FACTS, WRITTEN, book, lines_of, read, word_document, zipped


def stored(members: dict[str, bytes]) -> bytes:
    """A ZIP file whose members stand in it as they are, byte for byte."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def facts_in(path: Path, content: bytes) -> tuple[list[str], ReadingReport]:
    path.write_bytes(content)
    text, report = read(path)
    return [line for line in lines_of(text) if line.startswith("Fact")], report


@pytest.mark.parametrize("document", [word_document, book], ids=["docx", "epub"])
def test_an_archive_is_no_document_because_one_lies_in_it(tmp_path: Path, document: object) -> None:
    members = {"a": document(), "b.txt": WRITTEN.encode()}  # type: ignore[operator]
    found, report = facts_in(tmp_path / "two.zip", stored(members))
    assert found == FACTS * 2
    assert (report.files[0].format, report.left_out) == ("ZIP archive", [])


@pytest.mark.parametrize(
    "members",
    [{"folder/": b""}, {"__MACOSX/._a.txt": b"\0\1", ".DS_Store": b"\0"}, {}],
    ids=["folders", "noise", "nothing"],
)
def test_an_archive_without_a_text_is_listed(tmp_path: Path, members: dict[str, bytes]) -> None:
    (tmp_path / "good.txt").write_text(WRITTEN)
    (tmp_path / "empty.zip").write_bytes(zipped(members))
    report = ReadingReport()
    assert list(read_documents([tmp_path / "good.txt", tmp_path / "empty.zip"], None, report))
    assert [one.name for one in report.left_out] == ["empty.zip"]


def test_what_lies_in_an_archive_and_yields_nothing_is_listed(tmp_path: Path) -> None:
    members = {
        "book.epub": zipped({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<c/>"}),
        "sheet.xlsx": zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}),
        "good.txt": WRITTEN.encode(),
    }
    found, report = facts_in(tmp_path / "three.zip", zipped(members))
    assert found == FACTS
    assert [one.name for one in report.left_out] == ["three.zip/book.epub", "three.zip/sheet.xlsx"]


def bound(spine: str, opf: str = "OEBPS/content.opf") -> bytes:
    """A book whose chapters are stored from the last to the first; `spine` is how its parts are ordered."""
    names = {f"c{n}": f"text/a {len(FACTS) - n:02d}.xhtml" for n in range(len(FACTS))}
    items = "".join(
        f'<item id="{id}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for id, name in names.items()
    )
    chapters = {
        f"OEBPS/{name}": f"<html><body><p>{fact}</p></body></html>".encode()
        for name, fact in sorted(zip(names.values(), FACTS, strict=True))
    }
    return zipped(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": f'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            f'<rootfiles><rootfile full-path="{opf}"/></rootfiles></container>'.encode(),
            "OEBPS/content.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>'
            f"<spine>{spine}</spine></package>".encode(),
            **chapters,
        }
    )


def test_the_chapters_of_a_book_come_in_the_order_of_its_spine(tmp_path: Path) -> None:
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(FACTS)))
    assert facts_in(tmp_path / "book.epub", bound(spine))[0] == FACTS
    some, _ = facts_in(tmp_path / "some.epub", bound('<itemref idref="c5"/><itemref idref="missing"/>'))
    assert some[0] == FACTS[5]
    assert sorted(some) == sorted(FACTS)


@pytest.mark.parametrize(
    ("spine", "opf"), [("", "nowhere.opf"), ("<!", "OEBPS/content.opf")], ids=["no list", "a damaged list"]
)
def test_a_book_without_a_spine_is_read_as_it_lies(tmp_path: Path, spine: str, opf: str) -> None:
    found, report = facts_in(tmp_path / "book.epub", bound(spine, opf))
    assert (found, report.left_out) == (FACTS[::-1], [])
