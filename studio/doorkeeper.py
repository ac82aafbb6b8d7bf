"""Refuses requests that some other web page makes through the reader's browser.

A page from elsewhere can post to a server on this machine, and can point a name of its own at
127.0.0.1 (DNS rebinding). So a request must be addressed to a name this server goes by, and where
the browser says which page sent it, that page must be ours; another page may at most link to it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from studio.text import say

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Doorkeeper:
    """ASGI middleware. `names` are the host names allowed in the Host header; empty allows all."""

    def __init__(self, app: ASGIApp, names: tuple[str, ...] = LOOPBACK) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # nothing here speaks over one
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and not self._is_ours(Headers(scope=scope), scope["method"]):
            refusal = PlainTextResponse(say("door.other_page"), status_code=403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_ours(self, headers: Headers, method: str) -> bool:
        host = headers.get("host", "")
        if self._names and _without_port(host) not in self._names:
            return False
        is_link = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not is_link:
            return False
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc == host


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
