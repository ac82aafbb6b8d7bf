"""The structured log of a run: one JSON object a line, for people who look for the reason of something.

    {"time": 1764158400.5, "level": "WARNING", "from": "events", "message": "Memory ran out …", "step": 12}

`step` is there where a line is about one, `trace` where something broke. What is told to people on the page
is in it as well, made so that it can be told in any language.
"""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler

from electra_engine.sentences import Sentence
from electra_engine.workspace import RunFolder

LARGEST = 2 * 2**20  # bytes; then a new file begins and the one before is kept
SHOWN_BYTES = 64 * 2**10  # from the end: what `read_log` looks at unless told otherwise


@dataclass(frozen=True)
class LogLine:
    """One thing that happened; `time` is UNIX time, `trace` the program's own words where it broke."""

    time: float
    level: str
    origin: str
    message: Sentence
    step: int | None = None
    trace: str = ""


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        message = record.args[0] if record.msg == "%s" and isinstance(record.args, tuple) else None
        line = {
            "time": round(record.created, 3),
            "level": record.levelname,
            "from": record.name.removeprefix("electra_engine."),
            "message": message.packed() if isinstance(message, Sentence) else record.getMessage(),
            "step": getattr(record, "step", None),
            "trace": self.formatException(record.exc_info) if record.exc_info else None,
        }
        return json.dumps(
            {key: value for key, value in line.items() if value is not None}, ensure_ascii=False
        )


def keep_log(run: RunFolder) -> None:
    """Writes what this process logs, from now on, to the run's log as well."""
    logging.raiseExceptions = False  # a full disk must not fill the printed log with traces of this one
    try:
        keeper = RotatingFileHandler(run.events_log, maxBytes=LARGEST, backupCount=1, encoding="utf-8")
    except OSError:
        logging.getLogger(__name__).warning("No log can be kept in %s.", run.events_log)
        return
    keeper.setFormatter(_AsJson())
    logging.getLogger().addHandler(keeper)


def read_log(run: RunFolder, most: int = 200, within: int = SHOWN_BYTES) -> list[LogLine]:
    """The last lines of a run's log, oldest first: at most `most`, from its last `within` bytes."""
    try:
        with run.events_log.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - within, 0))
            lines = file.read().splitlines()
    except OSError:
        return []
    return [line for line in map(_parsed, lines) if line is not None][-most:]


def _parsed(stored: bytes) -> LogLine | None:
    with contextlib.suppress(ValueError, KeyError, TypeError):  # the first may be cut, the last half-written
        line = json.loads(stored)
        message = Sentence.unpacked(str(line["message"]))
        return LogLine(
            float(line["time"]), line["level"], line["from"], message, line.get("step"), line.get("trace", "")
        )
    return None
