"""Every row that is left out or mended is told with its number and its reason, of every file."""

from __future__ import annotations

from pathlib import Path

from electra_engine.command_line.odd_rows import odd_as_json, odd_in_words
from electra_engine.finetuning.odd_rows import odd_rows
from electra_engine.finetuning.preparing import read_rows
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.watching.store import RecordReader, RecordWriter
from tests.engine.finetuning.odd_files import place, squad


def test_rows_left_out_and_mended_are_told_of_every_file(tmp_path: Path) -> None:
    contents = {
        "train": squad(place("the farm", 3)),
        "test": squad(place("the farm", 3)).replace("Where 3?", ""),
    }
    files = {split: tmp_path / f"{split}.json" for split in contents}
    for split, file in files.items():
        file.write_text(contents[split], encoding="utf-8")
    extra = {split: str(file) for split, file in files.items()}
    settings = FineTuneSettings().with_changes({"task": "question_answering"})
    train, valid, test, _ = read_rows(settings, extra)
    odd = odd_rows(extra, {"train": train, "valid": valid, "test": test})

    told = "\n".join(map(odd_in_words, odd))
    assert "12 rows of train.json were mended:" in told
    assert "  row 12: its answer 'the farm' stands at 15, not at 3" in told
    assert "1 rows of test.json cannot be used:\n  row 4: it has no text" in told
    assert "11 rows of test.json were mended:" in told
    said = odd_as_json(odd)
    assert (said["unusable_rows"], said["repaired_rows"], said["repaired"][0][0]) == (0, 12, 1)
    assert said["odd_rows"]["test"]["unusable"] == [[4, "it has no text"]]

    writer = RecordWriter(tmp_path / "records.sqlite")
    writer.write_all(odd)
    writer.close()
    kept = RecordReader(tmp_path / "records.sqlite").odd_rows()
    assert kept == odd
    assert kept[0].repaired[0].template == "row {line}: {reason}"  # so that it can be said in any language
