"""A finished run packed to travel with the program: small, for looking at and asking, never changed."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from electra_engine import (
    FineTuneSettings,
    Predictor,
    RecordReader,
    RunRequest,
    RunSettings,
    UserError,
    Workspace,
    create_run,
    find_workspace,
    free_name,
    list_runs,
    new_finetuning,
    new_pretraining,
    remove_run,
    resume_run,
    start_worker,
    status_of,
)
from electra_engine.command_line.recording import main, names_a_place, record_run
from electra_engine.inference.loading import load_model
from electra_engine.sentences import Sentence
from electra_engine.watching.records import Event
from tests.engine.jobs.tiny_run import DOES, TINY, WHAT, WHO, write_labelled

SENTENCE = "the dog eats a fish and Anna likes the apple."


def write_long_sentences(path: Path) -> Path:
    dice = random.Random(3)

    def half() -> str:
        return f"{dice.choice(WHO)} {dice.choice(DOES)} {dice.choice(WHAT)}"

    told = (" ".join(f"{half()} and {half()}." for _ in range(4)) for _ in range(120))
    path.write_text("\n\n".join(told), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace in which a run called "tiny" has trained a few steps."""
    folder = tmp_path_factory.mktemp("trained")
    workspace = find_workspace(folder / "workspace")
    settings = RunSettings().with_changes({**TINY, "training.steps": 20})
    run = new_pretraining(workspace, "tiny", [write_long_sentences(folder / "text.txt")], settings)
    start_worker(run)
    deadline = time.monotonic() + 180
    while status_of(workspace, "tiny").state != "finished":
        assert time.monotonic() < deadline, run.log.read_text()
        time.sleep(0.1)
    return workspace


@pytest.fixture(scope="module")
def recordings(trained: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assets") / "recorded"
    record_run(trained, "tiny", folder / "shown")
    return folder


@pytest.fixture
def visitor(recordings: Path, tmp_path: Path) -> Workspace:
    """Somebody's empty workspace, beside which the recorded run lies."""
    return find_workspace(tmp_path / "workspace", recordings)


@pytest.fixture
def predictor(visitor: Workspace) -> Iterator[Predictor]:
    made = Predictor(visitor)
    yield made
    made.close()


def lying_there(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_it_holds_all_that_the_run_recorded(trained: Workspace, visitor: Workspace) -> None:
    before, after = (RecordReader(w.run(n).records) for w, n in ((trained, "tiny"), (visitor, "shown")))
    assert after.step_metrics() == before.step_metrics() != []
    assert after.evaluations() == before.evaluations() != []
    assert after.snapshot_steps() == before.snapshot_steps() != []
    assert after.snapshot() == before.snapshot()


def test_it_is_listed_until_there_is_a_run_of_ones_own(visitor: Workspace) -> None:
    (shown,) = list_runs(visitor)
    assert (shown.name, shown.state, shown.recorded, shown.can_resume) == ("shown", "finished", True, False)
    create_run(visitor, RunRequest("mine", "pretrain", {}))
    assert [status.name for status in list_runs(visitor)] == ["mine"]
    assert status_of(visitor, "shown").recorded


def test_its_name_is_taken(visitor: Workspace) -> None:
    assert free_name(visitor, "shown") == "shown-2"
    with pytest.raises(UserError, match="shown came with the program"):
        create_run(visitor, RunRequest("shown", "pretrain", {}))


def test_it_names_no_folder_of_the_machine_that_recorded_it(trained: Workspace, visitor: Workspace) -> None:
    request = visitor.run("shown").request_file.read_text(encoding="utf-8")
    assert json.loads(request)["files"] == ["text.txt"]
    assert str(trained.root) not in request
    assert str(trained.root.parent).encode() not in visitor.run("shown").records.read_bytes()


def test_looking_and_asking_leave_no_trace_in_it_and_it_cannot_be_removed(
    visitor: Workspace, recordings: Path, predictor: Predictor
) -> None:
    before = lying_there(recordings)
    RecordReader(visitor.run("shown").records).events()
    list_runs(visitor)
    predictor.detect("shown", SENTENCE)
    with pytest.raises(UserError, match="came with the program"):
        remove_run(visitor, "shown")
    with pytest.raises(UserError, match="cannot be resumed"):
        resume_run(visitor, "shown")
    assert lying_there(recordings) == before


def test_it_answers_as_the_run_did_to_within_half_precision(trained: Workspace, predictor: Predictor) -> None:
    original = [token["p_replaced"] for token in load_model("tiny", trained).detect(SENTENCE)["tokens"]]
    recorded = [token["p_replaced"] for token in predictor.detect("shown", SENTENCE)["tokens"]]
    assert recorded == pytest.approx(original, abs=2e-3)


def test_a_classifier_can_be_made_from_it(visitor: Workspace, tmp_path: Path) -> None:
    labelled = write_labelled(tmp_path / "rows.csv")
    run = new_finetuning(visitor, "animals", "shown", labelled, FineTuneSettings())
    told = json.loads(run.request_file.read_text(encoding="utf-8"))
    assert Path(told["extra"]["from"]) == visitor.run("shown").model


def test_a_row_was_followed_through_every_stage(visitor: Workspace) -> None:
    trace = RecordReader(visitor.run("shown").records).trace()
    assert trace is not None
    assert trace.step == 20
    assert any(token.hidden for token in trace.tokens)
    for token in trace.tokens:
        assert token.hidden == (token.p_original is not None) == bool(token.candidates)
        assert token.replaced == (token.sampled != token.text)
        assert token.hidden or not token.replaced
    filled = [-math.log(token.p_original) for token in trace.tokens if token.p_original is not None]
    judged = [-math.log(t.p_replaced if t.replaced else 1 - t.p_replaced) for t in trace.tokens]
    assert trace.generator_loss == pytest.approx(sum(filled) / len(filled))
    assert trace.discriminator_loss == pytest.approx(sum(judged) / len(judged))


def test_ones_own_sentence_is_followed_by_the_dice_of_its_seed(predictor: Predictor) -> None:
    one, same = predictor.trace("shown", SENTENCE, 1), predictor.trace("shown", SENTENCE, 1)
    assert one == same
    assert {tuple(t.hidden for t in predictor.trace("shown", SENTENCE, s).tokens) for s in range(6)} > {
        tuple(token.hidden for token in one.tokens)
    }
    assert "".join(SENTENCE[token.start : token.end] for token in one.tokens) == SENTENCE.replace(" ", "")
    with pytest.raises(UserError, match="no text to judge"):
        predictor.trace("shown", " ", 1)


def test_an_unfinished_run_is_refused_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = find_workspace(tmp_path / "other")
    create_run(other, RunRequest("asked", "pretrain", {}))
    arguments = ["asked", "--workspace", str(other.root), "--into", str(tmp_path / "into")]
    assert main(arguments) == 2
    assert "that has finished" in capsys.readouterr().err
    assert not (tmp_path / "into").exists()


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("The weights in /home/anna/models/a are damaged.", True),
        (r"The weights in C:\models\a are damaged.", True),
        ("Training runs at 3,000 tokens/s, the mean of 1/2.", False),
        ("See https://example.org/help/page for more.", False),
    ],
)
def test_an_event_that_names_a_place_on_the_machine_is_known(said: str, names: bool) -> None:
    assert names_a_place(Event("warning", "one", Sentence(said))) is names
