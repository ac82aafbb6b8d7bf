"""A process that is allowed less memory than the machine has is told of what is left of that."""

from __future__ import annotations

from pathlib import Path

import pytest

from electra_engine import limits
from electra_engine.limits import room_free
from electra_engine.workspace import Workspace

MB = 2**20
VERSION_1 = {
    "memory.limit_in_bytes": 300 * MB,
    "memory.usage_in_bytes": 120 * MB,
    "memory.stat": f"inactive_file 7\ntotal_inactive_file {20 * MB}\n",
}
VERSION_2 = {
    "memory.max": 300 * MB,
    "memory.current": 120 * MB,
    "memory.stat": f"inactive_file {20 * MB}\n",
}
UNLIMITED_1 = {**VERSION_1, "memory.limit_in_bytes": 2**63 - 4096}
UNLIMITED_2 = {**VERSION_2, "memory.max": "max"}


def group(folder: Path, files: dict[str, object]) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_text(str(content))


@pytest.mark.parametrize(
    ("membership", "where", "files"),
    [
        ("4:cpu,memory:/user/anna\n1:cpu:/\n0::/\n", "memory/user/anna", VERSION_1),
        ("4:memory:/docker/5f0e\n0::/\n", "memory", VERSION_1),
        ("4:memory:/user/anna\n", "memory/user", VERSION_1),
        ("0::/user.slice/anna\n", "user.slice/anna", VERSION_2),
        ("0::/\n", ".", VERSION_2),
        ("0::/user.slice/anna\n", "user.slice", VERSION_2),
    ],
    ids=[
        "1, its own",
        "1, in a container",
        "1, around it",
        "2, its own",
        "2, in a container",
        "2, around it",
    ],
)
def test_the_limit_of_its_own_group_is_found_in_either_version(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    membership: str,
    where: str,
    files: dict[str, object],
) -> None:
    groups, said = tmp_path / "groups", tmp_path / "said"
    group(groups / where, files)
    said.write_text(membership)
    monkeypatch.setattr(limits, "CONTROL_GROUPS", groups)
    monkeypatch.setattr(limits, "MEMBERSHIP", said)
    assert room_free(Workspace(tmp_path)).memory == 200 * MB


@pytest.mark.parametrize("files", [UNLIMITED_1, UNLIMITED_2, {}], ids=["version 1", "version 2", "none"])
def test_without_a_limit_the_machine_is_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, object]
) -> None:
    group(tmp_path / "groups" / "memory", files)
    said = tmp_path / "said"
    said.write_text("4:memory:/\n0::/memory\n")
    monkeypatch.setattr(limits, "CONTROL_GROUPS", tmp_path / "groups")
    monkeypatch.setattr(limits, "MEMBERSHIP", said)
    found, there = room_free(Workspace(tmp_path)).memory, limits._system_memory()
    assert found is not None
    assert there is not None
    assert found == pytest.approx(there, rel=0.2)
