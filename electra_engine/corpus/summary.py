"""What was read: counts, first lines, a guess at the language, and what to be careful about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from electra_engine.corpus.documents import Document
from electra_engine.corpus.files import TextFile, recognise
from electra_engine.corpus.language import guess_language
from electra_engine.corpus.reading import read_file
from electra_engine.corpus.words import count_words
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence

FEWEST_WORDS = 500
SMALL_CORPUS_WORDS = 20_000
# Documents are counted by length: each bar begins at so many words and ends before the next begins.
LENGTH_EDGES = (0, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
FIRST_LINES = 8
LINE_CHARACTERS = 200
# Language, markup and repetition are judged by this much of every file.
JUDGED_CHARACTERS = 200_000

_MARKUP = re.compile(r"</[a-zA-Z]|<[a-zA-Z]+ [a-z-]+=|&(?:[a-zA-Z]+|#\d+);|\[\[|\{\{")


@dataclass(frozen=True)
class FileSummary:
    """One file: its name without the folder, its counts, and one sentence for each warning."""

    name: str
    bytes: int
    documents: int
    characters: int
    words: int
    warnings: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class CorpusSummary:
    """All files together; `language` is a name in English or ``"unknown"``.

    `words` are white-space words, or characters where a script has no spaces. `warnings` are
    sentences; those about one file are also in that file's summary. `lengths` counts the documents
    between each of `LENGTH_EDGES` and the next; empty in what an earlier version read.
    """

    files: tuple[FileSummary, ...]
    documents: int
    characters: int
    words: int
    language: str
    first_lines: tuple[str, ...]
    warnings: tuple[Sentence, ...]
    lengths: tuple[int, ...] = ()


@dataclass
class _Tally:
    documents: int = 0
    characters: int = 0
    words: int = 0
    judged: list[str] = field(default_factory=list)
    judged_characters: int = 0
    lengths: list[int] = field(default_factory=lambda: [0] * len(LENGTH_EDGES))

    def add(self, document: Document) -> None:
        words = count_words(document.text)
        self.documents += 1
        self.characters += len(document.text)
        self.words += words
        self.lengths[bisect_right(LENGTH_EDGES, words) - 1] += 1
        if self.judged_characters < JUDGED_CHARACTERS:
            self.judged.append(document.text)
            self.judged_characters += len(document.text)


def summarise(paths: Iterable[Path | str]) -> CorpusSummary:
    """Reads all files once and says what is in them; raises `UserError` for a file that cannot be read."""
    files: list[FileSummary] = []
    judged: list[str] = []
    lengths: list[list[int]] = []
    for file in [recognise(Path(path)) for path in paths]:
        tally = _Tally()
        for document in read_file(file):
            tally.add(document)
        text = "\n".join(tally.judged)
        judged.append(text)
        lengths.append(tally.lengths)
        files.append(_file_summary(file, tally, text))
    words = sum(file.words for file in files)
    return CorpusSummary(
        files=tuple(files),
        documents=sum(file.documents for file in files),
        characters=sum(file.characters for file in files),
        words=words,
        language=guess_language("\n".join(judged)),
        first_lines=_first_lines(judged),
        warnings=_corpus_warnings(files, words),
        lengths=tuple(sum(counts) for counts in zip(*lengths, strict=True)),
    )


def check_enough(summary: CorpusSummary) -> None:
    """Raises `UserError` when there is too little text to learn anything from."""
    if summary.words < FEWEST_WORDS:
        raise UserError(
            "The text has only {words} words, but at least {fewest} are needed to learn from: add more "
            "text, or use the sample.",
            "files",
            words=summary.words,
            fewest=FEWEST_WORDS,
        )


def _file_summary(file: TextFile, tally: _Tally, judged: str) -> FileSummary:
    return FileSummary(
        name=file.path.name,
        bytes=file.size,
        documents=tally.documents,
        characters=tally.characters,
        words=tally.words,
        warnings=tuple(_file_warnings(file, judged)),
    )


def _file_warnings(file: TextFile, judged: str) -> list[Sentence]:
    warnings = []
    if file.damaged:
        replaced = Sentence("{count:,} damaged bytes were replaced.", count=file.damaged)
        warnings.append(Sentence("A damaged byte was replaced.") if file.damaged == 1 else replaced)
    lines = Counter(line for line in judged.split("\n") if line)
    repeated, times = lines.most_common(1)[0] if lines else ("", 0)
    if times >= 10 and times > lines.total() / 2:
        warnings.append(Sentence("One line is repeated over and over: {line}", line=_shortened(repeated, 60)))
    if len(_MARKUP.findall(judged)) > 10 and len(_MARKUP.findall(judged)) * 50 > count_words(judged):
        warnings.append(
            Sentence("There is much markup (HTML, XML or wiki marks), which will be learned like words.")
        )
    return warnings


def _corpus_warnings(files: list[FileSummary], words: int) -> tuple[Sentence, ...]:
    several = len(files) > 1
    warnings = [
        Sentence("{file}: {warning}", file=file.name, warning=warning) if several else warning
        for file in files
        for warning in file.warnings
    ]
    if words < SMALL_CORPUS_WORDS:
        warnings.append(
            Sentence(
                "This is a very small corpus of {words:,} words: the pair will soon know it by heart; "
                "{better:,} words or more are better.",
                words=words,
                better=SMALL_CORPUS_WORDS,
            )
        )
    return tuple(warnings)


def _first_lines(texts: list[str]) -> tuple[str, ...]:
    lines = (line.strip() for text in texts for line in text.split("\n"))
    shown = []
    for line in lines:
        if line:
            shown.append(_shortened(line, LINE_CHARACTERS))
        if len(shown) == FIRST_LINES:
            break
    return tuple(shown)


def _shortened(line: str, length: int) -> str:
    return line if len(line) <= length else line[: length - 1] + "…"
