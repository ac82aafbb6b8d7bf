"""Keeps every page true to the records: what is drawn of the runs, and when it is drawn again.

One clock per page asks once a second; handlers that change something ask at once. Either way the
answer is made here, from the files, so all pages show the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import gradio as gr

from electra_engine import RunStatus, Workspace, list_runs
from studio.page import Updates
from studio.refresh import View, changed

log = logging.getLogger(__name__)
CLOCK_SECONDS = 1.0


class Watcher(Protocol):
    """A part of the page that shows runs of one kind, one of them chosen.

    `inputs` begins with the component that holds the chosen run's name; what follows are the reader's
    own choices of how to look at it, handed to `views` as they are.
    """

    kind: str
    inputs: list[Any]
    components: dict[str, Any]

    def views(self, statuses: Sequence[RunStatus], chosen: str, *looks: object) -> dict[str, View]: ...


class Board:
    """Collects what is to be kept up to date while the page is built; then answers for all of it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._watchers: list[Watcher] = []
        self._choices: list[tuple[Any, Callable[[Sequence[RunStatus], object], View]]] = []
        self.cursor = gr.JSON({}, visible=False)
        self.clock = gr.Timer(CLOCK_SECONDS)

    def watch(self, watcher: Watcher) -> None:
        """Adds a part that shows runs."""
        self._watchers.append(watcher)

    def keep(self, component: Any, view: Callable[[Sequence[RunStatus], object], View]) -> None:
        """Adds a single component that depends on the list of runs, such as a choice of models.

        `view` is given the runs and the component's present value.
        """
        self._choices.append((component, view))

    @property
    def inputs(self) -> list[Any]:
        watched = [component for watcher in self._watchers for component in watcher.inputs]
        return [self.cursor, *watched, *(component for component, _ in self._choices)]

    @property
    def outputs(self) -> list[Any]:
        chosen = [watcher.inputs[0] for watcher in self._watchers]
        drawn = [part for watcher in self._watchers for part in watcher.components.values()]
        return [self.cursor, *chosen, *drawn, *(component for component, _ in self._choices)]

    def start_clock(self) -> None:
        """Lets every open page ask once a second."""
        self.clock.tick(
            self._tick,
            inputs=self.inputs,
            outputs=self.outputs,
            queue=False,
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=None,
        )

    def first_values(self, wanted: Mapping[str, str]) -> list[Any]:
        """What `redraw` takes when a page has just opened and `wanted` runs were named by kind."""
        values = []
        for watcher in self._watchers:
            values += [wanted.get(watcher.kind, ""), *(look.value for look in watcher.inputs[1:])]
        return [*values, *(None for _ in self._choices)]

    def redraw(self, cursor: object, *values: object, **wanted: str) -> Updates:
        """New values for whatever a page with this cursor does not show yet.

        `values` are those of `inputs` after the cursor; `wanted` chooses another run of a kind
        (``pretrain="first try"``).
        """
        statuses = list_runs(self._workspace)
        views: dict[Any, View] = {}
        updates: Updates = {}
        rest = list(values)
        for watcher in self._watchers:
            (was_chosen, *looks), rest = rest[: len(watcher.inputs)], rest[len(watcher.inputs) :]
            own = [status for status in statuses if status.kind == watcher.kind]
            now = _existing(own, wanted.get(watcher.kind, was_chosen))
            if now != was_chosen or not cursor:
                updates[watcher.inputs[0]] = now
            for name, view in watcher.views(own, now, *looks).items():
                views[watcher.components[name]] = view
        for (component, make), value in zip(self._choices, rest, strict=True):
            views[component] = make(statuses, value)
        new, next_cursor = changed({str(component._id): view for component, view in views.items()}, cursor)
        if next_cursor != cursor:
            updates[self.cursor] = next_cursor
        return {**updates, **{part: new[str(part._id)] for part in views if str(part._id) in new}}

    def _tick(self, cursor: object, *values: object) -> Updates:
        try:
            # A page gets no answer from an empty dictionary, so the cursor at least is named.
            return self.redraw(cursor, *values) or {self.cursor: gr.skip()}
        except Exception:
            log.exception("The page could not be brought up to date.")
            return {self.cursor: gr.skip()}


def _existing(statuses: Sequence[RunStatus], name: object) -> str:
    """The name, if there is such a run, else the newest run's, else nothing."""
    if any(status.name == name for status in statuses):
        return str(name)
    return statuses[0].name if statuses else ""
