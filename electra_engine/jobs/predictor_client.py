"""Asking the predictor: starts it when needed, gives up on it when it takes too long."""

from __future__ import annotations

import contextlib
import itertools
import json
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from electra_engine.children import child_environment, own_session, python_command
from electra_engine.errors import UserError
from electra_engine.jobs.waiting_room import WaitingRoom
from electra_engine.sentences import Sentence
from electra_engine.watching.records import BatchTrace
from electra_engine.watching.store import revived
from electra_engine.workspace import Workspace

TIME_LIMIT = 60.0  # seconds; the first question to a model includes loading it
START_LIMIT = 300.0  # seconds until a process is ready to be asked: it imports torch
LONGEST_TEXT = 20_000  # characters
MOST_SENTENCES = 2_000
MOST_ASKING = 12  # at once, of whom one is being answered
OnProgress = Callable[[int, int], None]  # hears (done, of how many) while an answer is on its way


class Predictor:
    """Models that answer without being loaded each time, in a process of their own.

    Any thread may ask; questions are answered one after the other. Every method raises `UserError`
    with one sentence when the model cannot answer, breaks off, or passes the time limit (seconds, from
    when the process is ready to be asked), and at once when too many others wait already.
    """

    def __init__(self, workspace: Workspace, time_limit: float = TIME_LIMIT) -> None:
        self._workspace = workspace
        self._time_limit = time_limit
        self._one_at_a_time = threading.Lock()
        self._asking = WaitingRoom(MOST_ASKING)
        self._process: _Process | None = None
        self._numbers = itertools.count(1)

    def detect(self, model: str, text: str) -> dict[str, Any]:
        """``{"tokens": [{"text", "start", "end", "p_replaced"}]}`` from a run or a folder."""
        return self._ask("detect", model=model, text=_checked(text))

    def fill(
        self, model: str, text: str, top_k: int = 10, temperature: float = 1.0, seed: int = 0
    ) -> dict[str, Any]:
        """``{"blanks": [{"start", "end", "drawn", "candidates": [{"text", "probability"}]}], "text"}``:
        the candidates for each [MASK] and the text with words drawn by `seed`."""
        asked = {"top_k": top_k, "temperature": temperature, "seed": seed}
        return self._ask("fill", model=model, text=_checked(text), **asked)

    def rewrite(
        self,
        model: str,
        text: str,
        passes: int = 3,
        kept: float = 0.8,
        temperature: float = 1.0,
        seed: int = 0,
    ) -> dict[str, Any]:
        """``{"text", "versions": […], "tokens": [{"text", "start", "end", "changed"}]}``."""
        asked = {"passes": passes, "kept": kept, "temperature": temperature, "seed": seed}
        return self._ask("rewrite", model=model, text=_checked(text), **asked)

    def nearest(self, model: str, text: str, sentences: Sequence[str] = (), top: int = 10) -> dict[str, Any]:
        """``{"nearest": [{"text", "similarity", "place"}], "read"}``; without `sentences` among those
        that a pre-training run learned from."""
        given = [_checked(one) for one in sentences[:MOST_SENTENCES]]
        return self._ask("nearest", model=model, text=_checked(text), sentences=given, top=top)

    def predict(
        self, model: str, text: str, text_pair: str | None = None, choices: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """What a fine-tuned model says: "task", and that task's answer (see `finetuning.tasks`)."""
        return self._ask("predict", model=model, **_parts(text, text_pair, choices))

    def explain(
        self,
        model: str,
        text: str,
        text_pair: str | None = None,
        choices: Sequence[str] | None = None,
        method: str = "leave-one-out",
        about: str | None = None,
    ) -> dict[str, Any]:
        """``{"answer", "value", "method", "words": [{"text", "start", "end", "part", "number", "weight"}]}``;
        `about` is the word whose tag is asked about, and then is told as well."""
        parts = _parts(text, text_pair, choices)
        return self._ask("explain", model=model, method=method, about=about, **parts)

    def flip(
        self, model: str, text: str, text_pair: str | None = None, choices: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """``{"answer", "flipped", "deleted": [{"text", "start", "end", "part", "number", "answer", "value",
        "left"}]}``."""
        return self._ask("flip", model=model, **_parts(text, text_pair, choices))

    def answer_file(
        self,
        model: str,
        file: Path,
        target: Path,
        columns: Mapping[str, str | None] | None = None,
        on_progress: OnProgress | None = None,
    ) -> dict[str, Any]:
        """What a fine-tuned model says of every row of `file`, written to `target` as CSV; see
        `electra_engine.inference.answering_files`. It takes up to eight minutes; `on_progress` hears of
        the rows."""
        asked = {"file": str(file), "target": str(target), "columns": dict(columns or {})}
        return self._exchange("answer_file", {"model": model, **asked}, on_progress)

    def trace(self, model: str, text: str, seed: int) -> BatchTrace:
        """A sentence of one's own through every stage of a training step; `seed` throws the dice."""
        return revived(BatchTrace, self._ask("trace", model=model, text=_checked(text), seed=seed))

    def export(self, model: str, folder: str | Path, onnx: bool = False) -> Path:
        """Writes a run's model to a new folder as Hugging Face folders, and returns the folder."""
        asked = {"folder": str(Path(folder).absolute()), "onnx": onnx}
        return Path(self._ask("export", model=model, **asked)["folder"])

    def close(self) -> None:
        """Ends the process, whatever it is doing; the next question starts another."""
        if process := self._process:
            process.kill()
        with self._one_at_a_time:
            self._end()

    def _ask(self, verb: str, **arguments: Any) -> dict[str, Any]:
        return self._exchange(verb, arguments)

    def _exchange(
        self, verb: str, arguments: Mapping[str, Any], on_progress: OnProgress | None = None
    ) -> dict[str, Any]:
        with self._asking.place(), self._one_at_a_time:
            if self._process is None or not self._process.alive:
                self._end()
                self._process = _Process(self._workspace)
            question = {"id": next(self._numbers), "verb": verb, "arguments": arguments}
            try:
                reply = self._process.exchange(question, self._time_limit, on_progress)
            except TimeoutError:
                was_ready = self._process.is_ready
                self._end()
                raise self._too_late(was_ready) from None
            except EOFError:
                self._end()
                raise UserError(
                    "The process that answers broke off, perhaps for lack of memory: "
                    "try again, or choose a smaller model."
                ) from None
        if "error" in reply:
            raise UserError(Sentence.unpacked(reply["error"]))
        return reply["result"]

    def _too_late(self, was_ready: bool) -> UserError:
        if not was_ready:
            return UserError(
                "The process that answers was not ready within {seconds:g} seconds: close other programs and "
                "try again.",
                seconds=START_LIMIT,
            )
        return UserError(
            "The model gave no answer within {seconds:g} seconds and was ended: try a shorter text or a "
            "smaller model.",
            seconds=self._time_limit,
        )

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
        self._process = None


class _Process:
    """One predictor process and the thread that listens to it."""

    def __init__(self, workspace: Workspace) -> None:
        folders = [str(folder) for folder in (workspace.root, workspace.recorded) if folder]
        self._child = subprocess.Popen(
            python_command("electra_engine.jobs.predictor", *folders),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=child_environment(),
            **own_session(),
        )
        self.is_ready = False  # to be asked
        self._replies: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def exchange(
        self, question: dict[str, Any], seconds: float, on_progress: OnProgress | None = None
    ) -> dict[str, Any]:
        """The reply; raises `TimeoutError`, or `EOFError` when the process is gone."""
        if not self.is_ready:
            with self._ended_after(START_LIMIT):
                if not self._next_reply().get("ready"):
                    raise EOFError
            self.is_ready = True
        with self._ended_after(seconds):
            self._write(question)
            while "progress" in (reply := self._next_reply()):
                if on_progress:
                    on_progress(*reply["progress"])
        return reply

    @contextlib.contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        """Ends the process, which also frees a write that nobody reads, if this takes longer."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._child.kill()

        alarm = threading.Timer(seconds, give_up)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        except (EOFError, OSError):
            raise TimeoutError if late.is_set() else EOFError from None
        finally:
            alarm.cancel()

    def _write(self, question: dict[str, Any]) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(question).encode() + b"\n")
        self._child.stdin.flush()

    def _next_reply(self) -> dict[str, Any]:
        if (reply := self._replies.get()) is None:
            raise EOFError
        return reply

    def kill(self) -> None:
        self._child.kill()

    def end(self) -> None:
        self.kill()
        self._child.wait()
        self._listener.join()
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        with contextlib.suppress(OSError):  # what could not be delivered is of no use any more
            self._child.stdin.close()
        self._child.stdout.close()

    def _listen(self) -> None:
        assert self._child.stdout is not None
        with contextlib.suppress(ValueError):  # what is no answer ends the conversation
            for line in self._child.stdout:
                self._replies.put(json.loads(line))
        self._replies.put(None)


def _parts(text: str, text_pair: str | None, choices: Sequence[str] | None) -> dict[str, Any]:
    """What a fine-tuned model is asked about, none of it too long."""
    return {
        "text": _checked(text),
        "text_pair": None if text_pair is None else _checked(text_pair),
        "choices": None if choices is None else [_checked(choice) for choice in choices],
    }


def _checked(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UserError(
            "The text has {length:,} characters: the most is {most:,}.",
            "text",
            length=len(text),
            most=LONGEST_TEXT,
        )
    return text
