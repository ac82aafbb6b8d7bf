"""Extractive question answering: where in a context the answer stands, or that it does not stand there.

A context too long for one row is read in overlapping rows. A row without the answer, and a question
without one, point at the first token (Devlin et al. 2019, section 4.3; Rajpurkar et al. 2018).
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.scores import Answer, Scores

CANDIDATES = 20
SHOWN = 5
LONGEST_ANSWER = 30  # tokens
LONGEST_QUESTION = 64  # tokens; a longer question loses its beginning
MARGIN = "no_answer_margin"  # of the meaning; see `answer`
ARTICLES = re.compile(r"\b(a|an|the)\b")


def encode(
    inputs: Sequence[Input],
    targets: Sequence[Sequence[Mapping[str, Any]]],
    _: Mapping[str, Any],
    tokenizer: PreTrainedTokenizerBase,
    max_length: int,
) -> EncodedRows:
    """Rows of question and context; `places` holds for every column the characters of the context that its
    token covers, or None. A target is the columns (start, end) of the first answer, (0, 0) for none."""
    most = min(LONGEST_QUESTION, max_length // 2)
    questions = [_shortened(given["text"], tokenizer, most) for given in inputs]
    encoded = tokenizer(
        questions,
        [given["text_pair"] for given in inputs],
        truncation="only_second",
        max_length=max_length,
        stride=(max_length - most - tokenizer.num_special_tokens_to_add(pair=True)) // 3,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    of = encoded["overflow_to_sample_mapping"]
    names = [name for name in encoded if name in tokenizer.model_input_names]
    rows = [{name: encoded[name][row] for name in names} for row in range(len(of))]
    places = [
        [span if part == 1 else None for span, part in zip(spans, encoded.sequence_ids(row), strict=True)]
        for row, spans in enumerate(encoded["offset_mapping"])
    ]
    asked = [_columns(targets[of[row]], places[row]) for row in range(len(of))] if targets else []
    return EncodedRows(rows, asked, tokenizer.pad_token_id, examples=list(of), places=places)


def _shortened(question: str, tokenizer: PreTrainedTokenizerBase, most: int) -> str:
    """The end of a question that is too long, where what is asked mostly stands."""
    if len(question) <= most:  # a token is one character at least
        return question
    spans = tokenizer(question, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    offsets = spans["offset_mapping"]
    return question if len(offsets) <= most else question[offsets[-most][0] :]


def _columns(answers: Sequence[Mapping[str, Any]], places: Sequence[Any]) -> tuple[int, int]:
    """The first and last column of the first answer in a row, (0, 0) where it does not hold the whole."""
    if not answers:
        return 0, 0
    start = answers[0]["start"]
    end = start + len(answers[0]["text"])
    columns = [column for column, span in enumerate(places) if span and span[0] < end and start < span[1]]
    context = [span for span in places if span]
    if not columns or context[0][0] > start or context[-1][1] < end:
        return 0, 0
    return columns[0], columns[-1]


def stack_targets(targets: Sequence[tuple[int, int]], _: int) -> torch.Tensor:
    """Columns of shape (B, 2)."""
    return torch.tensor(targets)


def loss(logits: torch.Tensor, targets: torch.Tensor, _: torch.Tensor | None = None) -> torch.Tensor:
    """Mean cross-entropy of (B, L, 2) logits against the columns of start and end, in nats."""
    # (B, L, 2): the columns are the classes, start and end two questions about them.
    return torch.nn.functional.cross_entropy(logits.float(), targets)


def answer(
    outputs: Sequence[torch.Tensor],
    rows: EncodedRows,
    inputs: Sequence[Input],
    _: Sequence[str],
    meaning: Mapping[str, Any],
) -> list[Answer]:
    """``{"answer", "start", "end", "probability", "candidates": [{"answer", "start", "end", "probability"}],
    "no_answer_probability"}``; no answer is "" and stands nowhere (start and end are None).

    Probabilities compare the best candidates of all rows and, where it was learned, no answer, which must
    lead by the margin that was decided on (see `no_answer.decide`).
    """
    found: list[list[tuple[float, int, int]]] = [[] for _ in inputs]
    none: list[float] = [torch.inf] * len(inputs)
    for row, logits in enumerate(outputs):
        example = rows.example_of(row)
        found[example] += _spans(logits, rows.places[row])
        # The context must look empty in every row, so the row that speaks least for it decides.
        none[example] = min(none[example], float(logits[0].sum()))
    may_be_none, margin = bool(meaning.get("no_answer", False)), float(meaning.get(MARGIN, 0.0))
    return [
        _chosen(given["text_pair"], spans, score - margin if may_be_none else -torch.inf)
        for given, spans, score in zip(inputs, found, none, strict=True)
    ]


def _spans(logits: torch.Tensor, places: Sequence[Any]) -> list[tuple[float, int, int]]:
    """(score, start, end in characters) of a row's best answers."""
    inside = torch.tensor([span is not None and span[1] > span[0] for span in places])
    scores = logits[: len(places)].masked_fill(~inside.unsqueeze(-1), -torch.inf)
    most = min(CANDIDATES, int(inside.sum()))
    if most == 0:
        return []
    starts, ends = (scores[:, side].topk(most) for side in (0, 1))
    pairs = starts.values.unsqueeze(1) + ends.values.unsqueeze(0)
    length = ends.indices.unsqueeze(0) - starts.indices.unsqueeze(1)
    pairs = pairs.masked_fill((length < 0) | (length >= LONGEST_ANSWER), -torch.inf)
    best = pairs.flatten().topk(min(CANDIDATES, pairs.numel()))
    spans = []
    for score, place in zip(best.values.tolist(), best.indices.tolist(), strict=True):
        if score > -torch.inf:
            first, last = starts.indices[place // most], ends.indices[place % most]
            spans.append((score, places[int(first)][0], places[int(last)][1]))
    return spans


def _chosen(context: str, spans: list[tuple[float, int, int]], none: float) -> Answer:
    best: dict[tuple[int, int], float] = {}
    for score, start, end in spans:
        best[start, end] = max(score, best.get((start, end), -torch.inf))
    ranked = sorted(best.items(), key=lambda item: -item[1])[:CANDIDATES]
    nothing: Answer = {"answer": "", "start": None, "end": None}
    if not ranked and none == -torch.inf:
        return {**nothing, "probability": 0.0, "candidates": [], "no_answer_probability": 0.0}
    scores = torch.tensor([score for _, score in ranked] + [none])
    *probabilities, p_none = torch.softmax(scores, dim=0).tolist()
    candidates = [
        {"answer": context[start:end], "start": start, "end": end, "probability": p}
        for ((start, end), _), p in zip(ranked, probabilities, strict=True)
    ]
    is_none = not candidates or none > ranked[0][1]
    said = {**nothing, "probability": p_none} if is_none else candidates[0]
    return {**said, "candidates": candidates[:SHOWN], "no_answer_probability": p_none}


def score(answers: Sequence[Answer], examples: Examples) -> Scores:
    """SQuAD's exact_match and f1, from 0 to 100, and both over the questions that have an answer alone."""
    rows = [
        (*compare(said["answer"], [one["text"] for one in golds]), bool(golds))
        for said, golds in zip(answers, examples.targets, strict=True)
    ]
    values = {"exact_match": _percent([exact for exact, _, _ in rows])}
    values["f1"] = _percent([f1 for _, f1, _ in rows])
    answerable = [(exact, f1) for exact, f1, has_answer in rows if has_answer]
    if len(answerable) < len(rows):
        values["has_answer_exact_match"] = _percent([exact for exact, _ in answerable])
        values["has_answer_f1"] = _percent([f1 for _, f1 in answerable])
    return Scores(values, {"no_answer_baseline": 100.0 * (1 - len(answerable) / len(rows))})


def _percent(values: Sequence[float]) -> float:
    return 100.0 * sum(values) / len(values) if values else 0.0


def compare(said: str, golds: Sequence[str]) -> tuple[float, float]:
    """(exact match, f1) with the closest of the accepted answers; "" is accepted where there is none."""
    accepted = [gold for gold in golds if normalised(gold)] or [""]
    return (
        max(float(normalised(said) == normalised(gold)) for gold in accepted),
        max(_f1(normalised(said).split(), normalised(gold).split()) for gold in accepted),
    )


def normalised(answer: str) -> str:
    """Lower case, without punctuation, articles and extra spaces, as SQuAD compares answers."""
    bare = "".join(sign for sign in answer.lower() if sign not in string.punctuation)
    return " ".join(ARTICLES.sub(" ", bare).split())


def _f1(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    same = sum((Counter(said) & Counter(gold)).values())
    return 2 * same / (len(said) + len(gold)) if same else 0.0
