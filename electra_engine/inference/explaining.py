"""Why a fine-tuned model answers as it does: the words its answer rests on, and those that turn it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from electra_engine.errors import UserError
from electra_engine.finetuning.examples import Input
from electra_engine.inference import importance
from electra_engine.inference.fine_tuned import FineTunedModel
from electra_engine.sentences import Sentence

METHODS = ("leave-one-out", "gradient")
# What one number an answer of the task comes down to, and whether it can turn into another answer.
EXPLAINED = ("classification", "multi_label", "similarity", "multiple_choice")
TURNED = ("classification", "multiple_choice")
BY_GRADIENT = ("classification", "multi_label", "similarity")


def explain(model: FineTunedModel, given: Input, method: str = "leave-one-out") -> dict[str, Any]:
    """``{"answer", "value", "method", "words": [{"text", "start", "end", "weight"}]}`` of the text.

    "value" is the probability of the answer (the likeliest label or choice), or the score. "weight" is
    what a word adds to it, below 0 what it takes away (gradient: to the answer's logit). Raises
    `UserError` for a task without one such number, an unknown method, or a text without words.
    """
    _check(model, EXPLAINED)
    if method not in (METHODS if model.task in BY_GRADIENT else METHODS[:1]):
        raise UserError(
            "There is no such way to explain: choose one of {methods}.", "method", methods=", ".join(METHODS)
        )
    judge = _judge(model, given)
    text = given["text"]
    values = judge([text])[0]
    answer = int(values.argmax())
    words = importance.explained_words(text)
    if method == "gradient":
        weights = importance.by_word(words, *model.gradients(given, answer))
    else:
        weights = importance.leave_one_out(judge, text, words, answer)
    return {
        "answer": _names(model, given)[answer],
        "value": float(values[answer]),
        "method": method,
        "words": [
            {**_place(text, word), "weight": weight} for word, weight in zip(words, weights, strict=True)
        ],
    }


def flip(model: FineTunedModel, given: Input) -> dict[str, Any]:
    """``{"answer", "flipped", "deleted": [{"text", "start", "end", "answer", "value", "left"}]}``.

    "deleted" are the words that had to go, in order; after each the answer then likeliest, its
    probability, and what was left for the first one. Raises `UserError` as `explain` does.
    """
    _check(model, TURNED)
    judge, text, names = _judge(model, given), given["text"], _names(model, given)
    first = names[int(judge([text])[0].argmax())]
    gone, flipped = importance.delete_until_it_flips(judge, text)
    deleted = [
        {**_place(text, one.word), "answer": names[one.answer], "value": one.probability, "left": one.left}
        for one in gone
    ]
    return {"answer": first, "flipped": flipped, "deleted": deleted}


def _check(model: FineTunedModel, tasks: Sequence[str]) -> None:
    if model.task not in tasks:
        raise UserError(
            "An answer of this task is not one number that words could be weighed by: ask a model for one of "
            "{tasks}.",
            "model",
            tasks=", ".join(tasks),
        )


def _judge(model: FineTunedModel, given: Input) -> importance.Judge:
    """Asks about other texts in the place of the first; the second text or the choices stay."""

    def judge(texts: Sequence[str]) -> torch.Tensor:
        # What is left of a text may be nothing at all; a model still has to be asked something.
        said = model.answer([{**given, "text": text or "."} for text in texts])
        return torch.tensor([_values(one) for one in said])

    return judge


def _values(said: dict[str, Any]) -> list[float]:
    if "score" in said:
        return [said["score"]]
    shares = said["probabilities"]
    return list(shares.values()) if isinstance(shares, dict) else shares


def _names(model: FineTunedModel, given: Input) -> list[str]:
    if model.task == "similarity":
        return [Sentence("score")]
    return given["choices"] if model.task == "multiple_choice" else model.label_names


def _place(text: str, word: importance.WrittenWord) -> dict[str, Any]:
    return {"text": text[word.start : word.end], "start": word.start, "end": word.end}
