"""Tagged text as rows of a list of words and lists of tags: conllu, CoNLL columns, word/tag lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from electra_engine.finetuning.table_reading import TableRow, damage
from electra_engine.sentences import SILENCE, Sentence

CONLLU = ("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc")
CONLLU_ROW = re.compile(r"\d+(-\d+|\.\d+)?\t[^\t]*(\t[^\t]*){8}")
LISTED = ("form", "upos", "xpos", "lemma", "deprel")  # the columns of conllu that can be learned
SAMPLED_LINES = 5_000
LEAST_ALIKE = 0.9  # the share of lines that must have the form
SHORT_TAG = 24  # characters
TAG = re.compile(r"[A-Z][A-Z0-9$.:_|-]*|[.,:()$#'`\"-]+")
Lines = list[tuple[int, str]]


def read_tagged(text: str) -> tuple[Sentence, list[str], list[TableRow]] | None:
    """How the file is written, its column names and a row for each sentence; None for other files."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = [line for line in lines[:SAMPLED_LINES] if line.strip() and not line.startswith("# ")]
    if _share(start, lambda line: CONLLU_ROW.fullmatch(line) is not None) >= LEAST_ALIKE:
        return Sentence("conllu"), list(LISTED), list(map(_conllu_row, _sentences(lines)))
    if _share(start, _is_word_tag_line) >= LEAST_ALIKE:
        rows = [_word_tag_row(number, line) for number, line in enumerate(lines, 1) if line.strip()]
        return Sentence("word/tag lines"), ["words", "tags"], rows
    width = _conll_width(lines[:SAMPLED_LINES])
    if width:
        names = ["words", *(f"column {number}" for number in range(2, width)), "tags"]
        rows = [_conll_row(group, width) for group in _sentences(lines)]
        return Sentence("CoNLL columns"), names, [row for row in rows if row.cells or row.problem]
    return None


def _share(lines: list[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, lines)) / len(lines) if lines else 0.0


def _sentences(lines: list[str]) -> Iterator[Lines]:
    """(line number, line) of each sentence; blank lines part them."""
    group: Lines = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            group.append((number, line))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _conllu_row(group: Lines) -> TableRow:
    """Its syntactic words: a row ``8-9`` spans words that follow, ``8.1`` is a word that was left out."""
    words = []
    for number, line in group:
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(CONLLU):
            return TableRow(
                number, [], Sentence("it has {count} of {width} columns", count=len(cells), width=len(CONLLU))
            )
        if cells[0].isdigit():
            words.append(dict(zip(CONLLU, cells, strict=True)))
    columns = [[word[name] for word in words] for name in LISTED]
    return TableRow(group[0][0], columns, damage(word["form"] for word in words))


def _is_word_tag_line(line: str) -> bool:
    pieces = line.split()
    return len(pieces) > 1 and sum(map(_is_word_tag, pieces)) >= LEAST_ALIKE * len(pieces)


def _is_word_tag(piece: str) -> bool:
    word, _, tag = piece.rpartition("/")
    return bool(word) and len(tag) <= SHORT_TAG and TAG.fullmatch(tag) is not None


def _word_tag_row(number: int, line: str) -> TableRow:
    words, tags = [], []
    for piece in line.split():
        word, _, tag = piece.rpartition("/")
        if not word or not tag:
            return TableRow(number, [], Sentence("{piece!r} is not a word/tag", piece=piece[:40]))
        words.append(word)
        tags.append(tag)
    return TableRow(number, [words, tags], damage(words))


def _conll_width(lines: list[str]) -> int:
    """How many columns a CoNLL file has; 0 for what is none.

    Words stand one a line with their tags behind, and blank lines part the sentences: that tells such a
    file from a table of texts, whose rows follow each other and whose cells hold more than one word.
    """
    filled = [line for line in lines if line.strip() and not _is_comment(line)]
    blank = any(not line.strip() for line in lines[:-1])
    if len(filled) < 2 or not blank:
        return 0
    widths = [len(_cells(line)) for line in filled]
    width = max(set(widths), key=widths.count)
    if width < 2 or widths.count(width) < LEAST_ALIKE * len(widths):
        return 0
    rows = [cells for line in filled if len(cells := _cells(line)) == width]
    one_word = all(" " not in cell.strip() for cells in rows for cell in (cells[0], cells[-1]))
    tags = {cells[-1] for cells in rows}
    short = all(len(tag) <= SHORT_TAG for tag in tags)
    return width if one_word and short and 2 * len(tags) <= len(rows) else 0


def _is_comment(line: str) -> bool:
    return line.startswith(("# ", "-DOCSTART-"))


def _cells(line: str) -> list[str]:
    """Tabs part the columns where there are any, else spaces."""
    return line.rstrip().split("\t") if "\t" in line.strip() else line.split()


def _conll_row(group: Lines, width: int) -> TableRow:
    rows, first = [], group[0][0]
    for number, line in group:
        if _is_comment(line):
            continue
        cells = _cells(line)
        if len(cells) != width:
            return TableRow(
                number, [], Sentence("it has {count} of {width} columns", count=len(cells), width=width)
            )
        rows.append(cells)
    if not rows:
        return TableRow(first, [], SILENCE)
    columns = [list(column) for column in zip(*rows, strict=True)]
    return TableRow(first, columns, damage(columns[0]))
