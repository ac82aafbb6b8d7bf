"""What was left out of a corpus, in sentences: nothing goes silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from electra_engine.corpus.cleaning import StepCount
from electra_engine.corpus.reading import LeftOut, ReadingReport
from electra_engine.sentences import Sentence
from electra_engine.settings import CorpusSettings, VocabularySettings

MOST_TOLD = 20
LABELS = {
    field.name: field.metadata["label"]
    for settings in (CorpusSettings, VocabularySettings)
    for field in fields(settings)
}


def left_out_sentences(report: ReadingReport) -> Iterator[Sentence]:
    """What could not be read, the first twenty one by one, and what of web pages is not their text."""
    for one in report.left_out[:MOST_TOLD]:
        yield Sentence("Left out: {reason}", reason=in_a_sentence(one))
    if report.left_out_count > MOST_TOLD:
        yield Sentence("{count:,} more could not be read.", count=report.left_out_count - MOST_TOLD)
    if beside := sum(file.beside_text for file in report.files):
        yield beside_text_sentence(beside)


def beside_text_sentence(characters: int) -> Sentence:
    """How much of web pages was not read, because it is not what the pages tell."""
    return Sentence(
        "{characters:,} characters of menus, headers, footers, forms and scripts of web pages were left out.",
        characters=characters,
    )


def cleaned_sentences(cleaning: Iterable[StepCount]) -> Iterator[Sentence]:
    """What each step of the cleaning did that did anything, and where it could do nothing."""
    for count in cleaning:
        if count.changed or count.dropped:
            yield cleaned_sentence(count)
        if count.passed_over:
            yield Sentence(
                "{step}: nothing is known of the language of {count:,} documents, which stay as they are.",
                step=Sentence(LABELS[count.step]),
                count=count.passed_over,
            )


def in_a_sentence(one: LeftOut) -> Sentence:
    """The reason with the name of what it is about."""
    if one.name in one.reason:
        return one.reason
    return Sentence("{file}: {warning}", file=one.name, warning=one.reason)


def cleaned_sentence(count: StepCount) -> Sentence:
    """What one step of the cleaning did."""
    return Sentence(
        "{step}: {changed:,} documents changed, {dropped:,} left out, {characters:,} characters fewer.",
        step=Sentence(LABELS[count.step]),
        changed=count.changed,
        dropped=count.dropped,
        characters=count.characters,
    )
