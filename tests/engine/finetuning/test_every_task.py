"""Every task is learned from its file, saved as plain transformers, and answers alike from there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch
from transformers import (
    AutoModelForMultipleChoice,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
)

from electra_engine.errors import UserError
from electra_engine.finetuning import question_answering, tagging
from electra_engine.finetuning.batches import EncodedRows
from electra_engine.inference.loading import load_model
from electra_engine.inference.notes import read_notes
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.finetuning.labelled_rows import ANIMALS, mood_rows
from tests.engine.finetuning.test_running import QUICK, taught_run
from tests.engine.inference.tiny_folders import BACKBONES, tiny_tokenizer, write_folder

Teach = Callable[..., RunFolder]


@pytest.fixture
def teach(workspace: Workspace, tmp_path: Path) -> Teach:
    def run(task: str, content: str, backbone: str = "modern", **settings: object) -> RunFolder:
        train = tmp_path / "train.txt"
        train.write_text(content, encoding="utf-8")
        base = write_folder(tmp_path / "base", backbone)
        asked = {**QUICK, "task": task, "epochs": 12, "patience": 0, **settings}
        return taught_run(workspace, asked, {"from": str(base), "train": str(train)})

    return run


def best(run: RunFolder) -> dict[str, float]:
    return read_notes(run.model)["scores"]["valid"]


def plain(run: RunFolder, auto_class: Any, *texts: Any, **details: Any) -> Any:
    with torch.no_grad():
        inputs = AutoTokenizer.from_pretrained(run.model)(*texts, return_tensors="pt", **details)
        return auto_class.from_pretrained(run.model).eval()(**inputs)


def test_several_labels_are_learned_by_themselves(teach: Teach, workspace: Workspace) -> None:
    rows = [f"{text}\t{label}, {text.split()[1]}" for text, label in mood_rows(160)]
    run = teach("multi_label", "\n".join(["text\tlabels", *rows]))
    assert best(run)["micro_f1"] > 0.8
    said = load_model("run", workspace).predict("the dog was awful")
    logits = plain(run, AutoModelForSequenceClassification, "the dog was awful").logits[0]
    assert said["task"] == "multi_label"
    assert said["labels"] == ["dog", "sad"]
    assert list(said["probabilities"].values()) == pytest.approx(torch.sigmoid(logits).tolist(), abs=1e-6)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_scores_come_out_in_the_units_of_the_file(teach: Teach, workspace: Workspace, backbone: str) -> None:
    rows = [f"{text}\t{2000 if label == 'glad' else 1000}.5" for text, label in mood_rows(160)]
    run = teach("similarity", "\n".join(["text\tscore", *rows]), backbone, epochs=20)
    assert best(run)["spearman"] > 0.7
    said = load_model("run", workspace).predict("the dog was nice")
    network = plain(run, AutoModelForSequenceClassification, "the dog was nice")
    assert said == {"task": "similarity", "score": pytest.approx(float(network.logits[0, 0]), rel=1e-5)}
    assert 1600 < said["score"] < 2400


@pytest.mark.parametrize("backbone", BACKBONES)
def test_every_word_gets_its_tag(teach: Teach, workspace: Workspace, backbone: str) -> None:
    kinds = {**dict.fromkeys(ANIMALS, "B-animal"), "very": "B-degree"}
    sentences = [text.split() for text, _ in mood_rows(160)]
    blocks = ["\n".join(f"{word} {kinds.get(word, 'O')}" for word in words) for words in sentences]
    run = teach("tagging", "\n\n".join(blocks), backbone, epochs=40)
    assert best(run)["f1"] > 0.8
    model = load_model("run", workspace)
    found = model.predict("the dog was good and the rain")["entities"]
    assert found == [{"type": "animal", "text": "dog", "start": 4, "end": 7}]
    text = "the barks, dog was very awful"
    said = model.predict(text)
    assert [token["text"] for token in said["tokens"]] == ["the", "barks", ",", "dog", "was", "very", "awful"]
    network = plain(run, AutoModelForTokenClassification, text)
    tags = network.logits[0].argmax(dim=-1).tolist()
    names = AutoModelForTokenClassification.from_pretrained(run.model).config.id2label
    # [CLS] the bark ##s , dog was very awful [SEP]: the word is read at its first token.
    assert [token["tag"] for token in said["tokens"]] == [names[tags[at]] for at in (1, 2, 4, 5, 6, 7, 8)]


@pytest.mark.parametrize("backbone", BACKBONES)
def test_answers_are_found_in_the_text(teach: Teach, workspace: Workspace, backbone: str) -> None:
    chance = Random(3)
    rows = []
    for _ in range(200):
        first, second = chance.sample(ANIMALS, 2)
        good, bad = chance.choice(("good", "nice")), chance.choice(("bad", "awful"))
        context = f"the {first} was {good} and the {second} was {bad}"
        asked = chance.choice((good, bad, "very"))
        answer = {good: first, bad: second}.get(asked, "")
        rows.append({"question": f"{asked}", "context": context, "answer": answer})
    run = teach("question_answering", "\n".join(map(json.dumps, rows)), backbone, epochs=20)
    assert best(run)["f1"] > 50
    model = load_model("run", workspace)
    context = "the cat was good and the dog was awful"
    said = model.predict("awful", context)
    network = plain(run, AutoModelForQuestionAnswering, "awful", context)
    assert network.start_logits.shape == network.end_logits.shape
    if said["answer"]:
        assert said["answer"] == context[said["start"] : said["end"]]
    assert sum(one["probability"] for one in said["candidates"]) <= 1.0
    with pytest.raises(UserError, match="needs a second text"):
        model.predict("awful")


def test_the_right_choice_is_learned_whatever_their_number(teach: Teach, workspace: Workspace) -> None:
    chance = Random(5)
    rows = []
    for text, label in mood_rows(100):
        right = "good day" if label == "glad" else "bad rain"
        wrong = ["bad rain" if label == "glad" else "good day", "on and on"][: chance.randint(1, 2)]
        place = chance.randint(0, len(wrong))
        rows.append({"text": text, "choices": [*wrong[:place], right, *wrong[place:]], "answer": place})
    run = teach("multiple_choice", "\n".join(map(json.dumps, rows)), epochs=14)
    assert best(run)["accuracy"] > 0.7
    choices = ["good day", "bad rain", "on and on"]
    said = load_model("run", workspace).predict("the dog was awful", choices=choices)
    assert (said["choice"], said["text"]) == (1, "bad rain")
    tokenizer = AutoTokenizer.from_pretrained(run.model)
    inputs = tokenizer(["the dog was awful"] * 3, choices, padding=True, return_tensors="pt")
    with torch.no_grad():
        network = AutoModelForMultipleChoice.from_pretrained(run.model).eval()
        logits = network(**{name: tensor.unsqueeze(0) for name, tensor in inputs.items()}).logits[0]
    assert said["probabilities"] == pytest.approx(torch.softmax(logits, dim=0).tolist(), abs=1e-5)


def test_scores_of_the_curve_are_those_of_the_task(teach: Teach) -> None:
    rows = [f"{text}\t{len(text)}.5" for text, _ in mood_rows(60)]
    run = teach("similarity", "\n".join(["text\tscore", *rows]), epochs=2)
    scores = RecordReader(run.records).scores()
    assert all({"spearman", "pearson", "mse", "loss"} <= score.metrics.keys() for score in scores)


def test_a_long_text_loses_no_word_and_no_answer() -> None:
    tokenizer = tiny_tokenizer()
    words = ["the", "dog", "barks", "and", "cat"] * 12
    text, spans, start = " ".join(words), [], 0
    for word in words:
        spans.append([start, start + len(word)])
        start += len(word) + 1
    given = {"text": text, "words": spans}
    rows = tagging.encode([given], [list(range(len(words)))], {}, tokenizer, 16)
    assert len(rows) > 4
    assert sorted(word for row in rows.places for word, _ in row) == list(range(len(words)))
    assert sorted(tag for row in rows.targets for tag in row if tag >= 0) == list(range(len(words)))
    shortest = question_answering.encode([{"text": text, "text_pair": text}], [[]], {}, tokenizer, 8)
    assert max(map(shortest.length, range(len(shortest)))) == 8
    asked = [{"text": "dog", "text_pair": text}]
    where = text.rindex("and cat")
    rows = question_answering.encode(asked, [[{"text": "and cat", "start": where}]], {}, tokenizer, 24)
    found = [(row, columns) for row, columns in enumerate(rows.targets) if columns != (0, 0)]
    assert found
    for row, (first, last) in found:
        assert text[rows.places[row][first][0] : rows.places[row][last][1]] == "and cat"


def test_the_best_span_of_all_rows_wins_over_no_answer_only_where_it_is_likelier() -> None:
    places = [[None, None, (0, 3), (4, 7), None], [None, None, (4, 7), (8, 11), None]]
    rows = EncodedRows([], [], 0, examples=[0, 0], places=places)
    outputs = [torch.full((5, 2), -5.0), torch.full((5, 2), -5.0)]
    outputs[0][0], outputs[1][0] = 4.0, 1.0  # no answer in the first row, hardly in the second
    outputs[1][3, 0], outputs[1][3, 1] = 3.0, 3.0
    given = [{"text": "?", "text_pair": "one two six"}]
    said = question_answering.answer(outputs, rows, given, [], {"no_answer": True})[0]
    assert (said["answer"], said["start"], said["end"]) == ("six", 8, 11)
    outputs[1][0] = 4.0
    said = question_answering.answer(outputs, rows, given, [], {"no_answer": True})[0]
    assert (said["answer"], said["start"]) == ("", None)
    assert question_answering.answer(outputs, rows, given, [], {})[0]["answer"] == "six"
