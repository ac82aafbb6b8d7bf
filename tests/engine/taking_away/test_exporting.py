"""A run's model is exported whole, from the checkpoint asked for, and agrees with plain transformers."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import (
    AutoModelForMaskedLM,
    AutoModelForTokenClassification,
    AutoTokenizer,
    ElectraForPreTraining,
)

from electra_engine.errors import UserError
from electra_engine.inference.checkpoint_cache import exported_checkpoint
from electra_engine.inference.loading import load_model
from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.model.pair import Pair, build_pair
from electra_engine.settings import RunSettings, to_flat
from electra_engine.taking_away.exporting import export_model
from electra_engine.training.checkpoint_folders import Position
from electra_engine.training.checkpoints import save_checkpoint
from electra_engine.vocabulary.saving import save_tokenizer
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.inference.tiny_folders import BACKBONES, tiny_tokenizer
from tests.engine.tiny import tiny_settings

TEXT = "the dog was very nice"


def pretrained_run(workspace: Workspace, backbone: str, steps: tuple[int, ...] = (10, 20)) -> RunFolder:
    """A pre-training run with a checkpoint at each step, the weights of each a little further on."""
    settings = tiny_settings(backbone)
    run = create_run(workspace, RunRequest("pair", "pretrain", to_flat(settings)))
    tokenizer = tiny_tokenizer()
    save_tokenizer(tokenizer.backend_tokenizer, run.tokenizer)
    pair = build_pair(settings, len(tokenizer))
    optimizer = torch.optim.AdamW(pair.parameters())
    for step in steps:
        move(pair, step)
        save_checkpoint(run.checkpoints, pair, optimizer, Position(step, step * 100, float(step)))
    return run


def move(pair: Pair, step: int) -> None:
    dice = torch.Generator().manual_seed(step)
    with torch.no_grad():
        for parameter in pair.parameters():
            parameter.add_(0.2 * torch.randn(parameter.shape, generator=dice))


@pytest.mark.parametrize("backbone", BACKBONES)
def test_what_a_run_says_is_what_its_export_says_in_plain_transformers(
    workspace: Workspace, tmp_path: Path, backbone: str
) -> None:
    pretrained_run(workspace, backbone)
    model = load_model("pair", workspace)
    detected = [token["p_replaced"] for token in model.detect(TEXT)["tokens"]]
    filled = model.fill("the [MASK] was nice", 1)["blanks"][0]["candidates"][0]
    folder = export_model("pair", workspace, tmp_path / "away")
    judge_class = ElectraForPreTraining if backbone == "electra" else AutoModelForTokenClassification
    tokenizer = AutoTokenizer.from_pretrained(folder / "discriminator")
    with torch.no_grad():
        judge = judge_class.from_pretrained(folder / "discriminator").eval()
        logits = judge(**tokenizer(TEXT, return_tensors="pt")).logits
        generator = AutoModelForMaskedLM.from_pretrained(folder / "generator").eval()
        guesses = generator(**tokenizer("the [MASK] was nice", return_tensors="pt")).logits[0, 2]
    verdicts = torch.sigmoid(logits) if backbone == "electra" else torch.softmax(logits, -1)[..., 1]
    assert detected == pytest.approx(verdicts[0, 1:-1].tolist(), abs=1e-6)
    expected = torch.softmax(guesses, -1)[tokenizer.convert_tokens_to_ids(filled["text"])]
    assert filled["probability"] == pytest.approx(float(expected), abs=1e-6)


def test_another_step_is_another_model(workspace: Workspace) -> None:
    pretrained_run(workspace, "modern")
    at_10, at_20, newest = (load_model("pair", workspace, step).detect(TEXT) for step in (10, 20, None))
    assert at_20 == newest
    assert at_10 != at_20


def test_a_checkpoint_is_exported_once_and_forgotten_with_its_source(workspace: Workspace) -> None:
    run = pretrained_run(workspace, "modern", (10, 20))
    first = exported_checkpoint(run, 10)
    weights = first / "discriminator" / "model.safetensors"
    written = weights.stat().st_mtime_ns
    assert exported_checkpoint(run, 10) == first
    assert weights.stat().st_mtime_ns == written
    pair = build_pair(RunSettings().with_changes(to_flat(tiny_settings())), len(tiny_tokenizer()))
    save_checkpoint(run.checkpoints, pair, torch.optim.AdamW(pair.parameters()), Position(30, 3_000, 30.0))
    newest = exported_checkpoint(run)
    assert [folder.name for folder in newest.parent.iterdir()] == [newest.name]


def test_a_step_without_a_checkpoint_is_refused(workspace: Workspace) -> None:
    pretrained_run(workspace, "modern", (10,))
    with pytest.raises(UserError, match="no checkpoint at step 7"):
        load_model("pair", workspace, step=7)


def test_a_folder_that_holds_something_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    pretrained_run(workspace, "modern", (10,))
    target = tmp_path / "full"
    target.mkdir()
    (target / "mine.txt").write_text("keep me")
    with pytest.raises(UserError, match="already holds something"):
        export_model("pair", workspace, target)
    assert [path.name for path in target.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(workspace: Workspace, tmp_path: Path) -> None:
    pretrained_run(workspace, "modern", (10,))
    (tmp_path / "empty").mkdir()
    folder = export_model("pair", workspace, tmp_path / "empty")
    assert sorted(path.name for path in folder.iterdir()) == ["discriminator", "generator"]
    for part in folder.iterdir():
        assert {"README.md", "use_it.py", "tokenizer.json"} <= {path.name for path in part.iterdir()}


def test_an_export_that_fails_leaves_nothing_behind(workspace: Workspace, tmp_path: Path) -> None:
    pretrained_run(workspace, "modern", (10,))
    (tmp_path / "file").write_text("a file, not a folder")
    with pytest.raises(UserError, match="could not be written"):
        export_model("pair", workspace, tmp_path / "file" / "inside")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "workspace"]
