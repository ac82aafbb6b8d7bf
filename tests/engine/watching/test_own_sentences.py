"""Sentences that people add to a run: what is refused, and what a real run makes of the others."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from electra_engine import (
    VocabularySettings,
    learn_vocabulary,
    resume_run,
    status_of,
    stop_run,
    watch_sentence,
)
from electra_engine.errors import UserError
from electra_engine.jobs.launch import start_worker
from electra_engine.jobs.requests import new_pretraining
from electra_engine.jobs.status import RunStatus
from electra_engine.settings import RunSettings
from electra_engine.watching import own_sentences
from electra_engine.watching.own_sentences import FIRST_INDEX, LONGEST, MOST
from electra_engine.watching.records import ProbeSnapshot
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.jobs.conftest import make_run, wait_for, workspace
from tests.engine.jobs.tiny_run import TINY, write_text

__all__ = ["make_run", "wait_for", "workspace"]  # fixtures


def snapshot_that(run: RunFolder, holds: Callable[[ProbeSnapshot], bool]) -> ProbeSnapshot:
    """Waits for a snapshot of which that is true."""
    deadline = time.monotonic() + 180
    while (snapshot := RecordReader(run.records).snapshot()) is None or not holds(snapshot):
        assert time.monotonic() < deadline, run.log.read_text()
        time.sleep(0.05)
    return snapshot


def own_texts(snapshot: ProbeSnapshot) -> dict[int, str]:
    return {sentence.index: sentence.text for sentence in snapshot.sentences if sentence.own}


def test_a_sentence_added_to_a_running_run_is_judged_from_then_on_and_after_a_resume(
    workspace: Workspace, tmp_path: Path, wait_for: Callable[..., RunStatus]
) -> None:
    text = write_text(tmp_path / "stories.txt")
    settings = RunSettings().with_changes({**TINY, "training.steps": 1_000_000})
    run = new_pretraining(workspace, "watched", [text], settings)
    start_worker(run)
    wait_for("watched", "training")
    first = watch_sentence(workspace, "watched", "  the cat \n eats a ball. ")
    seen = snapshot_that(run, lambda snapshot: bool(own_texts(snapshot)))
    assert own_texts(seen) == {first: "the cat eats a ball."} == {FIRST_INDEX: "the cat eats a ball."}
    added = next(sentence for sentence in seen.sentences if sentence.own)
    assert "".join(token.text.removeprefix("##") for token in added.tokens) == "thecateatsaball."
    assert any(token.hidden for token in added.tokens)
    assert all(0 <= token.p_replaced <= 1 for token in added.tokens)

    stop_run(workspace, "watched")
    wait_for("watched", "stopped")
    resume_run(workspace, "watched")
    wait_for("watched", "training")
    second = watch_sentence(workspace, "watched", "Tom [MASK] ${the} {{apple}}.")
    later = snapshot_that(run, lambda snapshot: second in own_texts(snapshot))
    assert own_texts(later) == {first: "the cat eats a ball.", second: "Tom [MASK] ${the} {{apple}}."}
    again = next(sentence for sentence in later.sentences if sentence.index == first)
    assert [(t.text, t.hidden, t.frozen) for t in again.tokens] == [
        (t.text, t.hidden, t.frozen) for t in added.tokens
    ]
    steps = [seen.step for seen in RecordReader(run.records).sentence(first)]
    assert steps == sorted(set(steps))
    assert steps[-1] >= later.step


def test_a_run_that_does_not_train_takes_no_sentence(
    workspace: Workspace, make_run: Callable[..., RunFolder]
) -> None:
    run = make_run("asleep", created=1.0)
    with pytest.raises(UserError, match="not training at the moment"):
        watch_sentence(workspace, "asleep", "The dog barks.")
    assert not run.watched.exists()
    assert not status_of(workspace, "asleep").alive


@pytest.mark.parametrize(("text", "count"), [("", "0"), (" \n\t", "0"), ("a" * (LONGEST + 1), "301")])
def test_no_sentence_and_too_long_a_sentence_are_refused(text: str, count: str) -> None:
    with pytest.raises(UserError, match=f"has {count} characters"):
        own_sentences.cleaned(text)


def test_half_a_character_pair_becomes_a_sign_that_can_be_stored() -> None:
    assert own_sentences.cleaned("the \ud83d dog") == "the ? dog"


def test_what_the_vocabulary_cannot_read_or_a_row_cannot_hold_is_refused(tmp_path: Path) -> None:
    tokenizer = learn_vocabulary(["the dog barks at the cat"] * 9, VocabularySettings(size=100), tmp_path)
    own_sentences.check_readable("the dog 狗", tokenizer, row_length=16)
    with pytest.raises(UserError, match="knows no word"):
        own_sentences.check_readable("狗 在 叫", tokenizer, row_length=16)
    with pytest.raises(UserError, match="has 15 tokens, and this run reads 14"):
        own_sentences.check_readable("the " * 15, tokenizer, row_length=16)


def test_many_pages_adding_at_once_lose_no_sentence_and_share_no_number(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    texts = [f"sentence {number}" for number in range(MOST)]
    with ThreadPoolExecutor(8) as pages:
        numbers = list(pages.map(lambda text: own_sentences.add(folder, text), texts))
    assert sorted(numbers) == list(range(MOST))
    assert [own_sentences.read_from(folder, number)[0] for number in numbers] == texts
    with pytest.raises(UserError, match=f"watches {MOST} sentences"):
        own_sentences.add(folder, "one more")
    with pytest.raises(UserError, match="watched already"):
        own_sentences.add(folder, "sentence 3")


def test_a_sentence_that_cannot_be_written_is_refused_and_blocks_no_later_one(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.write_text("in the way")
    with pytest.raises(UserError, match="could not be kept"):
        own_sentences.add(folder, "first")
    folder.unlink()
    assert own_sentences.add(folder, "second") == 0
    assert own_sentences.read_from(folder, 0) == ["second"]
    assert [file.name for file in folder.iterdir()] == ["00.txt"]
