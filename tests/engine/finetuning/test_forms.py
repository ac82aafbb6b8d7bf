"""Each task's files are recognised by content, and every row that cannot be used says why."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from electra_engine.finetuning.columns import looks_like_header
from electra_engine.finetuning.forms import answers, choices, label_sets, quantities, tags
from electra_engine.finetuning.forms.tags import words_of
from electra_engine.finetuning.labelled_files import look_at, read_examples
from electra_engine.finetuning.labelled_table import open_table
from tests.engine.finetuning.odd_files import CONLLU, CONTEXT, PILE, place, squad


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*rows: dict[str, Any], times: int = 6) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows) * times


@pytest.mark.parametrize(
    ("name", "task"),
    [
        ("encoding: table in utf-16", "classification"),
        ("encoding: 今天天气很好 in gb18030", "classification"),
        ("json: columns of JSON", "classification"),
        ("table: STS-B of seven columns", "similarity"),
        ("table: STS-B of nine columns, some rows of seven", "similarity"),
        ("tagged: conllu", "tagging"),
        ("tagged: CoNLL with spaces", "tagging"),
        ("tagged: word/tag with slashes", "tagging"),
        ("json: spans", "tagging"),
        ("json: choices", "multiple_choice"),
        ("json: SQuAD", "question_answering"),
    ],
)
def test_a_file_suits_a_task_by_its_content(tmp_path: Path, name: str, task: str) -> None:
    seen = look_at(write(tmp_path / "rows.csv", PILE[name]))
    assert (seen.task, seen.problem, seen.skipped_rows) == (task, "", 0)
    assert seen.usable == seen.rows > 0


@pytest.mark.parametrize(
    ("header", "row", "task", "first"),
    [
        (
            "question,context,answer",
            "who was {n}?,it was dog {n} of all,dog {n}",
            "question_answering",
            "who was 0?",
        ),
        ("words,tags", "dog{n} ran off{n},N V P", "tagging", "dog0 ran off0"),
        (
            "stem,choice1,choice2,correct",
            "who was {n}?,dog {n},cat {n},dog {n}",
            "multiple_choice",
            "who was 0?",
        ),
        ("tokens\tner_tags", "dog{n} ran off{n}\tN V P", "tagging", "dog0 ran off0"),
    ],
    ids=["questions", "tags", "choices", "tokens"],
)
def test_the_usual_names_of_a_task_are_a_header(
    tmp_path: Path, header: str, row: str, task: str, first: str
) -> None:
    content = "\n".join([header, *(row.format(n=n) for n in range(20))])
    seen = look_at(write(tmp_path / "a.csv", content), task)
    assert (seen.has_header, seen.rows, seen.usable, seen.problem) == (True, 20, 20, "")
    assert seen.columns == re.split("[,\t]", header)
    assert seen.first_rows[0]["text"] == first


def test_every_name_that_a_task_looks_for_is_one_of_a_header() -> None:
    looked_for = {*tags.WORD_NAMES, *tags.TAG_NAMES, *choices.LISTS, *choices.RIGHT_WORDS, *quantities.WORDS}
    looked_for |= {*label_sets.WORDS, *(name for names in answers.NAMES.values() for name in names)}
    for name in sorted(looked_for):
        assert looks_like_header([name, "context" if name != "context" else "question"], [["a b", "c d"]]), (
            name
        )


def test_a_first_row_of_short_texts_is_no_header(tmp_path: Path) -> None:
    rows = "".join(f"answer {n},the dog of {n}\n" for n in range(20))
    table = open_table(write(tmp_path / "a.csv", "answer,a dog\n" + rows))
    assert (table.has_header, len(table.rows)) == (False, 21)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-16-le", "utf-8-sig"])
def test_text_of_another_encoding_is_read_as_it_was_written(tmp_path: Path, encoding: str) -> None:
    told = ["今天天氣很好，我們一起去公園散步", "昨天下了很大的雨，他整天都在家裡看書"]
    text = "text\tlabel\n" + "".join(f"{told[n % 2]} {n}\t{'ab'[n % 2]}\n" for n in range(30))
    examples = read_examples(write(tmp_path / "a.tsv", text.encode(encoding)))
    assert [given["text"][:16] for given in examples.inputs[:2]] == [one[:16] for one in told]


def test_conllu_gives_syntactic_words_without_spans_and_empty_nodes(tmp_path: Path) -> None:
    text = (CONLLU + "3.1\tgone\t_\tVERB\t_\t_\t_\t_\t_\t_\n\n") * 8
    examples = read_examples(write(tmp_path / "a.txt", text), "tagging")
    assert examples.inputs[0] == {"text": "do n't run", "words": [[0, 2], [3, 6], [7, 10]]}
    assert [examples.label_names[tag] for tag in examples.targets[0]] == ["AUX", "PART", "VERB"]
    lemmas = read_examples(tmp_path / "a.txt", "tagging", {"label": "lemma"})
    assert lemmas.label_names == ["do", "n't", "run"]


def test_a_tag_scheme_is_made_whole_and_spans_become_its_tags(tmp_path: Path) -> None:
    row = {"text": "New York, dog!", "entities": [{"start": 0, "end": 8, "label": "place"}]}
    assert look_at(write(tmp_path / "a.jsonl", lines(row, times=10))).task == "tagging"
    examples = read_examples(tmp_path / "a.jsonl", "tagging")
    assert examples.label_names == ["O", "B-place", "I-place"]
    assert examples.targets[0] == [1, 2, 0, 0, 0]
    text = examples.inputs[0]["text"]
    assert [text[start:end] for start, end in examples.inputs[0]["words"]] == ["New", "York", ",", "dog", "!"]


@pytest.mark.parametrize(
    ("other", "tags"),
    [((4, 8, "city"), "B-place I-place O O O"), ((0, 8, "city"), "B-place I-place O O O")],
    ids=["inside", "the same words"],
)
def test_of_spans_that_share_a_word_the_longest_is_kept_and_told(
    tmp_path: Path, other: tuple[int, int, str], tags: str
) -> None:
    place = {"start": 0, "end": 8, "label": "place"}
    good = {"text": "New York, dog!", "entities": [place, {**place}]}  # the same told twice is no fault
    bad = {"text": "New York, dog!", "entities": [place, list(other)]}
    whole = {"text": "New York, dog!", "entities": [place, [0, 14, "line"]]}
    rows = lines(good, times=9) + lines(bad, times=1) + lines(whole, times=1)
    examples = read_examples(write(tmp_path / "a.jsonl", rows), "tagging")
    said = [" ".join(examples.label_names[tag] for tag in target) for target in examples.targets]
    assert said == ["B-place I-place O O O"] * 9 + [tags, "B-line I-line I-line I-line I-line"]
    covered = bad["text"][other[0] : other[1]]
    told = "of spans that share a word the longest is kept: {!r} ({}), not {!r} ({})"
    assert examples.repaired == [
        (10, told.format("New York", "place", covered, "city")),
        (11, told.format("New York, dog!", "line", "New York", "place")),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't e-mail @me, U.S. #1!", ["Don't", "e-mail", "@me", ",", "U.S", ".", "#1", "!"]),
        ("see https://a.b/c?d now", ["see", "https://a.b/c?d", "now"]),
        ("我爱 Python3。", ["我", "爱", "Python3", "。"]),
        ("  ", []),
    ],
)
def test_a_plain_text_is_cut_into_words_as_a_person_would(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in words_of(text)] == words


def test_a_wrong_offset_is_repaired_where_the_answer_is_found(tmp_path: Path) -> None:
    examples = read_examples(write(tmp_path / "a.json", squad(place("the farm", 3))), "question_answering")
    assert examples.targets[0] == [{"text": "the farm", "start": CONTEXT.index("the farm")}]
    assert (examples.repaired_rows, examples.skipped_rows) == (12, 0)
    assert examples.repaired[0] == (1, "its answer 'the farm' stands at 15, not at 3")


def test_of_several_places_the_one_nearest_to_the_offset_is_taken(tmp_path: Path) -> None:
    row = {
        "question": "What?",
        "context": "dog, cat, dog, cat",
        "answers": [{"text": "CAT", "answer_start": 13}],
    }
    examples = read_examples(write(tmp_path / "a.jsonl", lines(row, times=9)), "question_answering")
    assert examples.targets[0] == [{"text": "cat", "start": 15}]


def test_an_answer_that_does_not_stand_in_its_context_is_reported(tmp_path: Path) -> None:
    rows = lines({"question": "What?", "context": CONTEXT, "answer": "dog"}, times=9)
    rows += lines({"question": "What?", "context": CONTEXT, "answer": "moon"}, times=1)
    examples = read_examples(write(tmp_path / "a.jsonl", rows), "question_answering")
    assert examples.skipped == [(10, "its answer 'moon' does not stand in its context")]
    assert len(examples) == 9


@pytest.mark.parametrize("order", [("moon", "dog"), ("dog", "moon")])
def test_one_of_several_answers_that_stands_in_the_context_is_enough(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    said = {"text": list(order), "answer_start": [CONTEXT.index("dog")] * 2}
    rows = lines({"question": "What?", "context": CONTEXT, "answers": said}, times=9)
    examples = read_examples(write(tmp_path / "a.jsonl", rows), "question_answering")
    assert examples.skipped == []
    assert examples.targets[0] == [{"text": "dog", "start": CONTEXT.index("dog")}]
    reason = "its answer 'moon' does not stand in its context; others of its answers do"
    assert examples.repaired[0] == (1, reason)


def test_whether_there_may_be_no_answer_is_learned_from_the_file(tmp_path: Path) -> None:
    answered = {"question": "What?", "context": CONTEXT, "answers": {"text": ["dog"], "answer_start": [4]}}
    nothing = {**answered, "answers": {"text": [], "answer_start": []}}
    sure = read_examples(write(tmp_path / "a.jsonl", lines(answered, times=9)), "question_answering")
    unsure = read_examples(write(tmp_path / "b.jsonl", lines(answered, nothing)), "question_answering")
    assert (sure.meaning, unsure.meaning) == ({"no_answer": False}, {"no_answer": True})
    assert unsure.targets[1] == []


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        ("text\tlabels", "some words {n}\tred, blue", "labels"),
        ("text\tred\tblue\tgreen", "some words {n}\t1\t1\t0", "red,blue,green"),
    ],
)
def test_several_labels_stand_in_one_cell_or_in_columns_of_their_own(
    tmp_path: Path, header: str, row: str, columns: str
) -> None:
    text = "\n".join([header, *(row.format(n=n) for n in range(20))])
    seen = look_at(write(tmp_path / "a.tsv", text), "multi_label")
    assert seen.taken == {"text": "text", "label": columns}
    examples = read_examples(tmp_path / "a.tsv", "multi_label")
    chosen = {
        name for name, is_true in zip(examples.label_names, examples.targets[0], strict=True) if is_true
    }
    assert chosen == {"red", "blue"}


@pytest.mark.parametrize(
    ("answers", "targets"),
    [(["0", "1"], [0, 1]), (["1", "2"], [0, 1]), (["B", "a"], [1, 0]), (["no", "yes"], [0, 1])],
)
def test_the_right_choice_is_told_by_number_letter_or_in_words(
    tmp_path: Path, answers: list[str], targets: list[int]
) -> None:
    rows = "".join(f"which {n},no,yes,{answers[n % 2]}\n" for n in range(12))
    path = write(tmp_path / "a.csv", "question,option1,option2,answer\n" + rows)
    assert look_at(path).task == "multiple_choice"
    examples = read_examples(path, "multiple_choice")
    assert examples.inputs[0] == {"text": "which 0", "choices": ["no", "yes"]}
    assert examples.targets[:2] == targets


def test_a_score_may_have_a_comma_and_must_be_a_number(tmp_path: Path) -> None:
    rows = "".join(f"a dog {n};a cat {n};{n % 5},5\n" for n in range(20)) + "a;b;many\n"
    examples = read_examples(write(tmp_path / "a.csv", "first;second;score\n" + rows), "similarity")
    assert examples.targets[:3] == [0.5, 1.5, 2.5]
    assert examples.skipped == [(22, "its score 'many' is not a number")]
    assert examples.meaning["mean"] == pytest.approx(2.5)


def test_a_file_to_judge_by_is_read_like_the_training_file(tmp_path: Path) -> None:
    train = read_examples(write(tmp_path / "a.conll", PILE["tagged: CoNLL"]), "tagging")
    other = PILE["tagged: CoNLL"].replace(b"B-x", b"B-new", 1)
    judged = read_examples(write(tmp_path / "b.conll", other), "tagging", like=train)
    assert judged.label_names == train.label_names
    assert judged.skipped == [(1, "its tag 'B-new' is not among the training tags")]
