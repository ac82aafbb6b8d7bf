"""What is written is what is read, whoever reads it and whenever."""

import dataclasses
import sqlite3

import pytest

from electra_engine.watching.records import (
    Candidate,
    Count,
    Evaluation,
    Event,
    FineTuneScore,
    ProbeSentence,
    ProbeSnapshot,
    ProbeToken,
    RunState,
    StepMetrics,
)
from electra_engine.watching.store import RecordReader, RecordWriter

METRICS = StepMetrics(
    step=3, tokens=300, seconds=1.5, learning_rate=1e-3, tokens_per_second=200.0, discriminator_loss=0.5
)
TOKEN = ProbeToken("dog", 4, 7, True, "cat", True, 0.75, 0.25, [Candidate("cat", 0.5)], "sun", True, 0.9)
SNAPSHOT = ProbeSnapshot(3, 1.5, [ProbeSentence(0, "The dog", [TOKEN])])
EVALUATION = Evaluation(3, 300, 1.5, 6.0, 0.1, 0.4, 0.6, 0.7, 0.5, 0.2, 0.1, 64, [Count("0-9", 1, 2, 3, 4)])
SCORE = FineTuneScore(1.0, 3, 1.5, "valid", 10, {"accuracy": 0.9, "f1": 0.8})


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "records.sqlite"
    writer = RecordWriter(path)
    yield writer, RecordReader(path)
    writer.close()


def test_records_come_back_as_they_were_nested_ones_too(store) -> None:
    writer, reader = store
    for record in (METRICS, SNAPSHOT, EVALUATION, SCORE):
        writer.write(record)
    assert reader.step_metrics() == [METRICS]
    assert reader.snapshot() == reader.snapshot(3) == SNAPSHOT
    assert reader.evaluations() == [EVALUATION]
    assert reader.scores() == [SCORE]


def test_a_number_that_was_absent_at_first_stays_a_number_later(store) -> None:
    writer, reader = store
    writer.write(METRICS)
    later = dataclasses.replace(METRICS, step=4, generator_loss=2.5)
    writer.write(later)
    assert reader.step_metrics(since=3) == [later]


def test_a_file_that_is_not_there_reads_as_empty(tmp_path) -> None:
    reader = RecordReader(tmp_path / "absent.sqlite")
    assert reader.state() is None
    assert reader.step_metrics() == reader.events() == reader.snapshot_steps() == []
    assert not (tmp_path / "absent.sqlite").exists()


def test_readers_follow_with_a_cursor(store) -> None:
    writer, reader = store
    for step in range(5):
        writer.write(dataclasses.replace(METRICS, step=step))
        writer.add_event(Event("state", "n", f"event {step}"))
    assert [m.step for m in reader.step_metrics(since=2)] == [3, 4]
    seen = reader.events()
    assert [e.sentence for e in reader.events(since=seen[2].id)] == ["event 3", "event 4"]


def test_the_state_is_one_row_that_moves(store) -> None:
    writer, reader = store
    writer.set_state(RunState("training", step=1))
    writer.set_state(RunState("finished", step=2))
    state = reader.state()
    assert (state.phase, state.step) == ("finished", 2)
    assert state.updated > 0


def test_a_resumed_run_forgets_what_lies_beyond_its_checkpoint(store) -> None:
    writer, reader = store
    for step in (1, 5, 9):
        writer.write(dataclasses.replace(METRICS, step=step))
        writer.write(dataclasses.replace(SNAPSHOT, step=step))
    writer.forget_after(5)
    assert [m.step for m in reader.step_metrics()] == reader.snapshot_steps() == [1, 5]


def test_readers_cannot_write_and_the_file_is_in_wal_mode(store) -> None:
    writer, reader = store
    writer.write(METRICS)
    connection = sqlite3.connect(f"{reader.path.as_uri()}?mode=ro", uri=True)
    assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("delete from step_metrics")
    connection.close()
