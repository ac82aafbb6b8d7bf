"""Why a fine-tuned model answers as it does: the words its answer rests on, and those that turn it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from electra_engine.errors import UserError
from electra_engine.finetuning.examples import Input
from electra_engine.inference import importance
from electra_engine.inference.explaining_tags import explain_tag
from electra_engine.inference.fine_tuned import FineTunedModel
from electra_engine.sentences import Sentence

METHODS = ("leave-one-out", "gradient")
# Tasks whose answer can turn into another, and those that a gradient reaches.
TURNED = ("classification", "multiple_choice")
BY_GRADIENT = ("classification", "multi_label", "similarity")


def explain(
    model: FineTunedModel, given: Input, method: str = "leave-one-out", about: str | None = None
) -> dict[str, Any]:
    """``{"answer", "value", "method", "words": [{"text", "start", "end", "weight"}]}`` of the text.

    "value" is the probability of the answer (the likeliest label or choice, the stretch of the context that
    answers a question, the tag of the word `about`), or the score. "weight" is what a word adds to it, below
    0 what it takes away (gradient: to the answer's logit). Raises `UserError` for an unknown method, or a
    text without words.
    """
    if method not in (METHODS if model.task in BY_GRADIENT else METHODS[:1]):
        raise UserError(
            "There is no such way to explain: choose one of {methods}.", "method", methods=", ".join(METHODS)
        )
    if model.task == "tagging":
        return explain_tag(model, given["text"], about)
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
    if model.task not in TURNED:
        raise UserError(
            "An answer of this task does not turn into another one: ask a model for one of {tasks}.",
            "model",
            tasks=", ".join(TURNED),
        )
    judge, text, names = _judge(model, given), given["text"], _names(model, given)
    first = names[int(judge([text])[0].argmax())]
    gone, flipped = importance.delete_until_it_flips(judge, text)
    deleted = [
        {**_place(text, one.word), "answer": names[one.answer], "value": one.probability, "left": one.left}
        for one in gone
    ]
    return {"answer": first, "flipped": flipped, "deleted": deleted}


def _judge(model: FineTunedModel, given: Input) -> importance.Judge:
    """Asks about other texts in the place of the first; the second text or the choices stay."""
    if model.task == "question_answering":
        return _judge_of_span(model, given)

    def judge(texts: Sequence[str]) -> torch.Tensor:
        # What is left of a text may be nothing at all; a model still has to be asked something.
        said = model.answer([{**given, "text": text or "."} for text in texts])
        return torch.tensor([_values(one) for one in said])

    return judge


def _judge_of_span(model: FineTunedModel, given: Input) -> importance.Judge:
    """How likely the stretch that answers the question is for other questions; or that there is none."""
    (first,) = model.answer([given])

    def judge(texts: Sequence[str]) -> torch.Tensor:
        said = model.answer([{**given, "text": text or "."} for text in texts])
        return torch.tensor([[_share_of_span(one, first)] for one in said])

    return judge


def _share_of_span(said: dict[str, Any], first: dict[str, Any]) -> float:
    if first["start"] is None:
        return float(said["no_answer_probability"])
    same = (one for one in said["candidates"] if (one["start"], one["end"]) == (first["start"], first["end"]))
    return next((float(one["probability"]) for one in same), 0.0)


def _values(said: dict[str, Any]) -> list[float]:
    if "score" in said:
        return [said["score"]]
    shares = said["probabilities"]
    return list(shares.values()) if isinstance(shares, dict) else shares


def _names(model: FineTunedModel, given: Input) -> list[str]:
    if model.task == "similarity":
        return [Sentence("score")]
    if model.task == "question_answering":
        return [model.answer([given])[0]["answer"] or Sentence("no answer")]
    return given["choices"] if model.task == "multiple_choice" else model.label_names


def _place(text: str, word: importance.WrittenWord) -> dict[str, Any]:
    return {"text": text[word.start : word.end], "start": word.start, "end": word.end}
