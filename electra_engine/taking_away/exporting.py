"""Taking a model away: the run's networks as Hugging Face folders in a place of the person's choice.

FOLDER/{discriminator,generator}/ or, of a fine-tuned model, FOLDER itself; each a model folder with
    README.md        the model card
    use_it.py        a few lines that ask it, with torch and transformers alone
    model.onnx       where it was asked for
    adapter/         of a model fine-tuned with LoRA: what was learned, as a PEFT adapter by itself
FOLDER/predictions.csv  of a fine-tuned model: the judged rows, what is true and what it answered
FOLDER/report.html   where it was asked for
"""

from __future__ import annotations

import json
import shutil
import uuid
from dataclasses import replace
from pathlib import Path, PurePath

from electra_engine.errors import UserError
from electra_engine.inference.notes import NOTES_FILE, read_notes
from electra_engine.inference.references import find_networks, run_called
from electra_engine.taking_away.card import CardFacts, card
from electra_engine.taking_away.card_facts import facts_of_fine_tuned, facts_of_network
from electra_engine.taking_away.kinds import kind_of_folder
from electra_engine.taking_away.predictions import write_predictions
from electra_engine.taking_away.report import write_report
from electra_engine.workspace import Workspace

PARTS = ("discriminator", "generator")
NEEDS_US = (
    "It was fine-tuned with small parts that plain transformers does not know: load it with "
    "`electra_engine.inference.loading.load_model`, or use model.onnx."
)
ADAPTER = (
    "adapter/ holds what LoRA learned as a PEFT adapter, to be put on the model it started from built with "
    "the config.json of this folder; the weights beside it have it merged in."
)


def export_model(
    reference: str,
    workspace: Workspace,
    folder: str | Path,
    step: int | None = None,
    onnx: bool = False,
    report: bool = False,
) -> Path:
    """Writes a run's model to `folder`, whole or not at all, and returns it.

    A pre-training run gives generator/ and discriminator/, a fine-tuning run the model itself.
    Raises `UserError` when `folder` already holds something or cannot be written, or a network cannot
    be written as ONNX.
    """
    target = Path(folder).expanduser().absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(
            "{folder} already holds something: choose a new or empty folder.", "folder", folder=target
        )
    found = find_networks(reference, workspace, step)
    run = run_called(reference, workspace)
    draft = target.with_name(f".{target.name}-{uuid.uuid4().hex}")
    try:
        if found.generator and found.discriminator:
            for part, source in zip(PARTS, (found.discriminator, found.generator), strict=True):
                shutil.copytree(source, draft / part)
                facts = facts_of_network(run, part, step) if run else None
                _furnish(draft / part, facts, onnx)
        else:
            shutil.copytree(found.to_fine_tune(), draft)
            facts = facts_of_fine_tuned(run, write_predictions(run, draft)) if run else None
            _furnish(draft, facts, onnx)
        if report and run:
            write_report(run, draft / "report.html")
        if target.exists():
            target.rmdir()  # empty, as checked above
        draft.rename(target)
    except OSError as error:
        raise UserError(
            "The model could not be written to {folder} ({reason}).",
            "folder",
            folder=target,
            reason=error.strerror,
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def _furnish(folder: Path, facts: CardFacts | None, onnx: bool) -> None:
    """Puts card, script and, where wanted, the ONNX file beside a network."""
    from electra_engine.model.additions import NOTE  # brings torch along, as the next one does
    from electra_engine.taking_away.onnx_files import write_onnx

    kind = kind_of_folder(folder)
    _forget_where_the_base_lies(folder)
    notes = []
    if onnx:
        agreement = write_onnx(folder)
        notes.append(
            f"model.onnx gives the same logits as the weights within {agreement.largest_difference:.1e} "
            f"(measured on {agreement.tokens:,} tokens); any number of rows, any length."
        )
    if (folder / "adapter").is_dir():
        notes.append(ADAPTER)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if NOTE in config:
        kind = replace(kind, script="")
        notes.append(NEEDS_US)
    if kind.script:
        (folder / "use_it.py").write_text(kind.script, encoding="utf-8")
    if facts is not None:
        told = replace(facts, notes=(*facts.notes, *notes))
        (folder / "README.md").write_text(card(told, kind), encoding="utf-8")


def _forget_where_the_base_lies(folder: Path) -> None:
    """Leaves only the last name of the folder that a model started from in its notes."""
    noted = read_notes(folder)
    base = noted.get("base")
    if isinstance(base, dict) and isinstance(base.get("reference"), str):
        base["reference"] = PurePath(base["reference"]).name
        (folder / NOTES_FILE).write_text(json.dumps(noted, indent=2, ensure_ascii=False), encoding="utf-8")
