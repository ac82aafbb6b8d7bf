"""Files that are being answered row by row, each by a process of its own; pages look how far they are."""

from __future__ import annotations

import contextlib
import logging
import shutil
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from electra_engine import Predictor, Sentence, UserError, Workspace, check_space_left
from studio.text import say

log = logging.getLogger(__name__)
AT_ONCE = 2
TIME_LIMIT = 600.0  # seconds; the engine gives back before that what it has answered
KEPT = 86_400.0  # seconds that answers can be downloaded


@dataclass
class Answered:
    """One file: `rows` is 0 until the model is there, `said` what the engine reports in the end, `refusal`
    why there is no answer; `broke_off` is our own fault."""

    target: Path
    began: float = field(default_factory=time.time)
    done: int = 0
    rows: int = 0
    said: dict[str, Any] | None = None
    refusal: Sentence | None = None
    broke_off: bool = False

    @property
    def at_work(self) -> bool:
        return self.said is None and self.refusal is None and not self.broke_off


class AnsweredFiles:
    """All of them, by a number that nobody can guess; answers lie in `folder` until they are forgotten."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self._workspace, self._folder = workspace, folder
        self._files: dict[str, Answered] = {}
        self._lock = threading.Lock()

    def find(self, number: str) -> Answered | None:
        return self._files.get(number)

    def start(self, model: str, source: Path, columns: Mapping[str, str | None] | None = None) -> str:
        """Lets a model answer a file, and returns the file's number at once; `columns` names some by role.

        Raises `UserError` while too many others are at work, in a full workspace, or where nothing can be
        written.
        """
        self._forget_old()
        check_space_left(self._workspace)
        number = uuid.uuid4().hex
        target = self._folder / f"answers {number}" / f"{source.stem} answers.csv"
        with self._lock:
            if sum(file.at_work for file in self._files.values()) >= AT_ONCE:
                raise UserError(say("try.file_busy"), "file")
            try:
                target.parent.mkdir(parents=True)
            except OSError as error:
                told = say("export.no_room", folder=target.parent, reason=error.strerror)
                raise UserError(told, "file") from None
            answered = self._files[number] = Answered(target)
        threading.Thread(
            target=self._answer, args=(answered, model, source, columns or {}), daemon=True
        ).start()
        return number

    def _answer(
        self, answered: Answered, model: str, source: Path, columns: Mapping[str, str | None]
    ) -> None:
        def tell(done: int, rows: int) -> None:
            answered.done, answered.rows = done, rows

        try:
            with contextlib.closing(Predictor(self._workspace, TIME_LIMIT)) as predictor:
                answered.said = predictor.answer_file(model, source, answered.target, columns, tell)
        except UserError as error:
            answered.refusal = error.sentence
        except Exception:
            log.exception("A file could not be answered.")
            answered.broke_off = True
        finally:
            if not answered.target.is_file():
                shutil.rmtree(answered.target.parent, ignore_errors=True)

    def _forget_old(self) -> None:
        """Drops answers that nobody will fetch any more, those of an earlier studio among them."""
        for number, answered in list(self._files.items()):
            if time.time() - answered.began > KEPT:
                self._files.pop(number, None)
        for folder in self._folder.glob("answers *"):
            with contextlib.suppress(OSError):  # somebody else dropped it
                if time.time() - folder.stat().st_mtime > KEPT:
                    shutil.rmtree(folder, ignore_errors=True)
