"""A whole run, from a text file to its last checkpoint, in this process."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from electra_engine.jobs.control import Control
from electra_engine.jobs.endings import Ending
from electra_engine.jobs.runs import RunRequest, create_run, read_request
from electra_engine.jobs.worker import say_last_word
from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import to_flat
from electra_engine.training.checkpoint_folders import Position, newest_checkpoint, position_of
from electra_engine.training.checkpoints import save_checkpoint
from electra_engine.training.optimizer import build_optimizer
from electra_engine.training.pretraining import loading, pretrain
from electra_engine.training.trainer import Trainer
from electra_engine.watching import probes
from electra_engine.watching.probes import snapshot_due
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import RunFolder, find_workspace
from tests.engine.tiny import tiny_pair, tiny_settings, write_text

EXACT = {"machine__precision": "fp32", "machine__attention": "matmul", "machine__threads": 1}

TWO_STAGE = {**VARIANTS["two-stage"].needs, "objective.name": "two-stage"}


@pytest.fixture(autouse=True)
def _same_thread_count_as_before():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def new_run(folder: Path, name: str, paragraphs: int = 120, **changes: object) -> RunFolder:
    settings = tiny_settings("modern", **{"vocabulary__size": 200, "training__steps": 30, **EXACT, **changes})
    text = write_text(folder / "text.txt", paragraphs)
    request = RunRequest(name, "pretrain", to_flat(settings), [str(text)])
    return create_run(find_workspace(folder / "workspace"), request)


def work(run: RunFolder, control: Control | None = None) -> str:
    records = RecordWriter(run.records)
    try:
        return pretrain(run, read_request(run), records, control or Control(run))
    finally:
        records.close()


class StopAfter(Control):
    """Asks for a stop as a person would, once the run has taken some steps."""

    def __init__(self, run: RunFolder, step: int) -> None:
        super().__init__(run)
        self.asked = 0
        self.step = step

    def should_stop(self) -> bool:
        state = RecordReader(self.run.records).state() or RunState("")
        self.asked += state.phase == "training"
        return self.asked > self.step


def weights(run: RunFolder) -> dict[str, torch.Tensor]:
    return load_file(newest_checkpoint(run.checkpoints) / "pair.safetensors")


def test_a_run_records_what_the_page_and_the_command_line_show(tmp_path) -> None:
    run = new_run(tmp_path, "whole")
    assert work(run) == "finished"
    reader = RecordReader(run.records)
    assert position_of(newest_checkpoint(run.checkpoints)).step == 30
    first, *_, last = reader.evaluations()
    assert (first.step, last.step) == (0, 30)
    assert last.generator_loss < first.generator_loss
    assert reader.step_metrics()[0].step == 1
    assert reader.snapshot_steps() == [0, 1, 2, 5, 10, 20, 30]
    assert any(event.name == "arithmetic" for event in reader.events())


def test_the_last_look_on_all_held_out_rows_also_tells_of_the_rows_of_the_others(tmp_path) -> None:
    rows = {"training__sequence_length": 64, "corpus__held_out_share": 0.5, "training__steps": 4}
    run = new_run(tmp_path, "all-rows", paragraphs=1200, watching__evaluation_seconds=1, **rows)
    work(run)
    first, *_, last = RecordReader(run.records).evaluations()
    assert last.evaluated_tokens > 1.2 * first.evaluated_tokens
    alike = last.on_first_rows()
    assert alike.evaluated_tokens == first.evaluated_tokens
    assert (alike.step, alike.seconds) == (last.step, last.seconds)
    assert alike.generator_loss != last.generator_loss
    assert first.on_first_rows() == first
    saved = json.loads((newest_checkpoint(run.checkpoints) / "manifest.json").read_text())
    assert saved["score"] == pytest.approx(alike.detection_auc_frozen)


def test_the_watched_sentences_are_looked_at_whenever_the_run_is_judged(tmp_path, monkeypatch) -> None:
    """Between two checkpoints the page shows what the pair thinks now, and a long run keeps a few of it."""
    monkeypatch.setattr(probes, "MOST_BETWEEN", 2)
    seconds = {"watching__evaluation_seconds": 1, "watching__checkpoint_seconds": 7200}
    run = new_run(tmp_path, "alive", training__steps=0, training__minutes=0.2, **seconds)
    work(run)
    reader = RecordReader(run.records)
    judged, seen = [e.step for e in reader.evaluations()], reader.snapshot_steps()
    assert seen[-1] == judged[-1]
    between = [step for step in seen[:-1] if not snapshot_due(step)]
    assert len(between) == 2
    assert set(between) < set(judged[1:-1])


def test_probe_sentences_keep_their_masks_and_frozen_fakes_through_a_run(tmp_path) -> None:
    run = new_run(tmp_path, "probes")
    work(run)
    reader = RecordReader(run.records)
    seen = [reader.snapshot(step) for step in reader.snapshot_steps()]
    for sentences in zip(*(snapshot.sentences for snapshot in seen), strict=True):
        kept = {(s.text, tuple((t.text, t.hidden, t.frozen) for t in s.tokens)) for s in sentences}
        assert len(kept) == 1
    verdicts = [token.p_replaced for snapshot in seen for token in snapshot.sentences[0].tokens]
    assert len(set(verdicts)) > len(seen[0].sentences[0].tokens)


@pytest.mark.parametrize(("changes", "stop"), [({}, 11), (TWO_STAGE, 11), (TWO_STAGE, 15), (TWO_STAGE, 20)])
def test_a_stopped_and_resumed_run_ends_with_the_bits_of_an_uninterrupted_one(
    tmp_path, changes, stop
) -> None:
    straight, broken = (new_run(tmp_path, name, **changes) for name in ("straight", "broken"))
    assert work(straight) == "finished"
    assert work(broken, StopAfter(broken, stop)) == "stopped"
    assert position_of(newest_checkpoint(broken.checkpoints)).step == stop
    assert work(broken) == "finished"
    one, other = weights(straight), weights(broken)
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    steps = [m.step for m in RecordReader(broken.records).step_metrics()]
    assert steps == sorted(set(steps))


def test_each_stage_of_a_run_has_a_warm_up_and_a_fall_of_its_own(tmp_path, monkeypatch) -> None:
    rates: list[float] = []
    step = Trainer.step
    monkeypatch.setattr(
        Trainer,
        "step",
        lambda self, number, progress, rate: rates.append(rate) or step(self, number, progress, rate),
    )
    work(new_run(tmp_path, "stages", **TWO_STAGE, training__warmup_share=0.2))
    assert rates[:15] == pytest.approx(rates[15:])
    assert rates[0] < rates[2] < rates[3] > rates[10] > rates[14]


def test_a_run_by_the_clock_ends_with_its_rate_at_nothing(tmp_path) -> None:
    run = new_run(tmp_path, "clock", training__steps=0, training__minutes=0.05)
    assert work(run) == "finished"
    last = RecordReader(run.records).step_metrics()[-1]
    assert 2.0 < last.seconds < 30
    assert last.learning_rate < 0.5 * tiny_settings().learning_rates()[1]


def test_held_out_documents_are_never_in_the_training_stream(tmp_path) -> None:
    from electra_engine.corpus import open_packed
    from electra_engine.vocabulary import load_tokenizer

    run = new_run(tmp_path, "apart")
    work(run)
    packed, tokenizer = open_packed(run.packed), load_tokenizer(run.tokenizer)
    training = tokenizer.decode(packed.training.tolist())
    held_out = {" ".join(text.split()) for text in packed.held_out_texts}
    assert held_out
    for text in held_out:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        assert tokenizer.decode(ids) not in training


def test_a_resumed_run_computes_as_before_whatever_is_measured_meanwhile(tmp_path) -> None:
    run = new_run(tmp_path, "kept", machine__attention="auto")
    assert work(run, StopAfter(run, 3)) == "stopped"
    notes = find_workspace(tmp_path / "workspace").machine_file
    other = {"sdpa": "matmul", "matmul": "sdpa"}
    measured = json.loads(notes.read_text())
    for way in measured.values():
        way["attention"] = other[way["attention"]]
    notes.write_text(json.dumps(measured))
    assert work(run) == "finished"
    before, after = (e.sentence for e in RecordReader(run.records).events() if e.name == "arithmetic")
    assert before.values["way"].values["way"] == after.values["way"].values["way"]


def test_a_run_says_which_step_is_saved_when_it_is_not_the_last(tmp_path) -> None:
    run = new_run(tmp_path, "unsaved")
    save_checkpoint(
        run.checkpoints, tiny_pair(), build_optimizer(tiny_pair(), tiny_settings()), Position(9, 1, 1.0)
    )
    with closing(RecordWriter(run.records)) as records:
        for step, told in ((9, "Stopped and saved at step 9."), (12, "is that of step 9.")):
            records.set_state(RunState("stopping", step=step))
            say_last_word(run, records, Ending("stopped", "stopped"))
            assert RecordReader(run.records).state().message.endswith(told)


def test_what_could_not_be_loaded_beside_the_reading_is_raised_after_it() -> None:
    done = []
    with pytest.raises(ModuleNotFoundError, match="not_there"), loading("electra_engine.not_there"):
        done.append("read")
    assert done == ["read"]
