"""A run is created from input that can be used, and bad input leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.jobs.requests import new_finetuning, new_pretraining, sample_corpus
from electra_engine.jobs.runs import read_request
from electra_engine.limits import DoesNotFitError
from electra_engine.settings import RunSettings, to_flat
from electra_engine.workspace import Workspace
from tests.engine.jobs.tiny_run import write_labelled, write_text


def test_a_new_run_knows_everything_by_absolute_paths(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("text.txt", "more.txt", "judged.txt"):
        write_text(Path(name))
    settings = RunSettings().with_changes({"training.seed": 7})
    request = read_request(
        new_pretraining(workspace, "new", ["text.txt", tmp_path / "more.txt"], settings, ["judged.txt"])
    )
    assert request.files == [str(tmp_path / "text.txt"), str(tmp_path / "more.txt")]
    assert request.held_out_files == [str(tmp_path / "judged.txt")]
    assert request.settings == to_flat(settings)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"only three words", "only 3 words"),
        (None, "no file"),
    ],
)
def test_text_that_cannot_be_learned_from_is_refused_before_a_run_exists(
    workspace: Workspace, tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "bad.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UserError, match=words):
        new_pretraining(workspace, "new", [file], RunSettings())
    assert list(workspace.runs.iterdir()) == []


def test_files_are_checked_as_they_will_be_read(workspace: Workspace, tmp_path: Path) -> None:
    """What nothing tells the encoding of can be learned from once it is said."""
    words = " ".join(f"{word} число {number}" for number, word in enumerate(["река", "дом", "лес"] * 200))
    files = [tmp_path / "text.txt", tmp_path / "judged.txt"]
    for file in files:
        file.write_bytes(("\x01\x02 " * 300 + f"{words}\n\n{words[::-1]}").encode("koi8-r"))
    with pytest.raises(UserError, match="binary"):
        new_pretraining(workspace, "new", files[:1], RunSettings(), files[1:])
    told = RunSettings().with_changes({"corpus.encoding": "KOI8-R"})
    assert read_request(new_pretraining(workspace, "new", files[:1], told, files[1:])).files == [
        str(files[0])
    ]


def test_a_file_is_not_learned_from_and_judged_by_at_once(workspace: Workspace, tmp_path: Path) -> None:
    file = write_text(tmp_path / "text.txt")
    with pytest.raises(UserError, match="choose one"):
        new_pretraining(workspace, "new", [file], RunSettings(), [file])


def test_labelled_rows_and_base_are_checked_before_a_run_exists(workspace: Workspace, tmp_path: Path) -> None:
    rows = write_labelled(tmp_path / "rows.csv")
    with pytest.raises(UserError, match="neither a run nor a folder"):
        new_finetuning(workspace, "new", "nowhere", rows, FineTuneSettings())
    one_class = tmp_path / "one.csv"
    one_class.write_text("text,label\n" + "the dog barks,dog\n" * 20)
    with pytest.raises(UserError):
        new_finetuning(workspace, "new", "nowhere", one_class, FineTuneSettings())
    assert list(workspace.runs.iterdir()) == []


def test_the_sample_is_written_once(workspace: Workspace) -> None:
    file = sample_corpus(workspace)
    written = file.stat().st_mtime_ns
    assert sample_corpus(workspace) == file
    assert file.stat().st_mtime_ns == written
    assert [path.name for path in file.parent.iterdir()] == ["sample.txt"]


def test_the_sample_of_another_version_does_not_pass_for_this_one(workspace: Workspace) -> None:
    former = workspace.corpora / "built-in" / "00000000" / "sample.txt"
    former.parent.mkdir(parents=True)
    former.write_text("other stories")
    assert "other stories" not in sample_corpus(workspace).read_text()
    assert former.read_text() == "other stories"


def test_a_plan_too_large_for_this_machine_is_refused_with_one_that_fits(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = write_text(tmp_path / "text.txt")
    vast = {"training.batch_size": 4096, "training.sequence_length": 1024, "machine.device": "cpu"}
    shape = {"discriminator.hidden_size": 1024, "discriminator.num_hidden_layers": 24}
    settings = RunSettings().with_changes({**vast, **shape})
    with pytest.raises(DoesNotFitError, match="of memory and") as refused:
        new_pretraining(workspace, "new", [file], settings)
    assert list(workspace.runs.iterdir()) == []
    assert refused.value.changes
    new_pretraining(workspace, "new", [file], settings.with_changes(refused.value.changes))
