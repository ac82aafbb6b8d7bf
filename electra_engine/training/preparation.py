"""From the files to token rows on disk: read, learn the vocabulary, pack. What is there already is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from electra_engine.corpus import PackedCorpus, open_packed, pack_corpus, read_documents
from electra_engine.corpus.files import recognise
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence
from electra_engine.settings import RunSettings
from electra_engine.vocabulary import learn_vocabulary, load_tokenizer
from electra_engine.watching.records import Event, RunState
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder


def prepare(
    run: RunFolder,
    files: list[Path],
    held_out_files: list[Path],
    settings: RunSettings,
    records: RecordWriter,
    state: RunState,
    should_stop: Callable[[], bool],
) -> tuple[Tokenizer, PackedCorpus]:
    """The run's tokenizer and its packed corpus; raises `UserError` when the files cannot be used.

    A file that cannot be read is left out and told of, as long as others can.
    """
    if (run.packed / "packing.json").exists():
        return load_tokenizer(run.tokenizer), open_packed(run.packed)
    files, held_out_files = (_readable(part, records) for part in (files, held_out_files))
    if (run.tokenizer / "tokenizer.json").exists():  # it came with the weights that the run starts from
        tokenizer = load_tokenizer(run.tokenizer)
    else:
        records.set_state(
            dataclasses.replace(state, phase="vocabulary", message=Sentence("Learning the vocabulary."))
        )
        texts = (document.text for document in read_documents(files))
        tokenizer = learn_vocabulary(texts, settings.vocabulary, run.tokenizer, should_stop=should_stop)

    def show(done: int, total: int) -> None:
        share = done / total if total else 1.0
        records.set_state(
            dataclasses.replace(
                state, phase="packing", progress=share, message=Sentence("Cutting the text into tokens.")
            )
        )

    packed = pack_corpus(
        files,
        tokenizer,
        settings.corpus,
        settings.training.seed,
        run.packed,
        on_progress=show,
        should_stop=should_stop,
        held_out_paths=held_out_files,
    )
    return tokenizer, packed


def _readable(files: list[Path], records: RecordWriter) -> list[Path]:
    """The files that can be read, the others listed among the run's events; raises when none can."""
    good: list[Path] = []
    refused: list[UserError] = []
    for file in files:
        try:
            good.append(recognise(file).path)
        except UserError as error:
            refused.append(error)
    if refused and not good:
        raise refused[0]
    for refusal in refused:
        told = Sentence("A file was left out. {reason}", reason=refusal.sentence)
        records.add_event(Event("warning", "file-left-out", told))
    return good
