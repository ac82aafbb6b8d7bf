"""CSV that a spreadsheet shows and never runs.

A cell that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to a spreadsheet, and a formula can send
other cells away or start a program; a tab or a line break before it makes no difference, nor does the wide
form of these signs. Text from strangers holds such cells. Here each gets an apostrophe in front, which
spreadsheets take for "this is text"; plain numbers stay as they are. Every cell is quoted, because a
spreadsheet that expects another separator would else cut one cell into several.

Sources: CWE-1236; OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TextIO

FORMULA_SIGNS = "=+-@＝＋－＠"
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?%?")


class SpreadsheetWriter:
    """Writes rows of text as CSV whose cells are inert."""

    def __init__(self, stream: TextIO) -> None:
        """`stream` must not translate line ends (``newline=""``)."""
        self._writer = csv.writer(stream, quoting=csv.QUOTE_ALL)

    def writerow(self, cells: Iterable[str]) -> None:
        """One row; cells that a spreadsheet could run get an apostrophe in front."""
        self._writer.writerow([inert(cell) for cell in cells])


def inert(cell: str) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    begins = cell.lstrip()[:1]
    harmless = not begins or begins not in FORMULA_SIGNS or _NUMBER.fullmatch(cell)
    return cell if harmless and cell[:1] not in ("\t", "\r", "\n") else f"'{cell}"
