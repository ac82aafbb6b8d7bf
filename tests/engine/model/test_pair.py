"""What the two networks share, how they begin, and that sizes are told truly."""

import pytest
import torch
from safetensors.torch import load_file

from electra_engine.model.pair import build_pair
from electra_engine.model.sizing import size_pair
from electra_engine.training.checkpoint_folders import Position
from electra_engine.training.checkpoints import load_pair_weights, save_checkpoint
from electra_engine.training.optimizer import build_optimizer
from tests.engine.model.shaken import embedding_modules
from tests.engine.tiny import BACKBONES, VOCABULARY, some_rows, tiny_pair, tiny_settings


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_embedding_block_is_one_object_in_both_networks_also_after_save_and_load(
    backbone, tmp_path
) -> None:
    pair = tiny_pair(backbone)
    saved = save_checkpoint(tmp_path, pair, build_optimizer(pair, tiny_settings()), Position(1, 1, 1.0))
    fresh = tiny_pair(backbone, training__seed=2)
    load_pair_weights(saved, fresh)
    for each in (pair, fresh):
        ours, theirs = embedding_modules(each)
        assert ours is theirs
    for (name, old), (_, new) in zip(pair.named_parameters(), fresh.named_parameters(), strict=True):
        assert torch.equal(old, new), name
    with torch.no_grad():
        for parameter in embedding_modules(fresh)[0].parameters():
            parameter.add_(1.0)
    assert all(
        torch.equal(a, b) for a, b in zip(*(m.parameters() for m in embedding_modules(fresh)), strict=True)
    )


def test_the_published_layout_shares_tables_and_layer_norm() -> None:
    pair = tiny_pair("electra")
    shared = {id(p) for p in pair.shared_parameters()}
    block = pair.generator.network.electra.embeddings
    expected = ("word_embeddings.weight", "position_embeddings.weight", "token_type_embeddings.weight")
    assert {id(block.get_parameter(n)) for n in (*expected, "LayerNorm.weight", "LayerNorm.bias")} == shared


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_generators_output_is_tied_to_the_word_table(backbone: str) -> None:
    pair = tiny_pair(backbone)
    if backbone == "electra":
        network = pair.generator.network
        assert network.generator_lm_head.weight is network.electra.embeddings.word_embeddings.weight
    width = tiny_settings(backbone).generator_shape()[0]
    hidden = torch.randn(3, width)
    before = pair.generator.predict(hidden)
    with torch.no_grad():
        embedding_modules(pair)[0].get_parameter(
            "word_embeddings.weight" if backbone == "electra" else "weight"
        )[11] += 1.0
    changed = (pair.generator.predict(hidden) != before).any(0)
    assert changed.nonzero().flatten().tolist() == [11]


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_start_is_a_function_of_the_seed(backbone: str) -> None:
    torch.manual_seed(99)
    first = tiny_pair(backbone)
    torch.manual_seed(7)
    again, other = tiny_pair(backbone), tiny_pair(backbone, training__seed=2)
    pairs = zip(first.parameters(), again.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)
    assert any(not torch.equal(a, b) for a, b in zip(first.parameters(), other.parameters(), strict=True))


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_generator_begins_at_the_unigram_frequencies(backbone: str) -> None:
    frequencies = torch.arange(VOCABULARY).float() ** 2
    pair = build_pair(tiny_settings(backbone), VOCABULARY, frequencies=frequencies)
    with torch.no_grad():
        mean = pair.generator.predict(torch.zeros(1, tiny_settings(backbone).generator_shape()[0])).softmax(
            -1
        )[0]
    rank = torch.corrcoef(torch.stack([mean, frequencies]))[0, 1]
    assert rank > 0.8


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("kernel", ["matmul", "sdpa"])
def test_attention_kernels_and_padding_do_not_change_the_verdicts(backbone: str, kernel: str) -> None:
    pair = tiny_pair(backbone).eval()
    ids = some_rows()[:1]
    padded = torch.cat([ids, torch.zeros(1, 4, dtype=torch.long)], 1)
    with torch.no_grad():
        pair.use_attention("matmul")
        expected = pair.discriminator.detect(pair.discriminator(ids))
        pair.use_attention(kernel)
        found = pair.discriminator.detect(pair.discriminator(padded, attention_mask=(padded != 0)))
    torch.testing.assert_close(found[:, :16], expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"pair__embedding_size": 16},
        {
            "generator__num_hidden_layers": 0,
            "generator__hidden_size": 32,
            "generator__num_attention_heads": 4,
        },
        {"training__sequence_length": 1024},
        {"pair__sharing": "disentangled"},
        {"pair__sharing": "nothing"},
    ],
)
def test_the_sizes_shown_before_training_are_those_of_the_built_networks(
    backbone: str, changes: dict
) -> None:
    settings = tiny_settings(backbone, **changes)
    pair, told = build_pair(settings, VOCABULARY), size_pair(settings, VOCABULARY)

    def count(module: torch.nn.Module) -> int:
        return sum(p.numel() for name, p in module.named_parameters() if "restoration" not in name)

    assert told.generator_parameters == count(pair.generator)
    assert told.discriminator_parameters == count(pair.discriminator)
    assert told.shared_parameters == sum(p.numel() for p in pair.shared_parameters())
    assert told.total_parameters == count(pair)


def test_small_is_the_size_that_the_paper_gives() -> None:
    settings = tiny_settings(
        "electra",
        pair__embedding_size=128,
        discriminator__hidden_size=256,
        discriminator__num_hidden_layers=12,
        discriminator__num_attention_heads=4,
        generator__fraction=0.25,
        generator__num_hidden_layers=0,
    )
    size = size_pair(settings, 30522)
    assert round(size.discriminator_parameters / 1e6, 2) == 13.55
    assert settings.generator_shape() == (64, 12, 1)


def test_checkpoints_hold_shared_tensors_once(tmp_path) -> None:
    pair = tiny_pair()
    saved = save_checkpoint(tmp_path, pair, build_optimizer(pair, tiny_settings()), Position(1, 1, 1.0))
    stored = load_file(saved / "pair.safetensors")
    assert sum(t.numel() for t in stored.values()) == sum(p.numel() for p in pair.parameters())


def test_scoring_every_word_at_every_token_costs_more_than_at_the_hidden_ones() -> None:
    hidden, every = (
        size_pair(tiny_settings("electra", objective__name=name), 30_522)
        for name in ("replace-mlm", "all-tokens-mlm")
    )
    assert every.training_bytes > hidden.training_bytes
    assert every.operations_per_token > hidden.operations_per_token
