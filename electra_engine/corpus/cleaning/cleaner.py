"""The cleaning that a run's settings ask for, and what it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from electra_engine.corpus.cleaning.steps import STEPS
from electra_engine.corpus.documents import Document
from electra_engine.corpus.reading import ReadingReport, read_documents
from electra_engine.settings import CorpusSettings


@dataclass
class StepCount:
    """What one step did: `step` is the name of its setting, without its group.

    `changed` counts the documents that came out otherwise than they went in, `dropped` those that did not
    come out; `characters` is by how much the text became shorter, both together. `passed_over` counts the
    documents that the step knows nothing of, so that they stay as they are.
    """

    step: str
    changed: int = 0
    dropped: int = 0
    characters: int = 0
    passed_over: int = 0


def clean_documents(paths: Iterable[Path | str], settings: CorpusSettings) -> Iterator[Document]:
    """The documents of the files, read and cleaned as the settings say; what cannot be read is passed over.

    Raises `UserError` where nothing can be read.
    """
    return Cleaner(settings).over(read_documents(paths, settings, ReadingReport()))


class Cleaner:
    """Cleans documents one after another; `counts` has an entry for every step that is switched on."""

    def __init__(self, settings: CorpusSettings) -> None:
        on = [step for step in STEPS if step.is_on(settings)]
        self._steps = [(StepCount(step.setting), step.make(settings)) for step in on]

    @property
    def counts(self) -> tuple[StepCount, ...]:
        """What was done so far, in the order of the steps."""
        return tuple(count for count, _ in self._steps)

    def clean(self, document: Document) -> Document | None:
        """The cleaned document, or None where nothing is left of it."""
        for count, step in self._steps:
            text = step(document)
            count.passed_over += text is None
            if text is None or text == document.text:
                continue
            text = text.strip()
            count.characters += len(document.text) - len(text)
            if not text:
                count.dropped += 1
                return None
            count.changed += 1
            document = Document(text, document.source)
        return document

    def over(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Those documents of which something is left, cleaned."""
        for document in documents:
            cleaned = self.clean(document)
            if cleaned is not None:
                yield cleaned
