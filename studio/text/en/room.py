"""Words about the space that a workspace takes."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "room.title": "Space in the workspace",
    "room.taken": "Taken",
    "room.quota": "May take",
    "room.runs": "Runs",
    "room.corpora": "Corpora",
    "room.rest": "The rest",
    "room.full": "The workspace is full: remove runs or files you no longer need before you add more.",
    "room.remove": "Remove these files…",
    "room.remove_question": "Remove {name} from the workspace? Runs that learned from it stay. "
    "This cannot be undone.",
    "room.in_use": "The run {run} still reads these files: let it end, or remove it first.",
}
