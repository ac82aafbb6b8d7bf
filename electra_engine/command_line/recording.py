"""Packs a finished run so that it can travel with the program: small, and for looking at only.

    python -m electra_engine.command_line.recording RUN [--workspace DIR] [--into FOLDER] [--name NAME]

assets/recorded/NAME/
  run.json                what was asked for, without this machine's paths
  records.sqlite          everything it recorded, and one training row followed through every stage
  tokenizer/              its vocabulary
  model/generator, model/discriminator     Hugging Face folders in fp16
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from electra_engine.corpus.packed import PackedCorpus, open_packed
from electra_engine.corpus.words import count_words, sentences
from electra_engine.errors import UserError
from electra_engine.inference.checkpoint_cache import exported_checkpoint
from electra_engine.inference.detector import Detector
from electra_engine.inference.filler import Filler
from electra_engine.inference.tracer import trace_text
from electra_engine.jobs.runs import RunRequest
from electra_engine.jobs.status import status_of
from electra_engine.starting.hub import looks_like_a_name
from electra_engine.vocabulary import load_tokenizer, special_ids
from electra_engine.watching.records import BatchTrace, Event
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import RunFolder, Workspace, find_workspace

NAME = "recorded"
INTO = Path("assets") / "recorded"
MOST_FILE_BYTES = 3 << 20  # what everybody downloads with the program should stay small
START = "pair.start_from"
PLACE = re.compile(r"(?<![\w.:/])(/[\w.~-]+/|[A-Za-z]:[\\/])")
ROW_WORDS = (9, 14)
ROWS_TRIED, SEEDS_TRIED = 60, 3
TOKENS_READ = 40_000  # of the training stream, from which the row is chosen


def record_run(workspace: Workspace, name: str, folder: Path) -> Path:
    """Writes the run called `name` to the new folder `folder`, replacing what was there.

    Raises `UserError` unless it is a finished pre-training run that is small enough.
    """
    run = workspace.run(name)
    status = status_of(workspace, name)
    if status.kind != "pretrain" or status.state != "finished":
        raise UserError("Only a pre-training run that has finished can be recorded: choose another.", "run")
    draft = RunFolder(folder.with_name(f".{folder.name}.new"))
    shutil.rmtree(draft.path, ignore_errors=True)
    draft.path.mkdir(parents=True)
    try:
        _write_request(draft, dataclasses.replace(status.request, name=folder.name))
        shutil.copytree(run.tokenizer, draft.tokenizer)
        shutil.copytree(exported_checkpoint(run), draft.model)
        for weights in sorted(draft.model.rglob("*.safetensors")):
            _halve(weights)
        _write_records(draft, run, status.step)
        shutil.rmtree(folder, ignore_errors=True)
        draft.path.rename(folder)
    finally:
        shutil.rmtree(draft.path, ignore_errors=True)
    return folder


def telling_row(run: RunFolder, model: Path, step: int) -> BatchTrace:
    """A training row on which much can be seen, best a catch, a right guess and a miss at once."""
    tokenizer, packed = load_tokenizer(run.tokenizer), open_packed(run.packed)
    filler, detector = Filler(model / "generator"), Detector(model / "discriminator")
    tried = [
        trace_text(sentence, seed, filler, detector)
        for sentence in _training_sentences(tokenizer, packed)
        for seed in range(SEEDS_TRIED)
    ]
    if not tried:
        raise UserError("The run learned from no sentence of moderate length: record another.", "run")
    return dataclasses.replace(max(tried, key=_how_telling), step=step)


def _how_telling(trace: BatchTrace) -> tuple[int, int, int, float]:
    """Which outcomes occur (a catch first), how few gaps are mere punctuation, how few false alarms,
    then how well the judge did."""
    caught = sum(t.replaced and t.p_replaced >= 0.5 for t in trace.tokens)
    missed = sum(t.replaced and t.p_replaced < 0.5 for t in trace.tokens)
    kept = sum(t.hidden and not t.replaced for t in trace.tokens)
    alarms = sum(not t.replaced and t.p_replaced >= 0.5 for t in trace.tokens)
    marks = sum(t.hidden and not (t.text.isalpha() and t.sampled.isalpha()) for t in trace.tokens)
    return 3 * min(caught, 1) + min(missed, 1) + min(kept, 1), -marks, -alarms, -trace.discriminator_loss


def _training_sentences(tokenizer: Tokenizer, packed: PackedCorpus) -> Iterator[str]:
    """Different sentences of moderate length, without marks inside, from the beginning of the stream."""
    stream = packed.training[:TOKENS_READ].tolist()
    end = special_ids(tokenizer).sep
    seen: set[str] = set()
    document: list[int] = []
    for token in stream:
        if token != end:
            document.append(token)
            continue
        for sentence in sentences(tokenizer.decode(document)):
            fits = ROW_WORDS[0] <= count_words(sentence) <= ROW_WORDS[1]
            plain = all(part.isalpha() for part in sentence[:-1].split())
            if fits and plain and sentence not in seen and len(seen) < ROWS_TRIED:
                seen.add(sentence)
                yield sentence
        document = []


def _write_request(draft: RunFolder, request: RunRequest) -> None:
    """What was asked for; of paths the file's name alone, which is all that is ever shown.

    What it started from is kept where it is a name on the hub: a run or a folder is not there elsewhere.
    """
    names = [[Path(file).name for file in files] for files in (request.files, request.held_out_files)]
    start = str(request.settings.get(START, ""))
    settings = {
        **request.settings,
        START: start if looks_like_a_name(start) and not Path(start).exists() else "",
    }
    told = dataclasses.replace(request, files=names[0], held_out_files=names[1], settings=settings)
    draft.request_file.write_text(
        json.dumps(dataclasses.asdict(told), indent=2, ensure_ascii=False), encoding="utf-8"
    )


def _write_records(draft: RunFolder, run: RunFolder, step: int) -> None:
    """The records as one compact file that can be read where nobody may write."""
    source = sqlite3.connect(f"{run.records.absolute().as_uri()}?mode=ro", uri=True)
    source.execute("vacuum into ?", [str(draft.records)])
    source.close()
    writer = RecordWriter(draft.records)
    writer.write(telling_row(run, draft.model, step))
    writer.close()
    _forget_places(draft.records)
    # A reader of a write-ahead log must itself write beside it; an installed package may be read-only.
    compact = sqlite3.connect(draft.records)
    compact.execute("pragma journal_mode=delete")
    compact.execute("vacuum")
    compact.close()


def _forget_places(records: Path) -> None:
    """Drops the events that name a place on this machine."""
    told = [event.id for event in RecordReader(records).events() if names_a_place(event)]
    connection = sqlite3.connect(records)
    with connection:
        connection.executemany("delete from events where id = ?", [(number,) for number in told])
    connection.close()


def names_a_place(event: Event) -> bool:
    """Whether a sentence of the event holds an absolute path."""
    return any(PLACE.search(said) for said in (event.sentence, event.advice))


def _halve(weights: Path) -> None:
    """Weights in fp16; every reader of ours loads them in fp32 again."""
    halved = {name: tensor.to(torch.float16).contiguous() for name, tensor in load_file(weights).items()}
    save_file(halved, weights, metadata={"format": "pt"})
    weights.chmod(0o644)  # it is written readable for its owner alone
    if weights.stat().st_size > MOST_FILE_BYTES:
        raise UserError(
            "The run's networks are too large to travel with the program: record a smaller.", "run"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 2 bad input."""
    parser = argparse.ArgumentParser(
        prog="python -m electra_engine.command_line.recording",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("run", metavar="RUN", help="the name of a finished pre-training run")
    parser.add_argument("--workspace", metavar="DIR", help="where the run lives")
    parser.add_argument("--into", type=Path, default=INTO, metavar="FOLDER", help=f"default: {INTO}")
    parser.add_argument("--name", default=NAME, help=f"what the recorded run is called ({NAME})")
    chosen = parser.parse_args(arguments)
    try:
        workspace = find_workspace(chosen.workspace)
        made = record_run(workspace, chosen.run, chosen.into / chosen.name)
    except UserError as error:
        print(f"recording: {error.sentence}", file=sys.stderr)
        return 2
    size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file())
    print(f"{made}: {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
