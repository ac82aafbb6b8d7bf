"""Names on the hub, against a small hub of our own on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.engine.starting.released import release

ASK = """
import sys
from electra_engine.errors import UserError
from electra_engine.starting.hub import fetch
try:
    print(sorted(path.name for path in fetch(sys.argv[1]).iterdir()))
except UserError as error:
    print(error.sentence)
"""
OLD, NEW, CONVERTED = "someone/old", "someone/new", "someone/converted"


class Hub(BaseHTTPRequestHandler):
    """The few answers of a hub that a download needs; `files` are by (model, revision)."""

    files: dict[tuple[str, str], dict[str, bytes]]

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        content = self.found(self.path.partition("?")[0].strip("/"))
        known = isinstance(content, bytes)
        body = content if isinstance(content, bytes) else json.dumps(content or {}).encode()
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", "application/octet-stream" if known else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{hashlib.sha1(body).hexdigest()}"')
        if known:
            self.send_header("X-Repo-Commit", self.path.split("/resolve/")[1].split("/")[0])
        if content is None:
            self.send_header("X-Error-Code", "RepoNotFound")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def found(self, path: str) -> object:
        """A file's bytes, an answer to be sent as JSON, or None."""
        for (model, revision), files in self.files.items():
            if path == f"api/models/{model}/revision/{revision.replace('/', '%2F')}":
                listed = [{"rfilename": name} for name in files]
                return {"id": model, "sha": commit(revision), "siblings": listed}
            if path == f"api/models/{model}/tree/{commit(revision)}":
                return [entry(name, content) for name, content in files.items()]
            if path == f"api/models/{model}/discussions":
                offers = self.offers(model)
                return {"discussions": offers, "count": len(offers), "start": 0}
            for name, content in files.items():
                if path == f"{model}/resolve/{commit(revision)}/{name}":
                    return content
        return None

    def offers(self, model: str) -> list[dict[str, object]]:
        if (model, "refs/pr/7") not in self.files:
            return []
        return [
            {
                "num": 7,
                "title": "Adding `safetensors` variant of this model",
                "author": {"name": "SFconvertbot"},
                "isPullRequest": True,
                "status": "open",
                "repo": {"name": model, "type": "model"},
                "createdAt": "2023-01-01T00:00:00.000Z",
            }
        ]

    def log_message(self, *_: object) -> None:
        pass


def entry(name: str, content: bytes) -> dict[str, object]:
    return {"type": "file", "path": name, "size": len(content), "oid": hashlib.sha1(content).hexdigest()}


def commit(revision: str) -> str:
    return hashlib.sha1(revision.encode()).hexdigest()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    """The address of a hub with three models: safe, pickled, and pickled with a safe conversion."""
    release(tmp_path / "model", "discriminator")
    safe = {path.name: path.read_bytes() for path in (tmp_path / "model").iterdir()}
    pickled = {**{n: c for n, c in safe.items() if n != "model.safetensors"}, "pytorch_model.bin": b"cos"}
    Hub.files = {
        (NEW, "main"): {**safe, "pytorch_model.bin": b"cos", "code.py": b"raise SystemExit"},
        (OLD, "main"): pickled,
        (CONVERTED, "main"): pickled,
        (CONVERTED, "refs/pr/7"): {**pickled, "model.safetensors": safe["model.safetensors"]},
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def ask(name: str, folder: Path, endpoint: str, offline: bool = False) -> str:
    settings = {"HF_HOME": str(folder / "home"), "HF_ENDPOINT": endpoint, "HF_HUB_OFFLINE": str(int(offline))}
    told = subprocess.run(
        [sys.executable, "-c", ASK, name],
        env={**os.environ, **settings, "HF_HUB_DISABLE_XET": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    return told.stdout.strip()


def test_a_model_is_fetched_without_code_and_pickles_and_then_found_offline(hub: str, tmp_path: Path) -> None:
    assert "not on this machine" in ask(NEW, tmp_path, hub, offline=True)
    fetched = ask(NEW, tmp_path, hub)
    assert "model.safetensors" in fetched
    assert "tokenizer.json" in fetched
    assert "pytorch_model.bin" not in fetched
    assert "code.py" not in fetched
    assert ask(NEW, tmp_path, hub, offline=True) == fetched


def test_a_model_with_pickled_weights_is_taken_from_its_safe_conversion_or_refused(
    hub: str, tmp_path: Path
) -> None:
    assert "model.safetensors" in ask(CONVERTED, tmp_path, hub)
    assert "can run code when it is opened" in ask(OLD, tmp_path, hub)


def test_an_unknown_name_and_an_unreachable_hub_are_told_apart(hub: str, tmp_path: Path) -> None:
    assert "no model called someone/nothing" in ask("someone/nothing", tmp_path, hub)
    assert "cannot be reached" in ask(NEW, tmp_path, "http://127.0.0.1:9")
