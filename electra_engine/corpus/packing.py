"""Documents to token ids on disk, once, in bounded memory: what training reads is made here."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from electra_engine.corpus.documents import Document
from electra_engine.corpus.held_out import choose_held_out, fingerprint
from electra_engine.corpus.packed import (
    FREQUENCIES,
    HELD_OUT,
    HELD_OUT_TEXTS,
    PACKING,
    TRAINING,
    PackedCorpus,
    PackingCounts,
    open_packed,
    write_facts,
)
from electra_engine.corpus.reading import read_documents
from electra_engine.corpus.token_file import TokenFile
from electra_engine.errors import UserError
from electra_engine.settings import CorpusSettings
from electra_engine.stopping import until_stopped
from electra_engine.vocabulary.encoding import DocumentEncoder
from electra_engine.vocabulary.even_sample import EvenSample
from electra_engine.vocabulary.frequencies import unknown_share, vocabulary_size
from electra_engine.vocabulary.special import special_ids

KEPT_TEXTS = 200
KEPT_CHARACTERS = 5_000
# Progress is told at most two hundred times, and not for less than this.
FEWEST_BYTES_TOLD = 1 << 18


def pack_corpus(
    paths: Iterable[Path | str],
    tokenizer: Tokenizer,
    settings: CorpusSettings,
    seed: int,
    folder: Path,
    on_progress: Callable[[int, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    held_out_paths: Iterable[Path | str] = (),
) -> PackedCorpus:
    """Writes the token ids of a corpus to `folder`, held-out documents apart, and opens the result.

    With `held_out_paths` these files are what is held out, otherwise `settings` and `seed` choose
    documents. A document that equals a held-out one but for white space is not trained on.
    `on_progress` hears (bytes done, bytes in all), where a file that is read twice counts twice.
    Raises `UserError` for files that cannot be read or too little text, `StopRequested` when
    `should_stop` says so; either way `folder` then holds no complete corpus.
    """
    training, held_out = [Path(path) for path in paths], [Path(path) for path in held_out_paths]
    progress = _Progress(training if held_out else training * 2, held_out, on_progress, should_stop)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PACKING).unlink(missing_ok=True)
    with _Packer(folder, tokenizer) as packer:
        if held_out:
            for document in progress.over(read_documents(held_out)):
                packer.hold_out(document, fingerprint(document.text))
            chosen: Iterator[bool] = iter(())
        else:
            chosen = iter(_choose(progress.over(read_documents(training)), packer, settings, seed))
        for document in progress.over(read_documents(training)):
            packer.add(document, next(chosen, False))
        packer.finish()
    progress.finish()
    return open_packed(folder)


def _choose(
    documents: Iterable[Document], packer: _Packer, settings: CorpusSettings, seed: int
) -> np.ndarray:
    """True for each document to hold out; tells the packer which texts these are."""
    lengths, fingerprints = array("q"), array("Q")
    for document in documents:
        lengths.append(len(document.text))
        fingerprints.append(fingerprint(document.text))
    chosen = choose_held_out(np.array(lengths), settings.held_out_share, settings.held_out_place, seed)
    packer.held_out_fingerprints.update(np.array(fingerprints, dtype=np.uint64)[chosen].tolist())
    return chosen


class _Packer:
    """Sends each document to the side it belongs to and counts."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self.held_out_fingerprints: set[int] = set()
        self._folder = folder
        self._unknown_id = special_ids(tokenizer).unk
        encoder, size = DocumentEncoder(tokenizer), vocabulary_size(tokenizer)
        self._training = TokenFile(folder / TRAINING, encoder, size)
        self._held_out = TokenFile(folder / HELD_OUT, encoder, size)
        self._texts = EvenSample(KEPT_TEXTS)
        self._duplicates = 0

    def __enter__(self) -> _Packer:
        return self

    def __exit__(self, *_: object) -> None:
        self._training.abandon()
        self._held_out.abandon()

    def hold_out(self, document: Document, mark: int) -> None:
        self.held_out_fingerprints.add(mark)
        self._held_out.add(document.text)
        self._texts.add(document.text[:KEPT_CHARACTERS], 1)

    def add(self, document: Document, is_held_out: bool) -> None:
        mark = fingerprint(document.text)
        if is_held_out:
            self.hold_out(document, mark)
        elif mark in self.held_out_fingerprints:
            self._duplicates += 1
        else:
            self._training.add(document.text)

    def finish(self) -> None:
        """Gives everything its final name, packing.json last."""
        if not self._training.documents:
            raise UserError(
                "Every document of the text is also held out, so nothing is left to train on: "
                "add text or hold out other files.",
                "files",
            )
        self._training.publish()
        self._held_out.publish()
        frequencies = self._training.frequencies
        np.save(self._folder / FREQUENCIES, frequencies)
        lines = "".join(f"{json.dumps(text)}\n" for text in self._texts.texts)
        (self._folder / HELD_OUT_TEXTS).write_text(lines, "utf-8")
        write_facts(
            self._folder, self._counts(), len(frequencies), unknown_share(frequencies, self._unknown_id)
        )

    def _counts(self) -> PackingCounts:
        return PackingCounts(
            training_documents=self._training.documents,
            training_characters=self._training.characters,
            training_tokens=self._training.tokens,
            held_out_documents=self._held_out.documents,
            held_out_characters=self._held_out.characters,
            held_out_tokens=self._held_out.tokens,
            duplicates_dropped=self._duplicates,
        )


class _Progress:
    """Tells how many bytes were read while documents pass by, and breaks off when asked to."""

    def __init__(
        self,
        training: list[Path],
        held_out: list[Path],
        on_progress: Callable[[int, int], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        # A path that is no file has no size; it is refused with a sentence as soon as it is read.
        self._total = sum(path.stat().st_size for path in training + held_out if path.is_file())
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._done = 0
        self._told = 0

    def over(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in until_stopped(documents, self._should_stop):
            yield document
            self._done = min(self._done + len(document.text.encode(errors="replace")) + 1, self._total)
            if self._done - self._told >= max(FEWEST_BYTES_TOLD, self._total // 200):
                self._tell(self._done)

    def finish(self) -> None:
        self._tell(self._total)

    def _tell(self, done: int) -> None:
        self._told = done
        if self._on_progress is not None:
            self._on_progress(done, self._total)
