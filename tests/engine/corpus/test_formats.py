"""Every format becomes the text in it, told by content and not by name; every encoding its letters."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from electra_engine.corpus import ReadingReport, left_out_sentences, read_documents, summarise
from electra_engine.corpus.reading.hub import parts_of
from electra_engine.errors import UserError
from electra_engine.settings import CorpusSettings

FACTS = [
    f"Fact number {n}: the river is {n + 3} miles long, and nobody has swum it since." for n in range(12)
]
WRITTEN = "\n\n".join(FACTS)


def read(path: Path, **settings: str) -> tuple[str, ReadingReport]:
    report = ReadingReport()
    documents = read_documents([path], CorpusSettings(**settings), report)  # type: ignore[arg-type]
    return "\n\n".join(document.text for document in documents), report


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def web_page() -> bytes:
    paragraphs = "".join(f"<p>Fact <b>number</b> {fact[12:]}</p>\n" for fact in FACTS)
    return (
        f"<!doctype html><html><head><title>Rivers</title><script>var a = '<p>no</p>';</script></head>"
        f"<body><nav><a href='/'>Home</a></nav>{paragraphs}<p>Caf&eacute; &amp; bar</p></body></html>"
    ).encode()


def csv_table() -> bytes:
    return "".join(["id,text,label\n", *(f'{n},"{fact}",good\n' for n, fact in enumerate(FACTS))]).encode()


def json_lines() -> bytes:
    return "".join(json.dumps({"id": "a", "meta": {"text": fact}}) + "\n" for fact in FACTS).encode()


def json_array() -> bytes:
    return json.dumps(
        {"version": "2", "data": [{"paragraphs": [{"context": fact}]} for fact in FACTS]}
    ).encode()


def leipzig() -> bytes:
    return "".join(f"{n + 1}\t{fact}\n" for n, fact in enumerate(FACTS)).encode()


def conllu() -> bytes:
    rows = []
    for fact in FACTS:
        rows.append("# newpar")
        for n, word in enumerate(fact.split(), 1):
            bare = word.rstrip(".,:")
            mark = word[len(bare) :]
            rows.append(f"{n}\t{bare}\t_\tX\t_\t_\t0\t_\t_\t{'SpaceAfter=No' if mark else '_'}")
            if mark:
                rows.append(f"{n + 100}\t{mark}\t_\tX\t_\t_\t0\t_\t_\t_")
        rows.append("")
    return "\n".join(rows).encode()


def tagged_words() -> bytes:
    return "\n\n".join("\n".join(f"{word}\tO" for word in fact.split()) for fact in FACTS).encode() + b"\n\n"


def arrow(write: Callable[[object, io.BytesIO], None]) -> bytes:
    import pyarrow

    target = io.BytesIO()
    numbers = list(range(len(FACTS)))
    write(pyarrow.table({"id": numbers, "url": ["x"] * len(FACTS), "text": FACTS}), target)
    return target.getvalue()


def parquet_table() -> bytes:
    import pyarrow.parquet

    return arrow(pyarrow.parquet.write_table)


def arrow_table(kind: str) -> bytes:
    import pyarrow

    def write(table: pyarrow.Table, target: io.BytesIO) -> None:
        with getattr(pyarrow.ipc, kind)(target, table.schema) as writer:
            writer.write_table(table)

    return arrow(write)  # type: ignore[arg-type]


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return target.getvalue()


def word_document() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{fact[:9]}</w:t></w:r><w:r><w:t xml:space='preserve'>{fact[9:]}</w:t></w:r></w:p>"
        for fact in FACTS
    )
    text = f"<?xml version='1.0'?><w:document xmlns:w='{space}'><w:body>{paragraphs}</w:body></w:document>"
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": text.encode(),
            "word/footer1.xml": b"<w:ftr>Page 1</w:ftr>",
        }
    )


def book() -> bytes:
    chapters = {
        f"OEBPS/{n}.xhtml": f"<html><body><p>{fact}</p></body></html>" for n, fact in enumerate(FACTS)
    }
    return zipped(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": b"<container/>",
            **{name: text.encode() for name, text in chapters.items()},
        }
    )


def pdf() -> bytes:
    """A page a fact, the objects written out by hand."""
    pages = range(len(FACTS))
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(FACTS)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, fact in enumerate(FACTS):
        drawn = f"BT /F1 9 Tf 20 100 Td ({fact}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 200] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    content, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{written}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return content + f"{end}startxref\n{len(content)}\n%%EOF\n".encode()


def tarred() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for n, fact in enumerate(FACTS):
            member = tarfile.TarInfo(f"facts/{n}.txt")
            member.size = len(fact.encode())
            archive.addfile(member, io.BytesIO(fact.encode()))
    return target.getvalue()


FORMATS: dict[str, tuple[Callable[[], bytes], str]] = {
    "txt": (WRITTEN.encode, "plain text"),
    "html": (web_page, "web page"),
    "csv": (csv_table, "table"),
    "tsv": (lambda: b"".join(f"{fact}\t{n % 2}\n".encode() for n, fact in enumerate(FACTS)), "table"),
    "jsonl": (json_lines, "JSON lines"),
    "json": (json_array, "JSON"),
    "leipzig": (leipzig, "numbered sentences"),
    "conllu": (conllu, "CoNLL-U"),
    "conll": (tagged_words, "CoNLL"),
    "parquet": (parquet_table, "Parquet table"),
    "arrow file": (lambda: arrow_table("new_file"), "Arrow table"),
    "arrow stream": (lambda: arrow_table("new_stream"), "Arrow table"),
    "docx": (word_document, "Word document"),
    "epub": (book, "EPUB book"),
    "pdf": (pdf, "PDF"),
    "zip": (lambda: zipped({f"facts/{n}.txt": fact.encode() for n, fact in enumerate(FACTS)}), "ZIP archive"),
    "tar.gz": (tarred, "gzip"),
    "gz": (lambda: gzip.compress(csv_table()), "gzip"),
    "bz2": (lambda: bz2.compress(json_lines()), "bzip2"),
    "xz": (lambda: lzma.compress(WRITTEN.encode()), "xz"),
    "docx in zip": (lambda: zipped({"a.docx": word_document()}), "ZIP archive"),
    "pdf in gz": (lambda: gzip.compress(pdf()), "gzip"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_its_text_whatever_its_name(tmp_path: Path, kind: str) -> None:
    make, told = FORMATS[kind]
    path = tmp_path / "file.txt"
    path.write_bytes(make())
    text, report = read(path)
    assert [line for line in lines_of(text) if line.startswith("Fact")] == FACTS
    assert report.files[0].format == told
    assert report.left_out == []


def test_of_a_web_page_only_the_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(web_page())
    text, _ = read(path)
    assert "Café & bar" in text
    assert not {"Home", "var", "<p>"} & set(text.replace("\n", " ").split(" "))


def test_what_of_a_web_page_is_not_its_text_is_counted(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(web_page())
    (tmp_path / "plain").write_text(WRITTEN)
    beside = len("var a = '<p>no</p>';") + len("Home")
    (told,) = left_out_sentences(read(tmp_path / "page")[1])
    assert told.startswith(f"{beside} characters of menus, headers, footers")
    assert told in summarise([tmp_path / "page"]).files[0].warnings
    assert list(left_out_sentences(read(tmp_path / "plain")[1])) == []


def test_each_file_in_a_zip_is_a_document_of_its_own(tmp_path: Path) -> None:
    stories = {f"{n}.txt": f"{WRITTEN}\n\nStory {n}.".encode() for n in range(10)}
    path = tmp_path / "stories.zip"
    path.write_bytes(zipped({**stories, "__MACOSX/._0.txt": b"\0\1\2"}))
    summary = summarise([path])
    assert (summary.documents, summary.files[0].members, summary.left_out) == (10, 10, ())


def test_a_folder_is_read_like_an_archive(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text(WRITTEN)
    (tmp_path / "b.csv").write_bytes(csv_table())
    (tmp_path / ".hidden").write_text("hidden")
    text, report = read(tmp_path)
    assert lines_of(text) == [*FACTS, *FACTS]
    assert report.files[0].members == 2


def test_a_folder_that_datasets_saved_is_read_without_its_cards(tmp_path: Path) -> None:
    import datasets

    datasets.Dataset.from_dict({"label": [1] * len(FACTS), "text": FACTS}).save_to_disk(tmp_path / "saved")
    text, report = read(tmp_path / "saved")
    assert lines_of(text) == FACTS
    assert report.files[0].column == "text"


def test_a_dataset_is_read_by_configuration_and_split(tmp_path: Path) -> None:
    """A folder laid out as a repository of the hub is, through the library that reads those."""
    folder = tmp_path / "rivers"
    folder.mkdir()
    card = "configs:\n- config_name: long\n  data_files:\n  - split: train\n    path: long.csv\n"
    card += "  - split: test\n    path: test.csv\n- config_name: short\n  data_files: short.csv\n"
    (folder / "README.md").write_text(f"---\n{card}---\n")
    rows = csv_table().decode().splitlines(keepends=True)
    (folder / "long.csv").write_text("".join(rows))
    (folder / "test.csv").write_text("".join([rows[0], *rows[5:8]]))
    (folder / "short.csv").write_text(f'story\n"{FACTS[3]}"\n')
    for reference, wanted in (
        (f"hf:{folder}/long", FACTS),
        (f"hf:{folder}/long@test", FACTS[4:7]),
        (f"hf:{folder}/short", FACTS[3:4]),
    ):
        report = ReadingReport()
        documents = read_documents([reference], CorpusSettings(), report)
        assert lines_of("\n".join(document.text for document in documents)) == wanted
        assert (report.files[0].format, report.files[0].name) == ("dataset", reference[-80:])
    with pytest.raises(UserError, match="check the name, the configuration"):
        list(read_documents([f"hf:{folder}/nothing"]))


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("hf:squad", ("squad", None, "train")),
        ("hf:Salesforce/wikitext", ("Salesforce/wikitext", None, "train")),
        (
            "hf:Salesforce/wikitext/wikitext-2-raw-v1@test",
            ("Salesforce/wikitext", "wikitext-2-raw-v1", "test"),
        ),
    ],
    ids=["a name", "an owner", "a configuration"],
)
def test_a_reference_names_a_dataset_its_configuration_and_a_split(
    reference: str, parts: tuple[str, str | None, str]
) -> None:
    assert parts_of(reference) == parts


def test_a_dataset_of_the_hub_that_cannot_be_had_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)
    with pytest.raises(UserError, match="nobody/nothing cannot be had from the hub"):
        list(read_documents(["hf:nobody/nothing"]))


@pytest.mark.parametrize(("wanted", "first"), [("label", "good"), ("1", "0"), ("LABEL", "good")])
def test_another_column_can_be_chosen_by_name_or_number(tmp_path: Path, wanted: str, first: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(csv_table())
    text, report = read(path, text_column=wanted)
    assert lines_of(text)[0] == first
    assert report.files[0].columns == ("id", "text", "label")


def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(csv_table())
    with pytest.raises(UserError, match="no column body: its columns are id, text, label"):
        list(read_documents([path], CorpusSettings(text_column="body")))


def test_bad_lines_are_listed_by_number_and_the_others_read(tmp_path: Path) -> None:
    table = csv_table().decode().splitlines(keepends=True)
    (tmp_path / "table.csv").write_text("".join([*table[:4], "only one cell\n", *table[4:]]))
    rows = json_lines().decode().splitlines(keepends=True)
    (tmp_path / "rows.jsonl").write_text("".join([*rows[:3], "{broken\n", '{"id": "b"}\n', *rows[3:]]))
    for name, lines in (("table.csv", ["Line 5"]), ("rows.jsonl", ["Line 4", "Line 5"])):
        text, report = read(tmp_path / name)
        assert lines_of(text) == FACTS
        assert [one.reason.split(":")[0] for one in report.left_out] == lines
        assert report.files[0].lines_left_out == len(lines)


def noise(size: int) -> bytes:
    """Words that hardly pack."""
    return base64.b64encode(random.Random(1).randbytes(size), b"  ")


def long_array() -> bytes:
    return json.dumps([{"text": fact} for fact in FACTS * 40]).encode()


def test_what_is_cut_off_is_read_as_far_as_it_goes_and_said(tmp_path: Path) -> None:
    for make in (lambda: gzip.compress(b"\n\n".join([WRITTEN.encode(), noise(900_000)])), long_array):
        path = tmp_path / "cut"
        content = make()
        path.write_bytes(content[: len(content) * 2 // 3])
        text, report = read(path)
        assert len(set(lines_of(text)) & set(FACTS)) > 5
        assert len(report.left_out) == 1


LETTERS = {
    "en": "The old man went to the sea — it was “cold”, naïve café, and he was tired. " * 4,
    "de": "Grüße aus Köln, schöne Stadt. Der alte Mann ging über die Brücke und hörte die Vögel. " * 4,
    "pl": "Stary człowiek poszedł nad morze i było zimno, ale miał łódź. Zażółć gęślą jaźń. " * 4,
    "ru": "Старик пошёл к морю, и было холодно, но у него были лодка и рыба. Всё хорошо. " * 4,
    "zh": "春风又绿江南岸，明月何时照我还。昨夜西风凋碧树，独上高楼，望尽天涯路。今天天气很好。" * 4,
    "tw": "春風又綠江南岸，明月何時照我還。今天天氣很好，我們去公園散步，然後吃飯。" * 4,
    "ja": "昔々あるところに、おじいさんとおばあさんが住んでいました。今日は天気がいいですね。" * 4,
    "ko": "옛날 옛적에 할아버지와 할머니가 살았습니다. 오늘은 날씨가 좋습니다. 서울에 갑니다. " * 4,
}
ENCODINGS = [
    *[
        ("en", name)
        for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
    ],
    *[("zh", name) for name in ("gbk", "gb18030", "utf-16", "utf-32-le")],
    *[("tw", "big5"), ("ja", "shift_jis"), ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("ko", "euc_kr")],
    *[("ru", "koi8-r"), ("ru", "cp1251"), ("de", "latin-1"), ("pl", "iso8859-2"), ("pl", "cp1250")],
]


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
def test_the_encoding_is_told_from_the_bytes(tmp_path: Path, language: str, encoding: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(LETTERS[language].encode(encoding))
    text, report = read(path)
    assert text.replace("\n", " ").split() == LETTERS[language].split()
    assert report.files[0].encoding
    assert report.files[0].damaged == 0


OVERRIDES = {
    "ISO-8859-1": "déjà vu",
    "ISO-8859-2": "łódź żółć",
    "ISO-8859-5": "речной порт",
    "ISO-8859-7": "μικρό λιμάνι",
    "ISO-8859-9": "ağaç gölgesi",
    "ISO-8859-15": "l'œuvre coûte 5 €",
    "KOI8-U": "їжак і ґанок",
    "Windows-1253": "μικρό λιμάνι",
    "Windows-1254": "ağaç gölgesi",
    "Windows-1255": "ספר ישן",
    "Windows-1256": "كتاب قديم",
    "Windows-1257": "ąžuolo šaka",
    "Windows-1258": "đường phố".replace("ờ", "ơ\u0300").replace("ố", "ô\u0301"),
}


@pytest.mark.parametrize("name", OVERRIDES)
def test_an_encoding_is_the_one_that_somebody_says(tmp_path: Path, name: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(OVERRIDES[name].encode(name.replace("Windows-", "cp")))
    text, report = read(path, encoding=name)
    assert text.strip() == OVERRIDES[name]
    assert report.files[0].encoding == name


def test_foreign_letters_far_into_a_file_still_tell_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "late.txt"
    path.write_bytes(("plain line\n" * 40_000 + "déjà vu, l'été\n" * 500).encode("cp1252"))
    text, report = read(path)
    assert "déjà vu" in text
    assert report.files[0].damaged == 0


def test_the_guess_can_be_overruled(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(LETTERS["ru"].encode("koi8-r"))
    text, report = read(path, encoding="Windows-1251")
    assert report.files[0].encoding == "Windows-1251"
    assert text.split() == LETTERS["ru"].encode("koi8-r").decode("cp1251").split()
