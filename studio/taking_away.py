"""A run's model as Hugging Face folders in the workspace, and as one zip file to download.

Writing the folders needs torch, so a predictor of its own does it and ends with it; the report is only
read off the run's records and is written here, in the reader's language.
"""

from __future__ import annotations

import contextlib
import shutil
import uuid
from pathlib import Path

from electra_engine import (
    Predictor,
    UserError,
    WaitingRoom,
    check_room,
    check_usable,
    model_bytes,
    status_of,
    write_report,
)
from studio.languages import TAGS
from studio.places import Places
from studio.text import language, say
from studio.text.told import told

TIME_LIMIT = 600.0  # seconds
_at_work = WaitingRoom(1)  # each export loads torch and a model


def take_away(places: Places, run: str, onnx: bool = False, report: bool = False) -> tuple[Path, Path]:
    """Exports a run's newest model; returns its folder in the workspace and a zip of it to serve.

    A later export replaces an earlier one. Raises `UserError` with the engine's own sentence, where there is
    no room, and while another model is being packed.
    """
    with _at_work.place():
        return _packed(places, run, onnx, report)


def _packed(places: Places, run: str, onnx: bool, report: bool) -> tuple[Path, Path]:
    status = status_of(places.workspace, run)
    check_usable(run, places.workspace)
    # The folder and its archive, and as much again for model.onnx.
    check_room(places.workspace, model_bytes(places.workspace.run(run)) * (4 if onnx else 2))
    draft = places.exports / f".new-{uuid.uuid4().hex}"
    target = places.exports / f"{status.name} step {status.step}"
    try:
        places.exports.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(Predictor(places.workspace, TIME_LIMIT)) as predictor:
            predictor.export(run, draft, onnx)
        if report:
            write_report(places.workspace.run(run), draft / "report.html", told, TAGS[language()])
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


def _zipped(places: Places, folder: Path) -> Path:
    """A zip in Gradio's own cache, from which it may be served; earlier ones of the run make room."""
    run, _, _ = folder.name.rpartition(" step ")
    shutil.rmtree(places.served / f"export {run}", ignore_errors=True)
    place = places.served / f"export {run}" / uuid.uuid4().hex
    place.mkdir(parents=True)
    return Path(shutil.make_archive(str(place / folder.name), "zip", folder.parent, folder.name))
