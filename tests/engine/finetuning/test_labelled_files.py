"""Labelled files are read by what is in them, and bad ones are refused in a sentence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.labelled_files import look_at, read_examples
from tests.engine.finetuning.labelled_rows import mood_rows

MOODS = mood_rows(24)


def texts(examples: Examples) -> list[str]:
    return [given["text"] for given in examples.inputs]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def lines(delimiter: str, header: bool = False, end: str = "\n") -> str:
    rows = [f"{text}{delimiter}{label}" for text, label in MOODS]
    return end.join(([f"text{delimiter}label"] if header else []) + rows) + end


@pytest.mark.parametrize(
    ("delimiter", "name"), [("\t", "tab"), (",", "comma"), (";", "semicolon"), ("|", "vertical bar")]
)
@pytest.mark.parametrize("header", [True, False])
def test_the_delimiter_is_told_by_content_whatever_the_name(
    tmp_path: Path, delimiter: str, name: str, header: bool
) -> None:
    path = write(tmp_path / "rows.csv", lines(delimiter, header))
    preview = look_at(path)
    assert preview.form == f"columns parted by {name}, {'with' if header else 'without'} a header"
    assert preview.has_header is header
    assert preview.columns == (["text", "label"] if header else ["column 1", "column 2"])
    assert preview.label_counts == {"glad": 12, "sad": 12}
    examples = read_examples(path)
    assert list(zip(texts(examples), examples.targets, strict=True)) == [
        (text, ("glad", "sad").index(label)) for text, label in MOODS
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_leave_no_trace(tmp_path: Path, end: str, mark: str) -> None:
    path = write(tmp_path / "rows.tsv", mark + lines("\t", header=True, end=end))
    assert look_at(path).columns == ["text", "label"]
    assert read_examples(path).label_names == ["glad", "sad"]


def test_commas_in_sentences_do_not_beat_the_tab(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", "".join(f"well , {text} , yes\t{label}\n" for text, label in MOODS))
    assert look_at(path).form.startswith("columns parted by tab")
    assert len(read_examples(path)) == len(MOODS)


def test_quoted_cells_keep_their_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    told = [f'He said, "{text}",\nthen left' for text, _ in MOODS]
    with (tmp_path / "rows.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            zip(told, (label for _, label in MOODS), strict=True),
        )
    assert texts(read_examples(tmp_path / "rows.csv")) == told


def test_quotes_that_wrap_nothing_are_ordinary_characters(tmp_path: Path) -> None:
    told = [text for text, _ in MOODS]
    told[3], told[10] = '"The dog" ran, he said', 'and "nobody saw it'
    told[15] = '"unclosed to the end of the file'
    body = "".join(f"{text}\t{label}\n" for text, (_, label) in zip(told, MOODS, strict=True))
    examples = read_examples(write(tmp_path / "rows.tsv", body))
    assert texts(examples) == told
    assert not examples.skipped


def test_unquoted_delimiters_lose_their_row_only(tmp_path: Path) -> None:
    body = lines(",") + "a dog, a cat, a bird,glad\n" + "no label,\n" + ",sad\n"
    examples = read_examples(write(tmp_path / "rows.csv", body))
    assert len(examples) == len(MOODS)
    assert [line for line, _ in examples.skipped] == [25, 26, 27]
    assert "needs quotes" in examples.skipped[0][1]
    assert [reason for _, reason in examples.skipped[1:]] == ["it has no label", "it has no text"]


def test_a_row_in_another_encoding_loses_that_row_only(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_bytes(lines("\t").encode() + "un café\tglad\n".encode("latin-1") + "é è\tsad\n".encode())
    examples = read_examples(path)
    assert len(examples) == len(MOODS) + 1
    assert examples.skipped == [(25, "it is not text of the file's encoding")]


def test_pairs_are_found_by_their_names(tmp_path: Path) -> None:
    body = "Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\r\n" + "".join(
        f"{number % 2}\t{1000 + number}\t{2000 + number}\t{text}\tand {text}\r\n"
        for number, (text, _) in enumerate(MOODS)
    )
    path = write(tmp_path / "rows.tsv", "\ufeff" + body)
    preview = look_at(path)
    assert preview.taken == {"text": "#1 String", "label": "Quality", "text_pair": "#2 String"}
    examples = read_examples(path)
    assert [given["text_pair"] for given in examples.inputs] == [f"and {text}" for text, _ in MOODS]
    assert examples.label_names == ["0", "1"]


def test_a_column_may_be_called_by_name_or_by_number(tmp_path: Path) -> None:
    body = "id,words,mood,other\n" + "".join(
        f"{number},{text},{label},{'xy'[number % 2]}\n" for number, (text, label) in enumerate(MOODS)
    )
    path = write(tmp_path / "rows.csv", body)
    by_name = read_examples(path, columns={"text": "words", "label": "MOOD"})
    by_number = read_examples(path, columns={"text": "2", "label": "3"})
    assert by_name == by_number
    assert by_name.columns == {"text": "words", "label": "mood"}
    assert read_examples(path, columns={"text": "words", "label": "other"}).label_names == ["x", "y"]


def test_a_chosen_second_text_is_not_guessed_as_the_first(tmp_path: Path) -> None:
    body = "".join(f"{text}\t{text} and so on and on\t{label}\n" for text, label in MOODS)
    examples = read_examples(write(tmp_path / "rows.tsv", body), columns={"text_pair": "2"})
    assert texts(examples) == [text for text, _ in MOODS]


def test_labels_that_are_numbers_stand_in_their_order(tmp_path: Path) -> None:
    body = "".join(f"{text}\t{(10, 2, 1)[number % 3]}\n" for number, (text, _) in enumerate(MOODS))
    assert read_examples(write(tmp_path / "rows.tsv", body)).label_names == ["1", "2", "10"]


def test_a_file_to_judge_by_keeps_the_training_labels(tmp_path: Path) -> None:
    path = write(tmp_path / "test.tsv", "the dog was nice\tsad\nthe cat was odd\tpuzzled\n")
    examples = read_examples(
        path, columns={"text": "1", "label": "2"}, like=Examples([], [], ["glad", "sad"])
    )
    assert (texts(examples), examples.targets) == (["the dog was nice"], [1])
    assert "not among the training labels" in examples.skipped[0][1]


def rows_of(count: int, label: str = "{}") -> str:
    return "".join(f"some words number {number}\t{label.format(number)}\n" for number in range(count))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"\x89PNG\r\n\x00\x00", "not a text file"),
        ("text\tlabel\n".encode("utf-16"), "no rows below its header"),
        (b"three little words\n", "single column"),
        (b"three little words\nand three more\n" * 20, "single column"),
        (rows_of(50, "same").encode(), "looks like a label"),
        (b"text\tlabel\n" + rows_of(50, "same").encode(), "the same label 'same'"),
        (b"text\tlabel\n" + rows_of(50, "{}.5").encode(), "a quantity, not a class"),
        (b"text\tlabel\n" + rows_of(50, "word{}").encode(), "looks like text"),
        (b"text\tlabel\nhello there\ta\nhello you\tb\n", "only 2 usable rows"),
        (b"text\tlabel\n" + b"\ta\n" * 20, "No column of rows.tsv looks like a text"),
        (b"text\tlabel\n", "no rows below its header"),
        (b"1\t2\n3\t1\n" * 30, "looks like a text"),
        (b",".join(b"x%d" % number for number in range(500)) + b"\n", "500 columns"),
        (b"a\x00b\tc\n" * 20, "not a text file"),
    ],
)
def test_what_cannot_teach_is_refused_in_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "rows.tsv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=words) as refusal:
        read_examples(path)
    assert "\n" not in refusal.value.sentence


def test_a_missing_column_names_those_that_are_there(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", lines(",", header=True))
    with pytest.raises(UserError, match="choose one of text, label") as refusal:
        read_examples(path, columns={"label": "stars"})
    assert refusal.value.field == "label"


def test_one_column_cannot_be_text_and_label(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="chosen twice"):
        read_examples(
            write(tmp_path / "rows.csv", lines(",", header=True)), columns={"text": "label", "label": "label"}
        )


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError):
        look_at(tmp_path / name)


def test_the_preview_says_what_was_taken_and_why(tmp_path: Path) -> None:
    preview = look_at(write(tmp_path / "rows.csv", lines(",", header=True)))
    assert len(preview.first_rows) == 8
    assert preview.rows == len(MOODS)
    assert "'label' because of its name" in preview.explained
    assert "parted by comma, with a header" in preview.explained
