"""A dataset by its name on the Hugging Face hub, written to a file once, so that nothing asks for it again.

The name may come from a stranger: it is never a path, and what it leads to is read only where it lies on the
hub or in the library's own cache. A description on the hub could name files of this machine.
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from electra_engine.corpus.reading.hub import DEFAULT_SPLIT
from electra_engine.corpus.telling import OnProgress, Progress
from electra_engine.errors import UserError
from electra_engine.libraries import library

ON_THE_HUB = "hf://"
MOST_PARTS = 3  # owner, name, configuration
OF_TEXT = ("string", "large_string")
MEGABYTE = 10**6
PATIENCE = 10.0  # seconds in which the hub is to answer
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,95}")


def checked_dataset(named: str) -> str:
    """The name of a dataset as ``OWNER/NAME/CONFIGURATION@SPLIT``, where configuration, split and, for a few
    old ones, the owner may be missing; raises `UserError` for anything else."""
    whole, at, split = named.strip().removeprefix("hf:").partition("@")
    parts = [*whole.split("/"), *([split] if at else [])]
    if len(whole.split("/")) > MOST_PARTS or not all(map(_is_plain, parts)):
        raise UserError(
            "{name} is no name of a dataset: write OWNER/NAME, then /CONFIGURATION and @SPLIT where there "
            "are several.",
            "dataset",
            name=named.strip()[:80] or "–",
        )
    return f"{whole}{at}{split}"


def fetch_dataset(named: str, target: str, most: int, on_progress: OnProgress | None = None) -> None:
    """Writes the rows of a dataset to the file `target`, an object with its texts a line.

    It is taken from the library's cache; the hub is asked where the environment does not forbid that. Raises
    `UserError` where it cannot be had, has no texts, or takes more than `most` bytes.
    """
    name = checked_dataset(named)
    with Path(target).open("w", encoding="utf-8") as file, _nowhere(), _asking_nobody_in_vain():
        rows, size = _opened(name)
        progress = Progress("fetching", size, on_progress)
        written = 0
        for row in _texts(rows, name):
            line = f"{json.dumps(row, ensure_ascii=False)}\n"
            written += len(line.encode(errors="replace"))
            if written > most:
                raise UserError(
                    "The dataset {name} is larger than the {most:,.0f} MB that are left here: choose "
                    "a smaller one, or make room.",
                    "dataset",
                    name=name,
                    most=most / MEGABYTE,
                )
            file.write(line.encode(errors="replace").decode())
            progress.add(len(line))
    if not written:
        raise UserError("The dataset {name} has no texts in it: choose another.", "dataset", name=name)


def _is_plain(part: str) -> bool:
    return _PART.fullmatch(part) is not None and ".." not in part


@contextlib.contextmanager
def _nowhere() -> Iterator[None]:
    """In an empty folder, because the library takes a name for that of a folder where there is one."""
    with tempfile.TemporaryDirectory(prefix="electra-nowhere-") as folder, contextlib.chdir(folder):
        yield


@contextlib.contextmanager
def _asking_nobody_in_vain() -> Iterator[None]:
    """Offline where the hub does not answer, because the library asks again for half a minute."""
    from huggingface_hub import constants, get_session

    library("datasets", "datasets")  # which notes for itself, as it is loaded, what the environment allows
    was_offline = constants.HF_HUB_OFFLINE
    try:
        if not was_offline:
            get_session().head(constants.ENDPOINT, timeout=PATIENCE)
    except Exception:  # whatever its way through the network raises
        constants.HF_HUB_OFFLINE = True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = was_offline


def _opened(name: str) -> tuple[Any, int]:
    """The rows of a dataset, and how many bytes they are where that is known."""
    whole, _, split = name.partition("@")
    owner, slash, rest = whole.partition("/")
    title, _, configuration = rest.partition("/")
    datasets = library("datasets", "datasets")
    split = split or DEFAULT_SPLIT
    try:
        builder = datasets.load_dataset_builder(f"{owner}{slash}{title}", configuration or None, token=False)
        _check_place(builder.config.data_files, name)
        known = (builder.info.splits or {}).get(split)
        return builder.as_streaming_dataset(split=split), int(known.num_bytes or 0) if known else 0
    except UserError:
        raise
    except Exception:  # the library raises whatever its many parts raise
        raise _not_had(name, datasets.config.HF_HUB_OFFLINE) from None


def _check_place(files: dict[str, Iterable[str]] | None, name: str) -> None:
    if not all(str(file).startswith(ON_THE_HUB) for part in (files or {}).values() for file in part):
        raise UserError(
            "The dataset {name} is made of files that lie elsewhere than on the hub, which is not taken: "
            "choose another.",
            "dataset",
            name=name,
        )


def _texts(rows: Any, name: str) -> Iterator[dict[str, str]]:
    """Of each row the cells that are texts; pictures and sounds are not even opened."""
    datasets = library("datasets", "datasets")
    kinds = rows.features or {}
    texts = [column for column, kind in kinds.items() if getattr(kind, "dtype", "") in OF_TEXT]
    if kinds and not texts:
        return
    try:
        for row in rows.select_columns(texts) if texts else rows:
            cells = {column: cell for column, cell in row.items() if isinstance(cell, str) and cell.strip()}
            if cells:
                yield cells
    except Exception:
        raise _not_had(name, datasets.config.HF_HUB_OFFLINE) from None


def _not_had(name: str, is_offline: bool) -> UserError:
    if is_offline:
        return UserError(
            "The dataset {name} is not on this machine, and nothing may be fetched: let it be fetched, or "
            "give its files.",
            "dataset",
            name=name,
        )
    return UserError(
        "The dataset {name} cannot be had from the hub: check the name, the configuration, the split and the "
        "connection, or give its files.",
        "dataset",
        name=name,
    )
