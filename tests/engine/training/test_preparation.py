"""What the preparation of a run leaves out of its text, it says."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.settings import to_flat
from electra_engine.training.preparation import prepare
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import find_workspace
from tests.engine.tiny import tiny_settings

TALES = [f"The dog number {n} ran to the house number {n + 7} and barked. " * 6 for n in range(60)]


def test_documents_that_are_held_out_as_well_are_counted(tmp_path: Path) -> None:
    changes = {"vocabulary__size": 200, "corpus__held_out_place": "end", "corpus__held_out_share": 0.02}
    settings = tiny_settings("modern", **changes)
    text = tmp_path / "text.txt"
    text.write_text("\n\n".join([TALES[59], *TALES[:59], TALES[59]]))
    run = create_run(
        find_workspace(tmp_path / "w"), RunRequest("new", "pretrain", to_flat(settings), [str(text)])
    )
    with closing(RecordWriter(run.records)) as records:
        _, packed = prepare(run, [text], [], settings, records, RunState("reading"), lambda: False)
    assert packed.counts.duplicates_dropped == 1
    said = [str(event.sentence) for event in RecordReader(run.records).events()]
    assert "1 documents were not learned from, because the same text is held out to judge by." in said
