"""Gradio fetches a file that a visitor names by its web address; here nothing is ever fetched.

The address of a file at the door is one such place (`doorways`), any file that is sent to a handler another.
"""

from __future__ import annotations

from typing import Any, NoReturn

from gradio import processing_utils


def fetch_nothing() -> None:
    """From now on every attempt of Gradio to fetch something fails before anybody is asked."""
    processing_utils.async_ssrf_protected_get = _refuse
    processing_utils.async_ssrf_protected_download = _refuse


async def _refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    raise ValueError(f"Nothing is fetched from elsewhere: {url[:200]}")
