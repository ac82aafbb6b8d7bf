"""Sentences that remember how they were made, so that somebody else can say them in another language.

The engine speaks English. A sentence for people is an English template with named gaps and the values
that fill them; the studio looks the template up in the reader's language and fills in the same values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_PACKED = '{"template": '


class Sentence(str):
    """A filled-in template, which is also the plain English text.

    ``Sentence("{file} is empty: choose another.", file="a.txt")`` equals ``"a.txt is empty: choose
    another."`` and knows its `template` and `values`. A value is a number, a text or another
    `Sentence`; braces in it stay braces. Without values the template is taken as it stands.
    """

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str = "", /, **values: object) -> Sentence:
        kept = {name: _plain(value) for name, value in values.items()}
        made = super().__new__(cls, template.format(**kept) if kept else template)
        made.template, made.values = template, kept
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.template,), dict(self.values)

    def packed(self) -> str:
        """One text that keeps template and values, for a records file, a pipe or a card."""
        return json.dumps(_unfolded(self), ensure_ascii=False) if self.values else str(self)

    @classmethod
    def unpacked(cls, text: str) -> Sentence:
        """What was packed; any other text is a sentence that has no other language."""
        return _folded(json.loads(text)) if text.startswith(_PACKED) else cls(text)


SILENCE = Sentence()  # where there is nothing to say


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) else str(value)


def _unfolded(sentence: Sentence) -> dict[str, Any]:
    values = {
        name: _unfolded(value) if isinstance(value, Sentence) else value
        for name, value in sentence.values.items()
    }
    return {"template": sentence.template, "values": values}


def _folded(stored: Mapping[str, Any]) -> Sentence:
    values = {
        name: _folded(value) if isinstance(value, dict) else value for name, value in stored["values"].items()
    }
    return Sentence(stored["template"], **values)
