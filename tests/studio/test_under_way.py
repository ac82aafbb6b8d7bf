"""What takes long to read is followed by its number, given up when asked, handed over when it is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from electra_engine import StopRequested, UserError, Watch
from studio import under_way
from studio.shelf import Entry
from studio.tabs.long_reading import _shown
from studio.text import say, speak
from studio.under_way import Readings

ENTRY = Entry("abc", "story.txt", Path("abc"), ("story.txt",), {}, 0.0)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


def test_a_reading_tells_how_far_it_is_and_hands_over_what_came_of_it() -> None:
    readings, told, go_on = Readings(), threading.Event(), threading.Event()

    def work(watch: Watch) -> Entry:
        watch.on_progress("reading", 34, 100)
        told.set()
        go_on.wait(60)
        return ENTRY

    number = readings.start("story.txt", work)
    begun = readings.find(number)
    assert begun is not None
    assert told.wait(60)
    assert readings.newest == number
    shown = _shown(number, begun)
    assert (shown["said"], shown["share"], shown["is_over"]) == ("Reading story.txt: 34 of 100", 0.34, False)
    go_on.set()
    assert begun.take() == ENTRY
    assert _shown(number, begun)["is_over"]
    assert readings.newest == ""
    assert _shown("", None)["number"] == ""


def test_what_was_cancelled_is_told_to_stop_and_nobody_waits_for_it() -> None:
    readings = Readings()

    def work(watch: Watch) -> Entry:
        while not watch.should_stop():
            pass
        raise StopRequested

    begun = readings.find(readings.start("story.txt", work))
    assert begun is not None
    begun.cancel()
    assert isinstance(begun.outcome.exception(60), StopRequested)
    assert readings.newest == ""


def test_a_refusal_comes_in_the_language_of_whoever_asked() -> None:
    def work(_: Watch) -> Entry:
        raise UserError(say("shelf.nothing"))

    speak("zh")
    readings = Readings()
    begun = readings.find(readings.start("story.txt", work))
    assert begun is not None
    with pytest.raises(UserError) as refused:
        begun.take()
    assert str(refused.value) == say("shelf.nothing")
    assert str(refused.value)[0] > "\u4e00"


def test_not_more_than_some_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_way, "AT_ONCE", 0)
    with pytest.raises(UserError, match="right now"):
        Readings().start("story.txt", lambda _: ENTRY)
