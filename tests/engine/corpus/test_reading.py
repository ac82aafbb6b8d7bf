"""What becomes a document, and which files are refused with one sentence."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from electra_engine.corpus import ReadingReport, read_documents
from electra_engine.errors import UserError


def written(folder: Path, content: bytes | str, name: str = "text.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts(path: Path) -> list[str]:
    return [document.text for document in read_documents([path])]


def sentence(number: int, words: int = 12) -> str:
    dice = random.Random(number)
    return " ".join("".join(dice.choices("abcdefgh", k=5)) for _ in range(words)) + f" {number}."


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        texts(path)
    assert "\n" not in caught.value.sentence
    return caught.value.sentence


def test_wikitext_articles_begin_at_top_level_titles_only(tmp_path: Path) -> None:
    articles = [
        f" \n = Title {n} = \n \n {sentence(n)} \n = = Life = = \n \n {sentence(n + 9)} \n" for n in range(4)
    ]
    documents = texts(written(tmp_path, "".join(articles)))
    assert [document.split("\n")[0] for document in documents] == [f"= Title {n} =" for n in range(4)]
    assert all("= = Life = =" in document for document in documents)


def test_blocks_between_blank_lines_stay_whole_and_short_ones_join_their_neighbours(tmp_path: Path) -> None:
    speeches = [f"Speaker {n}:\n{sentence(n)}\n{sentence(n + 100)}" for n in range(40)]
    documents = texts(written(tmp_path, "\n\n".join(speeches)))
    assert 1 < len(documents) < len(speeches)
    assert all(len(document) >= 200 for document in documents[:-1])
    assert "\n\n".join(documents) == "\n\n".join(speeches)


def test_a_long_line_is_a_document_of_its_own_where_there_are_no_blank_lines(tmp_path: Path) -> None:
    lines = [sentence(n, words=60) for n in range(30)]
    assert texts(written(tmp_path, "\n".join(lines))) == lines


def test_lines_of_verse_are_grouped_in_order(tmp_path: Path) -> None:
    verses = [f"第{n}行春风又绿江南岸。" for n in range(300)]
    documents = texts(written(tmp_path, "\n".join(verses)))
    assert all(200 <= len(document) < 260 for document in documents[:-1])
    assert "\n".join(documents).split("\n") == verses


def test_one_stray_blank_line_does_not_turn_a_file_of_lines_into_two_blocks(tmp_path: Path) -> None:
    lines = [sentence(n, words=60) for n in range(120)]
    content = "\n".join(lines[:60]) + "\n\n" + "\n".join(lines[60:])
    assert texts(written(tmp_path, content)) == lines


def test_a_markdown_heading_stays_with_the_text_that_follows(tmp_path: Path) -> None:
    sections = [f"## Part {n}\n\n{sentence(n, words=60)}" for n in range(12)]
    assert texts(written(tmp_path, "\n\n".join(sections))) == sections


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_line_ends_and_byte_order_marks_make_no_difference(tmp_path: Path, end: str, mark: bytes) -> None:
    blocks = [f"{sentence(n, words=40)}\nzweite Zeile, größer" for n in range(12)]
    content = "\n\n".join(blocks).replace("\n", end)
    assert texts(written(tmp_path, mark + content.encode())) == blocks


def test_a_line_of_five_megabytes_is_cut_between_words_and_loses_none(tmp_path: Path) -> None:
    words = [f"word{n}" for n in range(500_000)]
    documents = texts(written(tmp_path, " ".join(words)))
    assert len(" ".join(words)) > 5_000_000
    assert len(documents) > 100
    assert " ".join(documents).split() == words


def test_a_short_text_without_a_break_still_becomes_several_documents(tmp_path: Path) -> None:
    text = " ".join(sentence(n) for n in range(50))
    documents = texts(written(tmp_path, text))
    assert len(documents) > 5
    assert all(document.endswith(".") for document in documents)
    assert " ".join(documents).split() == text.split()


def test_documents_name_the_file_they_came_from(tmp_path: Path) -> None:
    paths = [written(tmp_path, sentence(n, 60), f"{n}.txt") for n in range(2)]
    assert [document.source for document in read_documents(paths)] == ["0.txt", "1.txt"]


def test_one_bad_file_never_loses_the_rest_and_is_listed_with_its_reason(tmp_path: Path) -> None:
    files = [written(tmp_path, b"", "empty.txt"), written(tmp_path, sentence(1), "good.txt"), tmp_path / "no"]
    report = ReadingReport()
    assert [document.text for document in read_documents(files, report=report)] == [sentence(1)]
    assert [one.name for one in report.left_out] == ["empty.txt", "no"]
    assert "is empty" in report.left_out[0].reason


def test_nothing_but_bad_files_is_refused_with_the_first_reason(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"bad\.txt is empty"):
        list(read_documents([written(tmp_path, b"", "bad.txt")], report=ReadingReport()))


def test_missing_empty_blank_and_folder_are_each_refused_in_a_sentence(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "nowhere.txt")
    assert "no file" in refusal(tmp_path / "bad\0name.txt")
    assert "empty" in refusal(written(tmp_path, b""))
    assert "has no text in it" in refusal(written(tmp_path, b"\xef\xbb\xbf \n\r\n\t "))
    (tmp_path / "folder").mkdir()
    assert "no file in the folder" in refusal(tmp_path / "folder")


def test_a_name_with_a_line_break_is_told_on_one_line(tmp_path: Path) -> None:
    assert "two?lines" in refusal(written(tmp_path, b"", "two\nlines"))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
        (b"Rar!\x1a\x07\x00" + bytes(range(256)), "RAR"),
        (bytes(range(256)) * 40, "binary"),
        (b"\0\1\2\3" * 500, "binary"),
        (random.Random(1).randbytes(5_000), "binary"),
    ],
)
def test_what_is_no_text_is_refused_and_told_by_content(tmp_path: Path, content: bytes, what: str) -> None:
    assert what in refusal(written(tmp_path, content))


def test_a_few_damaged_bytes_are_replaced_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, ("größer als gestern\n" * 200).encode() + b"caf\xe9 one\nand \0 two\n")
    report = ReadingReport()
    text = "\n".join(document.text for document in read_documents([path], report=report))
    assert "caf\ufffd one" in text
    assert "\0" not in text
    assert report.files[0].damaged == 2
