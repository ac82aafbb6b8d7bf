"""Where the studio keeps its own things, in a folder of the workspace that no run looks into.

workspace/studio/
  draft.json          what the reader has chosen but not started
  labelled/ID/…       uploaded labelled files, kept as they came
  vocabularies/…      vocabularies learned for a preview
  speed.json          how fast this machine was when it was measured
  exports/RUN/…       models made ready to be taken away
  studio.log          what went wrong, with its trace
  served/…            Gradio's own cache: what pages upload and download
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from electra_engine import Workspace


@dataclass(frozen=True)
class Places:
    """The studio's paths inside a workspace."""

    workspace: Workspace

    @property
    def root(self) -> Path:
        return self.workspace.root / "studio"

    @property
    def draft(self) -> Path:
        return self.root / "draft.json"

    @property
    def labelled(self) -> Path:
        return self.root / "labelled"

    @property
    def vocabularies(self) -> Path:
        return self.root / "vocabularies"

    @property
    def speed(self) -> Path:
        return self.root / "speed.json"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def served(self) -> Path:
        return self.root / "served"

    @property
    def log(self) -> Path:
        return self.root / "studio.log"
