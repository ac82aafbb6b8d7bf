"""From the files to token rows on disk: read, learn the vocabulary, pack. What is there already is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from electra_engine.corpus import PackedCorpus, open_packed, pack_corpus, read_documents
from electra_engine.settings import RunSettings
from electra_engine.vocabulary import learn_vocabulary, load_tokenizer
from electra_engine.watching.records import RunState
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
    """The run's tokenizer and its packed corpus; raises `UserError` when the files cannot be used."""
    if (run.packed / "packing.json").exists():
        return load_tokenizer(run.tokenizer), open_packed(run.packed)
    records.set_state(dataclasses.replace(state, phase="vocabulary", message="Learning the vocabulary."))
    texts = (document.text for document in read_documents(files))
    tokenizer = learn_vocabulary(texts, settings.vocabulary, run.tokenizer, should_stop=should_stop)

    def show(done: int, total: int) -> None:
        share = done / total if total else 1.0
        records.set_state(
            dataclasses.replace(
                state, phase="packing", progress=share, message="Cutting the text into tokens."
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
