"""Words in lines with their annotations, a blank line after each sentence: CoNLL-U and its simpler kin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from electra_engine.corpus.reading.opening import Opened

SAMPLED_LINES = 400
WORD_COLUMN = 1
_ROW = re.compile(r"\d+(?:[-.]\d+)?\t\S[^\t]*(?:\t[^\t]*){8}")
_TAGGED = re.compile(r"\S+[\t ](?:\S+[\t ])*(?:O|[BIESLU]-[\w-]+)|\S+\t[A-Z$.,:'`-]{1,10}")


def is_conllu(opened: Opened) -> bool:
    """Whether nearly every line is a comment or has the ten columns."""
    return _share(_ROW, opened.text, comments=True) > 0.95


def is_conll(opened: Opened) -> bool:
    """Whether nearly every line is a word and its tags, with blank lines between the sentences."""
    lines = opened.text.split("\n")[:SAMPLED_LINES]
    blank = sum(1 for line in lines[:-1] if not line.strip())
    return 0 < blank < len(lines) / 2 and _share(_TAGGED, opened.text, comments=False) > 0.95


def read_conllu(opened: Opened) -> Iterator[str]:
    """The sentences of a paragraph or document put together, where the file says which these are."""
    held: list[str] = []
    for sentence in _sentences(opened):
        begins = any(line.startswith(("# newdoc", "# newpar")) for line in sentence)
        if begins and held:
            yield " ".join(held)
            held = []
        held.append(_text_of(sentence))
        if len(held) > 200:  # a document without paragraphs
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def read_conll(opened: Opened) -> Iterator[str]:
    """The words of each sentence with spaces between."""
    for sentence in _sentences(opened):
        words = [line.split()[0] for line in sentence if line.split() and not line.startswith("-DOCSTART-")]
        if words:
            yield " ".join(words)


def _sentences(opened: Opened) -> Iterator[list[str]]:
    held: list[str] = []
    for line in opened.lines():
        if line.strip():
            held.append(line.rstrip("\n"))
        elif held:
            yield held
            held = []
    if held:
        yield held


def _text_of(sentence: list[str]) -> str:
    """The text as it was, from the comment that has it, else from the words and their spacing."""
    for line in sentence:
        if line.startswith("# text ="):
            return line.partition("=")[2].strip()
    written: list[str] = []
    inside_until = 0  # words of a contraction follow it and are not written
    for line in sentence:
        cells = line.split("\t")
        if line.startswith("#") or len(cells) <= WORD_COLUMN or "." in cells[0]:
            continue
        first, _, last = cells[0].partition("-")
        if not first.isdecimal() or int(first) <= inside_until:
            continue
        if last.isdecimal():
            inside_until = int(last)
        written += (cells[WORD_COLUMN], "" if "SpaceAfter=No" in cells[-1] else " ")
    return "".join(written).strip()


def _share(pattern: re.Pattern[str], text: str, comments: bool) -> float:
    """The part of the lines that fit; comments and blank lines are not counted."""
    lines = text.lstrip("\ufeff").split("\n")[:SAMPLED_LINES]
    counted = [line.rstrip() for line in lines[:-1] or lines if line.strip()]
    if comments:
        counted = [line for line in counted if not line.startswith("#")]
    return sum(1 for line in counted if pattern.fullmatch(line)) / len(counted) if counted else 0.0
