"""What a process of its own says of a file; by itself, because that process loads the whole module."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from electra_engine import UserError
from studio.corpora import look_at_corpus
from studio.labelled import look_at_labelled


def looked_at(look: str, file: str) -> dict[str, Any]:
    """What is said of a ``corpus`` or of ``labelled`` rows, and what that took in seconds and bytes."""
    began = time.process_time()
    try:
        {"corpus": look_at_corpus, "labelled": look_at_labelled}[look]([file])
        said = ""
    except UserError as error:
        said = error.sentence
    seconds = time.process_time() - began
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) << 10
    return {"said": said, "seconds": seconds, "peak": peak}
