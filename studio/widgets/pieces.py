"""WordPieces as people read them: ``##ing`` is ``ing``, joined to what stands before it."""

from __future__ import annotations

import unicodedata
from typing import Any

LONE_MARK = "◌"  # stands under an accent that was cut off its letter


def piece(token: str) -> dict[str, Any]:
    """A token's text without its continuation mark, and whether it continues a word."""
    continues = token.startswith("##") and len(token) > 2
    return {"text": _visible(token[2:] if continues else token), "joined": continues}


def written_piece(token: str, written: str) -> dict[str, Any]:
    """A token as it was `written` in the sentence, which a vocabulary may spell otherwise or not know."""
    return {**piece(token), **({"text": _visible(written)} if written else {})}


def seen_piece(token: str, original: str, written: str) -> dict[str, Any]:
    """A token as a network saw it; as written where that is the original but for upper and lower case."""
    alike = token == original and _folded(piece(token)["text"]) == _folded(_visible(written))
    return written_piece(token, written) if alike else piece(token)


def _visible(text: str) -> str:
    return LONE_MARK + text if text and unicodedata.combining(text[0]) else text


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
