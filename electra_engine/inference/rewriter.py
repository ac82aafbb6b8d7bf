"""A text rewritten by its own generator: hide some words, let them be filled in, and again.

One pass hides a share of the tokens at random and draws others for them, in parallel, from the
generator's probabilities; several passes walk further and further from where the text began.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch

from electra_engine.errors import UserError
from electra_engine.inference.filler import NO_TEXT, Filler
from electra_engine.inference.settings import check_asked
from electra_engine.inference.windows import Windows

MOST_TOKENS = 1_000


@dataclass(frozen=True)
class _Written:
    """A token's text, what stands between it and the one before, and whether it is a new one."""

    gap: str
    text: str
    changed: bool


def rewrite(
    filler: Filler,
    text: str,
    passes: int = 3,
    kept: float = 0.8,
    temperature: float = 1.0,
    seed: int = 0,
) -> dict[str, Any]:
    """``{"text": …, "versions": [the text after each pass], "tokens": [{"text", "start", "end",
    "changed"}]}``; "tokens" are those of the last version, "changed" where another token stands now.

    Each of `passes` leaves the share `kept` of the tokens as it finds them, and at least changes one.
    A token is only replaced by one of its shape (word, piece of one, mark). The same seed gives
    the same text. Raises `UserError` when there is no text, or a number is out of its range.
    """
    check_asked(passes=passes, kept=kept, temperature=temperature, seed=seed)
    windows = filler.windows(text)
    if not windows.places:
        raise UserError("There is no text to rewrite: type a sentence.", "text")
    if len(windows.places) > MOST_TOKENS:
        raise UserError(
            "The text has {tokens:,} tokens, but at most {most:,} are rewritten: shorten it.",
            "text",
            tokens=len(windows.places),
            most=MOST_TOKENS,
        )
    dice = torch.Generator().manual_seed(seed)
    ids = [place.id for place in windows.places]
    versions = []
    for _ in range(passes):
        ids = _one_pass(filler, windows, ids, kept, temperature, dice)
        tokens = _tokens(filler, text, windows, ids)
        versions.append("".join(token.gap + token.text for token in tokens))
    return {"text": versions[-1], "versions": versions, "tokens": _with_places(tokens)}


def _one_pass(
    filler: Filler, windows: Windows, ids: list[int], kept: float, temperature: float, dice: torch.Generator
) -> list[int]:
    """The ids after hiding and filling the share that is not kept."""
    open_places = [number for number, id in enumerate(ids) if filler.shapes[id] != NO_TEXT]
    if not open_places:
        return ids
    count = max(round(len(open_places) * (1 - kept)), 1)
    chosen = torch.randperm(len(open_places), generator=dice)[:count].tolist()
    hidden = sorted(open_places[number] for number in chosen)
    seen = _with_ids(windows, {**dict(enumerate(ids)), **dict.fromkeys(hidden, filler.special_ids()[0])})
    probabilities = filler.probabilities(seen, [windows.places[number] for number in hidden], temperature)
    allowed = filler.shapes[[ids[number] for number in hidden]][:, None] == filler.shapes  # (hidden, V)
    new = dict(zip(hidden, filler.draw(probabilities, allowed, dice), strict=True))
    return [new.get(number, id) for number, id in enumerate(ids)]


def _with_ids(windows: Windows, ids: dict[int, int]) -> Windows:
    """The rows with these ids for its tokens, in every row where they stand."""
    rows = windows.inputs["input_ids"].clone()
    for number, id in ids.items():
        for row, column in windows.everywhere[number]:
            rows[row, column] = id
    return replace(windows, inputs={**windows.inputs, "input_ids": rows})


def _tokens(filler: Filler, text: str, windows: Windows, ids: list[int]) -> list[_Written]:
    """The tokens as written; those that are as they were keep the letters of the text."""
    written, at = [], 0
    for place, id in zip(windows.places, ids, strict=True):
        same = id == place.id
        letters = text[place.start : place.end] if same else filler.written(id)
        # Tokens made of parts of one character share its place in the text.
        written.append(_Written(text[at : place.start], letters, not same))
        at = max(at, place.end)
    return [*written, _Written(text[at:], "", False)]


def _with_places(tokens: list[_Written]) -> list[dict[str, Any]]:
    """The tokens with where they stand in the text that they make together."""
    told, at = [], 0
    for token in tokens:
        start = at + len(token.gap)
        at = start + len(token.text)
        if token.text:
            told.append({"text": token.text, "start": start, "end": at, "changed": token.changed})
    return told
