"""Which addresses are answered at all, how much may come in through each, and how a refusal is said.

Gradio answers many more addresses than one page needs: a queue, streams, a proxy, ways to cancel
other people's events. What this page does not use is not there.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio.temporary_uploads import temporary_files_removed
from studio.text import say
from studio.upload_room import UploadClaim, UploadRoom
from studio.visitors import household

log = logging.getLogger(__name__)

LARGEST_UPLOAD = 4 * 1024**3  # bytes
# Bytes. Read as JSON, empty lists become twenty times as much; most is needed to tell of a thousand uploads.
LARGEST_CALL = 2 * 1024**2
WRONG_PASSWORD_SECONDS = 1.0  # so that few can be tried
PATIENCE = 30.0  # seconds that are waited for a sender in all; what comes earns more, never more than this
SLOWEST = 16 * 1024  # bytes a second, below which the patience runs out

CALL = re.compile(r"/gradio_api/(run|api)/predict/?|/asked/[a-z]+")
NO_ADDRESS = r"(?![A-Za-z][A-Za-z0-9+.-]*:)"  # a file of ours; what has a scheme Gradio would go and fetch


@dataclass(frozen=True)
class Doorway:
    """Addresses that match, answered to these methods: at most `at_once` together and `each` from one
    household, each taking in at most `most_bytes`. Where a password is set, only those `for_strangers` are
    open to whoever has not given it."""

    name: str
    pattern: re.Pattern[str]
    methods: tuple[str, ...] = ("GET", "HEAD")
    most_bytes: int = 0
    at_once: int = 256
    each: int = 256
    for_strangers: bool = False


DOORWAYS = (
    Doorway(
        "page", re.compile(r"/|/(theme\.css|favicon\.ico|robots\.txt|manifest\.json)"), for_strangers=True
    ),
    Doorway("parts", re.compile(r"/(assets|static|svelte)/.+|/gradio_api/theme\.css"), for_strangers=True),
    Doorway("login", re.compile(r"/login/?"), ("POST",), 64 * 1024, 64, each=4, for_strangers=True),
    # Gradio asks itself, without a password, when it has begun.
    Doorway("begun", re.compile(r"/gradio_api/startup-events/?"), for_strangers=True),
    Doorway("about", re.compile(r"/config/?|/gradio_api/(info|login_check|user|app_id)/?")),
    Doorway("about", re.compile(r"/(login_check|user|logout)/?")),
    Doorway("file", re.compile(rf"/gradio_api/file={NO_ADDRESS}.+"), at_once=48, each=32),
    Doorway("call", CALL, ("POST",), LARGEST_CALL, 96, each=64),
    Doorway("upload", re.compile(r"/gradio_api/upload/?"), ("POST",), LARGEST_UPLOAD, 12, each=8),
    Doorway("progress", re.compile(r"/gradio_api/upload_progress"), at_once=48, each=32),
)
# What Gradio itself answers and its page understands; nothing more of what is sent is then waited for.
UNKNOWN = {"detail": {"error": "Not authenticated", "auth_message": None}}


class Doorways:
    """ASGI middleware, behind what reads the visitor's language off the address.

    `scripts` are the addresses of files that the page may run; every other file is handed out as
    bytes to be saved, whatever its name says it is. `room` tells how many bytes may be uploaded now,
    `is_known` who may come in by every doorway.
    """

    def __init__(
        self,
        app: ASGIApp,
        scripts: tuple[str, ...] = (),
        room: Callable[[], int] = lambda: LARGEST_UPLOAD,
        is_known: Callable[[Scope], bool] = lambda _: True,
    ) -> None:
        self._app, self._scripts, self._room, self._is_known = app, scripts, UploadRoom(room), is_known
        self._inside: Counter[tuple[str, ...]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        doorway = _doorway(scope["path"], scope["method"])
        if doorway and not doorway.for_strangers and not self._is_known(scope):
            await JSONResponse(UNKNOWN, 401, {"connection": "close"})(scope, receive, send)
            return
        status, refusal = self._refusal(doorway, scope)
        if doorway is None or refusal:
            headers = Headers({"retry-after": "2"} if status == 429 else {})
            await _response(doorway, refusal, status, headers)(scope, receive, send)
            return
        places = _places(doorway, scope)
        self._inside.update(places)
        try:
            if doorway.name == "upload":
                await self._take_in(doorway, scope, receive, send)
            else:
                await self._let_in(_Intake(receive, doorway), scope, send)
        finally:
            self._inside.subtract(places)
            self._inside = +self._inside  # no household is remembered that has nobody inside

    async def _take_in(self, doorway: Doorway, scope: Scope, receive: Receive, send: Send) -> None:
        """An upload, as far as there is room for it; where it breaks off nothing of it stays."""
        claim = UploadClaim(self._room)
        try:
            if not await claim.extend(int(Headers(scope=scope).get("content-length", "0"))):
                await _response(doorway, say("door.no_room"), 507)(scope, receive, send)
                return
            with temporary_files_removed():
                await self._let_in(_Intake(receive, doorway, claim), scope, send)
        finally:
            claim.close()

    async def _let_in(self, intake: _Intake, scope: Scope, send: Send) -> None:
        answer = _Answer(send, intake, scope["path"] in self._scripts)
        try:
            await self._app(scope, intake.receive, answer.send)
        except Exception:
            if intake.cut:  # what reads it then stops with an exception of its own
                await answer.refuse(*intake.cut)
                return
            log.exception("The address %s failed.", scope["path"])
            await answer.refuse(422 if intake.doorway.name == "call" else 500, say("door.misfit"))

    def _refusal(self, doorway: Doorway | None, scope: Scope) -> tuple[int, str]:
        if doorway is None:
            return 404, say("door.nothing_here")
        length = Headers(scope=scope).get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > doorway.most_bytes:
            return 413, _too_much(doorway)
        everybody, own = (self._inside[place] for place in _places(doorway, scope))
        if everybody >= doorway.at_once or own >= doorway.each:
            return 429, say("door.busy")
        return 200, ""


def _doorway(path: str, method: str) -> Doorway | None:
    found = (way for way in DOORWAYS if way.pattern.fullmatch(path))
    return next((way for way in found if method in way.methods), None)


def _places(doorway: Doorway, scope: Scope) -> list[tuple[str, ...]]:
    """What whoever comes in by this doorway takes: a place of everybody's, and one of their household's."""
    return [(doorway.name,), (doorway.name, household(scope))]


def _response(
    doorway: Doorway | None, sentence: str, status: int, headers: Headers | None = None
) -> Response:
    """A refusal; the page shows the answer to an upload as it comes, and reads any other as JSON."""
    if doorway and doorway.name == "upload":
        return PlainTextResponse(sentence, status, headers)
    return JSONResponse({"error": sentence}, status, headers)


def _too_much(doorway: Doorway) -> str:
    return say("door.too_much", most=f"{doorway.most_bytes / 1024**2:,.0f}")


class _Intake:
    """What is sent in, cut off where it is more than may come in or stops coming; `cut` then says why."""

    def __init__(self, receive: Receive, doorway: Doorway, claim: UploadClaim | None = None) -> None:
        self.doorway = doorway
        self.cut: tuple[int, str] | None = None
        self._receive, self._left, self._claim = receive, doorway.most_bytes, claim
        self._whole = False
        self._patience = PATIENCE

    async def receive(self) -> Message:
        if self._whole:  # from here on the sender is only waited for, to see whether it goes away
            return await self._receive()
        begun = time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), self._patience)
        except TimeoutError:
            self.cut = 408, say("door.silent")
            return {"type": "http.disconnect"}
        size = len(message.get("body", b""))
        waited = time.monotonic() - begun
        self._patience = min(max(self._patience - waited, 0.0) + size / SLOWEST, PATIENCE)
        self._left -= size
        self._whole = not message.get("more_body", False)
        if self._left < 0:
            self.cut = 413, _too_much(self.doorway)
        elif self._claim and not await self._claim.take(size):
            self.cut = 507, say("door.no_room")
        return {"type": "http.disconnect"} if self.cut else message


class _Answer:
    """An answer on its way out: files only to be saved, and a call that Gradio itself could not take
    told as a refusal."""

    def __init__(self, send: Send, intake: _Intake, is_script: bool) -> None:
        self._send, self._intake, self._is_script = send, intake, is_script
        self._begun = self._refused = False

    async def send(self, message: Message) -> None:
        if message["type"] != "http.response.start":
            if not self._refused:
                await self._send(message)
            return
        way = self._intake.doorway
        if self._intake.cut:
            await self.refuse(*self._intake.cut)
            return
        if way.name in ("call", "upload") and message["status"] >= 400 and message["status"] != 401:
            log.warning("A %s was refused because what was sent does not fit what takes it.", way.name)
            # Our handlers let nothing out, so what failed is the reading of what was sent.
            await self.refuse(422, say("door.misfit"))
            return
        if way.name == "login" and message["status"] >= 400:
            await asyncio.sleep(WRONG_PASSWORD_SECONDS)
        self._begun = True
        headers = MutableHeaders(scope=message)
        if way.name == "file" and not self._is_script and message["status"] < 300:
            headers["content-type"] = "application/octet-stream"
            _, _, name = headers.get("content-disposition", "").partition(";")
            headers["content-disposition"] = f"attachment;{name}" if name else "attachment"
            headers["cache-control"] = "no-store"
        await self._send(message)

    async def refuse(self, status: int, sentence: str) -> None:
        """Answers with this sentence instead, unless something else was answered already."""
        if self._begun:
            return
        self._begun = self._refused = True
        body = _response(self._intake.doorway, sentence, status)
        await self._send({"type": "http.response.start", "status": status, "headers": body.raw_headers})
        await self._send({"type": "http.response.body", "body": body.body})
