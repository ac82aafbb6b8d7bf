"""Fine-tuning starts from any checkpoint of a run, by its name and step, and says which ones there are."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.inference.references import check_usable, find_networks, kept_steps
from electra_engine.jobs.requests import new_finetuning
from electra_engine.jobs.runs import read_request
from electra_engine.workspace import Workspace
from tests.engine.finetuning.labelled_rows import write_moods
from tests.engine.taking_away.test_exporting import pretrained_run


def test_a_step_behind_the_name_means_the_checkpoint_of_that_step(workspace: Workspace) -> None:
    run = pretrained_run(workspace, "modern")
    assert kept_steps(run) == [20, 10]
    named = {
        reference: load_file(find_networks(reference, workspace).to_fine_tune() / "model.safetensors")
        for reference in ("pair", "pair@20", "pair@10")
    }
    for name, newest in named["pair"].items():
        assert torch.equal(newest, named["pair@20"][name])
    assert any(not torch.equal(newest, named["pair@10"][name]) for name, newest in named["pair"].items())


def test_a_step_that_was_not_kept_is_refused_at_once(workspace: Workspace, tmp_path: Path) -> None:
    pretrained_run(workspace, "modern")
    rows = write_moods(tmp_path / "moods.tsv", 40)
    with pytest.raises(UserError, match="no checkpoint at step 15"):
        new_finetuning(workspace, "moods", "pair@15", rows, FineTuneSettings())
    for strange in ("pair@", "pair@x", "nobody@10", "pair@" + "9" * 40):
        with pytest.raises(UserError):
            check_usable(strange, workspace)
    run = new_finetuning(workspace, "moods", "random:pair@10", rows, FineTuneSettings())
    assert read_request(run).extra["from"] == "random:pair@10"


def test_a_name_on_the_hub_that_is_not_here_ends_in_a_sentence(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(UserError, match="not on this machine"):
        check_usable("somebody/electra-small", workspace)
