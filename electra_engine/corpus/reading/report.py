"""What was noticed while files were read: what each is, and what had to be left out of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from electra_engine.sentences import SILENCE, Sentence

MOST_LISTED = 200


@dataclass(frozen=True)
class LeftOut:
    """A file, a part of one or a line that could not be used, and why."""

    name: str
    reason: Sentence


@dataclass
class FileReport:
    """One file that somebody named. `columns` are those of a table, `column` the one that is read.

    `members` counts the files in an archive or a folder, `lines_left_out` lines and rows, `damaged`
    characters that had to be replaced, `beside_text` those of web pages that are not what the pages tell.
    """

    name: str
    bytes: int = 0
    format: Sentence = SILENCE
    encoding: str = ""
    columns: tuple[str, ...] = ()
    column: str = ""
    members: int = 0
    lines_left_out: int = 0
    damaged: int = 0
    beside_text: int = 0


@dataclass
class ReadingReport:
    """All files in order. Only the first `MOST_LISTED` things left out are listed; all are counted."""

    files: list[FileReport] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    left_out_count: int = 0

    def leave_out(self, name: str, reason: Sentence) -> None:
        self.left_out_count += 1
        if len(self.left_out) < MOST_LISTED:
            self.left_out.append(LeftOut(name, reason))

    def leave_out_line(self, file: FileReport, name: str, line: int, reason: Sentence) -> None:
        """Notes one line or row, counted from 1."""
        file.lines_left_out += 1
        self.leave_out(name, Sentence("Line {line:,}: {reason}.", line=line, reason=reason))
