"""Checkpoints are whole, verified and exact."""

import json
import re
import shutil

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from electra_engine.errors import UserError
from electra_engine.objective.step import Objective
from electra_engine.training.batches import Rows
from electra_engine.training.checkpoint_folders import (
    KEPT,
    Position,
    best_checkpoint,
    newest_checkpoint,
    note_score,
    position_of,
    verify,
)
from electra_engine.training.checkpoints import (
    load_optimizer_state,
    load_pair_weights,
    save_checkpoint,
)
from electra_engine.training.machine import Arithmetic
from electra_engine.training.trainer import Trainer
from tests.engine.tiny import BACKBONES, SPECIAL, VOCABULARY, tiny_pair, tiny_settings


def trainer(backbone: str = "modern", precision: str = "fp32") -> Trainer:
    settings = tiny_settings(backbone, machine__threads=1)  # the same thread count throughout
    stream = np.random.default_rng(0).integers(5, VOCABULARY, 2000).astype(np.uint16)
    objective = Objective(settings.objective, SPECIAL, torch.ones(VOCABULARY))
    rows = Rows(stream, 16, SPECIAL.cls, SPECIAL.sep)
    arithmetic = Arithmetic("cpu", precision, "matmul", 1)
    return Trainer(tiny_pair(backbone), objective, rows, settings, arithmetic)


def run_steps(subject: Trainer, first: int, last: int) -> None:
    for number in range(first, last):
        subject.step(number, number / 20, 1 - number / 20)


def save(subject: Trainer, folder, step: int):
    return save_checkpoint(folder, subject.pair, subject.optimizer, Position(step, step * 64, step * 0.5))


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_resumed_run_ends_with_the_same_bits(backbone: str, precision: str, tmp_path) -> None:
    straight = trainer(backbone, precision)
    run_steps(straight, 0, 20)
    broken = trainer(backbone, precision)
    run_steps(broken, 0, 9)
    saved = save(broken, tmp_path, 9)
    resumed = trainer(backbone, precision)
    load_pair_weights(saved, resumed.pair)
    load_optimizer_state(saved, resumed.optimizer)
    assert position_of(saved) == Position(9, 576, 4.5)
    run_steps(resumed, 9, 20)
    for (name, a), (_, b) in zip(
        straight.pair.named_parameters(), resumed.pair.named_parameters(), strict=True
    ):
        assert torch.equal(a, b), name


def test_a_truncated_or_altered_checkpoint_is_passed_over_for_the_one_before(tmp_path) -> None:
    subject = trainer()
    run_steps(subject, 0, 1)
    older = save(subject, tmp_path, 1)
    for damage in ("truncate", "flip", "manifest"):
        newer = save(subject, tmp_path, 2)
        assert newest_checkpoint(tmp_path) == newer
        file = newer / ("manifest.json" if damage == "manifest" else "pair.safetensors")
        content = bytearray(file.read_bytes())
        if damage == "truncate":
            content = content[:-10]
        elif damage == "flip":
            content[len(content) // 2] ^= 1
        else:
            content = bytearray(b"{")
        file.write_bytes(content)
        assert newest_checkpoint(tmp_path) == older
        shutil.rmtree(newer)


def test_no_byte_of_a_manifest_can_change_unseen(tmp_path) -> None:
    saved = save(trainer(), tmp_path, 7)
    note_score(tmp_path, 7, 0.75)
    manifest, said = saved / "manifest.json", position_of(saved)
    content = manifest.read_bytes()
    for place in range(len(content)):
        altered = bytearray(content)
        altered[place] ^= 1
        manifest.write_bytes(altered)
        # A byte of the word "seal" leaves a manifest such as older versions wrote, and what it says intact.
        assert not verify(saved) or (position_of(saved), best_checkpoint(tmp_path)) == (said, (7, 0.75))
    manifest.write_bytes(content)
    assert verify(saved)


def test_a_checkpoint_of_a_version_that_set_no_seal_counts(tmp_path) -> None:
    manifest = save(trainer(), tmp_path, 7) / "manifest.json"
    stored = json.loads(manifest.read_text())
    del stored["seal"]
    manifest.write_text(json.dumps(stored, indent=1))
    assert newest_checkpoint(tmp_path) == manifest.parent
    note_score(tmp_path, 7, 0.75)
    assert newest_checkpoint(tmp_path) == manifest.parent


def test_a_half_written_folder_is_no_checkpoint(tmp_path) -> None:
    (tmp_path / ".step-000000007.123").mkdir()
    (tmp_path / "step-000000008").mkdir()
    assert newest_checkpoint(tmp_path) is None


def test_the_newest_few_are_kept(tmp_path) -> None:
    subject = trainer()
    run_steps(subject, 0, 1)
    for step in range(1, 6):
        save(subject, tmp_path, step)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["step-000000004", "step-000000005"]
    assert KEPT == 2


def test_a_checkpoint_that_lacks_a_tensor_is_refused_and_changes_nothing(tmp_path) -> None:
    subject = trainer()
    saved = save(subject, tmp_path, 1) / "pair.safetensors"
    stored = load_file(saved)
    lost = stored.popitem()[0]
    save_file(stored, saved)
    with pytest.raises(UserError, match=re.escape(lost)):
        load_pair_weights(saved.parent, tiny_pair())
