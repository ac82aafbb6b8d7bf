"""The words of a fine-tuned model's judgement: what its scores mean and where it goes wrong."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "judged.title": "What the scores mean",
    "judged.between": "mostly between {low} and {high}",
    "judged.calibration_error": "It misjudges itself by",
    "judged.of_hundred": "{share} of 100",
    "judged.spread_pretrained": (
        "Over {seeds} seeds from pre-trained weights {metric} is {mean} on average, {deviation} up or "
        "down; the true mean lies between {low} and {high}."
    ),
    "judged.spread_random": (
        "Over {seeds} seeds from random weights {metric} is {mean} on average, {deviation} up or down; "
        "the true mean lies between {low} and {high}."
    ),
    "judged.rival": "Compare with",
    "judged.rival_help": (
        "Another fine-tuned model judged on the same rows: is the difference more than chance?"
    ),
    "judged.classes": "Label by label",
    "judged.classes_caption": (
        "Precision: of the rows it gave the label, the part that have it. Recall: of the rows that "
        "have the label, the part it found."
    ),
    "judged.class_label": "Label",
    "judged.class_rows": "Rows",
    "judged.class_precision": "Precision",
    "judged.class_recall": "Recall",
    "judged.class_f1": "F1",
    "judged.mistakes": "Worst mistakes",
    "judged.mistakes_caption": (
        "The rows in which it was surest of something wrong: look here for wrong labels, too."
    ),
    "judged.row_text": "Text",
    "judged.row_truth": "True",
    "judged.row_said": "It said",
    "judged.row_sure": "How sure",
    "judged.calibration": "How sure, and how right",
    "judged.calibration_line": "knows itself exactly",
    "judged.calibration_curve": "how often it was right",
    "judged.calibration_point": "When it was {sure} sure it was right in {right}.",
    "judged.calibration_reading": (
        "Below the dotted line it is surer than it should be, above it too modest."
    ),
    "judged.sure": "how sure it was",
    "judged.rows": "What more rows bring",
    "judged.rows_axis": "rows learned from",
    "judged.rows_point": "With {rows} rows: {value}.",
    "judged.rows_reading": (
        "Still rising at the right end: more labelled rows would help. Flat: they would not."
    ),
    "judged.none": "There is nothing to draw here.",
    "confusion.title": "Which label it takes for which",
    "confusion.reading": (
        "A row is what is true, a column what the model said; on the diagonal it is right. Press a "
        "number to see rows behind it, those it was surest of first."
    ),
    "confusion.cell": "{truth} taken for {said}: {count}. Shows rows.",
    "confusion.rows": "{truth} taken for {said}: {shown} of {count}",
    "confusion.not_kept": "No rows of this kind were kept.",
    "confusion.sure": "{share} sure",
}
