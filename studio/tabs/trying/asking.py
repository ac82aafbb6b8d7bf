"""What every question checks first, and where a refusal is said."""

from __future__ import annotations

from collections.abc import Callable

from electra_engine import UserError
from studio.text import say

LONGEST = 5_000  # characters


def checked(text: object, field: str = "text") -> str:
    """A text that can be asked about; raises `UserError` naming `field`."""
    if not isinstance(text, str) or not text.strip():
        raise UserError(say("try.empty"), field)
    if len(text) > LONGEST:
        raise UserError(say("try.too_long", most=f"{LONGEST:,}"), field)
    return text


def chosen(model: object) -> str:
    """The model that was chosen; raises `UserError` without one."""
    if not isinstance(model, str) or not model:
        raise UserError(say("try.no_model"), "model")
    return model


def beside(**ids: str) -> Callable[[str], str]:
    """Turns the field that a refusal names into an element's id; the model's own fields are known."""
    known = {"model": "try-model", "run": "try-model", **ids}
    return lambda field: known.get(field, field)
