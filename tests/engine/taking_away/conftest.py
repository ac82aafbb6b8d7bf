"""A workspace of its own for every test, and one thread, because the machine is shared."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from electra_engine.workspace import Workspace, find_workspace


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return find_workspace(tmp_path / "workspace")
