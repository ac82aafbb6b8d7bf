"""Whether a question stays without an answer is decided on validation rows, as the SQuAD 2.0 script does."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch

from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.labelled_files import read_examples
from electra_engine.finetuning.tasks import TASKS
from electra_engine.inference.loading import load_model
from electra_engine.inference.notes import read_notes
from electra_engine.workspace import Workspace
from tests.engine.finetuning.labelled_rows import ANIMALS
from tests.engine.finetuning.test_metrics import _accepted, _f1
from tests.engine.finetuning.test_running import QUICK, taught_run
from tests.engine.inference.tiny_folders import write_folder

TASK = TASKS["question_answering"]
CONTEXT = "one two six"
PLACES = [None, None, (0, 3), (4, 7), (8, 11), None]
LEARNED = {"no_answer": True}


def said(outputs: list[torch.Tensor], examples: Examples, **meaning: Any) -> list[dict[str, Any]]:
    rows = EncodedRows([], [], 0, places=[PLACES] * len(outputs))
    return TASK.answer(outputs, rows, examples.inputs, [], {**LEARNED, **meaning})


def official_f1(answers: list[dict[str, Any]], examples: Examples) -> float:
    golds = [_accepted([gold["text"] for gold in one]) for one in examples.targets]
    best = [
        max(_f1(answer["answer"], gold) for gold in accepted)
        for answer, accepted in zip(answers, golds, strict=True)
    ]
    return 100.0 * sum(best) / len(best)


@pytest.mark.parametrize("tilt", [-4.0, 4.0])
def test_no_other_margin_does_better_on_the_rows_it_was_decided_on(tilt: float) -> None:
    chance, dice = Random(6), torch.Generator().manual_seed(6)
    targets = [
        [{"text": chance.choice(CONTEXT.split()), "start": 0}] * chance.randint(0, 1) for _ in range(40)
    ]
    examples = Examples([{"text": "?", "text_pair": CONTEXT}] * 40, targets, [], LEARNED)
    outputs = [3.0 * torch.randn(len(PLACES), 2, generator=dice) for _ in targets]
    for output in outputs:
        output[0] += tilt
    decided = dict(TASK.decide(said(outputs, examples), examples))
    reached = TASK.score(said(outputs, examples, **decided), examples).metrics["f1"]
    tried = [2 * tilt + step / 2 for step in range(-20, 21)]
    others = [
        TASK.score(said(outputs, examples, no_answer_margin=one), examples).metrics["f1"] for one in tried
    ]
    assert reached >= max(others) - 1e-9
    assert reached > TASK.score(said(outputs, examples), examples).metrics["f1"] - 1e-9
    assert reached == pytest.approx(official_f1(said(outputs, examples, **decided), examples))


def test_rows_of_one_kind_decide_nothing() -> None:
    outputs = [torch.zeros(len(PLACES), 2)] * 3
    for targets in ([[]] * 3, [[{"text": "two", "start": 4}]] * 3):
        examples = Examples([{"text": "?", "text_pair": CONTEXT}] * 3, targets, [], LEARNED)
        assert TASK.decide(said(outputs, examples), examples) == {}


def test_the_saved_model_answers_by_the_margin_that_its_validation_rows_decided(
    workspace: Workspace, tmp_path: Path
) -> None:
    chance, rows = Random(3), []
    for number in range(60):
        animal = chance.choice(ANIMALS)
        context = f"the {animal} was good and number {number} was bad"
        rows.append({"question": "good", "context": context, "answer": animal if number % 3 else ""})
    files = {"train": tmp_path / "train.jsonl", "valid": tmp_path / "valid.jsonl"}
    for file, part in zip(files.values(), (rows[:30], rows[30:]), strict=True):
        file.write_text("\n".join(map(json.dumps, part)), encoding="utf-8")
    extra = {
        "from": str(write_folder(tmp_path / "base")),
        **{part: str(file) for part, file in files.items()},
    }
    asked = {**QUICK, "task": "question_answering", "epochs": 2}
    run = taught_run(workspace, asked, extra)
    notes = read_notes(run.model)
    assert notes["meaning"]["no_answer"] is True
    assert isinstance(notes["meaning"]["no_answer_margin"], float)
    train = read_examples(files["train"], "question_answering")
    valid = read_examples(files["valid"], "question_answering", like=train)
    model = load_model("run", workspace)
    answers = [model.predict(given["text"], given["text_pair"]) for given in valid.inputs]
    assert official_f1(answers, valid) == pytest.approx(notes["scores"]["valid"]["f1"])
