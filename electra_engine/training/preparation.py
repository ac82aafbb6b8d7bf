"""From the files to token rows on disk: read, learn the vocabulary, pack. What is there already is kept."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tokenizers import Tokenizer

from electra_engine.corpus import (
    CollectedDocuments,
    PackedCorpus,
    cleaned_sentences,
    left_out_sentences,
    open_packed,
    pack_corpus,
)
from electra_engine.corpus.reading.parts import unpacked_in
from electra_engine.sentences import Sentence
from electra_engine.settings import RunSettings
from electra_engine.vocabulary import learn_vocabulary, load_tokenizer
from electra_engine.watching.records import TEXT_LEFT_OUT, Event, RunState
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder

BETWEEN_SHOWN = 0.5  # seconds
TOLD = {
    "reading": Sentence("Reading the text."),
    "vocabulary": Sentence("Learning the vocabulary."),
    "packing": Sentence("Cutting the text into tokens."),
}


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

    What cannot be read or is cleaned away is left out and told of, as long as something is left.
    """
    if (run.packed / "packing.json").exists():
        return load_tokenizer(run.tokenizer), open_packed(run.packed)

    teller = _Teller(records, state)

    def learn(texts: Iterable[str]) -> Tokenizer:
        if (run.tokenizer / "tokenizer.json").exists():  # it came with the weights that the run starts from
            return load_tokenizer(run.tokenizer)
        teller.show("vocabulary")
        return learn_vocabulary(texts, settings.vocabulary, run.tokenizer, should_stop=should_stop)

    with _unpacking_in(run.packed / "unpacked"):
        packed = pack_corpus(
            files,
            learn,
            settings.corpus,
            settings.training.seed,
            run.packed,
            on_progress=teller.show_progress,
            should_stop=should_stop,
            held_out_paths=held_out_files,
            on_read=teller.tell_left_out,
        )
    teller.tell_duplicates(packed.counts.duplicates_dropped)
    return load_tokenizer(run.tokenizer), packed


class _Teller:
    """What is recorded while the text is made ready."""

    def __init__(self, records: RecordWriter, state: RunState) -> None:
        self._records, self._state = records, state
        self._shown = 0.0

    def show_progress(self, phase: str, done: int, total: int) -> None:
        """How far a phase is, now and then: each costs a write that reaches the disk."""
        now = time.monotonic()
        if done < total and now - self._shown < BETWEEN_SHOWN:
            return
        self._shown = now
        self.show(phase, done / total if total else 1.0)

    def show(self, phase: str, share: float = 0.0) -> None:
        """The phase, and which share of it is done."""
        state = dataclasses.replace(self._state, phase=phase, progress=share, message=TOLD[phase])
        self._records.set_state(state)

    def tell_left_out(self, documents: CollectedDocuments) -> None:
        """What could not be read of some documents, and what their cleaning took away."""
        for told in left_out_sentences(documents.report):
            self._records.add_event(Event("warning", TEXT_LEFT_OUT, told))
        for told in cleaned_sentences(documents.cleaning):
            self._records.add_event(Event("warning", "text-cleaned", told))

    def tell_duplicates(self, dropped: int) -> None:
        """How many documents are not trained on, because they are held out elsewhere."""
        if dropped:
            told = Sentence(
                "{count:,} documents were not learned from, because the same text is held out to judge by.",
                count=dropped,
            )
            self._records.add_event(Event("warning", "text-held-out", told))


@contextlib.contextmanager
def _unpacking_in(folder: Path) -> Iterator[None]:
    """Archives are unpacked in this folder, so that what a killed worker leaves of them goes with its run."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with unpacked_in(folder):
            yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
