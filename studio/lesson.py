"""A lesson: settings, a corpus and hidden controls that stand in the page's address.

``?preset=mini&set=discriminator.hidden_size:192,training.minutes:2&hide=training.seed&corpus=sample``
opens a page that shows exactly that, so a teacher hands out a link and every pupil begins alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

from electra_engine import PRESETS, RunSettings, UserError, preset_settings, to_flat
from studio.corpora import SAMPLE, sample_corpus, sample_id
from studio.shelf import Shelf
from studio.text import say

NAMES = ("preset", "set", "corpus")  # what a link carries of the settings


@dataclass(frozen=True)
class Lesson:
    """What an address asks for; None and empty where it asks nothing. `refused` could not be taken."""

    preset: str = ""
    settings: RunSettings | None = None
    corpus: str = ""
    hidden: frozenset[str] = frozenset()
    refused: tuple[UserError, ...] = ()


def read_lesson(address: Mapping[str, str], controls: Collection[str]) -> Lesson:
    """The lesson in a page's query; `controls` are the names that may be hidden.

    What is wrong is refused and the rest taken.
    """
    lesson = Lesson(corpus=address.get("corpus", ""))
    if preset := address.get("preset", ""):
        try:
            lesson = replace(lesson, preset=preset, settings=preset_settings(preset))
        except UserError as error:
            lesson = replace(lesson, preset="", refused=(error,))
    if written := address.get("set", ""):
        settings, refused = _with_written(lesson.settings or RunSettings(), written)
        lesson = replace(lesson, settings=settings, refused=lesson.refused + refused)
    wanted = dict.fromkeys(name for name in address.get("hide", "").split(",") if name)
    unknown = (_no_control(name) for name in wanted if name not in controls)
    return replace(
        lesson, hidden=frozenset(wanted) & frozenset(controls), refused=(*lesson.refused, *unknown)
    )


def lesson_corpus(lesson: Lesson, otherwise: str, corpora: Shelf) -> tuple[str, Lesson]:
    """The id of the lesson's corpus, the sample made if need be; `otherwise` where it asks for none."""
    if lesson.corpus == SAMPLE:
        return sample_corpus(corpora).id, lesson
    if not lesson.corpus:
        return otherwise, lesson
    try:
        return corpora.find(lesson.corpus).id, lesson
    except UserError:
        missing = UserError(say("lesson.no_corpus"), "corpus")
        return otherwise, replace(lesson, refused=(*lesson.refused, missing))


def lesson_address(settings: RunSettings, corpus: str) -> dict[str, str]:
    """What `read_lesson` reads back: the nearest preset, what differs from it, and the corpus."""
    flat = to_flat(settings)
    differences = {name: _differences(flat, to_flat(preset_settings(name))) for name in PRESETS}
    preset = min(differences, key=lambda name: len(differences[name]))
    written = ",".join(f"{name}:{_text(value)}" for name, value in differences[preset].items())
    return {"preset": preset, "set": written, "corpus": SAMPLE if corpus == sample_id() else corpus}


def _differences(flat: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in flat.items() if value != base[name]}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return quote(f"{value:.12g}" if isinstance(value, float) else str(value), safe="")


def _with_written(base: RunSettings, written: str) -> tuple[RunSettings, tuple[UserError, ...]]:
    """The settings with all that can be taken of ``name:value,name:value``."""
    changes: dict[str, object] = {}
    refused: list[UserError] = []
    for entry in written.split(","):
        name, colon, value = entry.partition(":")
        if colon:
            changes[name.strip()] = unquote(value)
        elif entry.strip():
            refused.append(UserError(say("lesson.not_a_setting", text=entry[:60]), "set"))
    while changes:
        try:
            return base.with_changes(changes), tuple(refused)
        except UserError as error:
            refused.append(error)
            # What does not fit together names one of those it is about, perhaps one that is not in here.
            changes.pop(error.field if error.field in changes else next(reversed(changes)))
    return base, tuple(refused)


def _no_control(name: str) -> UserError:
    return UserError(say("lesson.no_control", name=name[:60]), "hide")
