"""A power cut leaves what had a name whole: contents are on the disk before names, and names before more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from electra_engine.corpus import pack_corpus
from electra_engine.finetuning.model_folder import write_model
from electra_engine.settings import CorpusSettings, VocabularySettings
from electra_engine.vocabulary import learn_vocabulary
from tests.engine.inference.tiny_folders import write_folder
from tests.engine.jobs.tiny_run import write_text

FLUSHED, OPENED, NAMED, REMOVED = "flushed", "opened to write", "named", "removed"
Seen = list[tuple[str, Path]]


class Watch:
    """Hears of every name that a file gets and every file opened to be written, while it listens."""

    def __init__(self) -> None:
        self.seen: Seen = []
        self.listens = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.listens:
            return
        if event == "os.rename":
            self.seen.append((NAMED, Path(os.fsdecode(arguments[1]))))  # type: ignore[arg-type]
        elif event == "shutil.rmtree":
            self.seen.append((REMOVED, Path(os.fsdecode(arguments[0]))))  # type: ignore[arg-type]
        elif event == "open" and isinstance(arguments[0], str) and str(arguments[1])[0] in "wax":
            self.seen.append((OPENED, Path(arguments[0])))


WATCH = Watch()
sys.addaudithook(WATCH)  # it cannot be taken away again, only stop listening


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    """What happened on the disk, in order; of a file that was flushed, the name it had then."""
    really: Callable[[int], None] = os.fsync

    def flush(descriptor: int) -> None:
        really(descriptor)
        WATCH.seen.append((FLUSHED, Path(f"/proc/self/fd/{descriptor}").readlink()))

    monkeypatch.setattr(os, "fsync", flush)
    WATCH.seen, WATCH.listens = [], True
    yield WATCH.seen
    WATCH.listens = False


def last(seen: Seen, what: str, path: Path) -> int:
    """When this happened last; -1 if never."""
    return max((when for when, found in enumerate(seen) if found == (what, path)), default=-1)


def safe_at(seen: Seen, path: Path) -> int:
    """When the contents of a file were on the disk, under this name or the one that it was written under."""
    drafts = (path, path.with_name(f"{path.name}.part"))
    flushed = max(last(seen, FLUSHED, draft) for draft in drafts)
    assert flushed > max(last(seen, OPENED, draft) for draft in drafts), f"{path.name} was not flushed"
    return flushed


def comes_last(seen: Seen, folder: Path, file: str) -> bool:
    """Whether a folder's file got its name when all others had theirs and their contents for good."""
    named = last(seen, NAMED, folder / file)
    others = [path for path in folder.iterdir() if path.name != file]
    names = max(last(seen, NAMED, path) for path in others)
    flushes = [when for when, found in enumerate(seen) if found == (FLUSHED, folder)]
    return (
        all(safe_at(seen, path) < named for path in others)
        and safe_at(seen, folder / file) < named
        and any(names < when < named for when in flushes)
        and flushes[-1] > named
        and last(seen, FLUSHED, folder.parent) > 0
    )


def test_token_rows_and_vocabulary_are_on_the_disk_before_the_file_that_declares_them_whole(
    seen: Seen, tmp_path: Path
) -> None:
    packed, tokenizer = tmp_path / "run" / "packed", tmp_path / "run" / "tokenizer"
    pack_corpus(
        [write_text(tmp_path / "text.txt")],
        lambda texts: learn_vocabulary(texts, VocabularySettings(size=200), tokenizer),
        CorpusSettings(),
        1,
        packed,
    )
    assert comes_last(seen, tokenizer, "tokenizer.json")
    assert comes_last(seen, packed, "packing.json")
    assert last(seen, FLUSHED, tokenizer) < last(seen, NAMED, packed / "packing.json")


def test_a_model_is_on_the_disk_before_the_one_in_its_place_goes(seen: Seen, tmp_path: Path) -> None:
    base = write_folder(tmp_path / "base", "electra", "classifier", id2label={0: "sad", 1: "glad"})
    network, tokenizer = (
        AutoModelForSequenceClassification.from_pretrained(base),
        AutoTokenizer.from_pretrained(base),
    )
    model = tmp_path / "model"
    for _ in range(2):
        seen.clear()
        write_model(model, network, tokenizer, {}, lambda _: None)
    draft, old = tmp_path / ".model-new", tmp_path / ".model-old"
    named = last(seen, NAMED, model)
    for file in model.iterdir():
        written, flushed = (last(seen, what, draft / file.name) for what in (OPENED, FLUSHED))
        assert written < flushed < named, file.name
    assert 0 < last(seen, FLUSHED, draft) < named
    assert named < last(seen, FLUSHED, tmp_path) < last(seen, REMOVED, old)
