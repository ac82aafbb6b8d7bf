"""What was left out of a corpus, in sentences: nothing goes silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from electra_engine.corpus.cleaning import StepCount
from electra_engine.corpus.reading import LeftOut, ReadingReport
from electra_engine.sentences import Sentence
from electra_engine.settings import CorpusSettings

MOST_TOLD = 20
LABELS = {field.name: field.metadata["label"] for field in fields(CorpusSettings)}


def left_out_sentences(report: ReadingReport) -> Iterator[Sentence]:
    """What could not be read, the first twenty one by one."""
    for one in report.left_out[:MOST_TOLD]:
        yield Sentence("Left out: {reason}", reason=in_a_sentence(one))
    if report.left_out_count > MOST_TOLD:
        yield Sentence("{count:,} more could not be read.", count=report.left_out_count - MOST_TOLD)


def cleaned_sentences(cleaning: Iterable[StepCount]) -> Iterator[Sentence]:
    """What each step of the cleaning did that did anything."""
    return (cleaned_sentence(count) for count in cleaning if count.changed or count.dropped)


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
