"""A sentence as a row of small cards, one a token, for views that show it stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from electra_engine import ProbeToken
from studio.widgets.pieces import piece, seen_piece, written_piece

GUESSES_SHOWN = 3
CERTAIN_ENOUGH = 0.5  # from here on the discriminator accuses


def strip_tokens(text: str, tokens: Sequence[ProbeToken], guesses: bool = False) -> list[dict[str, Any]]:
    """The tokens of `text` as strip.js draws them; `guesses` takes the generator's likeliest words along."""
    drawn = []
    previous_end = None
    for token in tokens:
        written = text[token.start : token.end]
        drawn.append(
            {
                **written_piece(token.text, written),
                "glued": token.start == previous_end,
                "hidden": token.hidden,
                "put": seen_piece(token.sampled, token.text, written),
                "replaced": token.replaced,
                "share": round(token.p_replaced, 4),
                "guesses": _guesses(token) if guesses else [],
            }
        )
        previous_end = token.end
    return drawn


def outcomes(tokens: Sequence[ProbeToken]) -> dict[str, int]:
    """How many were caught and missed, how many honest ones were accused."""
    accused = [token.p_replaced >= CERTAIN_ENOUGH for token in tokens]
    judged = list(zip(tokens, accused, strict=True))
    return {
        "caught": sum(token.replaced and guilty for token, guilty in judged),
        "missed": sum(token.replaced and not guilty for token, guilty in judged),
        "alarms": sum(guilty and not token.replaced for token, guilty in judged),
    }


def _guesses(token: ProbeToken) -> list[dict[str, Any]]:
    """The likeliest words, and the drawn one where it came from further down the list."""
    shown = [
        {**piece(one.text), "share": one.probability, "drawn": one.text == token.sampled}
        for one in token.candidates[:GUESSES_SHOWN]
    ]
    if not token.hidden or any(one["drawn"] for one in shown):
        return shown
    known = {one.text: one.probability for one in token.candidates}
    return [*shown, {**piece(token.sampled), "share": known.get(token.sampled), "drawn": True}]
