"""In which order the chapters of a book (EPUB) are read: as its spine lists them, not as they lie there.

META-INF/container.xml names the book's list of parts (OPF), whose spine names them by the ids of its
manifest; see EPUB 3.3, sections 4 and 5.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from electra_engine.corpus.unpacking import small_member
from electra_engine.libraries import library

CONTAINER = "META-INF/container.xml"
LARGEST_LIST = 4 << 20  # bytes


def spine_of(path: Path) -> list[str]:
    """The names of the chapters in their order; empty where the book does not say it."""
    container = _elements(path, CONTAINER)
    opf = next((one.get("full-path", "") for one in container if _kind(one) == "rootfile"), "")
    parts = _elements(path, opf) if opf else []
    names = {one.get("id"): unquote(one.get("href", "")) for one in parts if _kind(one) == "item"}
    chapters = [names.get(one.get("idref")) for one in parts if _kind(one) == "itemref"]
    folder = posixpath.dirname(opf)
    return [posixpath.normpath(posixpath.join(folder, name)) for name in chapters if name]


def _elements(path: Path, member: str) -> list[Any]:
    content = small_member(path, member, LARGEST_LIST)
    parser = library("defusedxml.ElementTree", "defusedxml")
    try:
        return list(parser.fromstring(content).iter()) if content else []
    except (parser.ParseError, ValueError):  # entities and document types are refused by a ValueError
        return []


def _kind(element: Any) -> str:
    """The element's name without its space."""
    return str(element.tag).rpartition("}")[2]
