"""The engine knows nothing of the studio, and its front door opens without torch."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import electra_engine

ENGINE = Path(electra_engine.__file__).parent
FORBIDDEN = {"studio", "gradio", "plotly"}


def imported_packages(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_no_file_of_the_engine_imports_the_studio_or_what_it_draws_with() -> None:
    files = sorted(ENGINE.rglob("*.py"))
    assert len(files) > 50
    guilty = {
        str(file.relative_to(ENGINE)): found
        for file in files
        if (found := FORBIDDEN & set(imported_packages(file)))
    }
    assert guilty == {}


# A worker loads both beside the reading of its text: who imports them before makes it wait for them.
@pytest.mark.parametrize("door", ["electra_engine", "electra_engine.training.pretraining"])
def test_the_front_door_and_a_workers_first_half_open_without_torch_and_transformers(door: str) -> None:
    code = f"import sys, {door}; print(sorted({{'torch', 'transformers'}} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_everything_the_front_door_promises_is_there() -> None:
    assert [name for name in electra_engine.__all__ if not hasattr(electra_engine, name)] == []
    assert electra_engine.__all__ == sorted(set(electra_engine.__all__), key=_ruff_order)


def _ruff_order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, each by name."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name
