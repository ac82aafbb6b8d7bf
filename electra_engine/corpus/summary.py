"""What was read: counts, first lines, a guess at the language, and what to be careful about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from electra_engine.corpus.cleaning import Cleaner, StepCount
from electra_engine.corpus.documents import Document
from electra_engine.corpus.left_out import beside_text_sentence
from electra_engine.corpus.reading import FileReport, LeftOut, ReadingReport, is_dataset, read_documents
from electra_engine.corpus.telling import OnProgress, Progress, expected_bytes
from electra_engine.corpus.words import count_words
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence
from electra_engine.settings import CorpusSettings
from electra_engine.writing.language import guess_language

FEWEST_WORDS = 500
SMALL_CORPUS_WORDS = 20_000
# Documents are counted by length: each bar begins at so many words and ends before the next begins.
LENGTH_EDGES = (0, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
FIRST_LINES = 8
LINE_CHARACTERS = 200
# Language, markup and repetition are judged by this much of every file.
JUDGED_CHARACTERS = 200_000

# Encodings that are told by a mark or by how the bytes fit; all others are guessed from how often they occur.
CERTAIN_ENCODINGS = ("", "UTF-8", "UTF-16", "UTF-32")
DAMAGED_ONE = Sentence("A damaged character was replaced.")
DAMAGED = Sentence("{count:,} damaged characters were replaced.")

_HTML = re.compile(r"</[a-zA-Z]|<[a-zA-Z]+ [a-z-]+=|&(?:[a-zA-Z]+|#\d+);")
_WIKI = re.compile(r" @[-,.]@ |\[\[|\{\{")


@dataclass(frozen=True)
class FileSummary:
    """One file: its name without the folder, what it is, its counts, and one sentence for each warning.

    `format`, `encoding`, `columns` and `column` are empty where there is none, or an earlier version read
    it; `members` counts the files in an archive or folder, `lines_left_out` lines and rows.
    """

    name: str
    bytes: int
    documents: int
    characters: int
    words: int
    warnings: tuple[Sentence, ...] = ()
    format: str = ""
    encoding: str = ""
    columns: tuple[str, ...] = ()
    column: str = ""
    members: int = 0
    lines_left_out: int = 0


@dataclass(frozen=True)
class CorpusSummary:
    """All files together; `language` is a name in English or ``"unknown"``.

    `words` are white-space words, or characters where a script has no spaces. `warnings` are
    sentences; those about one file are also in that file's summary. `lengths` counts the documents
    between each of `LENGTH_EDGES` and the next; empty in what an earlier version read. `left_out` lists
    the first of the `left_out_count` things that could not be read, `cleaning` what the cleaning did.
    """

    files: tuple[FileSummary, ...]
    documents: int
    characters: int
    words: int
    language: str
    first_lines: tuple[str, ...]
    warnings: tuple[Sentence, ...]
    lengths: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    left_out_count: int = 0
    cleaning: tuple[StepCount, ...] = ()


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


def summarise(
    paths: Iterable[Path | str],
    settings: CorpusSettings | None = None,
    on_progress: OnProgress | None = None,
) -> CorpusSummary:
    """Reads and cleans all files once and says what is in them; `on_progress` is told how far it has come.

    What cannot be used is listed. Raises `UserError` for a file that is not there, and where nothing at
    all can be read.
    """
    named, settings = [Path(path) for path in paths], settings or CorpusSettings()
    for path in named:
        if not is_dataset(str(path)):
            _check_there(path)
    report, cleaner = ReadingReport(), Cleaner(settings)
    tallies: list[_Tally] = []
    progress = Progress("reading", expected_bytes(named), on_progress)
    documents = progress.over(read_documents(named, settings, report))
    for document in _each_file(documents, report, tallies):
        if cleaned := cleaner.clean(document):
            tallies[-1].add(cleaned)
    tallies += [_Tally() for _ in report.files[len(tallies) :]]
    judged = ["\n".join(tally.judged) for tally in tallies]
    files = [
        _file_summary(file, tally, text)
        for file, tally, text in zip(report.files, tallies, judged, strict=True)
    ]
    words = sum(file.words for file in files)
    return CorpusSummary(
        files=tuple(files),
        documents=sum(file.documents for file in files),
        characters=sum(file.characters for file in files),
        words=words,
        language=guess_language("\n".join(judged)),
        first_lines=_first_lines(judged),
        warnings=_corpus_warnings(files, words),
        lengths=tuple(sum(counts) for counts in zip(*(tally.lengths for tally in tallies), strict=True)),
        left_out=tuple(report.left_out),
        left_out_count=report.left_out_count,
        cleaning=cleaner.counts,
    )


def _each_file(
    documents: Iterable[Document], report: ReadingReport, tallies: list[_Tally]
) -> Iterator[Document]:
    """The documents, while `tallies` gets one for each file; the last is that of the document."""
    for document in documents:
        tallies += [_Tally() for _ in report.files[len(tallies) :]]
        yield document


def _check_there(path: Path) -> None:
    try:
        is_there = path.exists()
    except ValueError:  # a NUL in the name
        is_there = False
    if not is_there:
        raise UserError(
            "There is no file {path!r}: check the name and the folder.", "files", path=str(path)[:200]
        )


def may_be_misread(file: FileSummary) -> bool:
    """Whether another encoding may be the right one: this one was guessed, or does not fit everywhere."""
    damaged = any(warning.template in (DAMAGED.template, DAMAGED_ONE.template) for warning in file.warnings)
    return damaged or file.encoding not in CERTAIN_ENCODINGS


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


def _file_summary(file: FileReport, tally: _Tally, judged: str) -> FileSummary:
    return FileSummary(
        name=file.name,
        bytes=file.bytes,
        documents=tally.documents,
        characters=tally.characters,
        words=tally.words,
        warnings=tuple(_file_warnings(file, judged)),
        format=file.format,
        encoding=file.encoding,
        columns=file.columns,
        column=file.column,
        members=file.members,
        lines_left_out=file.lines_left_out,
    )


def _file_warnings(file: FileReport, judged: str) -> list[Sentence]:
    warnings = []
    if file.damaged:
        warnings.append(DAMAGED_ONE if file.damaged == 1 else Sentence(DAMAGED.template, count=file.damaged))
    if file.beside_text:
        warnings.append(beside_text_sentence(file.beside_text))
    if file.lines_left_out:
        warnings.append(Sentence("{count:,} lines or rows were left out.", count=file.lines_left_out))
    lines = Counter(line for line in judged.split("\n") if line)
    repeated, times = lines.most_common(1)[0] if lines else ("", 0)
    if times >= 10 and times > lines.total() / 2:
        warnings.append(Sentence("One line is repeated over and over: {line}", line=_shortened(repeated, 60)))
    words = count_words(judged)
    if _is_full_of(_HTML, judged, words):
        warnings.append(
            Sentence("There are many HTML marks, which will be learned like words: a switch takes them out.")
        )
    if _is_full_of(_WIKI, judged, words):
        warnings.append(
            Sentence("There are many wiki marks, which will be learned like words: a switch undoes them.")
        )
    return warnings


def _is_full_of(marks: re.Pattern[str], text: str, words: int) -> bool:
    found = len(marks.findall(text))
    return found > 10 and found * 100 > words


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
