"""What the door says to requests that are not let in."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "door.nothing_here": "There is nothing at this address: open the page itself.",
    "door.other_page": "This address does not answer other pages: open it in a tab of its own.",
    "door.other_name": "The studio does not go by this name: open it at the address it told when it began, "
    "or begin it with --name.",
    "door.too_much": "This is too much at once, the most is {most} MB: send less.",
    "door.no_room": "This does not fit into the workspace any more: remove runs or files you no longer need.",
    "door.silent": "What was sent came too slowly, so this was broken off: try again.",
    "door.busy": "Too many requests are being answered right now: try again in a moment.",
    "door.misfit": "What was sent does not fit what this control takes: reload the page and try again.",
}
