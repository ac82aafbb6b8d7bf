"""corpus, sample, settings: what can be looked at and made without training."""

from __future__ import annotations

import argparse
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from electra_engine.command_line.answers import Answer, facts, shortened, table
from electra_engine.command_line.options import Subcommands, add_set, changes_of
from electra_engine.corpus import CorpusSummary, check_enough, read_documents, summarise
from electra_engine.corpus.sample import write_labelled_moods, write_sample_corpus
from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.settings import Knob, RunSettings, VocabularySettings, knobs_of
from electra_engine.vocabulary import learn_vocabulary
from electra_engine.vocabulary.encoding import DocumentEncoder

WIDTH = 100  # characters in a line


def add_to(subcommands: Subcommands) -> None:
    """Adds the three subcommands to the parser."""
    corpus = subcommands.add_parser(
        "corpus", help="what is in text files: documents, words, tokens, warnings"
    )
    corpus.add_argument("files", nargs="+", metavar="FILE", help="UTF-8 text")
    add_set(corpus)
    corpus.set_defaults(act=show_corpus)

    sample = subcommands.add_parser("sample", help="write the built-in sample corpus and its labelled moods")
    sample.add_argument("folder", metavar="FOLDER", help="a folder to write sample.txt and moods.csv to")
    sample.set_defaults(act=write_samples)

    settings = subcommands.add_parser("settings", help="every setting with its meaning, default and range")
    settings.set_defaults(act=show_settings)


def show_corpus(chosen: argparse.Namespace) -> Answer:
    """Reads the files and says what they hold; tokens are those of a vocabulary learned from them."""
    settings = RunSettings().with_changes(changes_of(chosen.changes))
    summary = summarise(chosen.files)
    check_enough(summary)
    tokens = count_tokens(chosen.files, settings.vocabulary)
    return Answer(_corpus_in_words(summary, tokens), {**asdict(summary), "tokens": tokens})


def count_tokens(files: Sequence[str | Path], settings: VocabularySettings) -> int:
    """How many tokens the files make with a vocabulary learned from them."""
    with tempfile.TemporaryDirectory() as folder:
        texts = (document.text for document in read_documents(files))
        encoder = DocumentEncoder(learn_vocabulary(texts, settings, Path(folder)))
    # Each document is closed by one [SEP], which is no token of the text.
    return sum(len(encoder.encode([document.text])) - 1 for document in read_documents(files))


def write_samples(chosen: argparse.Namespace) -> Answer:
    """Writes the sample files; refuses to overwrite."""
    folder = Path(chosen.folder).expanduser()
    corpus, moods = folder / "sample.txt", folder / "moods.csv"
    existing = [str(file) for file in (corpus, moods) if file.exists()]
    if existing:
        raise UserError("{file} is there already: choose another folder.", file=existing[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_sample_corpus(corpus)
        write_labelled_moods(moods, rows=1200, seed=1)
    except OSError as error:
        raise UserError(
            "The sample could not be written to {folder} ({reason}).", folder=folder, reason=error.strerror
        ) from None
    return Answer(f"Wrote {corpus} and {moods}.", {"corpus": str(corpus), "moods": str(moods)})


def show_settings(_: argparse.Namespace) -> Answer:
    """The reference of all settings, for pre-training and for fine-tuning."""
    groups = {"pretrain": list(knobs_of(RunSettings)), "finetune": list(knobs_of(FineTuneSettings))}
    text = "\n\n".join(
        f"Settings of {kind} (--set name=value)\n\n" + "\n".join(_knob_in_words(knob) for knob in knobs)
        for kind, knobs in groups.items()
    )
    return Answer(text, {kind: [_knob_as_json(knob) for knob in knobs] for kind, knobs in groups.items()})


def _corpus_in_words(summary: CorpusSummary, tokens: int) -> str:
    heading = ("file", "bytes", "documents", "words")
    rows = [
        (file.name, f"{file.bytes:,}", f"{file.documents:,}", f"{file.words:,}") for file in summary.files
    ]
    totals = facts(
        [
            ("documents", f"{summary.documents:,}"),
            ("characters", f"{summary.characters:,}"),
            ("words", f"{summary.words:,}"),
            ("tokens", f"{tokens:,} ({tokens / max(summary.words, 1):.2f} a word)"),
            ("language", summary.language),
        ]
    )
    first = "\n".join(f"  {shortened(line, WIDTH)}" for line in summary.first_lines)
    warnings = "\n".join(f"Warning: {warning}" for warning in summary.warnings)
    parts = [table([heading, *rows], right=(1, 2, 3)), totals, f"first lines\n{first}", warnings]
    return "\n\n".join(part for part in parts if part)


def _knob_in_words(knob: Knob) -> str:
    unit = f" {knob.unit}" if knob.unit else ""
    heading = f"  {knob.name} = {_shown(knob.default)}{unit}   {knob.range_text()}"
    indent = " " * 6
    said = textwrap.fill(f"{knob.label}. {knob.help}", WIDTH, initial_indent=indent, subsequent_indent=indent)
    return f"{heading}\n{said}"


def _knob_as_json(knob: Knob) -> dict[str, Any]:
    known = asdict(knob)
    return {**known, "kind": knob.kind.__name__, "range": knob.range_text()}


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    return f"{default:g}" if isinstance(default, float) else str(default)
