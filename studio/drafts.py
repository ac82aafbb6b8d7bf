"""What the reader has chosen but not started: kept on the server, so that no reload loses it.

One small file in the workspace, written by the studio alone. A draft that cannot be read is an
empty one: losing it is a nuisance, refusing to open the page would be worse.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Draft:
    """The choices of every tab; `valid` and `test` are the labelled files to judge by.

    `settings` and `tuning` are flat: ``{"training.minutes": 2}``.
    """

    corpus: str = ""
    labelled: str = ""
    valid: str = ""
    test: str = ""
    task: str = ""
    preset: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    tuning: dict[str, Any] = field(default_factory=dict)
    model: str = ""


class Drafts:
    """The draft of one workspace; safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def read(self) -> Draft:
        """The draft as it was left."""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            known = {entry.name: entry for entry in dataclasses.fields(Draft)}
            fitting = {name: value for name, value in stored.items() if name in known}
            draft = Draft(**fitting)
            return draft if _is_whole(draft) else Draft()
        except FileNotFoundError:
            return Draft()
        except (OSError, ValueError, AttributeError, TypeError):
            log.warning("The draft %s cannot be read and is passed over.", self._path)
            return Draft()

    def change(self, **changes: Any) -> None:
        """Keeps new choices beside the old ones."""
        self._keep(lambda draft: dataclasses.replace(draft, **changes))

    def change_settings(self, some: Mapping[str, Any]) -> None:
        """Keeps some settings beside the others."""
        self._keep(lambda draft: dataclasses.replace(draft, settings={**draft.settings, **some}))

    def _keep(self, changed: Callable[[Draft], Draft]) -> None:
        """A full disk costs the draft, not the page."""
        with self._lock:
            draft = changed(self.read())
            temporary = self._path.with_name(f".{self._path.name}-{uuid.uuid4().hex}")
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                temporary.write_text(json.dumps(dataclasses.asdict(draft)), encoding="utf-8")
                temporary.replace(self._path)
            except OSError:
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)
                log.warning("The draft could not be kept in %s.", self._path, exc_info=True)


def _is_whole(draft: Draft) -> bool:
    judging = (draft.valid, draft.test)
    texts = (draft.corpus, draft.labelled, *judging, draft.task, draft.preset, draft.model)
    return all(isinstance(text, str) for text in texts) and all(
        isinstance(choices, dict) for choices in (draft.settings, draft.tuning)
    )
