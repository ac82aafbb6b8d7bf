"""What a file that is to be answered holds: one text a line, a table where it really is one, or words."""

from __future__ import annotations

from pathlib import Path

import pytest

from electra_engine.finetuning.forms.tags import words_of
from electra_engine.inference.answering_files import answer_file
from electra_engine.inference.fine_tuned import FineTunedModel
from electra_engine.sentences import Sentence
from tests.engine.inference.test_answering_files import read
from tests.engine.inference.tiny_folders import write_folder, write_tagger

REVIEWS = [
    "Well, it was long, slow, and dull.",
    "Good.",
    "Nice dogs, nice cats, and a very nice day!",
    "Awful, awful, awful.",
    "The rain, the sun, the bird; all good.",
    "Very good",
    'He said "nice", then ran.',
    "A day, a dog, and a cat.",
    "It ran, and ran, and ran on.",
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> FineTunedModel:
    folder = tmp_path_factory.mktemp("files") / "m"
    return FineTunedModel(write_folder(folder, "electra", "classifier", id2label={0: "sad", 1: "glad"}))


@pytest.mark.parametrize(
    "lines",
    [
        REVIEWS,
        [f"Well, it was a day of {number} dogs." for number in range(9)],
        [f"Good day, number {number}" for number in range(9)],
        [f"The dog ran {number};the cat was nice" if number % 3 else "A\tday" for number in range(9)],
    ],
    ids=["reviews", "a comma in each", "a comma and few words", "a tab now and then"],
)
def test_a_text_a_line_is_never_cut_at_its_commas(
    model: FineTunedModel, tmp_path: Path, lines: list[str]
) -> None:
    (tmp_path / "days.txt").write_text("\n".join(lines))
    said = answer_file(model, tmp_path / "days.txt", tmp_path / "out.csv", {})
    assert [row["text"] for row in read(tmp_path / "out.csv")] == lines
    assert (said["columns"], said["skipped_rows"]) == ({"text": "text"}, 0)


@pytest.mark.parametrize(
    "content",
    [
        "review\n" + "\n".join(REVIEWS[:6]),
        "Text\n" + "\n".join(f'"{text}"' for text in REVIEWS[:6]),
        "\n".join(f'"{text}"' for text in REVIEWS[:6]),
    ],
    ids=["a header", "a header and quotes", "quotes"],
)
def test_a_single_column_is_its_texts_alone(model: FineTunedModel, tmp_path: Path, content: str) -> None:
    (tmp_path / "days.csv").write_text(content)
    answer_file(model, tmp_path / "days.csv", tmp_path / "out.csv", {})
    assert [next(iter(row.values())) for row in read(tmp_path / "out.csv")] == REVIEWS[:6]


def test_a_table_is_a_table_and_a_row_cut_at_a_comma_is_left_out_with_its_reason(
    model: FineTunedModel, tmp_path: Path
) -> None:
    rows = ["text, stars", "A good day, 5", "Well, it was long, 1", "Nice, 4", "A bad day, 2"]
    (tmp_path / "days.csv").write_text("\n".join(rows))
    said = answer_file(model, tmp_path / "days.csv", tmp_path / "out.csv", {})
    assert [row["text"] for row in read(tmp_path / "out.csv")] == ["A good day", "Nice", "A bad day"]
    [(line, reason)] = said["skipped"]
    assert line == 3
    assert "needs quotes" in Sentence.unpacked(reason)
    (tmp_path / "numbers.csv").write_text("A good day,5\nNice,4\nA bad day,2\nA dog,1\n")
    answer_file(model, tmp_path / "numbers.csv", tmp_path / "2.csv", {})
    assert [row["column 1"] for row in read(tmp_path / "2.csv")] == [
        "A good day",
        "Nice",
        "A bad day",
        "A dog",
    ]


def test_words_that_a_file_has_cut_are_tagged_as_they_stand(tmp_path: Path) -> None:
    words = ["don't", "ran.", "http", "://", "x-y", "nice", "3,5", "dog's"]
    assert len(words_of(" ".join(words))) != len(words)
    (tmp_path / "words.conll").write_text(
        "".join(f"{word} {'AB'[place % 2]}\n" for place, word in enumerate(words)) + "\nthe A\ndog B\n"
    )
    tagger = FineTunedModel(write_tagger(tmp_path / "m"))
    answer_file(tagger, tmp_path / "words.conll", tmp_path / "out.csv", {})
    said = [row["answer"].split() for row in read(tmp_path / "out.csv")]
    assert [[one.rpartition("/")[0] for one in row] for row in said] == [words, ["the", "dog"]]
