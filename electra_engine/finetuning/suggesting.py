"""Which task a labelled file suits best, by its columns."""

from __future__ import annotations

from electra_engine.finetuning.cells import is_number, number_in
from electra_engine.finetuning.columns import LABEL_WORDS, Column, guess_texts
from electra_engine.finetuning.forms.answers import NAMES as QUESTION_NAMES
from electra_engine.finetuning.forms.choices import choice_columns
from electra_engine.finetuning.forms.label_sets import WORDS as LABEL_SET_WORDS
from electra_engine.finetuning.forms.label_sets import holds_joined_labels, switch_columns
from electra_engine.finetuning.forms.quantities import WORDS as SCORE_WORDS
from electra_engine.finetuning.forms.tags import TAG_NAMES
from electra_engine.finetuning.labelled_table import LabelledTable

MANY_VALUES = 4  # more different numbers than this, not all of them whole, are a quantity


def suggest_task(table: LabelledTable) -> str:
    """A task's name; classification where nothing speaks for another."""
    columns = table.columns
    if choice_columns(columns):
        return "multiple_choice"
    parts = (QUESTION_NAMES["text"], QUESTION_NAMES["text_pair"][:5], QUESTION_NAMES["label"][:3])
    if all(_have(columns, names) for names in parts):
        return "question_answering"
    lists = [column for column in columns if column.lists]
    if len(lists) > 1 or any(column.is_called(TAG_NAMES) and _holds_spans(column) for column in lists):
        return "tagging"
    if lists:
        return "multi_label"
    labelled = any(column.is_called(LABEL_WORDS) for column in columns)
    if len(switch_columns(columns)) > 2 and not labelled:
        return "multi_label"
    if any(holds_joined_labels(column) for column in columns if column.is_called(LABEL_SET_WORDS)):
        return "multi_label"
    return "similarity" if _holds_scores(columns) else "classification"


def _have(columns: list[Column], names: tuple[str, ...]) -> bool:
    return any(column.is_called(names) for column in columns)


def _holds_spans(column: Column) -> bool:
    parts = [part for cell in column.lists for part in cell]
    return bool(parts) and all(isinstance(part, dict | list) for part in parts)


def _holds_scores(columns: list[Column]) -> bool:
    """Whether a column of numbers is a quantity, by its name or by many values with decimal places."""
    for column in columns:
        if not column.holds_numbers:
            continue
        decimals = any(is_number(value) and number_in(value) % 1 for value in column.values)
        many = len(set(column.values)) > MANY_VALUES
        if decimals and many and guess_texts(columns, {column.place}, alike_are_pairs=True)[0]:
            return True
        if column.is_called(SCORE_WORDS) and (decimals or many):
            return True
    return False
