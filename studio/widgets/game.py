"""Beat the detective: a sentence whose words are marked, then both players' calls side by side."""

from __future__ import annotations

from typing import Any

import gradio as gr

from studio.detective import Round, Verdict
from studio.widgets.assembly import Words, widget, words_for


def game(elem_id: str) -> gr.HTML:
    """Triggers ``submit`` with the marked places as the event's ``marks`` and ``select`` with the next
    ``round``; its value is made by `game_value`.

    What the answers are is not known to the page until it has been answered.
    """
    return widget(elem_id, ("game.js",))


def game_value(round: Round | None, text: Words, verdict: Verdict | None = None) -> dict[str, Any]:
    """A round to be played, or with `verdict` one that was."""
    if round is None:
        return {"round": 0, "units": [], "result": None, "words": words_for("game", text)}
    return {
        "run": round.run,
        "round": round.number,
        "rounds": round.of,
        "units": [{"text": unit.shown, "glued": unit.glued} for unit in round.units],
        "result": _result(round, verdict) if verdict else None,
        "words": words_for("game", text),
    }


def _result(round: Round, verdict: Verdict) -> dict[str, Any]:
    return {
        "units": [
            {"was": unit.original if unit.replaced else None, "marked": place in verdict.marks}
            for place, unit in enumerate(round.units)
        ],
        "players": [
            {
                "step": player.step,
                "caught": player.caught,
                "missed": player.missed,
                "alarms": player.alarms,
                "points": player.points,
            }
            for player in verdict.players
        ],
    }
