"""corpus, sample, settings: what can be looked at and made without training."""

from __future__ import annotations

import argparse
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from electra_engine.command_line.answers import Answer, facts, shortened, table
from electra_engine.command_line.options import Subcommands, add_set, changes_of
from electra_engine.corpus import (
    CorpusSummary,
    check_enough,
    clean_documents,
    cleaned_sentences,
    in_a_sentence,
    summarise,
)
from electra_engine.corpus.sample import TASK_SAMPLES, write_sample_corpus, write_task_sample
from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.inference.settings import AskingSettings
from electra_engine.settings import Knob, RunSettings, knobs_of
from electra_engine.vocabulary import cut, learn_vocabulary, special_ids
from electra_engine.vocabulary.encoding import DocumentEncoder

WIDTH = 100  # characters in a line


def add_to(subcommands: Subcommands) -> None:
    """Adds the three subcommands to the parser."""
    corpus = subcommands.add_parser(
        "corpus",
        help="what is in files and folders: formats, documents, words, tokens, what was left out",
    )
    corpus.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="files, folders, or datasets (hf:OWNER/NAME/CONFIGURATION@SPLIT)",
    )
    corpus.add_argument(
        "--cut", metavar="SENTENCE", help="show how a sentence is cut by a vocabulary learned from them"
    )
    add_set(corpus)
    corpus.set_defaults(act=show_corpus)

    sample = subcommands.add_parser(
        "sample", help="write the built-in sample corpus and a labelled file for each task"
    )
    sample.add_argument(
        "folder", metavar="FOLDER", help="a folder to write sample.txt and the labelled files to"
    )
    sample.set_defaults(act=write_samples)

    settings = subcommands.add_parser("settings", help="every setting with its meaning, default and range")
    settings.set_defaults(act=show_settings)


def show_corpus(chosen: argparse.Namespace) -> Answer:
    """Reads the files and says what they hold; tokens are those of a vocabulary learned from them."""
    settings = RunSettings().with_changes(changes_of(chosen.changes))
    summary = summarise(chosen.files, settings.corpus)
    check_enough(summary)
    tokenizer = learn_from(chosen.files, settings)
    tokens, unknown = count_tokens(tokenizer, chosen.files, settings)
    result = {**asdict(summary), "tokens": tokens, "unknown_share": unknown}
    text = _corpus_in_words(summary, tokens, unknown)
    if chosen.cut is not None:
        result["cut"] = [piece.spelled for piece in cut(tokenizer, chosen.cut)]
        text = f"{text}\n\ncut\n  {' '.join(result['cut'])}"
    return Answer(text, result)


def learn_from(files: Sequence[str | Path], settings: RunSettings) -> Tokenizer:
    """A vocabulary learned from the files."""
    texts = (document.text for document in clean_documents(files, settings.corpus))
    with tempfile.TemporaryDirectory() as folder:
        return learn_vocabulary(texts, settings.vocabulary, Path(folder))


def count_tokens(
    tokenizer: Tokenizer, files: Sequence[str | Path], settings: RunSettings
) -> tuple[int, float]:
    """How many tokens the files make with a vocabulary, and the share it does not know."""
    encoder, unk = DocumentEncoder(tokenizer), special_ids(tokenizer).unk
    tokens = unknown = 0
    for document in clean_documents(files, settings.corpus):
        ids = encoder.encode([document.text])
        tokens += len(ids) - 1  # each document is closed by one [SEP], which is no token of the text
        unknown += ids.count(unk)
    return tokens, unknown / max(tokens, 1)


def write_samples(chosen: argparse.Namespace) -> Answer:
    """Writes the sample files; refuses to overwrite."""
    folder = Path(chosen.folder).expanduser()
    corpus = folder / "sample.txt"
    labelled = {task: folder / sample.file_name for task, sample in TASK_SAMPLES.items()}
    existing = [str(file) for file in (corpus, *labelled.values()) if file.exists()]
    if existing:
        raise UserError("{file} is there already: choose another folder.", file=existing[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_sample_corpus(corpus)
        for task in labelled:
            write_task_sample(task, folder)
    except OSError as error:
        raise UserError(
            "The sample could not be written to {folder} ({reason}).", folder=folder, reason=error.strerror
        ) from None
    files = {task: str(file) for task, file in labelled.items()}
    said = facts([("corpus", str(corpus)), *files.items()])
    return Answer(said, {"corpus": str(corpus), "moods": files["classification"], "tasks": files})


def show_settings(_: argparse.Namespace) -> Answer:
    """The reference of all settings, for pre-training, fine-tuning and asking."""
    groups = {
        "pretrain": list(knobs_of(RunSettings)),
        "finetune": list(knobs_of(FineTuneSettings)),
        "ask": list(knobs_of(AskingSettings)),
    }
    given = {"ask": "--name value with fill, rewrite and nearest"}
    text = "\n\n".join(
        f"Settings of {kind} ({given.get(kind, '--set name=value')})\n\n"
        + "\n".join(_knob_in_words(knob) for knob in knobs)
        for kind, knobs in groups.items()
    )
    return Answer(text, {kind: [_knob_as_json(knob) for knob in knobs] for kind, knobs in groups.items()})


def _corpus_in_words(summary: CorpusSummary, tokens: int, unknown: float) -> str:
    heading = ("file", "format", "encoding", "bytes", "documents", "words")
    rows = [
        (
            file.name,
            f"{file.format}, column {file.column}" if file.column else file.format,
            file.encoding,
            f"{file.bytes:,}",
            f"{file.documents:,}",
            f"{file.words:,}",
        )
        for file in summary.files
    ]
    totals = facts(
        [
            ("documents", f"{summary.documents:,}"),
            ("characters", f"{summary.characters:,}"),
            ("words", f"{summary.words:,}"),
            ("tokens", f"{tokens:,} ({tokens / max(summary.words, 1):.2f} a word, {unknown:.2%} unknown)"),
            ("language", summary.language),
        ]
    )
    first = "\n".join(f"  {shortened(line, WIDTH)}" for line in summary.first_lines)
    warnings = [f"Warning: {warning}" for warning in summary.warnings]
    left_out = [f"Left out: {in_a_sentence(one)}" for one in summary.left_out]
    if summary.left_out_count > len(summary.left_out):
        left_out.append(f"Left out: {summary.left_out_count - len(summary.left_out):,} more.")
    cleaned = [f"Cleaned: {sentence}" for sentence in cleaned_sentences(summary.cleaning)]
    notes = "\n".join([*warnings, *left_out, *cleaned])
    parts = [table([heading, *rows], right=(3, 4, 5)), totals, f"first lines\n{first}", notes]
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
