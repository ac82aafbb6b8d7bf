"""Refuses requests that some other web page makes through the reader's browser.

A page from elsewhere can post to a server on this machine, and can point a name of its own at
127.0.0.1 (DNS rebinding). So a request must be addressed to a name this server goes by, and where
the browser says which page sent it, that page must be ours; another page may at most link to it. An
address in figures is nobody's name, so nobody can point it elsewhere.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from studio.text import say

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Doorkeeper:
    """ASGI middleware. `names` are the hosts that a request may be addressed to, besides any address in
    figures where `by_address`."""

    def __init__(self, app: ASGIApp, names: tuple[str, ...] = LOOPBACK, by_address: bool = False) -> None:
        self._app, self._names, self._by_address = app, names, by_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # nothing here speaks over one
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = self._refusal(Headers(scope=scope), scope["method"]) if scope["type"] == "http" else ""
        if refusal:
            await PlainTextResponse(refusal, status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, headers: Headers, method: str) -> str:
        name = _without_port(headers.get("host", ""))
        if name not in self._names and not (self._by_address and _is_address(name)):
            return say("door.other_name")
        return "" if _is_from_us(headers, method) else say("door.other_page")


def _is_from_us(headers: Headers, method: str) -> bool:
    """Whether no other page sends this, as far as the browser says; it may link here."""
    is_link = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not is_link:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
