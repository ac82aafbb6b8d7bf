"""What widgets of an open page ask again and again, answered before Gradio is reached.

For each event Gradio describes the components that take part anew, and its page copies the state of all of
them: nine tenths of what a question costs that mostly has nothing new for an answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import anyio
import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from electra_engine import UserError

log = logging.getLogger(__name__)

AT_ONCE = 20
ADDRESS = "/asked/"  # and the name of what is asked
Answerer = Callable[[object], Mapping[str, Any]]


class Questions:
    """ASGI middleware. Each answerer is given what a page sent, any JSON at all, in a thread apart from
    those that hand out files."""

    def __init__(self, app: ASGIApp, answerers: Mapping[str, Answerer]) -> None:
        self._app, self._answerers = app, answerers
        self._limiter: anyio.CapacityLimiter | None = None  # made where it is used, inside the loop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        answerer = self._answerers.get(path.removeprefix(ADDRESS)) if path.startswith(ADDRESS) else None
        if answerer is None:
            await self._app(scope, receive, send)
            return
        self._limiter = self._limiter or anyio.CapacityLimiter(AT_ONCE)
        answer = await _answered(answerer, Request(scope, receive), self._limiter)
        await answer(scope, receive, send)


async def _answered(answerer: Answerer, request: Request, limiter: anyio.CapacityLimiter) -> Response:
    """The answer as JSON; 422 where what was sent is none, or does not fit."""
    try:
        asked = json.loads(await request.body())
        answer = await anyio.to_thread.run_sync(answerer, asked, limiter=limiter)
        said = orjson.dumps(answer, option=orjson.OPT_NON_STR_KEYS)
    except (ValueError, RecursionError, UserError, ClientDisconnect, orjson.JSONEncodeError):
        return Response(status_code=422)
    except Exception:
        log.exception("The question %s could not be answered.", request.url.path)
        return Response(status_code=422)
    return Response(said, media_type="application/json")
