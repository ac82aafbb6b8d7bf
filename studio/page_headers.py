"""What a browser is told never to do with anything that comes from here.

Scripts run only from our own files, or in the page itself with the answer's one-time word (nonce):
an event handler written into an attribute is dead, and so is every other host. Left open, because
Gradio builds its templates and our widgets' scripts with ``new Function`` and sets styles from
scripts: 'unsafe-eval' for scripts that already run, and inline styles.
"""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self' blob:",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'none'",
    )
)
# Of an answer that is no page: were it ever opened as one, it is alone and without scripts.
CLOSED_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_SCRIPT = re.compile(rb"<script(?=[\s>])")


class PageHeaders:
    """ASGI middleware around whatever writes the page; the page must come in one piece."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            send = _Guarded(send).send
        await self._app(scope, receive, send)


class _Guarded:
    """Sends one answer with its headers, the scripts of a page marked with the one-time word.

    The page's data stands in it as JSON in which every ``<`` is escaped, so no text of somebody
    else's can come by the mark.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._nonce = secrets.token_urlsafe(16)
        self._page: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers[name] = value
            if headers.get("content-type", "").startswith("text/html"):
                headers["content-security-policy"] = POLICY.format(nonce=self._nonce)
                self._page = message
                return
            headers["content-security-policy"] = CLOSED_POLICY
        elif self._page and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page()
            return
        await self._send(message)

    async def _send_page(self) -> None:
        body = _SCRIPT.sub(f'<script nonce="{self._nonce}"'.encode(), self._body)
        headers = MutableHeaders(scope=self._page)
        if self._body:  # a HEAD request is told the length of what it does not get
            headers["content-length"] = str(len(body))
        await self._send(self._page)
        await self._send({"type": "http.response.body", "body": body})
