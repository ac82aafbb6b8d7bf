"""Corpora on their shelf: what is read of one when it is handed over, and said of it ever after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from electra_engine import (
    CleaningPreview,
    CorpusSettings,
    CorpusSummary,
    FileSummary,
    LeftOut,
    OnProgress,
    Sentence,
    StepCount,
    VocabularySettings,
    check_enough,
    preview_cleaning,
    sample_version,
    summarise,
    write_sample_corpus,
)
from studio.shelf import Entry, Shelf

SAMPLE = "sample"


def look_at_corpus(
    files: Sequence[Path | str],
    reading: Mapping[str, Any] | None = None,
    on_progress: OnProgress | None = None,
) -> dict[str, Any]:
    """What the files hold, warnings packed; `reading` are those settings of the corpus that are not as usual.

    Raises `UserError` when they cannot be learned from.
    """
    summary = summarise(files, CorpusSettings(**(reading or {})), on_progress)
    check_enough(summary)
    return {
        **asdict(summary),
        "files": [{**asdict(file), "warnings": _packed(file.warnings)} for file in summary.files],
        "warnings": _packed(summary.warnings),
        "left_out": [{"name": one.name, "reason": one.reason.packed()} for one in summary.left_out],
    }


def summary_of(entry: Entry) -> CorpusSummary:
    """What was read when the corpus was handed over."""
    about = entry.about
    files = tuple(FileSummary(**{**file, "warnings": _unpacked(file["warnings"])}) for file in about["files"])
    left_out = tuple(
        LeftOut(one["name"], Sentence.unpacked(one["reason"])) for one in about.get("left_out", ())
    )
    cleaning = tuple(StepCount(**step) for step in about.get("cleaning", ()))
    kept = {
        "files": files,
        "warnings": _unpacked(about["warnings"]),
        "left_out": left_out,
        "cleaning": cleaning,
    }
    return CorpusSummary(**{**about, **kept})


def _packed(warnings: Sequence[Sentence]) -> list[str]:
    return [warning.packed() for warning in warnings]


def _unpacked(warnings: Sequence[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence.unpacked(warning) for warning in warnings)


def try_cleaning(
    files: Sequence[str], settings: Mapping[str, Any], vocabulary: Mapping[str, Any]
) -> dict[str, Any]:
    """A preview of the cleaning, for a process that can be killed: a text can be made to take for ever."""
    preview = preview_cleaning(files, CorpusSettings(**settings), VocabularySettings(**vocabulary))
    return asdict(preview)


def read_preview(tried: Mapping[str, Any]) -> CleaningPreview:
    """What `try_cleaning` gave, after its way through a pipe."""
    counts = tuple(StepCount(**count) for count in tried["counts"])
    pairs = tuple((before, after) for before, after in tried["pairs"])
    return CleaningPreview(**{**tried, "counts": counts, "pairs": pairs})


def sample_corpus(shelf: Shelf) -> Entry:
    """The built-in small world of stories."""
    return shelf.make(sample_id(), "corpus.sample_name", _write_sample)


def sample_id() -> str:
    """The id of the sample as this version of the engine writes it."""
    return f"{SAMPLE}-{sample_version()}"


def _write_sample(folder: Path) -> Sequence[Path]:
    file = folder / "stories.txt"
    write_sample_corpus(file)
    return [file]
