"""The data forms of the tasks, one table entry each. To add a task, begin with its form here."""

from __future__ import annotations

from electra_engine.finetuning.forms import answers, choices, classes, label_sets, quantities, tags
from electra_engine.finetuning.forms.form import DataForm

FORMS: dict[str, DataForm] = {
    "classification": classes.FORM,
    "multi_label": label_sets.FORM,
    "similarity": quantities.FORM,
    "tagging": tags.FORM,
    "question_answering": answers.FORM,
    "multiple_choice": choices.FORM,
}
