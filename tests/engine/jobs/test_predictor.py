"""The predictor answers from a warm process, says what is wrong, and comes back after every death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.inference.loading import load_model
from electra_engine.jobs import predictor_client
from electra_engine.jobs.launch import start_worker
from electra_engine.jobs.predictor import version_of
from electra_engine.jobs.predictor_client import LONGEST_TEXT, MOST_ASKING, Predictor
from electra_engine.jobs.requests import new_pretraining
from electra_engine.jobs.status import status_of
from electra_engine.settings import RunSettings
from electra_engine.workspace import Workspace, find_workspace
from tests.engine.jobs.tiny_run import TINY, write_text

SENTENCE = "the dog eats a fish."


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace in which a run called "tiny" has trained a few steps."""
    folder = tmp_path_factory.mktemp("trained")
    workspace = find_workspace(folder / "workspace")
    settings = RunSettings().with_changes({**TINY, "training.steps": 20})
    run = new_pretraining(workspace, "tiny", [write_text(folder / "text.txt")], settings)
    start_worker(run)
    deadline = time.monotonic() + 180
    while status_of(workspace, "tiny").state != "finished":
        assert time.monotonic() < deadline, run.log.read_text()
        time.sleep(0.1)
    return workspace


@pytest.fixture(scope="module")
def predictor(trained: Workspace) -> Iterator[Predictor]:
    made = Predictor(trained)
    yield made
    made.close()


def child_of(predictor: Predictor) -> int:
    assert predictor._process is not None
    return predictor._process._child.pid


def test_it_says_what_the_model_says(trained: Workspace, predictor: Predictor) -> None:
    model = load_model("tiny", trained)
    answered = predictor.detect("tiny", SENTENCE)["tokens"]
    assert [token["text"] for token in answered] == [t["text"] for t in model.detect(SENTENCE)["tokens"]]
    assert [token["p_replaced"] for token in answered] == pytest.approx(
        [token["p_replaced"] for token in model.detect(SENTENCE)["tokens"]], abs=1e-5
    )
    blanks = predictor.fill("tiny", "the [MASK] eats a fish.", top_k=3)["blanks"]
    assert len(blanks[0]["candidates"]) == 3
    assert (
        predictor.rewrite("tiny", SENTENCE, seed=2)["versions"] == model.rewrite(SENTENCE, seed=2)["versions"]
    )
    assert len(predictor.nearest("tiny", SENTENCE, top=4)["nearest"]) == 4


def test_threads_that_ask_at_once_get_their_own_answers(predictor: Predictor) -> None:
    texts = [f"the dog eats {'a fish ' * count}." for count in range(1, 9)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda text: predictor.detect("tiny", text)["tokens"], texts))
    assert [answer[-1]["end"] for answer in answers] == [len(text) for text in texts]


def test_whoever_comes_when_enough_wait_is_sent_away_at_once_and_the_others_are_answered(
    predictor: Predictor,
) -> None:
    predictor.detect("tiny", SENTENCE)
    os.kill(child_of(predictor), signal.SIGSTOP)
    with ThreadPoolExecutor(MOST_ASKING + 5) as crowd:
        asked = [crowd.submit(predictor.detect, "tiny", SENTENCE) for _ in range(MOST_ASKING + 5)]
        finished = as_completed(asked)
        told = [str(next(finished).exception()) for _ in range(5)]
        os.kill(child_of(predictor), signal.SIGCONT)
    assert all("try again in a moment" in sentence for sentence in told)
    assert sum(one.exception() is None for one in asked) == MOST_ASKING


def test_what_is_wrong_is_one_sentence_and_the_process_stays(predictor: Predictor) -> None:
    predictor.detect("tiny", SENTENCE)
    before = child_of(predictor)
    with pytest.raises(UserError, match="neither a run nor a folder") as refused:
        predictor.detect("nowhere", SENTENCE)
    assert refused.value.sentence.values == {"reference": "nowhere"}  # it can still be translated
    with pytest.raises(UserError, match="not been fine-tuned"):
        predictor.predict("tiny", SENTENCE)
    with pytest.raises(UserError, match="the most is"):
        predictor.detect("tiny", "x" * (LONGEST_TEXT + 1))
    with pytest.raises(UserError, match="not valid Unicode"):
        predictor.detect("tiny", "half a character: \ud800")
    assert child_of(predictor) == before


def test_it_comes_back_after_it_was_killed(predictor: Predictor) -> None:
    predictor.detect("tiny", SENTENCE)
    before = child_of(predictor)
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert predictor.detect("tiny", SENTENCE)["tokens"]
    assert child_of(predictor) != before


def test_an_answer_that_takes_too_long_is_given_up(trained: Workspace) -> None:
    hasty = Predictor(trained)
    hasty.detect("tiny", SENTENCE)
    hasty._time_limit = 0.05
    os.kill(child_of(hasty), signal.SIGSTOP)
    with pytest.raises(UserError, match=r"no answer within 0\.05 seconds"):
        hasty.detect("tiny", SENTENCE)
    assert hasty._process is None


def test_a_process_that_is_never_ready_or_says_something_else_is_given_up(
    trained: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program, said in (
        ("import time; time.sleep(600)", "was not ready within 2 seconds"),
        ("print('Welcome.')", "broke off"),
        ("pass", "broke off"),
    ):
        monkeypatch.setattr(
            predictor_client, "python_command", lambda *_, program=program: [sys.executable, "-c", program]
        )
        monkeypatch.setattr(predictor_client, "START_LIMIT", 2.0 if "sleep" in program else 180.0)
        unready = Predictor(trained)
        with pytest.raises(UserError, match=said):
            unready.detect("tiny", SENTENCE)
        assert unready._process is None


def test_it_ends_with_the_program_that_started_it(trained: Workspace) -> None:
    program = (
        "import sys; from electra_engine.jobs.predictor_client import Predictor; "
        "from electra_engine.workspace import find_workspace; "
        "predictor = Predictor(find_workspace(sys.argv[1])); predictor.detect('tiny', 'a dog'); "
        "print(predictor._process._child.pid)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(trained.root)], capture_output=True, check=True, timeout=60
    )
    pid, deadline = int(told.stdout), time.monotonic() + 180
    while Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_newer_checkpoint_is_another_version(trained: Workspace) -> None:
    before = version_of("tiny", trained)
    newer = trained.run("tiny").checkpoints / "step-000000099"
    newer.mkdir()
    assert version_of("tiny", trained) != before
    newer.rmdir()
    assert version_of("tiny", trained) == before


def test_exported_folders_are_written_by_the_process(predictor: Predictor, tmp_path: Path) -> None:
    folder = predictor.export("tiny", tmp_path / "exported")
    assert sorted(path.name for path in folder.iterdir()) == ["discriminator", "generator"]
    with pytest.raises(UserError, match="already holds something"):
        predictor.export("tiny", folder)
