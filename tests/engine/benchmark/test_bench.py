"""What `bench` prints for machines: every figure there, and each in agreement with the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from electra_engine.benchmark import peak, peer, speed, ways
from electra_engine.benchmark.layouts import layout_settings
from electra_engine.benchmark.learning import MARK
from electra_engine.command_line import main
from electra_engine.model.sizing import size_pair
from tests.engine.tiny import write_text

SHAPE: dict[str, object] = {
    "pair.embedding_size": 16,
    "discriminator.hidden_size": 16,
    "discriminator.num_hidden_layers": 1,
    "discriminator.num_attention_heads": 2,
    "generator.num_hidden_layers": 1,
    "vocabulary.size": 400,
    "training.sequence_length": 16,
    "training.batch_size": 4,
}
HERE: dict[str, object] = {
    "machine.device": "cpu",
    "machine.threads": 1,
    "machine.precision": "fp32",
    "machine.attention": "matmul",
}
TINY = [f"{name}={value}" for name, value in {**SHAPE, **HERE}.items()]
SPEEDS = (
    "tokens_per_second",
    "plain_tokens_per_second",
    "ratio_to_plain",
    "matrix_peak_gflops",
    "share_of_matrix_peak",
)


@pytest.fixture(autouse=True)
def _same_thread_count_as_before() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def _one_round_on_small_products(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same measuring, less often: what is asked here is what is said of it."""
    monkeypatch.setattr(speed, "ROUNDS", 1)
    monkeypatch.setattr(peak, "SHAPES", ((256, 256, 256),))
    monkeypatch.setattr(ways, "TOKENS_A_STEP", (64,))


def bench(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["bench", "--json", *arguments, "--set", *TINY]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize("layout", ["tiny", "tiny-electra"])
def test_the_speeds_of_a_layout_agree_with_one_another(
    layout: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = bench(capsys, "--layout", layout)
    assert all(told[name] > 0 for name in SPEEDS)
    assert told["layout"] == layout
    assert told["ratio_to_plain"] == pytest.approx(
        told["tokens_per_second"] / told["plain_tokens_per_second"]
    )
    settings = layout_settings(layout, SHAPE)
    work = told["tokens_per_second"] * size_pair(settings, 400).operations_per_token
    assert told["share_of_matrix_peak"] == pytest.approx(work / (told["matrix_peak_gflops"] * 1e9))
    assert told["share_of_matrix_peak"] < 1  # nothing multiplies faster than the machine


def test_the_peak_is_the_best_of_the_shapes_at_two_operations_a_multiply_add(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter(range(0, 1_000, 10))  # ten seconds for ten products: one second each
    monkeypatch.setattr(peak, "_now", lambda _device: float(next(clock)))
    monkeypatch.setattr(peak, "SHAPES", ((64, 32, 16), (256, 128, 64), (128, 64, 32)))
    assert peak.matrix_peak("cpu", "fp32") == 2 * 256 * 128 * 64


def test_learning_adds_a_training_judged_on_the_held_out_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text, held_out = write_text(tmp_path / "text.txt"), write_text(tmp_path / "held_out.txt", 20)
    asked = ["--learning", str(text), "--held-out", str(held_out), "--steps", "3"]
    told = bench(capsys, "--layout", "tiny", *asked, "--seed", "7")
    assert all(told[name] > 0 for name in SPEEDS)
    learned = told["learning"]
    assert learned["seed"] == 7
    assert learned["tokens_per_second"] > 0
    assert 0 <= learned["generator_accuracy"] <= 1
    seconds, frozen, own = zip(*learned["curve"], strict=True)
    assert list(seconds) == sorted(seconds)
    assert (frozen[-1], own[-1]) == (learned["detection_auc_frozen"], learned["detection_auc"])
    reached = [when for when, area in zip(seconds, frozen, strict=True) if area >= MARK]
    assert learned["seconds_to_mark"] == (reached[0] if reached else None)


def test_every_way_is_timed_and_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "COMPILINGS", ())  # compiling takes minutes here
    (told,) = bench(capsys, "--layout", "tiny", "--ways")["ways"]
    assert (told["compiling"], told["precision"], told["tokens_a_step"]) == ("eager", "fp32", 64)
    assert told["tokens_per_second"] > 0
    assert 0 < told["share_of_matrix_peak"] < 1


def test_without_the_peer_one_sentence_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peer, "PEER", "a-package-that-nobody-has")
    assert main(["bench", "--peer", "--layout", "tiny", "--set", *TINY]) == 2
    (told,) = capsys.readouterr().err.splitlines()
    assert "pip install a-package-that-nobody-has" in told
