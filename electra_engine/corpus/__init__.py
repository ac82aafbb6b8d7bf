"""From files to token rows on disk: reading, cleaning, summing up, the held-out part, the sample."""

from electra_engine.corpus.cleaning import CleaningPreview, StepCount, clean_documents, preview_cleaning
from electra_engine.corpus.collecting import CollectedDocuments
from electra_engine.corpus.documents import Document
from electra_engine.corpus.left_out import (
    cleaned_sentences,
    in_a_sentence,
    left_out_sentences,
)
from electra_engine.corpus.packed import PackedCorpus, PackingCounts, open_packed
from electra_engine.corpus.packing import pack_corpus
from electra_engine.corpus.probes import probe_texts
from electra_engine.corpus.reading import LeftOut, ReadingReport, read_documents
from electra_engine.corpus.summary import (
    LENGTH_EDGES,
    CorpusSummary,
    FileSummary,
    check_enough,
    may_be_misread,
    summarise,
)
from electra_engine.stopping import StopRequested

__all__ = [
    "LENGTH_EDGES",
    "CleaningPreview",
    "CollectedDocuments",
    "CorpusSummary",
    "Document",
    "FileSummary",
    "LeftOut",
    "PackedCorpus",
    "PackingCounts",
    "ReadingReport",
    "StepCount",
    "StopRequested",
    "check_enough",
    "clean_documents",
    "cleaned_sentences",
    "in_a_sentence",
    "left_out_sentences",
    "may_be_misread",
    "open_packed",
    "pack_corpus",
    "preview_cleaning",
    "probe_texts",
    "read_documents",
    "summarise",
]
