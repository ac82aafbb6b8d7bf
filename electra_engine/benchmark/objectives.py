"""Every objective on the built-in sample: the same loop, the same rows, the same judge, a linear probe."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from electra_engine.benchmark.probing import FrozenReader, ProbeScore, probe_moods, probe_parts_of_speech
from electra_engine.benchmark.trial import Trial, train_trial
from electra_engine.corpus.sample import write_sample_corpus
from electra_engine.model.pair import Pair, build_pair
from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import RunSettings
from electra_engine.training.trained_pair import load_trained_pair
from electra_engine.vocabulary import load_tokenizer
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.workspace import find_workspace

UNTRAINED = "random weights"


@dataclass(frozen=True)
class ObjectiveReport:
    """What one objective reached on held-out rows, and what a probe reads from its discriminator.

    `generator_loss` (nats) and `detection_auc` are on the run's own fakes; without a generator the
    discriminator fills the blanks, and the loss is its own. Random weights have only been probed.
    """

    objective: str
    part_of_speech: ProbeScore
    mood: ProbeScore
    steps: int = 0
    tokens_per_second: float | None = None
    generator_loss: float | None = None
    detection_auc_frozen: float | None = None
    detection_auc: float | None = None


def compare_objectives(
    changes: Mapping[str, object],
    names: Iterable[str] = VARIANTS,
    on_begin: Callable[[str], None] = lambda _: None,
) -> list[ObjectiveReport]:
    """Trains each objective with `changes` and the settings it needs, and probes what it learned.

    The first report is that of random weights in the first one's shape. `on_begin` hears each name
    before its training. Raises `UserError` for a setting that cannot be.
    """
    chosen = {name: settings_for(name, changes) for name in names}
    reports: list[ObjectiveReport] = []
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample_corpus(Path(folder) / "sample.txt")
        workspace = find_workspace(folder)
        trial = None
        for name, settings in chosen.items():
            on_begin(name)
            trial = train_trial(workspace, name, [sample], [], settings, prepared_by=trial)
            tokenizer = load_tokenizer(trial.run.tokenizer)
            if not reports:
                fresh = build_pair(settings, vocabulary_size(tokenizer))
                reports.append(ObjectiveReport(UNTRAINED, *_probe(fresh, tokenizer, settings)))
            read = _probe(load_trained_pair(trial.run), tokenizer, settings)
            reports.append(_report(name, trial, read))
    return reports


def settings_for(name: str, changes: Mapping[str, object]) -> RunSettings:
    """`changes` with the objective `name` and what it cannot do without."""
    return RunSettings().with_changes({**changes, **VARIANTS[name].needs, "objective.name": name})


def _report(name: str, trial: Trial, read: tuple[ProbeScore, ProbeScore]) -> ObjectiveReport:
    return ObjectiveReport(
        name,
        *read,
        steps=trial.last.step,
        tokens_per_second=trial.tokens_per_second,
        generator_loss=trial.last.generator_loss,
        detection_auc_frozen=trial.last.detection_auc_frozen,
        detection_auc=trial.last.detection_auc,
    )


def _probe(pair: Pair, tokenizer: Tokenizer, settings: RunSettings) -> tuple[ProbeScore, ProbeScore]:
    reader = FrozenReader(pair, tokenizer, settings.positions())
    return probe_parts_of_speech(reader), probe_moods(reader)
