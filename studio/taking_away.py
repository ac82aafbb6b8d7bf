"""A run's model as Hugging Face folders in the workspace, and as one zip file to download.

Writing the folders needs torch, so the engine's own command does it in a process of its own.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import uuid
from pathlib import Path

from electra_engine import UserError, check_usable, child_environment, python_command, status_of
from studio.places import Places
from studio.text import say

log = logging.getLogger(__name__)

TIME_LIMIT = 600.0  # seconds


def take_away(places: Places, run: str) -> tuple[Path, Path]:
    """Exports a run's newest model; returns its folder in the workspace and a zip of it to serve.

    A later export replaces an earlier one. Raises `UserError` with the engine's own sentence.
    """
    status = status_of(places.workspace, run)
    check_usable(run, places.workspace)
    draft = places.exports / f".new-{uuid.uuid4().hex}"
    target = places.exports / f"{status.name} step {status.step}"
    try:
        places.exports.mkdir(parents=True, exist_ok=True)
        _export(places, run, draft)
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)
        return target, _zipped(places, target)
    except OSError as error:
        raise UserError(say("export.no_room", folder=places.exports, reason=error.strerror)) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def forget_exports(places: Places, run: str) -> None:
    """Deletes what was made ready of a run that is removed."""
    shutil.rmtree(places.served / f"export {run}", ignore_errors=True)
    for folder in places.exports.glob("* step *"):
        if folder.name.rpartition(" step ")[0] == run:
            shutil.rmtree(folder, ignore_errors=True)


def _export(places: Places, run: str, folder: Path) -> None:
    workspace = str(places.workspace.root)
    command = ["export", "--workspace", workspace, "--", run, str(folder)]
    try:
        done = subprocess.run(
            python_command("electra_engine.command_line", *command),
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIME_LIMIT,
            text=True,
        )
    except subprocess.TimeoutExpired:
        raise UserError(say("export.too_long")) from None
    if done.returncode == 2 and done.stderr.strip():
        raise UserError(done.stderr.strip().splitlines()[-1].removeprefix("electra-engine: "))
    if done.returncode != 0:
        log.error("The export of %s failed: %s", run, done.stderr)
        raise UserError(say("export.failed"))


def _zipped(places: Places, folder: Path) -> Path:
    """A zip in Gradio's own cache, from which it may be served; earlier ones of the run make room."""
    run, _, _ = folder.name.rpartition(" step ")
    shutil.rmtree(places.served / f"export {run}", ignore_errors=True)
    place = places.served / f"export {run}" / uuid.uuid4().hex
    place.mkdir(parents=True)
    return Path(shutil.make_archive(str(place / folder.name), "zip", folder.parent, folder.name))
