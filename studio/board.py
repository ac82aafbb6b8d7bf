"""Keeps every page true to the records: what is drawn of the runs, and when it is drawn again.

The courier of a page that somebody looks at asks every second or so; handlers that change something
answer at once. Either way the answer is made here, from the files, so all pages show the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import gradio as gr

from electra_engine import RunStatus, Workspace, kept_open, list_runs
from studio.page import Updates
from studio.refresh import View, changed
from studio.text import say
from studio.widgets.courier import courier, knock, posted

log = logging.getLogger(__name__)


class Watcher(Protocol):
    """A part of the page that shows runs, one or several of them chosen.

    `inputs` begins with the component that holds what is chosen, as a text; what follows are the
    reader's own choices of how to look at it, handed to `views` as they are. `settle` turns what was
    wanted, which may name runs that are gone, into what is chosen now. `kind` names the part.
    """

    kind: str
    inputs: list[Any]
    components: dict[str, Any]

    def settle(self, statuses: Sequence[RunStatus], wanted: object) -> str: ...

    def views(self, statuses: Sequence[RunStatus], chosen: str, *looks: object) -> dict[str, View]: ...


class Board:
    """Collects what is to be kept up to date while the page is built; then answers for all of it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._watchers: list[Watcher] = []
        self._choices: list[tuple[Any, Callable[[Sequence[RunStatus], object], View]]] = []
        self._courier = courier("page-courier", "page-notices", say("page.unanswered"))

    def watch(self, watcher: Watcher) -> None:
        """Adds a part that shows runs."""
        self._watchers.append(watcher)

    def keep(self, component: Any, view: Callable[[Sequence[RunStatus], object], View]) -> None:
        """Adds a single component that depends on the list of runs, such as a choice of models.

        `view` is given the runs and the component's present value, None where that is no text.
        """
        self._choices.append((component, view))

    @property
    def inputs(self) -> list[Any]:
        watched = [component for watcher in self._watchers for component in watcher.inputs]
        return [self._courier, *watched, *(component for component, _ in self._choices)]

    @property
    def outputs(self) -> list[Any]:
        chosen = [watcher.inputs[0] for watcher in self._watchers]
        drawn = [part for watcher in self._watchers for part in watcher.components.values()]
        others = [part for part in drawn if not isinstance(part, gr.HTML)]
        return [self._courier, *chosen, *others, *(part for part, _ in self._choices)]

    def answer_knocks(self) -> None:
        """Lets the courier of every open page have brought what it cannot bring."""
        self._courier.select(
            self._redraw_safely,
            self.inputs,
            self.outputs,
            queue=False,
            show_progress="hidden",
            show_progress_on=self._courier,
            api_visibility="private",
            concurrency_limit=None,
        )

    def first_values(self, wanted: Mapping[str, str]) -> list[Any]:
        """What `redraw` takes when a page has just opened and runs were `wanted` by kind of watcher."""
        values = []
        for watcher in self._watchers:
            values += [wanted.get(watcher.kind, ""), *(look.value for look in watcher.inputs[1:])]
        return [*values, *(None for _ in self._choices)]

    def redraw(self, cursor: object, *values: object, **wanted: str) -> Updates:
        """New values for whatever a page with this cursor does not show yet.

        `values` are those of `inputs` after the cursor; `wanted` chooses anew for a kind of watcher
        (``pretrain="first try"``).
        """
        statuses = list_runs(self._workspace)
        with kept_open():
            return self._redraw(cursor, statuses, values, wanted)

    def _redraw(
        self,
        cursor: object,
        statuses: Sequence[RunStatus],
        values: Sequence[object],
        wanted: Mapping[str, str],
    ) -> Updates:
        views: dict[Any, View] = {}
        updates: Updates = {}
        rest, kept = list(values), list[object]()
        for watcher in self._watchers:
            (was_chosen, *looks), rest = rest[: len(watcher.inputs)], rest[len(watcher.inputs) :]
            now = watcher.settle(statuses, wanted.get(watcher.kind, was_chosen))
            kept += [now, *looks]
            if now != was_chosen or not cursor:
                updates[watcher.inputs[0]] = now
            for name, view in watcher.views(statuses, now, *looks).items():
                views[watcher.components[name]] = view
        for (component, make), value in zip(self._choices, rest, strict=True):
            views[component] = make(statuses, value if isinstance(value, str) else None)
        return {**updates, **self._fresh(cursor, views, [*kept, *rest])}

    def _fresh(self, cursor: object, views: Mapping[Any, View], values: Sequence[object]) -> Updates:
        """What of the views a page with this cursor does not show; the courier brings what widgets show."""
        seen = cursor if isinstance(cursor, dict) else {}
        known = seen.get("values")
        new, brought = changed({str(part._id): view for part, view in views.items()}, seen.get("digests"))
        fresh = {part: new[str(part._id)] for part in views if str(part._id) in new}
        posts = {str(part.elem_id): value for part, value in fresh.items() if isinstance(part, gr.HTML)}
        before = dict(enumerate(known)) if isinstance(known, list) else {}
        chosen = {n: value for n, value in enumerate(values) if n not in before or before[n] != value}
        others = {part: value for part, value in fresh.items() if not isinstance(part, gr.HTML)}
        return {**others, **({self._courier: posted(posts, brought, chosen)} if brought or chosen else {})}

    def news(self, cursor: object) -> dict[str, Any]:
        """What a page with this cursor does not show yet, or a knock where the courier cannot bring it.

        The cursor says what was chosen as far as answers have arrived, so nothing else need be sent.
        """
        values = cursor.get("values") if isinstance(cursor, dict) else None
        if not isinstance(values, list) or len(values) != len(self.inputs) - 1:
            return {}
        updates = self._redraw_safely(cursor, *values)
        if updates.keys() - {self._courier}:
            return knock()
        news: dict[str, Any] = updates[self._courier]
        return news if "posts" in news else {}

    def _redraw_safely(self, cursor: object, *values: object) -> Updates:
        """As `redraw`; nothing new where that fails, because the page asks again anyway."""
        # A page gets no answer from an empty dictionary, so the courier at least is named.
        unchanged: Updates = {self._courier: gr.skip()}
        try:
            return self.redraw(cursor, *values) or unchanged
        except Exception:
            log.exception("The page could not be brought up to date.")
            return unchanged
