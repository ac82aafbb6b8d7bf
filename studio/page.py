"""What every tab shares: the workspace, the reader's draft, the place where refusals are said.

Handlers never let an exception reach the page: bad input becomes its own sentence beside the field
it is about, anything else is logged and told in one sentence.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import gradio as gr

from electra_engine import Predictor, UserError, Workspace, free_name
from studio.drafts import Drafts
from studio.shelf import Shelf
from studio.text import say
from studio.text.told import told
from studio.widgets.notices import all_well, notice

log = logging.getLogger(__name__)
NAME_CHARACTERS = 40
Updates = dict[Any, Any]
Handler = Callable[..., Updates]
WhileBusy = Literal["nothing", "latest", "every"]


@dataclass(frozen=True)
class Page:
    """The things a tab works with. `notices` is the one component that says what was refused."""

    workspace: Workspace
    drafts: Drafts
    corpora: Shelf
    labelled: Shelf
    predictor: Predictor
    notices: gr.HTML

    def free_name(self, wanted: str) -> str:
        """A run's name that is not taken, made from any text."""
        cleaned = re.sub(r"[^\w .+-]+", "-", wanted).strip(" .-+")[:NAME_CHARACTERS].rstrip(" .")
        return free_name(self.workspace, cleaned if re.match(r"\w", cleaned) else say("page.default_name"))

    def on(
        self,
        triggers: Sequence[Callable[..., Any]],
        handler: Handler,
        inputs: Sequence[Any] = (),
        outputs: Sequence[Any] = (),
        place: str = "",
        fields: Callable[[str], str] = str,
        waiting: bool | Sequence[Any] = False,
        while_busy: WhileBusy = "nothing",
    ) -> None:
        """Calls `handler` with the inputs' values whenever one of the triggers fires.

        The handler returns new values by component; what it leaves out stays. `fields` turns the
        field that a `UserError` names (or an empty text) into the id of an element, empty for the foot
        of the page. `waiting` shows that something is going on, on these outputs or on all. `while_busy`
        says what happens where a trigger fires and its last answer is still on its way: nothing, as suits a
        button; the handler is called after it with the latest values, as suits whatever holds one (it then
        leaves these out of its answer); or every event is sent, as where the choice comes with the event,
        because one that waited would come with the first event's.
        """
        manner: dict[str, Any] = {
            "fn": guarded(_told_in_full(handler, inputs), self.notices, place, fields),
            "inputs": list(inputs),
            "outputs": [*outputs, self.notices],
            "queue": False,  # an open page then holds no connection, so any number of tabs stays live
            "show_progress": "full" if waiting else "hidden",
            # Where progress may show, Gradio copies a component with all that is in it, at each event; over
            # the notices it would lie on the whole page and take its clicks.
            "show_progress_on": list(outputs if waiting is True else waiting or [self.notices]),
            "api_visibility": "private",
        }
        if while_busy == "latest":
            # By way of an event that does nothing: one that waited is set off again with all that listen to
            # its trigger, and two that wait would set each other off for ever.
            gr.on(list(triggers), None, queue=False, api_visibility="private").then(
                **manner, trigger_mode="always_last"
            )
        else:
            gr.on(list(triggers), **manner, trigger_mode="multiple" if while_busy == "every" else "once")


def _told_in_full(handler: Handler, inputs: Sequence[Any]) -> Handler:
    """The handler, with an empty text for a text box that says nothing at all, as only scripts send it."""
    texts = [place - len(inputs) for place, one in enumerate(inputs) if isinstance(one, gr.Textbox)]

    @functools.wraps(handler)
    def told_in_full(*arguments: Any) -> Updates:
        said = list(arguments)  # the inputs' values come last, after what is known of the event
        for place in texts:
            said[place] = "" if said[place] is None else said[place]
        return handler(*said)

    return told_in_full


def guarded(handler: Handler, notices: Any, place: str, fields: Callable[[str], str]) -> Handler:
    """The handler, with every exception told through `notices`."""

    @functools.wraps(handler)
    def safe(*arguments: Any) -> Updates:
        try:
            return {notices: all_well(place), **handler(*arguments)}
        except UserError as error:
            return {notices: notice(told(error.sentence), fields(error.field or ""), place)}
        except Exception:
            log.exception("The handler %s failed.", handler.__qualname__)
            return {notices: notice(say("page.fault"), place=place)}

    return safe
