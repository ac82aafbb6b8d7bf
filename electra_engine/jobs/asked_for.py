"""What runs were asked for, and in what their requests differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.jobs.status import RunStatus
from electra_engine.settings import RunSettings, to_flat

SETTINGS: dict[str, type[RunSettings | FineTuneSettings]] = {
    "pretrain": RunSettings,
    "finetune": FineTuneSettings,
}


def asked_for(status: RunStatus) -> dict[str, Any]:
    """A run's settings, flat, what it started from and the names of its files; what another version wrote
    as it stands."""
    request = status.request
    try:
        flat = to_flat(SETTINGS[request.kind]().with_changes(request.settings))
    except UserError:
        flat = dict(request.settings)
    start = {"from": _last(str(request.extra["from"]))} if request.extra.get("from") else {}
    return {**flat, **start, "files": ", ".join(map(_last, request.files))}


def differing(asked: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names under which not all say the same, in the order of the first."""
    names = dict.fromkeys(name for one in asked for name in one)
    return [name for name in names if len({str(one.get(name, "")) for one in asked}) > 1]


def _last(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
