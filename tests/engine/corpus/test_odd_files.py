"""A pile of odd files: each ends in text or in one sentence, never in a trace or a hang."""

from __future__ import annotations

import gzip
import json
import random
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from electra_engine.corpus import ReadingReport, read_documents, summarise
from electra_engine.errors import UserError
from tests.engine.corpus import test_formats as made

TEXT = ("The river is long and nobody has swum it since. " * 4 + "\n") * 40
DICE = random.Random(11)


def odd_texts() -> Iterator[tuple[str, bytes]]:
    """Text that is text after all, or nearly."""
    yield "cr-only", TEXT.replace("\n", "\r").encode()
    yield "crlf", TEXT.replace("\n", "\r\n").encode()
    yield (
        "mixed-ends",
        TEXT.encode() + TEXT.replace("\n", "\r").encode() + TEXT.replace("\n", "\r\n").encode(),
    )
    yield "no-last-newline", TEXT.rstrip().encode()
    yield "five-megabyte-line", b"river and sea " * 360_000
    yield "five-megabyte-word", b"x" * 5_000_000
    yield "nuls-inside", TEXT.encode().replace(b"long", b"l\0ng")
    yield "bom-inside", b"\xef\xbb\xbf".join([TEXT.encode()] * 3)
    yield "bom-only", b"\xef\xbb\xbf"
    yield "white-space", b" \t\r\n" * 500
    yield "nothing", b""
    yield "one-letter", b"x"
    yield "one-nul", b"\0"
    yield "utf-16-odd-length", TEXT.encode("utf-16")[:-1]
    yield "utf-16-wrong-mark", b"\xfe\xff" + TEXT.encode("utf-16-le")
    yield "utf-8-cut-in-a-letter", ("Grüße " * 300).encode()[:-2]
    yield "two-encodings", ("größer\n" * 300).encode() + ("größer\n" * 300).encode("latin-1")
    yield "escapes", b"\x1b[31mred\x1b[0m text here\n" * 200
    yield "lone-surrogate", b"text \xed\xa0\x80 here\n" * 200
    yield "private-use", "\ue000\uf8ff words \U000f0000\n".encode() * 200
    yield "right-to-left", "\u202egnp.exe\u202c שלום\n".encode() * 200
    yield "zalgo", ("z\u0335" + "\u0336" * 200 + "algo\n").encode() * 100
    yield "template", b"{{constructor}} ${7*7} <script>alert(1)</script>\n" * 100


def odd_tables() -> Iterator[tuple[str, bytes]]:
    table = made.csv_table()
    rows = table.decode().splitlines(keepends=True)
    yield (
        "ragged",
        "".join(row if n % 3 else row.split(",", 1)[0] + "\n" for n, row in enumerate(rows)).encode(),
    )
    yield "open-quote", table + b'99,"never closed\n' + table
    yield "quotes-inside", b'text\tlabel\nHe said "no\t1\n"Yes" she said\t0\nfine\t1\n' * 20
    yield "nuls-in-cells", table.replace(b"good", b"g\0\0d")
    yield "crlf-bom-table", b"\xef\xbb\xbf" + table.replace(b"\n", b"\r\n")
    yield "cr-table", table.replace(b"\n", b"\r")
    yield "utf-16-table", table.decode().encode("utf-16")
    yield "names-only", b"id,text,label\n"
    yield "empty-cells", b"id,text,label\n" + b"1,,\n" * 50
    yield "numbers-only", b"a,b,c\n" + b"1,2,3\n" * 50
    yield "twin-names", b"text,text,label\n" + b"one here,two there,1\n" * 30
    yield "huge-cell", b"id,text\n1," + b"word " * 400_000 + b"\n2,small one\n3,small two\n"
    yield "wide", b"\t".join([b"cell"] * 5_000) + b"\n" + b"\t".join([b"some text"] * 5_000) + b"\n" * 3
    yield "nan-cells", b"text,label\n" + b"nan,NaN\nreal text here,1\n" * 30


def odd_json() -> Iterator[tuple[str, bytes]]:
    lines = made.json_lines()
    yield "deep", b"[" * 100_000
    yield "deep-line", b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"\n" + lines
    yield "cut-json", made.json_array()[:-40]
    yield "cut-line", lines[:-30]
    yield "not-quite", lines.replace(b'"', b"'", 40)
    yield "nan-json", b'{"text": NaN}\n{"text": "yes, this is text"}\n' * 20
    yield "no-text", b'{"a": 1}\n{"a": 2}\n' * 20
    yield "null", b"null"
    yield "empty-array", b"[]"
    yield "surrogate-json", b'{"text": "half \\ud800 letter"}\n' * 30
    yield "escaped", json.dumps([{"text": "tab\tnul\u0000 \u2028 end"}] * 30).encode()
    yield "big-number", b'{"n": 1' + b"0" * 100_000 + b', "text": "with a number"}\n{"text": "b"}\n' * 2
    yield "two-values", b'{"text": "one here"} {"text": "two here"}'
    yield "long-line", b'{"text": "' + b"word " * 500_000 + b'"}\n' + lines


def odd_archives() -> Iterator[tuple[str, bytes]]:
    for name in ("zip", "docx", "epub", "tar.gz", "gz", "bz2", "xz", "parquet", "arrow file", "pdf"):
        whole = made.FORMATS[name][0]()
        yield f"cut-{name}", whole[: len(whole) // 2]
        yield f"head-of-{name}", whole[:40]
        broken = bytearray(whole)
        for _ in range(12):
            broken[DICE.randrange(len(broken) // 4, len(broken))] ^= 1 << DICE.randrange(8)
        yield f"flipped-{name}", bytes(broken)
    yield "empty-zip", made.zipped({})
    yield "zip-of-nothing", made.zipped({"a.txt": b"", "b.txt": b" "})
    yield "zip-in-zip", made.zipped({"a.zip": made.zipped({"b.txt": TEXT.encode()})})
    yield "up-and-out", made.zipped({"../../etc/passwd": TEXT.encode(), "/abs.txt": TEXT.encode()})
    yield (
        "mixed-zip",
        made.zipped({"a.txt": TEXT.encode(), "b.png": b"\x89PNG\r\n\x1a\n" + bytes(50), "c": b""}),
    )
    yield "bomb-gz", gzip.compress(bytes(40 << 20))
    yield "stored-wrong", b"PK\x03\x04" + DICE.randbytes(400)
    yield "raw-deflate", zlib.compress(TEXT.encode())
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
    yield (
        "entity-docx",
        made.zipped({"word/document.xml": b"<?xml version='1.0'?>" + bomb + b"<w:document>&b;</w:document>"}),
    )
    yield "no-document-docx", made.zipped({"[Content_Types].xml": b"<T/>", "word/styles.xml": b"<s/>"})
    yield "spreadsheet", made.zipped({"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b"<w/>"})
    yield "pdf-of-nothing", b"%PDF-1.7\n%%EOF\n"
    yield "pdf-junk", b"%PDF-1.4\n" + DICE.randbytes(3_000)


def odd_pages() -> Iterator[tuple[str, bytes]]:
    yield "open-tags", b"<html><body>" + b"<p><div><span>" * 3_000 + TEXT.encode()
    yield "open-comment", b"<html><body><p>Text.</p><!-- never closed " + TEXT.encode()
    yield "open-tag", b"<html><body><p>Text.</p><a href='" + TEXT.encode()
    yield "open-script", b"<html><script>var a = 1; " + TEXT.encode()
    yield "entities", b"<html><p>" + b"&amp;&#65;&bogus;&#99999999;&" * 2_000 + b"</p>"
    yield "angle-brackets", b"<html>" + b"<" * 200_000
    yield "conllu-gaps", made.conllu().replace(b"\t_\t_\n", b"\t_\n", 5)
    yield "only-comments", b"# newdoc\n# text = nothing else\n" * 30


PILE = dict([*odd_texts(), *odd_tables(), *odd_json(), *odd_archives(), *odd_pages()])


def test_it_is_a_pile() -> None:
    assert len(PILE) >= 100


@pytest.mark.parametrize("name", PILE)
def test_an_odd_file_ends_in_text_or_in_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PILE[name])
    report = ReadingReport()
    documents: list[str] = []
    told = [""]
    try:
        documents = [document.text for document in read_documents([path], report=report)]
    except UserError as refusal:
        told = [refusal.sentence]
    assert all(text.strip() and "\0" not in text and text.encode() for text in documents)
    assert documents or report.left_out
    told += [one.reason for one in report.left_out]
    assert all("\n" not in sentence and len(sentence) < 400 for sentence in told)


def test_the_whole_pile_at_once_loses_none_of_a_good_file(tmp_path: Path) -> None:
    packed = tmp_path / "pile.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PILE.items():
            if len(content) < 1 << 20:
                archive.writestr(name, content)
        archive.writestr("zz-good.txt", TEXT)
    summary = summarise([packed])
    assert summary.documents > 50
    assert summary.left_out_count >= 25
    assert not any("zz-good" in one.name for one in summary.left_out)
