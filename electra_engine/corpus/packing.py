"""Documents to token ids on disk, once, in bounded memory: what training reads is made here."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from electra_engine.children import available_cores
from electra_engine.corpus.collecting import CollectedDocuments, collect_documents
from electra_engine.corpus.held_out import choose_held_out
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
from electra_engine.corpus.telling import OnProgress, Progress, expected_bytes
from electra_engine.corpus.token_file import TokenFile
from electra_engine.durability import flush_file, write_durably
from electra_engine.errors import UserError
from electra_engine.settings import CorpusSettings
from electra_engine.stopping import until_stopped
from electra_engine.vocabulary.encoding import DocumentEncoder
from electra_engine.vocabulary.encoding_helper import EncodingHelper
from electra_engine.vocabulary.even_sample import EvenSample
from electra_engine.vocabulary.frequencies import unknown_share, vocabulary_size
from electra_engine.vocabulary.special import special_ids

HELPED_BYTES = 8 << 20  # of text, from which a second process pays
KEPT_TEXTS = 200
KEPT_CHARACTERS = 5_000
TRAINED_ON, HELD_OUT_SIDE, DROPPED = 0, 1, 2


def pack_corpus(
    paths: Iterable[Path | str],
    learn: Callable[[Iterable[str]], Tokenizer],
    settings: CorpusSettings,
    seed: int,
    folder: Path,
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
    held_out_paths: Iterable[Path | str] = (),
    on_read: Callable[[CollectedDocuments], None] | None = None,
) -> PackedCorpus:
    """Writes the token ids of a corpus to `folder`, held-out documents apart, and opens the result.

    `learn` makes the tokenizer from the texts that are trained on, and never sees the others. With
    `held_out_paths` these files are what is held out, otherwise `settings` and `seed` choose documents. A
    document that equals a held-out one but for white space is not trained on.
    `on_progress` hears the phase ("reading", then "packing"), bytes done and bytes in all; `on_read` gets
    the documents, once for each of the two kinds of files, with what was left out of them.
    Raises `UserError` for files that cannot be read or too little text, `StopRequested` when
    `should_stop` says so; either way `folder` then holds no complete corpus.
    """
    training, held_out = [Path(path) for path in paths], [Path(path) for path in held_out_paths]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PACKING).unlink(missing_ok=True)
    reading = Progress("reading", expected_bytes([*training, *held_out]), on_progress)
    with contextlib.ExitStack() as leaving:

        def collected(files: list[Path], name: str) -> CollectedDocuments:
            file = folder / f"{name}.part"
            leaving.callback(file.unlink, missing_ok=True)
            documents = collect_documents(files, settings, file, reading, should_stop)
            if on_read is not None:
                on_read(documents)
            return documents

        kept_apart = collected(held_out, "held-out-documents") if held_out else None
        documents = collected(training, "documents")
        reading.finish()
        sides = _divide(documents, kept_apart, settings, seed)
        tokenizer = learn(until_stopped(_on_side(documents, sides, TRAINED_ON), should_stop))
        size = documents.size + (kept_apart.size if kept_apart else 0)
        packing = Progress("packing", size, on_progress)
        helper = _helper(tokenizer, size)
        if helper:
            leaving.callback(helper.close)
        packer = leaving.enter_context(_Packer(folder, tokenizer, packing, helper))
        if kept_apart:
            packer.add_all(until_stopped(kept_apart.texts(), should_stop), np.ones(len(kept_apart), np.int8))
        packer.add_all(until_stopped(documents.texts(), should_stop), sides)
        packer.finish()
        packing.finish()
    return open_packed(folder)


def _divide(
    documents: CollectedDocuments, kept_apart: CollectedDocuments | None, settings: CorpusSettings, seed: int
) -> np.ndarray:
    """(documents,) which side each belongs to; raises `UserError` where nothing is left to train on."""
    prints = documents.fingerprints
    if kept_apart is not None:
        chosen = np.zeros(len(documents), dtype=bool)
        same = np.isin(prints, kept_apart.fingerprints)
    else:
        chosen = choose_held_out(documents.lengths, settings.held_out_share, settings.held_out_place, seed)
        same = np.isin(prints, prints[chosen])
    sides = np.where(chosen, HELD_OUT_SIDE, np.where(same, DROPPED, TRAINED_ON)).astype(np.int8)
    if not (sides == TRAINED_ON).any():
        raise UserError(
            "Every document of the text is also held out, so nothing is left to train on: "
            "add text or hold out other files.",
            "files",
        )
    return sides


def _helper(tokenizer: Tokenizer, size: int) -> EncodingHelper | None:
    """A second process for a text of `size` bytes, where that pays and there is room for it."""
    if size >= HELPED_BYTES and available_cores() > 1:
        with contextlib.suppress(OSError):
            return EncodingHelper(tokenizer)
    return None


def _on_side(documents: CollectedDocuments, sides: np.ndarray, side: int) -> Iterator[str]:
    for text, place in zip(documents.texts(), sides.tolist(), strict=True):
        if place == side:
            yield text


class _Packer:
    """Sends each document to the side it belongs to and counts."""

    def __init__(
        self, folder: Path, tokenizer: Tokenizer, progress: Progress, helper: EncodingHelper | None
    ) -> None:
        self._folder, self._progress = folder, progress
        self._unknown_id = special_ids(tokenizer).unk
        encoder, size = DocumentEncoder(tokenizer), vocabulary_size(tokenizer)
        self._training = TokenFile(folder / TRAINING, encoder, size, helper)
        self._held_out = TokenFile(folder / HELD_OUT, encoder, size)
        self._texts = EvenSample(KEPT_TEXTS)
        self._duplicates = 0

    def __enter__(self) -> _Packer:
        return self

    def __exit__(self, *_: object) -> None:
        self._training.abandon()
        self._held_out.abandon()

    def add_all(self, texts: Iterable[str], sides: np.ndarray) -> None:
        """Writes each text to its side."""
        for text, side in zip(texts, sides.tolist(), strict=True):
            if side == TRAINED_ON:
                self._training.add(text)
            elif side == HELD_OUT_SIDE:
                self._held_out.add(text)
                self._texts.add(text[:KEPT_CHARACTERS], 1)
            else:
                self._duplicates += 1
            self._progress.add(len(text.encode()))

    def finish(self) -> None:
        """Gives everything its final name, packing.json last and not before the rest is on the disk."""
        self._training.publish()
        self._held_out.publish()
        frequencies = self._training.frequencies
        np.save(self._folder / FREQUENCIES, frequencies)
        flush_file(self._folder / FREQUENCIES)
        lines = "".join(f"{json.dumps(text)}\n" for text in self._texts.texts)
        write_durably(self._folder / HELD_OUT_TEXTS, lines)
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
