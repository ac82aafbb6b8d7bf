"""The rows of labelled files that were left out or mended, for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from electra_engine.watching.records import OddRows


def odd_in_words(odd: OddRows) -> str:
    """Every row of a file that is listed, and how many more there are."""
    lines = _listed(f"{odd.skipped_rows:,} rows of {odd.file} cannot be used:", odd.skipped, odd.skipped_rows)
    lines += _listed(
        f"{odd.repaired_rows:,} rows of {odd.file} were mended:", odd.repaired, odd.repaired_rows
    )
    return "\n".join(lines)


def odd_as_json(files: Sequence[OddRows]) -> dict[str, Any]:
    """By file what it was for; those of the training file stand at the top as well."""
    by_split = {odd.split: _as_json(odd) for odd in files}
    learned = by_split.get("train") or _as_json(OddRows("train", 0, "", 0, 0))
    return {**learned, "odd_rows": by_split}


def _listed(title: str, listed: Sequence[str], rows: int) -> list[str]:
    more = [f"  and {rows - len(listed):,} more"] if rows > len(listed) else []
    return [title, *(f"  {line}" for line in listed), *more] if rows else []


def _as_json(odd: OddRows) -> dict[str, Any]:
    return {
        "unusable_rows": odd.skipped_rows,
        "unusable": [[one.values["line"], str(one.values["reason"])] for one in odd.skipped],
        "repaired_rows": odd.repaired_rows,
        "repaired": [[one.values["line"], str(one.values["reason"])] for one in odd.repaired],
    }
