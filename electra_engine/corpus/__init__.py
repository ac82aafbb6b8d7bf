"""From files to token rows on disk: reading, what was read, the held-out part, the built-in sample."""

from electra_engine.corpus.documents import Document
from electra_engine.corpus.packed import PackedCorpus, PackingCounts, open_packed
from electra_engine.corpus.packing import pack_corpus
from electra_engine.corpus.probes import probe_texts
from electra_engine.corpus.reading import read_documents
from electra_engine.corpus.summary import LENGTH_EDGES, CorpusSummary, FileSummary, check_enough, summarise
from electra_engine.stopping import StopRequested

__all__ = [
    "LENGTH_EDGES",
    "CorpusSummary",
    "Document",
    "FileSummary",
    "PackedCorpus",
    "PackingCounts",
    "StopRequested",
    "check_enough",
    "open_packed",
    "pack_corpus",
    "probe_texts",
    "read_documents",
    "summarise",
]
