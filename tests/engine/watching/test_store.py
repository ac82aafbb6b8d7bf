"""What is written is what is read, whoever reads it and whenever."""

import dataclasses
import json
import math
import resource
import sqlite3

import pytest

from electra_engine.jobs.endings import broken_off
from electra_engine.sentences import Sentence
from electra_engine.training.room import PatientWriter
from electra_engine.watching.records import (
    Candidate,
    Count,
    Evaluation,
    Event,
    FineTuneScore,
    JudgedExamples,
    JudgedToken,
    ProbeSentence,
    ProbeSnapshot,
    ProbeToken,
    RunState,
    SentenceAtStep,
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


def test_only_the_newest_sentences_of_each_outcome_are_kept(store) -> None:
    writer, reader = store
    assert (reader.examples(), reader.examples_step()) == (None, -1)
    for step in (3, 9):
        writer.write(JudgedExamples(step, [JudgedToken("missed", ["a", "##b"], 1, "##c", 0.25, [1])]))
    newest = reader.examples()
    assert newest == JudgedExamples(9, [JudgedToken("missed", ["a", "##b"], 1, "##c", 0.25, [1])])
    assert reader.examples_step() == 9
    writer.forget_after(5)
    assert reader.examples() is None


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


def test_one_sentence_is_followed_through_the_snapshots_that_hold_it(store) -> None:
    writer, reader = store
    own = ProbeSentence(100, "A cat", [TOKEN], own=True)
    writer.write(SNAPSHOT)
    writer.write(dataclasses.replace(SNAPSHOT, step=7, sentences=[*SNAPSHOT.sentences, own]))
    assert reader.sentence(0) == [SentenceAtStep(step, SNAPSHOT.sentences[0]) for step in (3, 7)]
    assert reader.sentence(0, since=3) == [SentenceAtStep(7, SNAPSHOT.sentences[0])]
    assert reader.sentence(100) == [SentenceAtStep(7, own)]
    assert reader.sentence(5) == []


def test_a_file_of_an_older_version_reads_with_what_it_lacks_left_at_its_default(store) -> None:
    """As when a run of the first version, which knew of no own sentence and no bands, is resumed."""
    writer, reader = store
    writer.write(SNAPSHOT)
    writer.write(EVALUATION)
    connection = sqlite3.connect(reader.path)
    old = [{"index": 0, "text": "The dog", "tokens": [dataclasses.asdict(TOKEN)]}]
    with connection:
        connection.execute("update probe_snapshots set sentences = ?", [json.dumps(old)])
        connection.execute("update evaluations set bands = null, kinds = null")
    connection.close()
    assert reader.snapshot() == SNAPSHOT
    assert reader.sentence(0) == [SentenceAtStep(3, SNAPSHOT.sentences[0])]
    assert reader.evaluations() == [dataclasses.replace(EVALUATION, bands=[], kinds=[])]


def test_a_sentence_comes_back_with_template_and_values_and_an_older_one_as_it_stood(store) -> None:
    writer, reader = store
    way = Sentence("{way}, one thread", way=Sentence("{device}", device="cpu"))
    writer.set_state(RunState("training", message=Sentence("Computing with {way}.", way=way)))
    writer.add_event(
        Event("health", "x", Sentence("{run} {braces}", run="a", braces="{b}"), Sentence("Go on."))
    )
    state, (event,) = reader.state(), reader.events()
    assert (state.message, state.message.values) == ("Computing with cpu, one thread.", {"way": way})
    assert (event.sentence, event.sentence.template) == ("a {b}", "{run} {braces}")
    assert (event.advice, event.advice.values) == ("Go on.", {})
    connection = sqlite3.connect(reader.path)
    with connection:
        connection.execute("update events set sentence = 'Told {long} ago.'")
    connection.close()
    assert reader.events()[0].sentence == Sentence("Told {long} ago.")


def test_a_number_that_was_none_reads_as_nan_and_spoils_nothing(store) -> None:
    writer, reader = store
    writer.write(dataclasses.replace(EVALUATION, generator_loss=math.nan))
    (read,) = reader.evaluations()
    assert math.isnan(read.generator_loss)
    assert dataclasses.replace(read, generator_loss=EVALUATION.generator_loss) == EVALUATION


def test_findings_of_steps_that_are_done_again_are_forgotten_and_what_happened_is_not(store) -> None:
    writer, reader = store
    for kind, step in (("health", 3), ("health", 5), ("warning", 5)):
        writer.add_event(Event(kind, "told", Sentence("Told."), step=step))
    writer.forget_after(3)
    assert [(event.kind, event.step) for event in reader.events()] == [("health", 3), ("warning", 5)]


def test_records_that_may_not_grow_are_told_from_a_broken_disk_and_waited_for(store) -> None:
    writer, reader = store
    writer.set_state(RunState("training", step=1))
    points = [dataclasses.replace(METRICS, step=step) for step in range(2000)]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = max(part.stat().st_size for part in reader.path.parent.glob("records.sqlite*"))
    asked = []

    def make_room() -> bool:
        asked.append(reader.step_metrics())
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return False

    # SQLite calls this a disk I/O error, as it does where a user's quota is used up.
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        with pytest.raises(OSError, match="File too large") as full:
            writer.write_all(points)
        PatientWriter(writer, reader.path, make_room).write_all(points)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert broken_off(full.value).name == "disk"
    assert asked == [[]], "nothing of what had no room was left half-written"
    assert reader.step_metrics() == points
    assert [event.name for event in reader.events()][-1] == "disk-has-room"
    assert not list(reader.path.parent.glob(".probe-*"))
