"""A model card says data, settings, scores and limits, and nobody's text is in force in it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from transformers import AutoModelForSequenceClassification

from electra_engine.command_line import main
from electra_engine.inference.loading import load_model
from electra_engine.inference.notes import NOTES_FILE
from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.model.additions import attach
from electra_engine.taking_away.card import plain
from electra_engine.taking_away.exporting import export_model
from electra_engine.taking_away.onnx_files import check_onnx
from electra_engine.watching.records import Evaluation, JudgedRow, ScoreReport
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.inference.tiny_folders import write_folder
from tests.engine.taking_away.test_exporting import pretrained_run

EVIL = "[x](http://e.vil) <script>|`*\n# head"


def fine_tuned_run(workspace: Workspace) -> RunFolder:
    extra = {"from": "/home/me/first", "train": f"/home/me/{EVIL}.csv"}
    run = create_run(workspace, RunRequest("moods", "finetune", {"epochs": 1}, [extra["train"]], [], extra))
    write_folder(run.model, "electra", "classifier", id2label={0: "sad", 1: EVIL}, num_hidden_layers=1)
    notes = {
        "task": "classification", "method": "full", "labels": ["sad", EVIL], "skipped_rows": 3,
        "rows": {"train": 900, "valid": 100}, "scores": {"valid": {"accuracy": 0.8765, "loss": 0.4}},
        "settings": {"epochs": 1, "learning_rate": 5e-5},
    }  # fmt: skip
    (run.model / NOTES_FILE).write_text(json.dumps(notes))
    return run


def test_a_fine_tuned_models_card_holds_it_all(workspace: Workspace, tmp_path: Path) -> None:
    fine_tuned_run(workspace)
    card = (export_model("moods", workspace, tmp_path / "away") / "README.md").read_text()
    front, _, body = card.removeprefix("---\n").partition("---\n")
    assert 'pipeline_tag: "text-classification"' in front
    for told in ("0.8765", "900 train", "learning\\_rate", "5e-05", "3 rows", "Limits", "first"):
        assert told in body
    assert "/home/me" not in card
    assert "<script>" not in card
    assert "[x](" not in card
    assert "\n# head" not in card
    assert (tmp_path / "away" / "use_it.py").read_text() in body
    assert not (tmp_path / "away" / "predictions.csv").exists()  # no row was judged


def test_the_judged_rows_go_along_with_their_answers_and_no_cell_is_a_formula(
    workspace: Workspace, tmp_path: Path
) -> None:
    run = fine_tuned_run(workspace)
    writer = RecordWriter(run.records)
    for split, rows in (("test", 3), ("valid", 9)):
        writer.write(ScoreReport(split, 9, rows, "accuracy"))
    writer.write_all(
        [
            JudgedRow("test", 0, 9, "=1+1", "a day", "sad", EVIL, False, 0.75),
            JudgedRow("test", 2, 9, "fine", "", "@sum", "@sum", True, None),
        ]
    )
    writer.write(JudgedRow("valid", 0, 9, "held out", "", "sad", "sad", True, 0.5))
    writer.close()
    away = export_model("moods", workspace, tmp_path / "away")
    with (away / "predictions.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows == [
        ["row", "text", "text_pair", "truth", "answer", "right", "probability"],
        ["1", "'=1+1", "a day", "sad", EVIL, "no", "0.7500"],
        ["3", "fine", "", "'@sum", "'@sum", "yes", ""],
    ]
    assert "predictions.csv holds 2 of 3 rows of the test file" in (away / "README.md").read_text()


def test_what_lora_learned_goes_along_as_an_adapter_beside_the_merged_weights(
    workspace: Workspace, tmp_path: Path
) -> None:
    adapter = fine_tuned_run(workspace).model / "adapter"
    adapter.mkdir()
    (adapter / "adapter_config.json").write_text("{}")
    folder = export_model("moods", workspace, tmp_path / "away")
    assert (folder / "adapter" / "adapter_config.json").is_file()
    assert "PEFT adapter" in (folder / "README.md").read_text()


def test_a_model_that_plain_transformers_would_misread_gets_no_script_and_says_so(
    workspace: Workspace, tmp_path: Path
) -> None:
    run = fine_tuned_run(workspace)
    network = AutoModelForSequenceClassification.from_pretrained(run.model)
    attach(network, "adapters", 4)
    network.save_pretrained(run.model)
    folder = export_model("moods", workspace, tmp_path / "away")
    assert not (folder / "use_it.py").exists()
    card = (folder / "README.md").read_text()
    assert "load_model" in card
    assert "```python" not in card
    assert load_model(str(folder), workspace).predict("the dog") == load_model("moods", workspace).predict(
        "the dog"
    )


def test_a_pairs_cards_say_how_well_it_judged_at_that_step(workspace: Workspace, tmp_path: Path) -> None:
    run = pretrained_run(workspace, "electra", (10, 20))
    writer = RecordWriter(run.records)
    for step, auc in ((10, 0.6111), (20, 0.7222)):
        writer.write(Evaluation(step, 80, 8.0, 3.0, 0.2, 0.3, 0.5, auc, 0.6, 0.5, 0.1, 900))
    writer.close()
    newest = export_model("pair", workspace, tmp_path / "newest")
    assert "0.7222" in (newest / "discriminator" / "README.md").read_text()
    early = (export_model("pair", workspace, tmp_path / "early", 10) / "generator" / "README.md").read_text()
    assert "0.6111" in early
    assert "0.7222" not in early
    assert 'pipeline_tag: "fill-mask"' in early


def test_the_command_adds_what_was_asked_for(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fine_tuned_run(workspace)
    target = tmp_path / "away"
    options = ["--onnx", "--report", "--json", "--workspace", str(workspace.root)]
    assert main(["export", "moods", str(target), *options]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {"model.onnx", "report.html", "README.md", "use_it.py", "model.safetensors"} <= set(said["files"])
    assert said["files"] == sorted(path.name for path in target.iterdir())
    assert "same logits" in (target / "README.md").read_text()
    assert check_onnx(target).largest_difference < 1e-4


def test_plain_leaves_no_mark_in_force() -> None:
    assert plain("a|b *c* <d>\n# e") == "a\\|b \\*c\\* &lt;d\\> \\# e"
    assert len(plain("x" * 10_000)) == 200
