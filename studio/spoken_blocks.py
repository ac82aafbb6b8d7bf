"""One Gradio page in several languages: the words differ, the components and the events are the same.

The page is built once for each language in which somebody asks for it, every time with the same
component ids. What a browser is told of it (its config) is that of the visitor's language; events are
answered by the page that was built first, whose handlers say everything in the visitor's language.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, cast

import gradio as gr
from gradio.context import Context
from gradio.data_classes import BlocksConfigDict

from studio.text import LANGUAGES, language, speak


class SpokenBlocks(gr.Blocks):
    """`again` builds the same page anew, in the language that is spoken then."""

    def __init__(self, again: Callable[[], SpokenBlocks], **settings: Any) -> None:
        self._again = again
        self._first_id: int = Context.id
        self._built_in = language()
        self._translated: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()
        super().__init__(**settings)

    @property
    def config(self) -> BlocksConfigDict:
        """What a browser is told of the page, in the visitor's language."""
        if language() == self._built_in:
            return self._told
        return cast(BlocksConfigDict, {**self._told, **self._translation()})

    @config.setter
    def config(self, told: BlocksConfigDict) -> None:
        self._told = told

    def translate(self) -> None:
        """Builds the page in every language now, so that no visitor waits for it."""
        for spoken in LANGUAGES:
            if spoken != self._built_in:
                in_language = copy_context()
                in_language.run(speak, spoken)
                in_language.run(self._translation)

    def _translation(self) -> dict[str, Any]:
        """The parts of the config that hold words, in the language spoken now."""
        with self._lock:
            if language() not in self._translated:
                self._translated[language()] = self._build_again()
            return self._translated[language()]

    def _build_again(self) -> dict[str, Any]:
        next_id = Context.id
        Context.id = self._first_id
        try:
            other = self._again()._told
        finally:
            Context.id = max(next_id, Context.id)
        assert _skeleton(other) == _skeleton(self._told), "the page differs between two languages"
        return {"components": other["components"], "title": other["title"]}


def _skeleton(told: BlocksConfigDict) -> list[tuple[int, str]]:
    return [(component["id"], component["type"]) for component in told["components"]]
