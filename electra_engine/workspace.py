"""Where things lie on disk. Every path of a workspace and of a run is spelled here and nowhere else.

workspace/
  corpora/ID/…            uploaded files, kept as they came
  quota                   the most bytes that all of this may take, if somebody said so
  machine.json            what a short measurement found fastest here
  workspace.json          the format of all this
  device.lock             held by the one run that is training (device-cuda.lock: on a graphics card)
  runs/NAME/
    run.json              what was asked for; written once, before the worker starts
    worker.lock           held by the worker for life: a free lock means a dead worker
    job.json              its entry in the catalogue: what is to become of it, its place in the queue
    pulse.json            the worker's last sign of life
    watched/NN.txt        a sentence that somebody asked the run to watch, kept as long as the run
    records.sqlite        what the run writes down about itself
    log.txt               what the worker printed, traces included
    log.jsonl             what happened, one JSON object a line
    start/                the weights that a run begins with, where it does not begin fresh
    tokenizer/            the vocabulary as a standard tokenizer folder
    packed/               token rows on disk; packed/unpacked/ holds archives while they are read
    checkpoints/step-N/   whole checkpoints; a folder under another name is half-written
    exported/step-N/      a checkpoint as Hugging Face folders, made when it is first asked something
    judged/SPLIT.npz      what each judged row adds to a fine-tuned model's scores, to compare two of them
    model/                a fine-tuned model as a Hugging Face folder; of a recorded run, the pair
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from electra_engine.errors import UserError

LONGEST_NAME = 60
FORMAT = 2


@dataclass(frozen=True)
class RunFolder:
    """The paths inside one run."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def workspace(self) -> Workspace:
        """The workspace that the run lies in; it knows of no recorded runs."""
        return Workspace(self.path.parent.parent)

    @property
    def request_file(self) -> Path:
        return self.path / "run.json"

    @property
    def lock(self) -> Path:
        return self.path / "worker.lock"

    @property
    def job(self) -> Path:
        return self.path / "job.json"

    @property
    def pulse(self) -> Path:
        return self.path / "pulse.json"

    @property
    def watched(self) -> Path:
        return self.path / "watched"

    @property
    def records(self) -> Path:
        return self.path / "records.sqlite"

    @property
    def log(self) -> Path:
        return self.path / "log.txt"

    @property
    def events_log(self) -> Path:
        return self.path / "log.jsonl"

    @property
    def start(self) -> Path:
        return self.path / "start"

    @property
    def tokenizer(self) -> Path:
        return self.path / "tokenizer"

    @property
    def packed(self) -> Path:
        return self.path / "packed"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def judged(self) -> Path:
        return self.path / "judged"

    @property
    def model(self) -> Path:
        return self.path / "model"


@dataclass(frozen=True)
class Workspace:
    """A folder that holds everything one person made.

    `recorded` is a folder of finished runs that came with the program, if any: they can be looked at
    and asked, and nothing is ever written there. One's own run goes before a recorded one of its name.
    """

    root: Path
    recorded: Path | None = None

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def corpora(self) -> Path:
        return self.root / "corpora"

    @property
    def quota_file(self) -> Path:
        return self.root / "quota"

    @property
    def machine_file(self) -> Path:
        return self.root / "machine.json"

    def device_lock(self, device: str = "cpu") -> Path:
        """The lock of a kind of device: "cpu" or "cuda"."""
        return self.root / ("device.lock" if device == "cpu" else f"device-{device}.lock")

    def run(self, name: str) -> RunFolder:
        """The folder of a run by its name, which need not exist; raises `UserError` for a bad name."""
        own = RunFolder(self.runs / checked_name(name))
        if self.recorded is None or own.path.exists() or not (self.recorded / name).is_dir():
            return own
        return RunFolder(self.recorded / name)

    def is_own(self, run: RunFolder) -> bool:
        """False for a run that came with the program."""
        return run.path.parent == self.runs


def find_workspace(option: str | os.PathLike[str] | None = None, recorded: Path | None = None) -> Workspace:
    """The workspace named on the command line, else by ELECTRA_WORKSPACE, else ~/.electra-studio.

    `recorded` is the folder of the runs that came with the program.
    """
    chosen = option or os.environ.get("ELECTRA_WORKSPACE") or Path.home() / ".electra-studio"
    root = Path(chosen).expanduser().absolute()
    try:
        (root / "runs").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            "The workspace {folder} cannot be used ({reason}): choose a folder you may write to with "
            "--workspace.",
            folder=root,
            reason=error.strerror,
        ) from None
    _check_format(root)
    return Workspace(root, recorded)


def _check_format(root: Path) -> None:
    """Notes the format of a workspace that has none yet; raises `UserError` for a newer one than ours.

    Format 1, which was not noted, had no job.json (the catalogue then asks the records) and kept requests
    to stop in a folder of each run. All else is the same, so that it opens as it is.
    """
    noted = root / "workspace.json"
    try:
        format = int(json.loads(noted.read_text(encoding="utf-8"))["format"])
    except (OSError, ValueError, KeyError, TypeError):
        format = 1
    if format > FORMAT:
        raise UserError(
            "The workspace {folder} was written by a newer version of the program: update the program, or "
            "choose another folder with --workspace.",
            folder=root,
        )
    if format < FORMAT:
        draft = root / f".workspace-{os.getpid()}.part"
        with contextlib.suppress(OSError):  # one that cannot be written can still be looked at
            draft.write_text(json.dumps({"format": FORMAT}), encoding="utf-8")
            draft.replace(noted)


def checked_name(name: object) -> str:
    """A run's name, if it can be one folder on any system; raises `UserError` otherwise."""
    if not isinstance(name, str) or not name or len(name) > LONGEST_NAME:
        raise UserError(
            "A run's name needs 1 to {most} characters: choose another.", "run", most=LONGEST_NAME
        )
    if not re.fullmatch(r"[\w][\w .+-]*", name) or name != name.strip() or name.endswith("."):
        raise UserError(
            "The name {name!r} cannot be used for a run: use letters, digits, spaces, dots, - and _, and "
            "begin with a letter or digit.",
            "run",
            name=name[:LONGEST_NAME],
        )
    return name
