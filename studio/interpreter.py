"""Lets every request be answered in its visitor's language, and tells the browser which that is.

A page calls the server back under an address that begins with its language (``/zh/gradio_api/…``),
so that two pages of one browser may be open in two languages.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio.first_scripts import first_in
from studio.languages import TAGS, choose_language
from studio.text import LANGUAGES, speak

COOKIE = "electra_language"
COOKIE_LIFE = 365 * 24 * 3600  # seconds
# Gradio's own words follow the browser's language, so the page's browser says the visitor's. The
# address has done its work: a reload follows the cookie, and a link handed on asks its reader.
FIRST_WORDS = """
Object.defineProperty(navigator, "language", {get: () => "TAG"});
Object.defineProperty(navigator, "languages", {get: () => ["TAG"]});
{
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  history.replaceState(history.state, "", address);
}
"""


class Interpreter:
    """ASGI middleware around the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        marked, path = _without_mark(scope["path"])
        request = HTTPConnection(scope)
        asked = request.query_params.get("lang", "")
        accepted = request.headers.get("accept-language", "")
        spoken = marked or choose_language(asked, request.cookies.get(COOKIE, ""), accepted)
        speak(spoken)
        if path == "/":
            remembered = spoken if asked == spoken else ""
            send = _Page(send, spoken, remembered).send
            scope = {**scope, "path": path, "raw_path": path.encode(), "root_path": f"/{spoken}"}
        elif marked:
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)


def _without_mark(path: str) -> tuple[str, str]:
    """The language that an address begins with, or nothing, and the rest of it."""
    first, slash, rest = path.removeprefix("/").partition("/")
    return (first, f"/{rest}") if slash and first in LANGUAGES else ("", path)


class _Page:
    """Passes the page on as a whole, opened in its language. `remembered` is kept in a cookie."""

    def __init__(self, send: Send, spoken: str, remembered: str) -> None:
        self._send, self._spoken, self._remembered = send, spoken, remembered
        self._start: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=self._start)
        if headers.get("content-type", "").startswith("text/html"):
            self._open_in_its_language(headers)
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})

    def _open_in_its_language(self, headers: MutableHeaders) -> None:
        tag = TAGS[self._spoken]
        page = re.sub(r'lang="[^"]*"', f'lang="{tag}"', self._body.decode(), count=1)
        self._body = first_in(page, FIRST_WORDS.replace("TAG", tag)).encode()
        headers["content-length"] = str(len(self._body))
        headers["content-language"] = tag
        headers.add_vary_header("Accept-Language, Cookie")
        if self._remembered:
            kept = f"{COOKIE}={self._remembered}; Path=/; Max-Age={COOKIE_LIFE}; SameSite=Lax"
            headers.append("set-cookie", kept)
