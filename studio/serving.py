"""Opening the page: the command's options, a free port, and how Gradio is told to serve.

Nothing is fetched from or sent to another host, and unless a password is set the page is only for
this machine.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.middleware import Middleware

from electra_engine import Parser, UserError, Workspace, space_left
from studio.doorkeeper import LOOPBACK, Doorkeeper
from studio.doorways import LARGEST_UPLOAD, Doorways
from studio.interpreter import Interpreter
from studio.page_headers import PageHeaders
from studio.questions import Answerer, Questions
from studio.text import say
from studio.visitors import has_password
from studio.widgets.plotly_script import plotly_address

FIRST_PORT = 7860
PORTS_TRIED = 100
AUTH_VARIABLE = "ELECTRA_STUDIO_AUTH"  # USER:PASSWORD, where other users of the machine cannot read it


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line of ``electra-studio``; raises `UserError` for one that cannot be read."""
    parser = Parser(prog="electra-studio", description=say("serving.description"))
    parser.add_argument("--workspace", metavar="DIR", help=say("serving.workspace"))
    parser.add_argument("--port", type=int, metavar="N", help=say("serving.port", first=FIRST_PORT))
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help=say("serving.host"))
    parser.add_argument("--name", action="append", default=[], metavar="NAME", help=say("serving.name"))
    parser.add_argument("--auth", metavar="USER:PASSWORD", help=say("serving.auth", variable=AUTH_VARIABLE))
    parser.add_argument("--quota", type=float, metavar="GB", help=say("serving.quota"))
    parser.add_argument(
        "--open",
        dest="browser",
        action=argparse.BooleanOptionalAction,
        default=False,
        help=say("serving.open"),
    )
    parser.add_argument("--no-browser", dest="browser", action="store_false", help=say("serving.no_browser"))
    return parser.parse_args(arguments)


def login(host: str, auth: str | None) -> tuple[str, str] | None:
    """User and password, of the command line or else of the environment, which then forgets them.

    Raises `UserError` when the page would be open to a network without them.
    """
    from_environment = os.environ.pop(AUTH_VARIABLE, None)  # no worker need know it
    auth = auth or from_environment
    if auth is None:
        if is_loopback(host):
            return None
        raise UserError(say("serving.needs_auth", host=host, variable=AUTH_VARIABLE), "host")
    user, colon, password = auth.partition(":")
    if not (user and colon and password):
        raise UserError(say("serving.bad_auth"), "auth")
    return user, password


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def names_of(host: str, given: Sequence[str] = ()) -> tuple[str, ...]:
    """The hosts that requests may be addressed to when the page answers on `host`."""
    own = [f"[{host}]" if ":" in host and not host.startswith("[") else host]
    if not is_loopback(host):
        machine = socket.gethostname()
        own += [machine, f"{machine}.local"]
    return tuple(dict.fromkeys(name.lower() for name in (*LOOPBACK, *own, *given)))


def choose_port(host: str, wanted: int | None) -> int:
    """The wanted port, or the first free one from 7860; raises `UserError` when it is taken."""
    if wanted is not None:
        if not 0 < wanted < 65536:
            raise UserError(say("serving.bad_port", port=wanted), "port")
        if not _is_free(host, wanted):
            raise UserError(say("serving.port_taken", port=wanted), "port")
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if _is_free(host, port):
            return port
    raise UserError(say("serving.no_port", first=FIRST_PORT, last=FIRST_PORT + PORTS_TRIED - 1), "port")


def launch_settings(
    host: str,
    port: int,
    auth: tuple[str, str] | None,
    browser: bool,
    workspace: Workspace,
    answerers: Mapping[str, Answerer],
    names: Sequence[str] = (),
) -> dict[str, Any]:
    """What `gradio.Blocks.launch` is called with, looks aside. `answerers` are for the page's questions,
    `names` those that people gave the machine and that it cannot know itself."""
    keeper = {"names": names_of(host, names), "by_address": not is_loopback(host)}
    return {
        "server_name": host,
        "server_port": port,
        "auth": auth,
        "inbrowser": browser,
        "quiet": True,
        "_frontend": False,  # else Gradio asks its own address once and gives up where that takes 3 seconds
        "share": False,
        "show_error": False,
        "pwa": False,
        "ssr_mode": False,
        "mcp_server": False,
        "enable_monitoring": False,
        "run_history": False,
        "footer_links": [],
        "allowed_paths": [],
        "max_file_size": LARGEST_UPLOAD,
        "favicon_path": Path(__file__).with_name("favicon.svg"),
        "app_kwargs": {"middleware": _door(keeper, partial(space_left, workspace), answerers)},
        "prevent_thread_lock": True,
    }


def _door(
    keeper: dict[str, Any], room: Callable[[], int], answerers: Mapping[str, Answerer]
) -> list[Middleware]:
    """What a request passes, in this order.

    `keeper` says to whom it may be addressed, `room` tells how many bytes may still come in.
    """
    return [
        Middleware(Doorkeeper, **keeper),
        Middleware(PageHeaders),
        Middleware(Interpreter),
        Middleware(Doorways, scripts=(f"/{unquote(plotly_address())}",), room=room, is_known=has_password),
        Middleware(Questions, answerers=answerers),
    ]


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError:
            return False
    return True
