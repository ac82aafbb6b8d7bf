"""Which label was taken for which: a table whose cells open the rows behind them."""

from __future__ import annotations

from typing import Any

import gradio as gr

from electra_engine import JudgedRow, RecordReader, ScoreReport
from studio.widgets.assembly import Words, widget, words_for

MOST_LABELS = 20  # that a table on a page can show
CELLS_OPENED, ROWS_A_CELL = 80, 50
ROWS_SENT = 1_000  # of all cells together, that a page need not carry a megabyte
LONGEST = 240


def confusion(elem_id: str) -> gr.HTML:
    """The table; its value is made by `confusion_value`. The pressed cell is the reader's."""
    return widget(elem_id, ("confusion.js",))


def confusion_value(report: ScoreReport | None, reader: RecordReader, text: Words) -> dict[str, Any]:
    """The commonest labels of a report with the rows behind the fullest cells; hidden without labels."""
    if report is None or not report.confusion:
        return {}
    ranked = sorted(range(len(report.classes)), key=lambda label: -report.classes[label].rows)
    shown = sorted(ranked[:MOST_LABELS])
    names = [report.classes[label].label for label in shown]
    counts = [[report.confusion[true][said] for said in shown] for true in shown]
    full = [(row, column) for row in range(len(shown)) for column in range(len(shown)) if counts[row][column]]
    full.sort(key=lambda cell: (cell[0] == cell[1], -counts[cell[0]][cell[1]]))
    opened = full[:CELLS_OPENED]
    most = min(ROWS_A_CELL, ROWS_SENT // max(len(opened), 1))
    rows = {
        f"{row},{column}": [
            _row(one) for one in reader.judged_rows(report.split, names[row], names[column], most)
        ]
        for row, column in opened
    }
    return {"names": names, "counts": counts, "rows": rows, "words": words_for("confusion", text)}


def _row(judged: JudgedRow) -> dict[str, Any]:
    texts = [judged.text, *([judged.text_pair] if judged.text_pair else [])]
    return {"text": " ‖ ".join(texts)[:LONGEST], "sure": judged.probability}
