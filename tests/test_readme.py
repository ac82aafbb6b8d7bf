"""The README's commands run as they stand, and its map names what is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from electra_engine.command_line import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block_after(mark: str) -> list[str]:
    """The lines of the shell block that follows a comment in the README."""
    found = re.search(re.escape(f"<!-- {mark} -->") + r"\n```sh\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no block marked {mark!r}"
    return found.group(1).strip().splitlines()


def test_the_command_line_examples_run_in_order_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ELECTRA_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.chdir(tmp_path)
    for line in block_after("tried by tests/test_readme.py"):
        program, *arguments = shlex.split(line)
        assert program == "electra-engine"
        assert main(arguments) == 0, f"{line}\n{capsys.readouterr().err}"
        assert capsys.readouterr().out.strip(), line
    assert (tmp_path / "demo/exported/discriminator/model.safetensors").is_file()


def test_every_path_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`((?:electra_engine|studio|tests|assets)/[\w/.]*)`", README))
    named |= set(re.findall(r"\]\(([\w/.]+)\)", README))
    assert len(named) > 10
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing


def test_the_test_command_installs_what_tests_need() -> None:
    (command,) = block_after("test command")
    assert "'.[test]'" in command
    assert command.endswith("pytest -n 2")
