"""How long work is broken off when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


class StopRequested(Exception):  # noqa: N818 - not an error: somebody asked for it
    """A stop was asked for; whatever was being written is not there."""


def until_stopped(things: Iterable[T], should_stop: Callable[[], bool] | None) -> Iterator[T]:
    """The same things, one by one; raises `StopRequested` as soon as `should_stop` says so."""
    for thing in things:
        if should_stop is not None and should_stop():
            raise StopRequested
        yield thing
