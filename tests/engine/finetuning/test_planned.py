"""A fine-tuning that cannot fit this machine is refused before it starts, with the nearest that fits."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from transformers import BertConfig, BertModel

from electra_engine.errors import UserError
from electra_engine.finetuning.encoder_sizes import EncoderSizes
from electra_engine.finetuning.planned import PlannedFineTuning
from electra_engine.finetuning.row_sizes import RowSizes, measure_rows, sizes_of_rows
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.jobs.requests import new_finetuning
from electra_engine.limits import DoesNotFitError, Room, check_fits
from electra_engine.quota import set_quota
from electra_engine.workspace import Workspace
from tests.engine.finetuning.labelled_rows import write_moods
from tests.engine.inference.tiny_folders import tiny_tokenizer, write_folder

LARGE = EncoderSizes("bert", 30_522, 512, 2, 1024, 1024, 24, 16, 4096)
ROWS = RowSizes(rows=5_000, characters=4_000_000, tokens=1_000_000, longest=600, choices=1)
ON_CPU = FineTuneSettings().with_changes({"machine.device": "cpu"})


def plan(**changes: object) -> PlannedFineTuning:
    return PlannedFineTuning(ON_CPU.with_changes(changes), LARGE, ROWS)


def memory(planned: PlannedFineTuning) -> int:
    need = planned.room_needed().memory
    assert need is not None
    return need


@pytest.mark.parametrize(
    ("free", "changed"),
    [
        (memory(plan(batch_size=16)), {"batch_size": 16}),
        (memory(plan(method="lora", batch_size=16)), {"method": "lora", "batch_size": 16}),
        (memory(plan(method="head")), {"method": "head"}),
    ],
    ids=["batch", "lora", "head"],
)
def test_the_nearest_plan_that_fits_is_named(free: int, changed: dict[str, object]) -> None:
    with pytest.raises(DoesNotFitError, match=r"needs about \d.* GB of memory") as refused:
        check_fits(plan(), Room(free, None))
    assert refused.value.changes.items() >= changed.items()
    assert refused.value.field == "batch_size"
    check_fits(plan(**refused.value.changes), Room(free, None))


def test_on_a_card_what_cannot_be_split_must_fit_the_machine_as_well() -> None:
    on_card = {method: plan(method=method, **{"machine.device": "cuda"}) for method in ("full", "lora")}
    taught = LARGE.encoder + LARGE.head("classification")
    assert memory(on_card["full"]) == taught * 16
    assert taught * 4 < memory(on_card["lora"]) < taught * 5
    with pytest.raises(DoesNotFitError, match="of memory") as refused:
        check_fits(on_card["full"], Room(memory(on_card["lora"]), None))
    assert (refused.value.field, refused.value.changes) == ("method", {"method": "lora"})


def test_what_a_step_keeps_is_larger_in_fp32() -> None:
    few, many = ({"batch_size": size} for size in (8, 64))
    kept = {
        precision: memory(plan(**many, **{"machine.precision": precision}))
        - memory(plan(**few, **{"machine.precision": precision}))
        for precision in ("bf16", "fp32")
    }
    assert kept["fp32"] == pytest.approx(kept["bf16"] * 5 / 3)


def test_where_nothing_fits_that_is_said() -> None:
    with pytest.raises(DoesNotFitError, match="too little for any plan") as refused:
        check_fits(plan(), Room(10_000_000, None))
    assert refused.value.changes == {}
    with pytest.raises(DoesNotFitError, match=r"of disk and 5\.0 GB are free") as refused:
        check_fits(plan(), Room(None, 5_000_000_000))
    assert refused.value.changes == {"method": "lora"}


def test_more_of_anything_needs_more_and_what_learns_less_needs_less() -> None:
    need = memory(plan())
    assert memory(plan(batch_size=64)) > need
    assert memory(plan(max_length=256)) > need
    assert memory(plan(noise=0.1, noise_kind="generator")) > need
    assert memory(plan(method="lora")) < need
    assert memory(plan(method="head")) <= memory(plan(method="top")) < need
    for more in ({"rows": 10**7, "tokens": 10**9}, {"choices": 4}, {"characters": 10**9}):
        assert memory(dataclasses.replace(plan(), rows=dataclasses.replace(ROWS, **more))) > need


def test_rows_are_measured_as_they_are_read(tmp_path: Path) -> None:
    extra = {"train": str(write_moods(tmp_path / "rows.tsv", 40))}
    measured = measure_rows(FineTuneSettings(), extra)
    assert (measured.rows, measured.choices) == (40, 1)
    tokens = [
        len(tokens)
        for tokens in tiny_tokenizer()((tmp_path / "rows.tsv").read_text().splitlines()[1:]).input_ids
    ]
    assert max(tokens) <= measured.longest <= 3 * max(tokens)
    offered = sizes_of_rows([{"text": "the dog", "choices": ["barked", "meowed loudly", "ran"]}])
    assert (offered.rows, offered.choices, offered.longest) == (1, 3, 2 * 4 + 3)
    assert sizes_of_rows([{"text": "今天天气很好"}]).longest == 6 + 3


def test_a_run_that_cannot_fit_is_refused_before_it_exists(workspace: Workspace, tmp_path: Path) -> None:
    rows = write_moods(tmp_path / "rows.tsv", 40)
    long = tmp_path / "long.tsv"
    long.write_text(rows.read_text() + "the dog was nice " * 400 + "\tglad\n")
    config = BertConfig(
        vocab_size=len(tiny_tokenizer()),
        hidden_size=32,
        num_hidden_layers=32,
        num_attention_heads=32,
        intermediate_size=8,
        max_position_embeddings=1024,
    )
    BertModel(config).save_pretrained(tmp_path / "deep")
    tiny_tokenizer().save_pretrained(tmp_path / "deep")
    vast = ON_CPU.with_changes({"max_length": 1024, "batch_size": 1024})
    with pytest.raises(DoesNotFitError, match="of memory and") as refused:
        new_finetuning(workspace, "new", str(tmp_path / "deep"), long, vast)
    assert refused.value.changes
    new_finetuning(workspace, "short", str(tmp_path / "deep"), rows, ON_CPU)

    set_quota(workspace, 0.04)
    base = str(write_folder(tmp_path / "base"))
    with pytest.raises(UserError, match="of disk and"):
        new_finetuning(workspace, "new", base, rows, ON_CPU)
    assert not workspace.run("new").path.exists()
