"""A pile of odd files: what people really upload, and what breaks readers."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Iterator
from random import Random
from typing import Any

import pyarrow
import pyarrow.ipc
import pyarrow.parquet

from tests.engine.finetuning.labelled_rows import mood_rows

MOODS = mood_rows(24)
TABLE = "text\tlabel\n" + "".join(f"{text}\t{label}\n" for text, label in MOODS)
COMMAS = TABLE.replace("\t", ",")
CONLL = "".join(f"{word}\t{'B-x' if word == 'dog' else 'O'}\n" for word in ["the", "dog", "ran"]) + "\n"
CONLLU = "# text = don't\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n" + "".join(
    f"{number}\t{word}\t{word}\t{tag}\t_\t_\t0\troot\t_\t_\n"
    for number, word, tag in ((1, "do", "AUX"), (2, "n't", "PART"), (3, "run", "VERB"))
)
COLUMNS: dict[str, list[object]] = {
    "text": [text for text, _ in MOODS],
    "label": [label for _, label in MOODS],
}
NINE = ("", "\tsource\tlicence")
CONTEXT = "The dog ran to the farm and the cat slept on the roof."


def squad(answer: dict[str, object] | None = None, **details: object) -> str:
    asked = [
        {
            "id": str(number),
            "question": f"Where {number}?",
            "answers": [answer or place("the farm")],
            **details,
        }
        for number in range(12)
    ]
    return json.dumps({"data": [{"title": "t", "paragraphs": [{"context": CONTEXT, "qas": asked}]}]})


def place(text: str, start: object = None) -> dict[str, object]:
    return {"text": text, "answer_start": CONTEXT.find(text) if start is None else start}


def rows_of(label: object, text: str = "some words number {}") -> str:
    shown = label if callable(label) else lambda _: label
    return "text\tlabel\n" + "".join(f"{text.format(n)}\t{shown(n)}\n" for n in range(40))


def zipped(name: str, content: bytes, *others: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member in (name, *others):
            archive.writestr(member, content)
    return stream.getvalue()


def parquet(columns: dict[str, list[object]]) -> bytes:
    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), stream)
    return stream.getvalue()


def arrow(columns: dict[str, list[object]], write: Any = pyarrow.ipc.new_file) -> bytes:
    stream, table = io.BytesIO(), pyarrow.table(columns)
    with write(stream, table.schema) as writer:
        writer.write_table(table)
    return stream.getvalue()


def encodings() -> Iterator[tuple[str, bytes]]:
    """The same table in many encodings, with and without a mark, and torn ones."""
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "cp037"):
        yield f"table in {encoding}", TABLE.encode(encoding)
    accented = TABLE.replace("dog", "größe café")
    for encoding in ("latin-1", "cp1252", "mac-roman", "cp850"):
        yield f"accents in {encoding}", accented.encode(encoding)
    for encoding, word in (
        ("gbk", "今天天气很好"),
        ("gb18030", "今天天气很好"),
        ("big5", "今天天氣很好"),
        ("shift-jis", "今日はいい天気です"),
        ("euc-kr", "오늘은 날씨가 좋습니다"),
        ("koi8-r", "сегодня хорошая погода"),
        ("cp1251", "сегодня хорошая погода"),
    ):
        yield f"{word} in {encoding}", TABLE.replace("dog", word).encode(encoding)
    yield "UTF-16 with half a sign at its end", TABLE.encode("utf-16") + b"a"
    yield "UTF-8 cut in a sign", (TABLE + "é\tsad\n").encode()[:-7]
    yield "one line of another encoding", TABLE.encode() + "un café\tglad\n".encode("latin-1")
    yield "two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbf" + TABLE.encode()
    yield "a mark and nothing else", b"\xef\xbb\xbf"
    yield "a UTF-16 mark and nothing else", b"\xff\xfe"


def packed() -> Iterator[tuple[str, bytes]]:
    whole = TABLE.encode() * 50
    for name, content in (
        ("gzip", gzip.compress(whole)),
        ("bzip2", bz2.compress(whole)),
        ("xz", lzma.compress(whole)),
        ("zip", zipped("rows.tsv", whole)),
        ("parquet", parquet(COLUMNS)),
        ("arrow", arrow(COLUMNS)),
        ("an arrow stream", arrow(COLUMNS, pyarrow.ipc.new_stream)),
    ):
        yield name, content
        yield f"{name}, cut off", content[: len(content) // 2]
    yield "zip in a zip", zipped("a.zip", zipped("rows.tsv", whole))
    yield "several files in a zip", zipped("train.tsv", whole, "test.tsv")
    yield "no file in a zip", zipped("folder/", b"")
    yield "a Word document", zipped("[Content_Types].xml", b"<Types/>", "word/document.xml")
    yield "parquet without rows", parquet({"text": [], "label": []})
    yield (
        "parquet of other things",
        parquet({"text": [b"\xff\xfe", None, b"dog"] * 9, "label": [[1, None]] * 27}),
    )
    yield "parquet of many columns", parquet({f"c{n}": [n] * 9 for n in range(300)})
    yield "zip of a parquet file", zipped("rows.parquet", parquet(COLUMNS))
    yield "the mark of parquet and nothing else", b"PAR1"
    yield "a workbook", zipped("xl/workbook.xml", b"<workbook/>")
    yield "a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8
    yield "a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(range(256)) * 8
    yield "a pickle", b"\x80\x04\x95\x10\0\0\0\0\0\0\0\x8c\x05posix\x94"
    yield "noise", Random(1).randbytes(5_000)


def tables() -> Iterator[tuple[str, bytes]]:
    """Tables that are ragged, badly quoted or hardly tables."""
    for end in ("\r", "\r\n", "\n\n", "\n\r", "\u2028", "\x0b", "\x85"):
        yield f"lines ending in {end!r}", TABLE.replace("\n", end).encode()
    odd = {
        "no end of line": TABLE.rstrip(),
        "ragged": TABLE + "one\n" + "a\tb\tc\td\n" * 3 + "\t\t\t\n",
        "ragged, with commas": COMMAS + "a,b,c,d,e\n\n,\n" * 3,
        "nothing but a header": "text,label\n",
        "nothing but delimiters": ",,,\n" * 30,
        "nothing but line ends": "\n" * 300,
        "nothing but spaces": " " * 3_000,
        "one column": "three little words\n" * 30,
        "one cell": "word",
        "an unescaped quote": COMMAS + '"unclosed, glad\n' + COMMAS[11:],
        "quotes everywhere": COMMAS.replace("the", '"the" "'),
        "quotes in a TSV": TABLE.replace("the", '"the'),
        "tabs and commas": TABLE.replace("\n", ",x\n"),
        "a line of five million characters": TABLE + "x" * 5_000_000 + "\tglad\n",
        "five million characters of one word": "y" * 5_000_000,
        "a line of two million commas": COMMAS + "," * 2_000_000 + "\n",
        "NULs in cells": TABLE + "a\0b\tglad\n",
        "control characters": TABLE + "\x07\x1b[31m\tglad\n",
        "the same header twice": "text\ttext\n" + "".join(f"{text}\t{label}\n" for text, label in MOODS),
        "five hundred columns": ",".join(f"x{n}" for n in range(500)) + "\n",
        "a column name of ten thousand characters": "x" * 10_000 + TABLE,
        "STS-B of seven columns": "".join(
            f"main\tnews\t2012test\t{n:04}\t{n % 6}.200\tThe dog ran home.\tA dog ran {n}.\n"
            for n in range(30)
        ),
        "STS-B of nine columns, some rows of seven": "".join(
            f'main\tnews\t2012\t{n:04}\t{n % 5}.500\tThe dog ran.\tA dog "ran {n}.{NINE[n % 2]}\n'
            for n in range(30)
        ),
        "braces": TABLE.replace("the", "{the} {0} %s"),
        "formulas": COMMAS.replace("the", "=cmd()"),
        "wide rows below narrow ones": COMMAS + "a,b,c,d,e,f\n" * 3,
    }
    yield from ((name, text.encode()) for name, text in odd.items())


def labels() -> Iterator[tuple[str, bytes]]:
    """Tables whose labels teach nothing, or not by themselves."""
    odd = {
        "one class": rows_of("same"),
        "NaN labels": rows_of("nan"),
        "some NaN labels": TABLE + "words\tNaN\nwords\t\n",
        "infinite labels": rows_of(lambda n: "inf" if n % 2 else "-inf"),
        "as many labels as rows": rows_of(lambda n: f"label{n}"),
        "numbers for labels": rows_of(lambda n: f"{n}.5"),
        "huge numbers for labels": rows_of(lambda n: f"{n}e305"),
        "labels of many characters": rows_of(lambda n: "ab"[n % 2] * 5_000),
        "labels that differ by case": rows_of(lambda n: ("Glad", "glad")[n % 2]),
        "a label seen once": TABLE + "words\tonly once\n",
        "texts without words": rows_of(lambda n: "ab"[n % 2], "{}"),
        "texts that are all the same": rows_of(lambda n: "ab"[n % 2], "same"),
        "few rows": "text\tlabel\nhello\ta\nyou\tb\n",
        "labels with invisible signs": rows_of(lambda n: ("a", "a\u200b")[n % 2]),
    }
    yield from ((name, text.encode()) for name, text in odd.items())


def trees() -> Iterator[tuple[str, bytes]]:
    """JSON of every kind, whole and broken."""
    lines = "".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in MOODS)
    spans = [{"text": "the dog ran", "spans": [{"start": 4, "end": 7, "label": "X"}]}] * 12
    choices = [{"question": f"q {n}", "choices": ["a", "b"], "answer": n % 2} for n in range(12)]
    odd = {
        "JSON lines": lines,
        "JSON lines, the last one cut": lines + '{"text": "hal',
        "JSON lines with a list among them": lines + "[1, 2]\nnull\n3\n",
        "JSON lines with NaN": lines + '{"text": NaN, "label": NaN}\n',
        "JSON lines with a lone surrogate": lines + '{"text": "\\ud800", "label": "glad"}\n',
        "JSON lines whose keys change": lines + '{"words": "x", "mood": "glad"}\n' * 5,
        "a JSON list": json.dumps([json.loads(line) for line in lines.splitlines()]),
        "an empty JSON list": "[]",
        "an empty object": "{}",
        "a cut JSON list": json.dumps([json.loads(line) for line in lines.splitlines()])[:-30],
        "columns of JSON": json.dumps({"text": [t for t, _ in MOODS], "label": [lab for _, lab in MOODS]}),
        "nested a hundred thousand deep": "[" * 100_000,
        "objects nested deep": '{"a":' * 50_000,
        "labels that are objects": '{"text": "a dog", "label": {"x": 1}}\n' * 20,
        "labels that are booleans": '{"text": "a dog", "label": true}\n{"text": "a cat", "label": false}\n'
        * 20,
        "spans": "".join(json.dumps(one) + "\n" for one in spans),
        "spans beyond the text": "".join(json.dumps(one) + "\n" for one in spans).replace(
            '"end": 7', '"end": 70'
        ),
        "spans that are words": '{"text": "the dog", "spans": ["dog"]}\n' * 12,
        "words without tags": '{"tokens": ["a", "b"], "tags": ["O"]}\n' * 12,
        "choices": "".join(json.dumps(one) + "\n" for one in choices),
        "an answer that is no choice": '{"question": "q", "choices": ["a", "b"], "answer": 7}\n' * 12,
        "no choices": '{"question": "q", "choices": [], "answer": 0}\n' * 12,
        "SQuAD": squad(),
        "SQuAD with wrong offsets": squad(place("the farm", 3)),
        "SQuAD with offsets that are words": squad(place("the farm", "three")),
        "SQuAD with negative offsets": squad(place("the farm", -5)),
        "SQuAD with answers elsewhere": squad(place("the moon", 3)),
        "SQuAD without answers": squad(answers=[], is_impossible=True),
        "SQuAD whose answers are null": squad(answers=None),
        "SQuAD without paragraphs": '{"data": [{"title": "t", "paragraphs": null}]}',
        "SQuAD of other things": '{"data": [{"paragraphs": [{"qas": [3, null, {"question": 5}]}, 7]}, "x"]}',
        "SQuAD, cut off": squad()[:-60],
    }
    yield from ((name, text.encode("utf-8", "surrogatepass")) for name, text in odd.items())


def tagged() -> Iterator[tuple[str, bytes]]:
    """Tagged text with the faults that such files have."""
    odd = {
        "CoNLL": CONLL * 12,
        "CoNLL of one sentence": CONLL,
        "CoNLL with spaces": (CONLL * 12).replace("\t", " "),
        "CoNLL with document marks": "-DOCSTART- -X- O O\n\n" + CONLL * 12,
        "CoNLL with ragged rows": CONLL * 12 + "word\nword\tO\tO\n\n",
        "CoNLL of one tag": (CONLL * 12).replace("B-x", "O"),
        "CoNLL with empty words": CONLL * 12 + "\tO\nx\tO\n\n",
        "CoNLL with Windows line ends": (CONLL * 12).replace("\n", "\r\n"),
        "conllu": (CONLLU + "\n") * 12,
        "conllu with empty nodes": (CONLLU + "3.1\tgone\t_\tVERB\t_\t_\t_\t_\t_\t_\n\n") * 12,
        "conllu with a short row": (CONLLU + "\n") * 12 + "1\tword\tNOUN\n\n",
        "conllu, cut off": ((CONLLU + "\n") * 12)[:-40],
        "word/tag": "The/DET dog/NOUN ran/VERB ./.\n" * 20,
        "word/tag with a bare word": "The/DET dog/NOUN ran/VERB ./.\n" * 20 + "The dog/NOUN\n",
        "word/tag with slashes": "1/2/NUM and/or/CCONJ km/h/NOUN\n" * 20,
    }
    yield from ((name, text.encode()) for name, text in odd.items())


PILE: dict[str, bytes] = {
    f"{kind}: {name}": content
    for kind, files in (
        ("encoding", encodings()),
        ("packed", packed()),
        ("table", tables()),
        ("labels", labels()),
        ("json", trees()),
        ("tagged", tagged()),
    )
    for name, content in files
}
