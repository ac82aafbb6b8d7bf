"""Cleaning: visible switches, each a step that is counted. What no switch asks for is left as it is."""

from electra_engine.corpus.cleaning.cleaner import Cleaner, StepCount, clean_documents
from electra_engine.corpus.cleaning.preview import CleaningPreview, preview_cleaning

__all__ = ["Cleaner", "CleaningPreview", "StepCount", "clean_documents", "preview_cleaning"]
