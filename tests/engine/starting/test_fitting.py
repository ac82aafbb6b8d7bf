"""What a start decides, what it refuses, and that the run keeps its own copy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from electra_engine.errors import UserError
from electra_engine.jobs.control import Control
from electra_engine.jobs.requests import new_pretraining
from electra_engine.jobs.runs import read_request
from electra_engine.settings import RunSettings
from electra_engine.starting import fit_to_start
from electra_engine.training.pretraining import pretrain
from electra_engine.vocabulary import load_tokenizer
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import Workspace
from tests.engine.starting.released import release, small_generator
from tests.engine.starting.started import new_run
from tests.engine.tiny import tiny_settings, write_text


def fitted(workspace: Workspace, reference: object, **changes: object) -> RunSettings:
    return fit_to_start(tiny_settings(**{"pair__start_from": str(reference), **changes}), workspace)


def test_sizes_backbone_and_vocabulary_come_from_the_folder_whatever_was_asked(
    workspace: Workspace, tmp_path: Path
) -> None:
    release(tmp_path / "discriminator", "discriminator")
    release(tmp_path / "generator", "generator", **small_generator())
    found = fitted(workspace, tmp_path, pair__backbone="modern", discriminator__hidden_size=64)
    judge = found.discriminator
    assert (judge.hidden_size, judge.num_hidden_layers, judge.num_attention_heads) == (32, 2, 2)
    assert found.generator_shape() == (16, 1, 1)
    assert (found.pair.backbone, found.pair.embedding_size, found.positions()) == ("electra", 16, 32)
    assert found.vocabulary.lowercase  # as its tokenizer does
    assert found.objective.scaffold_weight == 0


def test_what_the_folder_does_not_decide_stays_as_asked(workspace: Workspace, tmp_path: Path) -> None:
    release(tmp_path, "discriminator")
    changes = {"generator__num_hidden_layers": 2, "training__warmup_share": 0.2, "pair__sharing": "nothing"}
    found = fitted(workspace, tmp_path, **changes)
    assert found.generator_shape() == (16, 2, 1)
    assert (found.training.warmup_share, found.pair.sharing) == (0.2, "nothing")


def test_a_fresh_run_is_left_as_it_was(workspace: Workspace) -> None:
    assert fit_to_start(tiny_settings(), workspace) == tiny_settings()


def test_the_tokenizer_is_used_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    release(tmp_path, "discriminator")
    run, _ = new_run(workspace, tmp_path)
    ours, theirs = load_tokenizer(run.tokenizer), load_tokenizer(tmp_path)
    assert json.loads(ours.to_str()) == json.loads(theirs.to_str())
    text = "The DOG barked, náïve!"
    assert ours.encode(text).tokens == theirs.encode(text).tokens


@pytest.mark.parametrize("lowercase", [True, False])
def test_a_word_list_is_read_with_the_casing_and_accents_its_config_says(
    workspace: Workspace, tmp_path: Path, lowercase: bool
) -> None:
    release(tmp_path, "discriminator")
    (tmp_path / "tokenizer.json").unlink()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "dog", "Dog", "cafe", "café", "##s"]
    (tmp_path / "vocab.txt").write_text("\n".join(words) + "\n", "utf-8")
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": lowercase}))
    run, settings = new_run(workspace, tmp_path)
    found = load_tokenizer(run.tokenizer).encode("Dogs café").tokens
    expected = ["dog", "##s", "cafe"] if lowercase else ["Dog", "##s", "café"]
    assert found == ["[CLS]", *expected, "[SEP]"]
    assert settings.vocabulary.lowercase == lowercase


def test_a_run_trains_on_from_a_folder_that_is_gone_by_then(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "source"
    release(source, "discriminator")
    text = write_text(tmp_path / "text.txt")
    exact = {"machine__precision": "fp32", "machine__attention": "matmul", "machine__threads": 1}
    settings = tiny_settings("modern", training__steps=6, pair__start_from=str(source), **exact)
    run = new_pretraining(workspace, "on", [text], settings)
    shutil.rmtree(source)
    records = RecordWriter(run.records)
    threads = torch.get_num_threads()
    try:
        assert pretrain(run, read_request(run), records, Control(run)) == "finished"
    finally:
        records.close()
        torch.set_num_threads(threads)
    reader = RecordReader(run.records)
    told = [event.sentence for event in reader.events() if event.name == "start"]
    assert len(told) == 1
    assert "generator begins fresh" in told[0]
    assert reader.step_metrics()[0].learning_rate < settings.learning_rates()[1] / 2  # warming up


def refused(workspace: Workspace, reference: object, **changes: object) -> str:
    with pytest.raises(UserError) as refusal:
        new_run(workspace, reference, **changes)
    assert list(workspace.runs.iterdir()) == []
    return refusal.value.sentence


def test_rows_longer_than_the_position_table_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    release(tmp_path, "discriminator")
    said = refused(workspace, tmp_path, training__sequence_length=64)
    assert "64 tokens are longer than the 32 positions" in said


def test_a_pickle_is_refused_with_the_way_to_convert_it(workspace: Workspace, tmp_path: Path) -> None:
    release(tmp_path, "discriminator")
    (tmp_path / "model.safetensors").rename(tmp_path / "pytorch_model.bin")
    assert "save_pretrained(FOLDER)" in refused(workspace, tmp_path)


@pytest.mark.parametrize("damage", ["cut short", "long header", "other sizes", "more layers"])
def test_weights_that_do_not_fit_are_refused_before_anything_is_allocated(
    workspace: Workspace, tmp_path: Path, damage: str
) -> None:
    release(tmp_path, "discriminator")
    weights, config = tmp_path / "model.safetensors", tmp_path / "config.json"
    content, said = weights.read_bytes(), json.loads(config.read_text())
    if damage == "cut short":
        weights.write_bytes(content[: len(content) // 2])
    elif damage == "long header":
        weights.write_bytes((1 << 60).to_bytes(8, "little") + content[8:])
    else:
        changed = {"hidden_size": 4000, "intermediate_size": 16000} if damage == "other sizes" else {}
        config.write_text(json.dumps({**said, "num_hidden_layers": 3, **changed}))
    told = refused(workspace, tmp_path)
    assert "damaged" in told or "do not fit its config.json" in told


@pytest.mark.parametrize(
    "details", [{"hidden_act": "relu"}, {"layer_norm_eps": 1e-5}, {"intermediate_size": 100}]
)
def test_a_network_that_computes_otherwise_than_ours_is_refused(
    workspace: Workspace, tmp_path: Path, details: dict[str, object]
) -> None:
    release(tmp_path, "discriminator", **details)
    assert f"its {next(iter(details))} is" in refused(workspace, tmp_path)


def test_networks_that_do_not_belong_together_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    release(tmp_path / "judge", "discriminator")
    release(tmp_path / "forger", "generator", **small_generator(), embedding_size=8)
    assert "embedding size 16 and 8" in refused(workspace, f"{tmp_path}/judge,{tmp_path}/forger")
    assert "is not a generator" in refused(workspace, f"{tmp_path}/judge,{tmp_path}/judge")
    assert "holds a generator only" in refused(workspace, tmp_path / "forger")


def test_a_table_with_fewer_rows_than_tokens_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    release(tmp_path, "discriminator", vocab_size=20)
    assert "29 tokens, but the word table only 20 rows" in refused(workspace, tmp_path)


def test_what_is_nowhere_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    assert "neither a run nor a folder" in refused(workspace, tmp_path / "nothing")
