"""Who somebody is, told from the head of a request, before anything else of it is read."""

from __future__ import annotations

import ipaddress

from gradio.routes import App
from starlette.requests import HTTPConnection
from starlette.types import Scope

HOUSEHOLD = 64  # leading bits of an IPv6 address; whoever has one has all that begin so


def has_password(scope: Scope) -> bool:
    """Whether this visitor gave the password, or none is asked for; Gradio notes in `tokens` who did."""
    app: App = scope["app"]
    if app.auth is None:
        return True
    cookies = HTTPConnection(scope).cookies
    kinds = ("access-token", "access-token-unsecure")
    return any(cookies.get(f"{kind}-{app.cookie_id}") in app.tokens for kind in kinds)


def household(scope: Scope) -> str:
    """From where a request comes, as far as one sender cannot choose it at will."""
    host, _ = scope.get("client") or ("", 0)
    try:
        address = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), HOUSEHOLD), strict=False))
