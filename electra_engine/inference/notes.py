"""What fine-tuning notes beside a model: task, labels, columns, settings and scores, as plain JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NOTES_FILE = "electra_studio.json"


def read_notes(folder: Path) -> dict[str, Any]:
    """The notes in a fine-tuned model's folder; empty when there are none or they cannot be read."""
    try:
        notes = json.loads((folder / NOTES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return notes if isinstance(notes, dict) else {}
