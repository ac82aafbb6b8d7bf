"""Corpora on their shelf: what is read of one when it is handed over, and said of it ever after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from electra_engine import CorpusSummary, check_enough, summarise, write_sample_corpus
from studio.shelf import Entry, Shelf
from studio.text import say

SAMPLE = "sample"


def look_at_corpus(files: Sequence[Path]) -> dict[str, Any]:
    """What the files hold; raises `UserError` when they cannot be learned from."""
    summary = summarise(files)
    check_enough(summary)
    return asdict(summary)


def summary_of(entry: Entry) -> CorpusSummary:
    """What was read when the corpus was handed over."""
    return CorpusSummary(**entry.about)


def sample_corpus(shelf: Shelf) -> Entry:
    """The built-in small world of stories."""
    return shelf.make(SAMPLE, say("corpus.sample_name"), _write_sample)


def _write_sample(folder: Path) -> Sequence[Path]:
    file = folder / "stories.txt"
    write_sample_corpus(file)
    return [file]
