"""A few held-out sentences for each way a judgement can go: caught, missed, false alarm, honest.

They are spread evenly over the rows, not chosen for being striking, so that they show what is usual.
"""

from __future__ import annotations

import torch

from electra_engine.watching.records import OUTCOMES, JudgedToken

EACH = 8
AROUND = 14  # tokens before and after, where the sentence goes on for longer
_SENTENCE_ENDS = frozenset(".!?…。！？।؟")


def pick_examples(
    seen: torch.Tensor,
    originals: torch.Tensor,
    places: torch.Tensor,
    p_replaced: torch.Tensor,
    words: list[str],
    outside: frozenset[int],
) -> list[JudgedToken]:
    """At most `EACH` sentences an outcome.

    `seen` and `originals` are ids (B, L) with and without the generator's fakes; `places` (N,) are the
    judged positions in the flattened rows, `p_replaced` (N,) their verdicts. `words` spells ids, and
    the ids `outside` are no text.
    """
    replaced = (seen != originals).view(-1)[places]
    called = p_replaced > 0.5
    cells = {
        "caught": called & replaced,
        "missed": ~called & replaced,
        "false_alarms": called & ~replaced,
        "honest": ~called & ~replaced,
    }
    found = []
    for outcome in OUTCOMES:
        for chosen in _spread(cells[outcome].nonzero()[:, 0]).tolist():
            row, column = divmod(int(places[chosen]), seen.shape[1])
            start, end = _sentence_around(seen[row].tolist(), column, words, outside)
            fakes = (seen[row, start:end] != originals[row, start:end]).nonzero()[:, 0]
            found.append(
                JudgedToken(
                    outcome=outcome,
                    tokens=[words[id] for id in seen[row, start:end].tolist()],
                    place=column - start,
                    original=words[int(originals[row, column])],
                    p_replaced=p_replaced[chosen].item(),
                    replaced=fakes.tolist(),
                )
            )
    return found


def _spread(indices: torch.Tensor) -> torch.Tensor:
    """At most `EACH` of the indices (n,), evenly spread, in order."""
    if len(indices) <= EACH:
        return indices
    return indices[(torch.arange(EACH) * len(indices)) // EACH]


def _sentence_around(
    row: list[int], place: int, words: list[str], outside: frozenset[int]
) -> tuple[int, int]:
    """Where the sentence that holds `place` begins and ends, at most `AROUND` tokens away."""

    def closes(at: int) -> bool:
        return words[row[at]] in _SENTENCE_ENDS

    start = place
    while start > max(place - AROUND, 0) and row[start - 1] not in outside and not closes(start - 1):
        start -= 1
    end = place + 1
    while end < min(place + AROUND + 1, len(row)) and row[end] not in outside and not closes(end - 1):
        end += 1
    return start, end
