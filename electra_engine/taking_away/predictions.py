"""What a fine-tuned model answered to the rows it was judged on, beside what is true, as CSV."""

from __future__ import annotations

from pathlib import Path

from electra_engine.finetuning.reached import final_report
from electra_engine.watching.records import JudgedRow
from electra_engine.watching.store import RecordReader
from electra_engine.watching.unreadable import UnreadableRecordsError
from electra_engine.workspace import RunFolder
from electra_engine.writing.spreadsheet import SpreadsheetWriter

FILE = "predictions.csv"
HEADS = ("row", "text", "text_pair", "truth", "answer", "right", "probability")
JUDGED_ON = {"test": "the test file", "valid": "the held-out rows"}


def write_predictions(run: RunFolder, folder: Path) -> str:
    """Writes FILE into `folder`: the rows of the test file, or where there is none the held-out ones, as far
    as the run keeps them. Gives a sentence for the card; "" where no row was kept, and then no file."""
    reader = RecordReader(run.records)
    try:
        report = final_report(reader)
        rows = reader.all_judged_rows(report.split) if report else []
    except UnreadableRecordsError:  # the model is sound all the same
        return ""
    if report is None or not rows:
        return ""
    # The mark lets spreadsheets see that it is UTF-8.
    with (folder / FILE).open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = SpreadsheetWriter(stream)
        writer.writerow(HEADS)
        for row in rows:
            writer.writerow(_cells(row))
    kept = f"{len(rows):,} of {report.rows:,} rows of {JUDGED_ON[report.split]}"
    return f"{FILE} holds {kept}, with their texts, what is true and what the model answered."


def _cells(row: JudgedRow) -> tuple[str, ...]:
    sure = "" if row.probability is None else f"{row.probability:.4f}"
    right = "yes" if row.right else "no"
    return (str(row.row + 1), row.text, row.text_pair, row.truth, row.said, right, sure)
