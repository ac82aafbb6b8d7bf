"""What a fine-tuned model says, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from electra_engine.command_line.answers import figure, table

BAR = 20  # characters that stand for a probability of 1


def bar(probability: float) -> str:
    """A probability to look at."""
    return "█" * round(probability * BAR)


def in_words(said: Mapping[str, Any]) -> str:
    """One answer of any task (see the tasks' `answer`), the likeliest first."""
    if "tokens" in said:
        return _tagged(said)
    if "candidates" in said:
        return _candidates(said)
    if "score" in said:
        return figure(said["score"])
    ranked = said["probabilities"]
    if "choice" in said:
        ranked = {f"choice {number}": p for number, p in enumerate(ranked, 1)}
    return _bars(sorted(ranked.items(), key=lambda item: -item[1]))


def _tagged(said: Mapping[str, Any]) -> str:
    tokens = table([(token["text"], token["tag"], figure(token["probability"])) for token in said["tokens"]])
    found = [(entity["text"], entity["type"]) for entity in said.get("entities", ())]
    return f"{tokens}\n\n{table([('entity', 'type'), *found])}" if found else tokens


def _candidates(said: Mapping[str, Any]) -> str:
    ranked = [(one["answer"], one["probability"]) for one in said["candidates"]]
    if said["no_answer_probability"]:
        ranked.append(("(no answer)", said["no_answer_probability"]))
    return _bars(sorted(ranked, key=lambda item: -item[1])) if ranked else "(no answer)"


def _bars(ranked: Sequence[tuple[str, float]]) -> str:
    return table([(name, figure(probability), bar(probability)) for name, probability in ranked])
