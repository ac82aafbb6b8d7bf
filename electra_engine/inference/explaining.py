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
from electra_engine.inference.importance import Gone, PlacedWord
from electra_engine.inference.written_words import without, written_words
from electra_engine.sentences import Sentence

METHODS = ("leave-one-out", "gradient")
# Tasks whose answer can turn into another, and those that a gradient reaches.
TURNED = ("classification", "multiple_choice")
BY_GRADIENT = ("classification", "multi_label", "similarity")


def explain(
    model: FineTunedModel, given: Input, method: str = "leave-one-out", about: str | None = None
) -> dict[str, Any]:
    """``{"answer", "value", "method", "words": [{"text", "start", "end", "part", "weight"}]}``, of all texts.

    "value" is the probability of the answer (the likeliest label or choice, the stretch of the context that
    answers a question, the tag of the word `about`), or the score. "weight" is what a word adds to it, below
    0 what it takes away (gradient: to the answer's logit); of long texts neighbouring words are left out
    together. "part" is the text that it stands in, for choices with a "number" from 0. Raises `UserError`
    for an unknown method, or a text without words.
    """
    if method not in (METHODS if model.task in BY_GRADIENT else METHODS[:1]):
        raise UserError(
            "There is no such way to explain: choose one of {methods}.", "method", methods=", ".join(METHODS)
        )
    if model.task == "tagging":
        return explain_tag(model, given["text"], about)
    judge, words = _taken_apart(model, given)
    values = judge([()])[0]
    answer = int(values.argmax())
    if method == "gradient":
        weights = _by_gradient(model, given, answer, words)
    else:
        weights = importance.leave_one_out(judge, words, answer)
    return {
        "answer": _names(model, given)[answer],
        "value": float(values[answer]),
        "method": method,
        "words": [
            {**_place(given, word), "weight": weight} for word, weight in zip(words, weights, strict=True)
        ],
    }


def flip(model: FineTunedModel, given: Input) -> dict[str, Any]:
    """``{"answer", "flipped", "deleted": [{"text", "start", "end", "part", "answer", "value", "left"}]}``.

    "deleted" are the words that had to go, in order; after each the answer then likeliest, its
    probability, and what was left for the first one. Raises `UserError` as `explain` does.
    """
    if model.task not in TURNED:
        raise UserError(
            "An answer of this task does not turn into another one: ask a model for one of {tasks}.",
            "model",
            tasks=", ".join(TURNED),
        )
    judge, words = _taken_apart(model, given)
    names = _names(model, given)
    first = names[int(judge([()])[0].argmax())]
    gone, flipped = importance.delete_until_it_flips(judge, words)
    deleted = [
        {**_place(given, one.word), "answer": names[one.answer], "value": one.probability, "left": one.left}
        for one in gone
    ]
    return {"answer": first, "flipped": flipped, "deleted": deleted}


def _texts(given: Input) -> list[tuple[str, int, str]]:
    """(part, number, text) of all that is given; only the choices have numbers above 0."""
    single = [(part, 0, str(given[part])) for part in ("text", "text_pair") if given.get(part)]
    return single + [("choices", number, str(one)) for number, one in enumerate(given.get("choices") or ())]


def _is_read(model: FineTunedModel, part: str) -> bool:
    """Whether the model's task looks at that part; a page may send along what was written for another."""
    return part != "choices" or model.task == "multiple_choice"


def _taken_apart(model: FineTunedModel, given: Input) -> tuple[importance.Judge, list[PlacedWord]]:
    """Who judges what is left, and the words that can be left out; raises `UserError` where there is none."""
    span = model.answer([given])[0] if model.task == "question_answering" else None
    return _judge(model, given, span), _words(model, given, span)


def _words(model: FineTunedModel, given: Input, span: dict[str, Any] | None) -> list[PlacedWord]:
    """What can be left out; not the words of the `span` that a question was answered with, which must stand
    to be asked about."""
    words = [
        PlacedWord(word.start, word.end, part, number)
        for part, number, text in _texts(given)
        if _is_read(model, part)
        for word in written_words(text)
    ]
    if not words:
        raise UserError("There is no word in the text to leave out: write some.", "text")
    words = importance.few_enough(words)
    if span is not None:  # together neighbours may reach across the answer
        start, end = span["start"] or 0, span["end"] or 0
        words = [one for one in words if one.part == "text" or one.end <= start or one.start >= end]
    return words


def _by_gradient(
    model: FineTunedModel, given: Input, answer: int, words: Sequence[PlacedWord]
) -> list[float]:
    weights: list[float] = []
    for number, part in enumerate(("text", "text_pair")):
        if own := [word for word in words if word.part == part]:
            weights += importance.by_word(own, *model.gradients(given, answer, number))
    return weights


def _judge(model: FineTunedModel, given: Input, span: dict[str, Any] | None) -> importance.Judge:
    """Asks about what is left of the texts without some of their words; about a `span` how likely it is."""

    def judge(questions: Sequence[Gone]) -> torch.Tensor:
        said = model.answer([_left(given, gone) for gone in questions])
        if span is None:
            return torch.tensor([_values(one) for one in said])
        shares = [
            _share_of_span(one, _span(span, given["text_pair"], gone))
            for one, gone in zip(said, questions, strict=True)
        ]
        return torch.tensor(shares)[:, None]

    return judge


def _left(given: Input, gone: Gone) -> Input:
    """The input without these words; of a text of which nothing is left a full stop, to ask something."""
    left = dict(given)
    for part, number, text in _texts(given):
        if own := [word for word in gone if (word.part, word.number) == (part, number)]:
            cut = without(text, own) or "."
            left[part] = _replaced(left[part], number, cut) if part == "choices" else cut
    return left


def _replaced(choices: list[str], number: int, choice: str) -> list[str]:
    return [*choices[:number], choice, *choices[number + 1 :]]


def _span(first: dict[str, Any], context: str, gone: Gone) -> tuple[int, int] | None:
    """Where the answer stands once these words, of which none is in it, are gone; None for no answer."""
    if first["start"] is None:
        return None
    start, end = first["start"], first["end"]
    own = [word for word in gone if word.part == "text_pair"]
    if not own:
        return start, end
    left = without(context, own)
    before = without(context[:end], [word for word in own if word.end <= start])
    begin = len(before) - (end - start)
    return (begin, len(before)) if left.startswith(before) else (-1, -1)


def _share_of_span(said: dict[str, Any], span: tuple[int, int] | None) -> float:
    if span is None:
        return float(said["no_answer_probability"])
    same = (one for one in said["candidates"] if (one["start"], one["end"]) == span)
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


def _place(given: Input, word: PlacedWord) -> dict[str, Any]:
    text = given["choices"][word.number] if word.part == "choices" else given[word.part]
    placed = {"text": text[word.start : word.end], "start": word.start, "end": word.end, "part": word.part}
    return {**placed, "number": word.number} if word.part == "choices" else placed
