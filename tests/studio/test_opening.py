"""The studio opens light, closed to others, and draws on the engine through its front door alone."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

import studio
from electra_engine import UserError, Workspace
from studio.app import Studio
from studio.doorkeeper import LOOPBACK, Doorkeeper
from studio.serving import AUTH_VARIABLE, choose_port, is_loopback, launch_settings, login

SOURCES = sorted(Path(studio.__file__).parent.rglob("*.py"))
HEAVY = {"torch", "transformers", "plotly", "datasets", "sklearn"}


def imported_modules(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_opening_the_studio_loads_nothing_heavy() -> None:
    code = f"import sys, studio.app; print(sorted({HEAVY} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"


def test_the_studio_uses_the_engine_through_its_front_door_only() -> None:
    behind = {
        str(file): module
        for file in SOURCES
        for module in imported_modules(file)
        if module.startswith("electra_engine.")
    }
    assert behind == {}


def test_only_a_login_opens_the_page_to_a_network() -> None:
    assert login("127.0.0.1", None) is None
    assert login("0.0.0.0", "anna:secret") == ("anna", "secret")
    with pytest.raises(UserError, match="add --auth"):
        login("0.0.0.0", None)
    with pytest.raises(UserError, match="user and a password"):
        login("127.0.0.1", "anna")


def test_a_password_in_the_environment_is_taken_and_handed_on_to_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(AUTH_VARIABLE, "anna:secret")
    assert login("0.0.0.0", None) == ("anna", "secret")
    assert AUTH_VARIABLE not in os.environ
    monkeypatch.setenv(AUTH_VARIABLE, "anna:secret")
    assert login("0.0.0.0", "bert:other") == ("bert", "other")
    assert AUTH_VARIABLE not in os.environ
    with pytest.raises(UserError, match=AUTH_VARIABLE):
        login("0.0.0.0", None)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_addresses_of_this_machine_are_known(host: str) -> None:
    assert is_loopback(host)
    assert not is_loopback("192.168.0.7")
    assert not is_loopback("example.org")


def test_a_taken_port_is_refused_or_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"Port {port} is in use"):
            choose_port("127.0.0.1", port)
    with pytest.raises(UserError, match="not a port"):
        choose_port("127.0.0.1", 70_000)
    assert choose_port("127.0.0.1", None) >= 7860


def test_nothing_is_shared_and_no_folder_is_served(tmp_path: Path) -> None:
    settings = launch_settings(
        "127.0.0.1", 7860, None, browser=False, workspace=Workspace(tmp_path), answerers={}
    )
    off = ("share", "pwa", "run_history", "mcp_server", "enable_monitoring", "show_error")
    assert [settings[name] for name in off] == [False] * len(off)
    assert settings["allowed_paths"] == []
    assert settings["footer_links"] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "127.0.0.1:7860"}, 200),
        ({"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:7860"}, 200),
        ({"host": "127.0.0.1:7860", "origin": "http://evil.example"}, 403),
        ({"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:9999"}, 403),
        ({"host": "127.0.0.1:7860", "origin": "null"}, 403),
        ({"host": "rebound.example:7860"}, 403),
    ],
)
def test_requests_that_another_page_makes_are_turned_away(headers: dict[str, str], status: int) -> None:
    inside = Starlette(routes=[Route("/", lambda _: PlainTextResponse("in"), methods=["POST"])])
    client = TestClient(Doorkeeper(inside, LOOPBACK))
    assert client.post("/", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("host", "given", "good", "bad"),
    [
        ("127.0.0.1", [], ["127.0.0.1:7860", "localhost:7860", "[::1]:7860"], ["127.8.8.8:7860", "10.0.0.9"]),
        ("127.8.8.8", [], ["127.8.8.8:7860", "LOCALHOST:7860"], ["rebound.example:7860"]),
        ("::1", [], ["[::1]:7860"], ["rebound.example:7860", ""]),
        ("0.0.0.0", [], ["192.168.0.7:7860", "[fe80::1]:7860", "127.0.0.1"], ["rebound.example:7860", ""]),
        ("0.0.0.0", ["Studio.Example.org"], ["studio.example.org", "studio.example.org:80"], ["example.org"]),
        ("box.example.org", [], ["box.example.org:7860"], ["rebound.example:7860"]),
    ],
    ids=["plain", "other loopback", "ipv6", "everywhere", "named", "by name"],
)
def test_the_page_answers_to_the_names_it_goes_by_and_no_other_can_be_pointed_at_it(
    tmp_path: Path, host: str, given: list[str], good: list[str], bad: list[str]
) -> None:
    settings = launch_settings(host, 7860, None, False, Workspace(tmp_path), {}, given)
    keeper = settings["app_kwargs"]["middleware"][0]
    inside = Starlette(routes=[Route("/", lambda _: PlainTextResponse("in"))])
    client = TestClient(keeper.cls(inside, *keeper.args, **keeper.kwargs))
    if host == "0.0.0.0":
        good = [*good, socket.gethostname()]
    assert {name: client.get("/", headers={"host": name}).status_code for name in good + bad} == {
        **dict.fromkeys(good, 200),
        **dict.fromkeys(bad, 403),
    }


def test_an_open_page_holds_no_connection_and_offers_no_public_interface(tmp_path: Path) -> None:
    config = Studio(Workspace(tmp_path)).blocks.get_config_file()
    assert config["connect_heartbeat"] is False
    with_server = [dependency for dependency in config["dependencies"] if dependency["backend_fn"]]
    assert with_server
    assert {dependency["queue"] for dependency in with_server} == {False}
    assert {dependency["api_visibility"] for dependency in with_server} == {"private"}


def test_what_waits_does_not_lie_over_the_page(tmp_path: Path) -> None:
    """A sign of waiting takes the clicks of what it is over, and the notices are over everything."""
    config = Studio(Workspace(tmp_path)).blocks.get_config_file()
    ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
    asking = (one for one in config["dependencies"] if one["backend_fn"])
    waiting = [one for one in asking if one["show_progress"] == "full"]
    assert waiting
    for dependency in waiting:
        assert dependency["show_progress_on"]
        assert ids["page-notices"] not in dependency["show_progress_on"]
