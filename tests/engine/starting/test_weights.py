"""A pair that starts from trained weights gives their numbers, and exports them again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForMaskedLM,
    AutoModelForTokenClassification,
    ElectraForMaskedLM,
    ElectraForPreTraining,
    ElectraModel,
)

from electra_engine.errors import UserError
from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.model.export import as_detector, as_masked_lm
from electra_engine.model.pair import Pair, build_pair
from electra_engine.settings import RunSettings, to_flat
from electra_engine.starting.weights import put_in
from electra_engine.training.exporting import export_run
from electra_engine.vocabulary import load_tokenizer
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.vocabulary.saving import save_tokenizer
from electra_engine.workspace import Workspace
from tests.engine.inference.tiny_folders import tiny_tokenizer
from tests.engine.model.shaken import embedding_modules, shake
from tests.engine.starting.released import release, small_generator
from tests.engine.starting.started import keep, new_run, started_pair
from tests.engine.tiny import BACKBONES, tiny_settings

VOCABULARY = len(tiny_tokenizer())
IDS = torch.tensor([[2, 7, 9, 20, 4, 11, 3], [2, 5, 28, 8, 4, 6, 3]])
SHARING = ("embeddings", "disentangled", "nothing")


def guesses(pair: Pair) -> torch.Tensor:
    return pair.generator.predict(pair.generator(IDS).flatten(0, 1)).view(*IDS.shape, -1)


def verdicts(pair: Pair) -> torch.Tensor:
    return pair.discriminator.detect(pair.discriminator(IDS))


def same(found: torch.Tensor, expected: torch.Tensor, atol: float = 1e-5) -> None:
    torch.testing.assert_close(found, expected, rtol=0, atol=atol)


def released_pair(folder: Path) -> tuple[ElectraForPreTraining, ElectraForMaskedLM]:
    """Two folders whose embedding blocks differ, as they may where each was released on its own."""
    judge = release(folder / "discriminator", "discriminator", seed=1)
    return judge, release(folder / "generator", "generator", seed=2, **small_generator())


@pytest.mark.parametrize("sharing", SHARING)
@torch.no_grad()
def test_the_discriminators_numbers_come_back_to_1e_5_and_leave_again(
    workspace: Workspace, tmp_path: Path, sharing: str
) -> None:
    judge, _ = released_pair(tmp_path)
    pair = started_pair(workspace, tmp_path, pair__sharing=sharing)
    same(verdicts(pair), judge(IDS).logits)
    as_detector(pair).save_pretrained(tmp_path / "again")
    same(ElectraForPreTraining.from_pretrained(tmp_path / "again").eval()(IDS).logits, judge(IDS).logits)


@pytest.mark.parametrize("sharing", ["disentangled", "nothing"])
@torch.no_grad()
def test_the_generators_numbers_come_back_where_it_has_tables_of_its_own(
    workspace: Workspace, tmp_path: Path, sharing: str
) -> None:
    _, generator = released_pair(tmp_path)
    pair = started_pair(workspace, tmp_path, pair__sharing=sharing)
    same(guesses(pair), generator(IDS).logits)
    as_masked_lm(pair).save_pretrained(tmp_path / "again")
    same(ElectraForMaskedLM.from_pretrained(tmp_path / "again").eval()(IDS).logits, generator(IDS).logits)


@torch.no_grad()
def test_where_the_files_differ_in_the_shared_embedding_the_discriminators_is_taken(
    workspace: Workspace, tmp_path: Path
) -> None:
    judge, generator = released_pair(tmp_path)
    pair = started_pair(workspace, tmp_path)
    ours, theirs = embedding_modules(pair)
    assert ours is theirs
    generator.electra.embeddings.load_state_dict(judge.electra.embeddings.state_dict())
    same(guesses(pair), generator(IDS).logits)


@torch.no_grad()
def test_two_folders_may_be_named_and_a_discriminator_may_come_alone(
    workspace: Workspace, tmp_path: Path
) -> None:
    judge, _ = released_pair(tmp_path)
    named = started_pair(workspace, f"{tmp_path / 'discriminator'}, {tmp_path / 'generator'}")
    alone = started_pair(workspace, tmp_path / "discriminator", generator__num_hidden_layers=2)
    for pair in (named, alone):
        same(verdicts(pair), judge(IDS).logits)
    assert alone.generator.network.config.num_hidden_layers == 2
    for sharing in SHARING:
        pair = started_pair(workspace, tmp_path / "discriminator", pair__sharing=sharing)
        ours, _ = embedding_modules(pair)
        same(ours.word_embeddings.weight, judge.electra.embeddings.word_embeddings.weight)


@torch.no_grad()
def test_an_encoder_alone_can_be_taken_up_and_given_back(workspace: Workspace, tmp_path: Path) -> None:
    encoder = release(tmp_path / "encoder", "encoder")
    pair = started_pair(workspace, tmp_path / "encoder")
    expected = encoder(IDS).last_hidden_state
    same(pair.discriminator(IDS), expected)
    as_detector(pair).save_pretrained(tmp_path / "again")
    same(ElectraModel.from_pretrained(tmp_path / "again").eval()(IDS).last_hidden_state, expected)


@torch.no_grad()
def test_an_embedding_as_wide_as_the_network_needs_no_projection(
    workspace: Workspace, tmp_path: Path
) -> None:
    judge = release(tmp_path / "wide", "discriminator", embedding_size=32)
    assert not hasattr(judge.electra, "embeddings_project")
    same(verdicts(started_pair(workspace, tmp_path / "wide")), judge(IDS).logits)


@torch.no_grad()
def test_rows_of_the_table_that_no_token_stands_for_are_left_out(
    workspace: Workspace, tmp_path: Path
) -> None:
    judge = release(tmp_path / "padded", "discriminator", vocab_size=VOCABULARY + 9)
    pair = started_pair(workspace, tmp_path / "padded")
    assert pair.discriminator.network.config.vocab_size == VOCABULARY
    same(verdicts(pair), judge(IDS).logits)


@pytest.mark.parametrize("kind", ["pair", "fresh generator"])
@torch.no_grad()
def test_a_modern_export_is_taken_up_with_one_shared_table(
    workspace: Workspace, tmp_path: Path, kind: str
) -> None:
    """The export folded table and projection together; taken apart again the numbers are the same."""
    _, settings = exported_run(workspace, tmp_path)
    reference = tmp_path / "away" if kind == "pair" else tmp_path / "away" / "discriminator"
    judge = AutoModelForTokenClassification.from_pretrained(tmp_path / "away" / "discriminator").eval()
    generator = AutoModelForMaskedLM.from_pretrained(tmp_path / "away" / "generator").eval()
    pair = started_pair(workspace, reference)
    ours, theirs = embedding_modules(pair)
    assert ours is theirs
    assert ours.embedding_dim == settings.pair.embedding_size
    same(verdicts(pair).sigmoid(), judge(IDS).logits.softmax(-1)[..., 1], atol=1e-4)
    if kind == "pair":
        same(guesses(pair), generator(IDS).logits, atol=1e-4)


@pytest.mark.parametrize("sharing", SHARING)
@torch.no_grad()
def test_a_modern_export_of_any_sharing_can_be_taken_up_with_any(
    workspace: Workspace, tmp_path: Path, sharing: str
) -> None:
    exported_run(workspace, tmp_path, pair__sharing=sharing)
    judge = AutoModelForTokenClassification.from_pretrained(tmp_path / "away" / "discriminator").eval()
    generator = AutoModelForMaskedLM.from_pretrained(tmp_path / "away" / "generator").eval()
    for taken in SHARING:
        pair = started_pair(workspace, tmp_path / "away", pair__sharing=taken)
        same(verdicts(pair).sigmoid(), judge(IDS).logits.softmax(-1)[..., 1], atol=1e-4)
        same(guesses(pair), generator(IDS).logits, atol=1e-4)


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("sharing", SHARING)
def test_a_run_hands_on_its_whole_pair_bit_for_bit(
    workspace: Workspace, tmp_path: Path, backbone: str, sharing: str
) -> None:
    exported_run(workspace, tmp_path, backbone, pair__sharing=sharing)
    run, settings = new_run(workspace, "source", generator__num_hidden_layers=7)
    old, new = (build_pair(settings, VOCABULARY, frequencies=torch.arange(VOCABULARY)) for _ in range(2))
    shake(old, 5)
    put_in(run.start, new)
    put_in(run.start, old)
    for (name, ours), theirs in zip(new.named_parameters(), old.parameters(), strict=True):
        assert torch.equal(ours, theirs), name
    assert settings.pair.sharing == sharing
    same(verdicts(new.eval()), verdicts(old.eval()), atol=0)


def exported_run(
    workspace: Workspace, tmp_path: Path, backbone: str = "modern", **changes: object
) -> tuple[Path, RunSettings]:
    """A run called source with a checkpoint of shaken weights, exported to tmp_path/away."""
    settings = tiny_settings(backbone, **{"discriminator__hidden_size": 32, **changes})
    run = create_run(workspace, RunRequest("source", "pretrain", to_flat(settings)))
    save_tokenizer(tiny_tokenizer().backend_tokenizer, run.tokenizer)
    pair = build_pair(settings, vocabulary_size(load_tokenizer(run.tokenizer)))
    shake(pair, 3)
    keep(pair, run, settings)
    return export_run(run, tmp_path / "away"), settings


def test_a_modern_folder_whose_layers_compute_otherwise_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    exported_run(workspace, tmp_path)
    config = tmp_path / "away" / "generator" / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "hidden_activation": "gelu"}))
    with pytest.raises(UserError, match="its hidden_activation is another"):
        started_pair(workspace, tmp_path / "away")


def test_weights_with_a_number_that_is_none_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    exported_run(workspace, tmp_path, "electra")
    weights = tmp_path / "away" / "discriminator" / "model.safetensors"
    tensors = load_file(weights)
    next(iter(tensors.values())).view(-1)[0] = torch.nan
    save_file(tensors, weights, metadata={"format": "pt"})
    with pytest.raises(UserError, match="not finite"):
        started_pair(workspace, tmp_path / "away")
