"""WordPieces as people read them: ``##ing`` is ``ing``, joined to what stands before it."""

from __future__ import annotations

from typing import Any


def piece(token: str) -> dict[str, Any]:
    """A token's text without its continuation mark, and whether it continues a word."""
    continues = token.startswith("##") and len(token) > 2
    return {"text": token[2:] if continues else token, "joined": continues}
