"""The rows of labelled files that were left out or mended, with their numbers and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from electra_engine.finetuning.examples import Examples
from electra_engine.sentences import Sentence
from electra_engine.watching.records import OddRows


def odd_rows(extra: Mapping[str, Any], examples: Mapping[str, Examples | None]) -> list[OddRows]:
    """A record for each file of a request that has such rows; `examples` are its rows by split."""
    return [
        OddRows(
            split=split,
            step=0,
            file=Path(extra[split]).name,
            skipped_rows=found.skipped_rows,
            repaired_rows=found.repaired_rows,
            skipped=[_in_a_line(line, reason) for line, reason in found.skipped],
            repaired=[_in_a_line(line, reason) for line, reason in found.repaired],
        )
        for split, found in examples.items()
        if found is not None and (found.skipped_rows or found.repaired_rows)
    ]


def _in_a_line(line: int, reason: Sentence) -> Sentence:
    return Sentence("row {line}: {reason}", line=line, reason=reason)
