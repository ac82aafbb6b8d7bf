"""JSON, whole or a line each: texts stand under a path of names, and the one that reads like text is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from electra_engine.corpus.reading.columns import choose_column
from electra_engine.corpus.reading.opening import Opened
from electra_engine.errors import UserError
from electra_engine.libraries import library
from electra_engine.sentences import Sentence

SAMPLED_TEXTS = 2_000
SAMPLED_LINES = 300
DEEPEST = 50
LONGEST_NAME = 100
LONGEST_RECORD = 64 << 20  # characters of one line
# The parser looks at a long string anew with every piece, and where a file is cut off its last piece is
# lost: so a piece is a small part of the file, but never tiny.
PIECES, SMALLEST_PIECE, LARGEST_PIECE = 64, 1 << 12, 1 << 20
NOT_JSON = Sentence("it is not JSON")
NO_TEXT = Sentence("it has no text in the column that is read")


def is_json_lines(opened: Opened) -> bool:
    """Whether the first two lines (the only one, in a short file) are objects."""
    lines = [line for line in opened.text.lstrip("\ufeff").split("\n", 3) if line.strip()][:2]
    begun = [line for line in lines if line.lstrip().startswith("{")]
    if len(lines) < 2 or len(begun) < 2:
        return False
    return _parsed(lines[0]) is not None or lines[0].rstrip().endswith("}")


def is_json(opened: Opened) -> bool:
    """Whether the text begins as a JSON array or object does."""
    start = opened.text[:2_000].lstrip("\ufeff \t\r\n")
    inner = start[1:].lstrip()
    if start.startswith("{"):
        return inner.startswith(('"', "}"))
    return start.startswith("[") and inner[:1] in ('"', "{", "[", "]")


def read_json_lines(opened: Opened) -> Iterator[str]:
    """The text of each line's object; lines that are no JSON or have no text are left out and listed."""
    samples: dict[str, list[str]] = {}
    for line in opened.text.split("\n")[:SAMPLED_LINES]:
        for path, text in _texts(_parsed(line)):
            samples.setdefault(path, []).append(text)
    chosen = _choose(opened, samples)
    for number, line in enumerate(_whole_lines(opened), 1):
        if not line.strip():
            continue
        record = _parsed(line)
        if record is None:
            opened.leave_out_line(number, NOT_JSON)
            continue
        texts = [text for path, text in _texts(record) if path == chosen and text.strip()]
        if not texts:
            opened.leave_out_line(number, NO_TEXT)
        yield from texts


def read_json(opened: Opened) -> Iterator[str]:
    """Every text under the path that is read, in order; what is cut off is read as far as it goes."""
    samples: dict[str, list[str]] = {}
    try:
        for number, (path, text) in enumerate(_stream(opened)):
            samples.setdefault(path, []).append(text)
            if number >= SAMPLED_TEXTS:
                break
    except library("ijson", "ijson").JSONError:
        if not samples:
            raise
    chosen = _choose(opened, samples)
    for path, text in _stream(opened):
        if path == chosen and text.strip():
            yield text.strip()


def _choose(opened: Opened, samples: dict[str, list[str]]) -> str:
    chosen = choose_column(samples, opened.column, opened.name)
    opened.file.columns, opened.file.column = tuple(samples), chosen
    return chosen


def _stream(opened: Opened) -> Iterator[tuple[str, str]]:
    """(path, text) of every string: the names on the way to it, arrays having none.

    Raises `UserError` where values stand too deep in one another: their paths alone would fill memory.
    """
    ijson = library("ijson", "ijson")
    names: list[str] = []  # of every object and array that is open, "" for an array
    with opened.stream() as stream:
        first = stream.read(1)
        source = _AsBytes(stream, "" if first == "\ufeff" else first)
        piece = min(max(opened.size // PIECES, SMALLEST_PIECE), LARGEST_PIECE)
        for event, value in ijson.basic_parse(source, multiple_values=True, buf_size=piece):
            if event == "map_key":
                names[-1] = value[:LONGEST_NAME]
            elif event in ("start_map", "start_array"):
                names.append("")
            elif event in ("end_map", "end_array"):
                names.pop()
            elif event == "string":
                yield ".".join(filter(None, names)), value
            if len(names) > DEEPEST:
                raise UserError(
                    "{file} is nested too deep to be read: choose another file.", "files", file=opened.name
                )


class _AsBytes:
    """A text stream as the UTF-8 bytes that the parser wants."""

    def __init__(self, stream: Any, begun: str) -> None:
        self._stream, self._begun = stream, begun

    def read(self, size: int) -> bytes:
        if not size:  # the parser asks so what kind of stream it has
            return b""
        text, self._begun = self._begun + self._stream.read(size), ""
        return text.encode("utf-8", "replace")


def _whole_lines(opened: Opened) -> Iterator[str]:
    """Lines however long, up to `LONGEST_RECORD`; a longer one comes in pieces, which are no JSON."""
    held: list[str] = []
    length = 0
    for piece in opened.lines():
        held.append(piece)
        length += len(piece)
        if piece.endswith("\n") or length > LONGEST_RECORD:
            yield "".join(held)
            held, length = [], 0
    if held:
        yield "".join(held)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _texts(value: Any, path: str = "", deepest: int = DEEPEST) -> Iterator[tuple[str, str]]:
    """(path, text) of every string in a parsed value."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict) and deepest:
        for name, inner in value.items():
            yield from _texts(inner, f"{path}.{name}" if path else str(name), deepest - 1)
    elif isinstance(value, list) and deepest:
        for inner in value:
            yield from _texts(inner, path, deepest - 1)
