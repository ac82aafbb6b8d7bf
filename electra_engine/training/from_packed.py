"""From a packed corpus to a run's last checkpoint: the half of pre-training that needs torch."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch
from tokenizers import Tokenizer

from electra_engine.corpus import PackedCorpus, probe_texts
from electra_engine.jobs.control import Control
from electra_engine.model.pair import Pair
from electra_engine.model.word_vectors import company_vectors
from electra_engine.objective.step import Objective
from electra_engine.sentences import Sentence
from electra_engine.settings import RunSettings
from electra_engine.starting.weights import put_in
from electra_engine.training.assembly import build_trainer, fresh_pair
from electra_engine.training.batches import Rows
from electra_engine.training.beginning import standing
from electra_engine.training.crew_member import helped
from electra_engine.training.loop import Journal, train
from electra_engine.training.recovery import Recovery
from electra_engine.training.room import PatientWriter
from electra_engine.vocabulary import special_ids
from electra_engine.watching.evaluation import HeldOutJudge
from electra_engine.watching.probes import Probes
from electra_engine.watching.records import Event, RunState
from electra_engine.watching.store import RecordWriter
from electra_engine.watching.token_kinds import spellings
from electra_engine.workspace import RunFolder

EVALUATED_TOKENS = 32_768  # at the end of a run; the curve's points use the first rows of these


def train_from_packed(
    run: RunFolder,
    settings: RunSettings,
    tokenizer: Tokenizer,
    packed: PackedCorpus,
    checkpoint: Path | None,
    state: RunState,
    records: RecordWriter,
    control: Control,
) -> str:
    """Trains a pair from `checkpoint`, or afresh; "finished" or "stopped". `state` is what was last told."""
    records.set_state(
        dataclasses.replace(
            state, phase="measuring", message=Sentence("Trying what is fastest on this machine.")
        )
    )
    trainer = build_trainer(settings, tokenizer, packed, run.workspace.machine_file, standing(checkpoint))
    way, processes = trainer.arithmetic.in_words(), settings.machine.processes
    if processes > 1:
        way = Sentence("{way}, {processes} processes", way=way, processes=processes)
    told = Sentence("Computing with {way}.", way=way)
    records.add_event(Event("state", "arithmetic", told))
    judge, probes = build_watchers(settings, tokenizer, packed, trainer.objective)
    state = dataclasses.replace(state, phase="training", message=told)
    writer = PatientWriter(records, run.records, control.should_stop)
    journal = Journal(run, writer, trainer, judge, probes, state)

    def begin_again() -> None:
        pair = fresh_pair(settings, packed, trainer.arithmetic)
        _furnish(run, settings, packed, pair)
        trainer.pair.load_state_dict(pair.state_dict())

    if checkpoint:
        journal.resume_at(trainer.go_to(checkpoint))
    else:
        writer.forget_after(0)  # what a process wrote that was killed before its first checkpoint
        if started := _furnish(run, settings, packed, trainer.pair):
            records.add_event(Event("state", "start", started))
    with helped(run, trainer):
        return train(trainer, journal, control, Recovery(trainer, run.checkpoints, begin_again))


def _furnish(run: RunFolder, settings: RunSettings, packed: PackedCorpus, pair: Pair) -> Sentence | None:
    """Gives a fresh pair what its run begins with; what to tell of weights from elsewhere."""
    if run.start.is_dir():
        return put_in(run.start, pair)
    if settings.pair.start != "random":
        size, seed = settings.pair.embedding_size, settings.training.seed
        pair.start_words_at(company_vectors(packed.training, packed.vocabulary_size, size, seed))
    return None


def build_watchers(
    settings: RunSettings, tokenizer: Tokenizer, packed: PackedCorpus, objective: Objective
) -> tuple[HeldOutJudge, Probes]:
    """The fixed held-out rows and the fixed sentences that the run is judged on."""
    special, seed = special_ids(tokenizer), settings.training.seed
    length = settings.training.sequence_length
    held_out = Rows(packed.held_out, min(length, max(len(packed.held_out) // 2, 3)), special.cls, special.sep)
    rows = held_out.spread(max(EVALUATED_TOKENS // length, 1))
    # The curve's points use the first rows: in a fixed random order these stand for all.
    rows = rows[torch.randperm(len(rows), generator=torch.Generator().manual_seed(seed))]
    frequencies = torch.from_numpy(packed.frequencies.copy())
    judge = HeldOutJudge(rows, objective, frequencies, spellings(tokenizer), seed)
    texts = probe_texts(packed, settings.watching.probe_sentences, seed)
    return judge, Probes(texts, tokenizer, objective, seed, length)
