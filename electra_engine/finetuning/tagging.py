"""Token tagging: a tag for every word, read at the word's first token.

A text too long for one row is read in overlapping rows, and each word is tagged in the row where it
stands farthest from an edge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.classification import confusion
from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.forms.tags import is_scheme, words_of
from electra_engine.finetuning.scores import Answer, Scores

NOT_ASKED = -100  # a position whose tag no loss looks at
MOST_TAGS_CROSSED = 60  # in a confusion matrix that somebody could read


def encode(
    inputs: Sequence[Input],
    targets: Sequence[Sequence[int]],
    _: Mapping[str, Any],
    tokenizer: PreTrainedTokenizerBase,
    max_length: int,
) -> EncodedRows:
    """Rows of at most `max_length` tokens; `places` lists (word, column) of the words tagged in a row."""
    overlap = (max_length - tokenizer.num_special_tokens_to_add()) // 4
    encoded = tokenizer(
        [given["text"] for given in inputs],
        truncation=True,
        max_length=max_length,
        stride=overlap,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
    )
    of = encoded["overflow_to_sample_mapping"]
    places = _places(encoded, of, [words_in(given) for given in inputs])
    names = [name for name in encoded if name in tokenizer.model_input_names]
    rows = [{name: encoded[name][row] for name in names} for row in range(len(of))]
    asked = [[NOT_ASKED] * len(row["input_ids"]) for row in rows] if targets else []
    for row, tags in enumerate(asked):
        for word, column in places[row]:
            tags[column] = targets[of[row]][word]
    return EncodedRows(rows, asked, tokenizer.pad_token_id, examples=list(of), places=places)


def words_in(given: Input) -> list[list[int]]:
    """Where the words stand that are to be tagged: those of the file, else those of a plain text."""
    return given["words"] if "words" in given else words_of(given["text"])


def _places(
    encoded: Mapping[str, Any], of: Sequence[int], words: Sequence[Sequence[Sequence[int]]]
) -> list[list[tuple[int, int]]]:
    """For each row the (word, column of its first token) of the words that are tagged there."""
    # (example, word) → (distance to an edge, row, column)
    best: dict[tuple[int, int], tuple[int, int, int]] = {}
    for row, example in enumerate(of):
        special = encoded["special_tokens_mask"][row]
        columns = [column for column, is_special in enumerate(special) if not is_special]
        spans = [encoded["offset_mapping"][row][column] for column in columns]
        for word, index in _first_tokens(spans, words[example]):
            depth = min(index, len(columns) - 1 - index)
            if (example, word) not in best or depth > best[example, word][0]:
                best[example, word] = depth, row, columns[index]
    places: list[list[tuple[int, int]]] = [[] for _ in of]
    for (_, word), (_, row, column) in best.items():
        places[row].append((word, column))
    return places


def _first_tokens(spans: Sequence[Sequence[int]], words: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """(word, token) for each word that a token reaches into, the first of these; both lists in order."""
    found: list[tuple[int, int]] = []
    token = 0
    for word, (start, end) in enumerate(words):
        while token < len(spans) and spans[token][1] <= start:
            token += 1
        if token == len(spans):
            break
        cut_before = token == 0 and 0 < start < spans[0][0]  # perhaps the row before has its first token
        if spans[token][0] < end and not cut_before:
            found.append((word, token))
    return found


def stack_targets(targets: Sequence[Sequence[int]], length: int) -> torch.Tensor:
    """Tag numbers of shape (B, L)."""
    return torch.tensor([[*tags, *[NOT_ASKED] * (length - len(tags))] for tags in targets])


def loss(
    logits: torch.Tensor, targets: torch.Tensor, class_weights: torch.Tensor | None = None
) -> torch.Tensor:
    """Mean cross-entropy of (B, L, tags) logits over the words' first tokens, in nats."""
    asked = targets != NOT_ASKED
    if not bool(asked.any()):
        return logits.float().sum() * 0.0
    return torch.nn.functional.cross_entropy(logits[asked].float(), targets[asked], class_weights)


def counted(targets: torch.Tensor, class_weights: torch.Tensor | None = None) -> float:
    """Over how much `loss` is a mean: the words, or their tags' weights."""
    asked = targets[targets != NOT_ASKED]
    return len(asked) if class_weights is None else float(class_weights[asked].sum())


def answer(
    outputs: Sequence[torch.Tensor],
    rows: EncodedRows,
    inputs: Sequence[Input],
    label_names: Sequence[str],
    _: Mapping[str, Any],
) -> list[Answer]:
    """``{"tokens": [{"text", "start", "end", "tag", "probability"}], "entities": [{"type", "text", "start",
    "end"}]}``: one token for each word, and entities where the tags are of the BIO scheme."""
    answers: list[Answer] = []
    for given in inputs:
        spans = words_in(given)
        tokens = [{"text": given["text"][start:end], "start": start, "end": end} for start, end in spans]
        # A word that the tokenizer does not see (a mark without width, say) gets the first tag.
        answers.append({"tokens": [{**one, "tag": label_names[0], "probability": 0.0} for one in tokens]})
    for row, output in enumerate(outputs):
        probabilities, tags = torch.softmax(output.float(), dim=-1).max(dim=-1)
        for word, column in rows.places[row]:
            token = answers[rows.example_of(row)]["tokens"][word]
            token["tag"] = label_names[int(tags[column])]
            token["probability"] = float(probabilities[column])
    if is_scheme(label_names):
        for given, said in zip(inputs, answers, strict=True):
            said["entities"] = entities(given["text"], said["tokens"])
    return answers


def shares(
    outputs: Sequence[torch.Tensor], rows: EncodedRows, inputs: Sequence[Input], labels: int
) -> list[torch.Tensor]:
    """(words, tags) for each input: how likely each tag is for each word; nought where no token stands."""
    found = [torch.zeros(len(words_in(given)), labels) for given in inputs]
    for row, output in enumerate(outputs):
        probabilities = torch.softmax(output.float(), dim=-1)
        for word, column in rows.places[row]:
            found[rows.example_of(row)][word] = probabilities[column]
    return found


def entities(text: str, tokens: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The spans that the tags of the words mark, as seqeval reads them."""
    from seqeval.metrics.sequence_labeling import get_entities

    found = []
    for kind, first, last in get_entities([token["tag"] for token in tokens]):
        start, end = tokens[first]["start"], tokens[last]["end"]
        found.append({"type": kind, "text": text[start:end], "start": start, "end": end})
    return found


def score(answers: Sequence[Answer], examples: Examples) -> Scores:
    """Accuracy by word; seqeval's f1, precision and recall by entity where the tags mark entities, else
    scikit-learn's macro_f1 over the tags."""
    names = examples.label_names
    true = [[names[tag] for tag in tags] for tags in examples.targets]
    predicted = [[token["tag"] for token in said["tokens"]] for said in answers]
    flat, guessed = ([tag for row in rows for tag in row] for rows in (true, predicted))
    right = sum(tag == guess for tag, guess in zip(flat, guessed, strict=True))
    values = {"accuracy": right / max(len(flat), 1)}
    values |= _by_entity(true, predicted) if is_scheme(names) else _by_tag(flat, guessed)
    details: dict[str, Any] = {}
    if len(names) <= MOST_TAGS_CROSSED:
        position = {name: number for number, name in enumerate(names)}
        actual, said_instead = ([position[tag] for tag in tags] for tags in (flat, guessed))
        details["confusion"] = confusion(actual, said_instead, names)
    return Scores({name: float(value) for name, value in values.items()}, details)


def main_metric(label_names: Sequence[str]) -> str:
    """Entities are judged whole; parts of speech word by word."""
    return "f1" if is_scheme(label_names) else "accuracy"


def _by_entity(true: list[list[str]], predicted: list[list[str]]) -> dict[str, float]:
    from seqeval import metrics as measure

    kinds: dict[str, Any] = {"average": "micro", "zero_division": 0}
    return {
        "f1": measure.f1_score(true, predicted, **kinds),
        "precision": measure.precision_score(true, predicted, **kinds),
        "recall": measure.recall_score(true, predicted, **kinds),
    }


def _by_tag(true: list[str], predicted: list[str]) -> dict[str, float]:
    from sklearn import metrics as measure

    return {"macro_f1": measure.f1_score(true, predicted, average="macro", zero_division=0)}
