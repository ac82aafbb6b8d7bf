"""Settings that fit what a run starts from: sizes and vocabulary are the start's, all else stays chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.jobs.runs import read_request
from electra_engine.jobs.strange_tokenizers import describe_tokenizer
from electra_engine.settings import RunSettings, knobs_of, to_flat
from electra_engine.starting.factoring import rank, read_table
from electra_engine.starting.layouts import Layout
from electra_engine.starting.places import Start, find_start
from electra_engine.typed_paths import typed_path
from electra_engine.workspace import RunFolder, Workspace

SHAPE_GROUPS = ("pair.", "discriminator.", "generator.")
SMALLEST = {known.name: known.minimum or 0 for known in knobs_of(RunSettings) if known.kind is int}


def fit_to_start(settings: RunSettings, workspace: Workspace) -> RunSettings:
    """`settings` with everything that `settings.pair.start_from` decides taken from there.

    A fresh run with a tokenizer that is there already takes only its vocabulary from there. Raises
    `UserError` when the start cannot be used, or its sizes do not go with the other settings.
    """
    reference = settings.pair.start_from.strip()
    if not reference:
        folder = settings.vocabulary.folder.strip()
        return (
            settings.with_changes(_of_tokenizer(typed_path(folder, "vocabulary.folder")))
            if folder
            else settings
        )
    changes = changes_from(find_start(reference, workspace), settings)
    return settings.with_changes({**changes, "pair.start_from": reference})


def changes_from(start: Start, settings: RunSettings) -> dict[str, Any]:
    """The knobs that the start decides, by name."""
    if start.run is not None:
        return _of_run(start.run)
    assert start.discriminator is not None
    judge, changes = start.discriminator, _of_networks(start)
    changes |= _shape("discriminator", judge)
    if start.generator is not None:
        changes |= _shape("generator", start.generator)
    if judge.has_head and settings.objective.scaffold_weight:
        changes["objective.scaffold_weight"] = 0.0  # it helps a fresh judge; a trained one it would disturb
    return changes


def tokenizer_folder(start: Start) -> Path:
    """The folder whose tokenizer the run uses: the discriminator's, where it has one."""
    if start.run is not None:
        return start.run.tokenizer
    folders = [layout.folder for layout in start.networks().values()]
    holding = [f for f in folders if (f / "tokenizer.json").is_file() or (f / "vocab.txt").is_file()]
    return (holding or folders)[0]


def _of_run(run: RunFolder) -> dict[str, Any]:
    asked = RunSettings().with_changes(read_request(run).settings)
    flat = {name: value for name, value in to_flat(asked).items() if name.startswith(SHAPE_GROUPS)}
    return {**flat, "pair.positions": asked.positions(), **_of_tokenizer(run.tokenizer)}


def _of_networks(start: Start) -> dict[str, Any]:
    judge = start.discriminator
    assert judge is not None
    vocabulary = _of_tokenizer(tokenizer_folder(start), judge)
    return {
        "pair.backbone": judge.backbone,
        "pair.start": "neighbours" if judge.attention_bias else "company",
        "pair.embedding_size": judge.embedding_size or _folded_rank(start, vocabulary["vocabulary.size"]),
        "pair.positions": judge.positions if judge.backbone == "electra" else 0,
        **vocabulary,
    }


def _folded_rank(start: Start, rows: int) -> int:
    tables = [read_table(layout.folder, layout.table, rows) for layout in start.networks().values()]
    return max(rank(tables), int(SMALLEST["pair.embedding_size"]))


def _of_tokenizer(folder: Path, judge: Layout | None = None) -> dict[str, Any]:
    tokenizer = describe_tokenizer(folder)
    if judge is not None:
        _check_table_holds(judge, tokenizer.size)
    smallest = int(SMALLEST["vocabulary.size"])
    return {"vocabulary.size": max(tokenizer.size, smallest), "vocabulary.lowercase": tokenizer.lowercase}


def _shape(network: str, layout: Layout) -> dict[str, Any]:
    return {
        f"{network}.hidden_size": layout.hidden_size,
        f"{network}.num_hidden_layers": layout.num_hidden_layers,
        f"{network}.num_attention_heads": layout.num_attention_heads,
    }


def _check_table_holds(judge: Layout, size: int) -> None:
    """A table may have rows to spare (they are dropped), but not fewer than there are tokens."""
    if judge.vocabulary_size < size:
        raise UserError(
            "The tokenizer in {folder} has {size:,} tokens, but the word table only {rows:,} rows: "
            "they do not belong together.",
            "pair.start_from",
            folder=judge.folder,
            size=size,
            rows=judge.vocabulary_size,
        )
