"""Packages that only some formats need: the engine runs without them, and says which one is missing."""

from __future__ import annotations

import importlib
from typing import Any

from electra_engine.errors import UserError


def library(module: str, package: str) -> Any:
    """The imported module; raises `UserError` where its package is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise UserError(
            "Reading this needs the package {package}, which is not installed: pip install {package}",
            "files",
            package=package,
        ) from None
