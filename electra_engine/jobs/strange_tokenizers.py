"""A tokenizer that somebody else made, built first in a process that can be killed.

Of known parts alone a tokenizer.json can be made that fills the memory or ends the process which builds it:
the library is not always asked to refuse, it can also break down. Whoever serves others asks here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.jobs.aside import EndedError, aside
from electra_engine.vocabulary.adopting import adopt_tokenizer, lowercases, read_tokenizer
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.vocabulary.loading import read_safely

SECONDS = 60.0
KEPT = 32  # descriptions; a page asks again with every dial that is moved
READ = ("tokenizer.json", "vocab.txt", "tokenizer_config.json")
Stamps = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Described:
    """What a run takes over from a tokenizer: how many ids its table needs, and whether it lowercases."""

    size: int
    lowercase: bool


def describe_tokenizer(folder: Path) -> Described:
    """The tokenizer of a folder in figures; raises `UserError` where it cannot be used."""
    return _described(str(folder), _stamps(folder))


def check_tokenizer_file(folder: Path) -> None:
    """Raises `UserError` where the folder's tokenizer.json cannot be built."""
    _elsewhere(_build, folder)


def adopt_strange_tokenizer(source: Path, folder: Path) -> None:
    """Writes the tokenizer of `source` to `folder` in the form that runs and exports have."""
    _elsewhere(_adopt, source, folder)


@lru_cache(KEPT)
def _described(folder: str, _stamps: Stamps) -> Described:
    return Described(**_elsewhere(_describe, Path(folder)))


def _stamps(folder: Path) -> Stamps:
    """What changes when a file does that the tokenizer is made of."""
    found = [(name, folder / name) for name in READ if (folder / name).is_file()]
    return tuple((name, file.stat().st_mtime_ns, file.stat().st_size) for name, file in found)


def _elsewhere(function: Any, *folders: Path) -> Any:
    try:
        return aside(function, *(str(folder.absolute()) for folder in folders), seconds=SECONDS)
    except EndedError:
        raise UserError(
            "The tokenizer in {folder} cannot be used (the process that tried it took too long, ran out of "
            "memory or broke down): choose another tokenizer.",
            "tokenizer",
            folder=folders[0],
        ) from None


def _describe(folder: str) -> dict[str, Any]:
    tokenizer = read_tokenizer(Path(folder))
    return asdict(Described(vocabulary_size(tokenizer), lowercases(tokenizer)))


def _build(folder: str) -> None:
    read_safely(Path(folder))


def _adopt(source: str, folder: str) -> None:
    adopt_tokenizer(Path(source), Path(folder))
