"""What a new run takes with it from where it starts."""

from __future__ import annotations

import subprocess
import sys

from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.model.pair import build_pair
from electra_engine.settings import to_flat
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.vocabulary.saving import save_tokenizer
from electra_engine.workspace import Workspace
from tests.engine.inference.tiny_folders import tiny_tokenizer
from tests.engine.starting.started import keep
from tests.engine.tiny import tiny_settings

ADOPT = """
import sys
from pathlib import Path
from electra_engine.starting import adopt
from electra_engine.workspace import RunFolder, find_workspace
run = RunFolder(Path(sys.argv[1]) / "adopted")
adopt("first", find_workspace(Path(sys.argv[1])), run)
print((run.start / "pair.safetensors").stat().st_size > 0, "torch" in sys.modules)
"""


def test_a_run_takes_the_weights_of_another_without_torch(workspace: Workspace) -> None:
    settings = tiny_settings()
    run = create_run(workspace, RunRequest("first", "pretrain", to_flat(settings)))
    tokenizer = tiny_tokenizer().backend_tokenizer
    save_tokenizer(tokenizer, run.tokenizer)
    keep(build_pair(settings, vocabulary_size(tokenizer)), run, settings)
    command = [sys.executable, "-c", ADOPT, str(run.path.parent.parent)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout == "True False\n"
