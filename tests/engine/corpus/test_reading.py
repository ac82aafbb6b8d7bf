"""What becomes a document, and which files are refused with one sentence."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from electra_engine.corpus import read_documents
from electra_engine.corpus.files import recognise
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


def test_a_bad_file_is_refused_before_any_document_of_a_good_one_comes_out(tmp_path: Path) -> None:
    good, bad = written(tmp_path, sentence(1), "good.txt"), written(tmp_path, b"", "bad.txt")
    with pytest.raises(UserError, match=r"bad\.txt is empty"):
        next(read_documents([good, bad]))


def test_missing_empty_blank_and_folder_are_each_refused_in_a_sentence(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "nowhere.txt")
    assert "no file" in refusal(tmp_path / "bad\0name.txt")
    assert "empty" in refusal(written(tmp_path, b""))
    assert "white space" in refusal(written(tmp_path, b"\xef\xbb\xbf \n\r\n\t "))
    assert "folder" in refusal(tmp_path)


def test_a_name_with_a_line_break_is_told_on_one_line(tmp_path: Path) -> None:
    assert "two?lines" in refusal(written(tmp_path, b"", "two\nlines"))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 and so on", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
        (bytes(range(256)) * 40, "binary"),
        (b"\0\1\2\3" * 500, "binary"),
        (random.Random(1).randbytes(5_000), "binary"),
        ("Grüße aus Köln, schöne Stadt. ".encode("latin-1") * 200, "UTF-8"),
        ("Привет, как дела сегодня. ".encode("cp1251") * 200, "UTF-8"),
        ("Hello there, how are you?".encode("utf-16"), "UTF-16"),
        (("Hello there, how are you? " * 20).encode("utf-16-le"), "UTF-16"),
    ],
)
def test_what_is_not_utf8_text_is_refused_and_told_by_content(
    tmp_path: Path, content: bytes, what: str
) -> None:
    assert what in refusal(written(tmp_path, content))


def test_a_zip_named_txt_is_told_as_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "novel.txt", "w") as archive:
        archive.writestr("a.txt", "text " * 100)
    assert "ZIP" in refusal(tmp_path / "novel.txt")


def test_the_refusal_of_other_encodings_names_the_first_bad_byte(tmp_path: Path) -> None:
    content = b"a" * 2_000_000 + b"\xe9t\xe9 " * 10_000
    sentence = refusal(written(tmp_path, content))
    assert "2,000,000" in sentence
    assert "iconv" in sentence


def test_a_few_damaged_bytes_are_replaced_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, ("größer als gestern\n" * 200).encode() + b"caf\xe9 one\nand \0 two\n")
    assert recognise(path).damaged == 2
    text = "\n".join(texts(path))
    assert "caf\ufffd one" in text
    assert "\0" not in text


def test_a_character_across_the_border_of_two_chunks_is_not_damage(tmp_path: Path) -> None:
    assert recognise(written(tmp_path, "a" + "ü" * 1_200_000)).damaged == 0
