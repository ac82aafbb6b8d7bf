"""What LoRA learned leaves as an adapter that plain peft loads, and merged: both give the run's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from peft import PeftModel
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

from electra_engine.inference.loading import load_model
from electra_engine.taking_away.exporting import export_model
from electra_engine.workspace import Workspace
from tests.engine.finetuning.labelled_rows import mood_rows
from tests.engine.finetuning.test_running import QUICK, taught_run
from tests.engine.inference.tiny_folders import write_folder

TEXT = "the dog was very nice"


def taught(workspace: Workspace, folder: Path, backbone: str, task: str) -> Path:
    """Teaches a run called "run" and returns the folder that it started from."""
    values = {"glad": "glad", "sad": "sad"} if task == "classification" else {"glad": "4.5", "sad": "1.5"}
    rows = [f"{text}\t{values[label]}" for text, label in mood_rows(60)]
    (folder / "rows.tsv").write_text("\n".join(["text\tlabel", *rows]))
    base = write_folder(folder / "base", backbone)
    settings = {**QUICK, "task": task, "method": "lora", "epochs": 2}
    extra = {"from": str(base), "train": str(folder / "rows.tsv"), "label": "label"}
    taught_run(workspace, settings, extra)
    return base


@pytest.mark.parametrize(
    ("backbone", "task"),
    [("electra", "classification"), ("modern", "classification"), ("electra", "similarity")],
)
def test_adapter_and_merged_model_say_what_the_run_says(
    workspace: Workspace, tmp_path: Path, backbone: str, task: str
) -> None:
    base = taught(workspace, tmp_path, backbone, task)
    away = export_model("run", workspace, tmp_path / "away")
    inputs = AutoTokenizer.from_pretrained(away)(TEXT, return_tensors="pt")
    merged = AutoModelForSequenceClassification.from_pretrained(away).eval()
    # What the adapter's note in the card says: the base's weights, this folder's config.
    bare = AutoModelForSequenceClassification.from_pretrained(base, config=AutoConfig.from_pretrained(away))
    adapted = PeftModel.from_pretrained(bare, str(away / "adapter")).eval()
    with torch.no_grad():
        wanted, got = merged(**inputs).logits[0], adapted(**inputs).logits[0]
    torch.testing.assert_close(got, wanted, atol=1e-5, rtol=1e-4)
    said = load_model("run", workspace).predict(TEXT)
    if task == "similarity":
        assert said["score"] == pytest.approx(float(wanted[0]), rel=1e-5)
    else:
        assert list(said["probabilities"].values()) == pytest.approx(wanted.softmax(-1).tolist(), abs=1e-5)
    for file in away.rglob("*.*"):
        assert str(tmp_path).encode() not in file.read_bytes(), file.name
    assert "config.json of this folder" in (away / "README.md").read_text()
