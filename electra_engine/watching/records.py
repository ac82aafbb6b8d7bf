"""What a run writes down about itself: plain values that any view can draw and any test can read.

The engine makes them, the studio draws them; nothing here computes and nothing here imports torch.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from electra_engine.sentences import SILENCE, Sentence

PHASES = (
    "queued",  # waits for another run to leave the device
    "reading",  # corpus → documents
    "vocabulary",  # learning the tokenizer
    "packing",  # documents → token rows on disk
    "measuring",  # which precision, threads and attention are fastest here
    "training",
    "pausing",  # a pause was asked for: the step in hand is finished and saved
    "stopping",  # a stop was asked for: the same, and the pair is judged for good
    "finished",
    "paused",
    "stopped",
    "failed",
)
ENDED = ("finished", "paused", "stopped", "failed")
TEXT_LEFT_OUT = "text-left-out"  # the name of events that tell of text that could not be read


@dataclass(frozen=True)
class RunState:
    """The one row that says where a run is now; overwritten as it moves.

    `steps` is the planned number of steps (0 while unknown, as in a run ended by the clock before
    its speed is known); `seconds` counts training only, `seconds_left` is None while unknown.
    `progress` is the finished share of the current phase, 0 to 1. `message` is one sentence.
    `updated` and `started` are UNIX times; `started` is anew whenever recorded steps were dropped and are
    done again (a resumed run, or one that went back), so that who shows them knows to read all anew.
    """

    phase: str
    step: int = 0
    steps: int = 0
    tokens: int = 0
    seconds: float = 0.0
    seconds_left: float | None = None
    progress: float = 0.0
    tokens_per_second: float = 0.0
    message: Sentence = SILENCE
    pid: int = 0
    started: float = 0.0
    updated: float = 0.0


@dataclass(frozen=True)
class StepMetrics:
    """One point of the live curves: means over the steps since the previous point.

    Losses are in nats; `detection_auc`, `precision` and `recall` judge the generator's own fakes at
    threshold 0.5; `replaced_fraction` is the base rate among real tokens. For a fine-tuning run
    `discriminator_loss` holds the task's loss and the rest stays None.
    """

    step: int
    tokens: int
    seconds: float
    learning_rate: float
    tokens_per_second: float
    discriminator_loss: float
    generator_loss: float | None = None
    generator_learning_rate: float | None = None
    generator_accuracy: float | None = None
    replaced_fraction: float | None = None
    detection_auc: float | None = None
    precision: float | None = None
    recall: float | None = None


@dataclass(frozen=True)
class Count:
    """How the judge did on one group of held-out tokens (a frequency band, a kind of token)."""

    group: str
    caught: int
    missed: int
    false_alarms: int
    honest: int  # original tokens rightly left alone


@dataclass(frozen=True)
class CalibrationBin:
    """Of `tokens` held-out tokens judged about `predicted`, the share `observed` was replaced."""

    predicted: float
    observed: float
    tokens: int


@dataclass(frozen=True)
class Evaluation:
    """The pair judged on rows it never trained on.

    `detection_auc` is on the generator's own fakes, `detection_auc_frozen` on fakes drawn once from
    the unigram distribution: the one figure that compares steps, runs and sizes. Losses are means over
    tokens, in nats. A run's last look is at all held-out rows, the others at the first of them:
    `first_rows` holds the figures that differ there, by field name, and is empty where it is the same look.
    """

    step: int
    tokens: int
    seconds: float
    generator_loss: float
    generator_accuracy: float
    discriminator_loss: float
    detection_auc: float
    detection_auc_frozen: float
    precision: float
    recall: float
    replaced_fraction: float
    evaluated_tokens: int
    bands: list[Count] = field(default_factory=list)
    kinds: list[Count] = field(default_factory=list)
    calibration: list[CalibrationBin] = field(default_factory=list)
    first_rows: dict[str, float] = field(default_factory=dict)

    def on_first_rows(self) -> Evaluation:
        """The same look at the rows of every other one: what a curve or a comparison of steps needs."""
        apart: dict[str, Any] = {**self.first_rows, "first_rows": {}}
        return replace(self, **apart) if self.first_rows else self


OUTCOMES = ("caught", "missed", "false_alarms", "honest")  # the fields of `Count`, one at a time


@dataclass(frozen=True)
class JudgedToken:
    """One held-out token in its sentence, and what became of it: one of `OUTCOMES`, at threshold 0.5.

    `tokens` are those of the sentence as the discriminator saw it, spelled as in the vocabulary, ``##``
    before one that continues a word; `place` is where the judged one stands among them and `replaced`
    where tokens were really replaced. `original` is what stood there.
    """

    outcome: str
    tokens: list[str]
    place: int
    original: str
    p_replaced: float
    replaced: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class JudgedExamples:
    """A few sentences for each of `OUTCOMES`, spread evenly over the held-out rows of one evaluation.

    A run keeps its newest ones only: `id` is the same for all.
    """

    step: int
    tokens: list[JudgedToken]
    id: int = 1


@dataclass(frozen=True)
class Candidate:
    """A word the generator thought of, with its probability."""

    text: str
    probability: float


@dataclass(frozen=True)
class ProbeToken:
    """One token of a watched sentence: what stood there, what was put there, what the judge said.

    `start` and `end` are offsets into the sentence, in Python characters (Unicode code points). Where
    `hidden` is False, `sampled` equals `text`, `p_original` is None and `candidates` is empty. The
    `frozen_*` fields are the same verdict on the sentence's frozen fakes, which never change.
    """

    text: str
    start: int
    end: int
    hidden: bool
    sampled: str
    replaced: bool
    p_replaced: float
    p_original: float | None = None
    candidates: list[Candidate] = field(default_factory=list)
    frozen: str = ""
    frozen_replaced: bool = False
    frozen_p_replaced: float = 0.0


@dataclass(frozen=True)
class ProbeSentence:
    """A watched sentence; `index` stays the same through the run.

    `own` says that somebody added it while the run trained: it may be known to the pair, and earlier
    snapshots do not hold it. The others are held out and there from the first snapshot.
    """

    index: int
    text: str
    tokens: list[ProbeToken]
    own: bool = False


@dataclass(frozen=True)
class ProbeSnapshot:
    """All watched sentences at one step, with the same masks and the same dice every time."""

    step: int
    seconds: float
    sentences: list[ProbeSentence]


@dataclass(frozen=True)
class SentenceAtStep:
    """One watched sentence at one step: what the time machine turns through."""

    step: int
    sentence: ProbeSentence


@dataclass(frozen=True)
class BatchTrace:
    """One row through every stage of a training step: read, hide, guess, swap, judge, score.

    The tokens are those of a watched sentence without frozen fakes. The losses in nats: the
    generator's over the hidden tokens, the discriminator's over all.
    """

    step: int
    text: str
    tokens: list[ProbeToken]
    generator_loss: float
    discriminator_loss: float


@dataclass(frozen=True)
class Event:
    """Something that happened, in plain words. `kind` is state, health, warning or error."""

    kind: str
    name: str
    sentence: Sentence
    advice: Sentence = SILENCE
    step: int = 0
    time: float = 0.0
    id: int = 0


@dataclass(frozen=True)
class FineTuneScore:
    """The task's scores after an epoch: `metrics` by their field names.

    `split` is valid (held-out rows), seen (some training rows, judged beside them to tell learning from
    learning by heart), and for the kept weights of a training train and test. `seed`, `start` ("pretrained"
    or "random") and `share` (the part of the training rows) say which of the run's trainings it was.
    """

    epoch: float
    step: int
    seconds: float
    split: str
    rows: int
    metrics: dict[str, float]
    seed: int = 0
    start: str = "pretrained"
    share: float = 1.0


@dataclass(frozen=True)
class FineTuneTrial:
    """What one of a run's trainings reached with its best epoch's weights; `step` is where it ended.

    `metrics` are those on held-out rows, `test` those on the test file, empty without one.
    """

    number: int
    step: int
    seed: int
    start: str
    share: float
    rows: int
    best_epoch: float
    best_step: int
    metrics: dict[str, float]
    test: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class JudgedRow:
    """One row as the kept fine-tuned model judged it.

    `truth` and `said` are labels or answers in words, `probability` how sure the model was (None where it
    does not say). `marks` is every (truth, said) of a row with several, as the words of a sentence, each
    once; a row with one label has that pair.
    """

    split: str
    row: int
    step: int
    text: str
    text_pair: str
    truth: str
    said: str
    right: bool
    probability: float | None
    marks: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class OddRows:
    """The rows of one labelled file that were left out and those that were mended: how many, and the first
    of each with its number and reason.

    `split` is train, valid or test, `file` a name without folders.
    """

    split: str
    step: int
    file: str
    skipped_rows: int
    repaired_rows: int
    skipped: list[Sentence] = field(default_factory=list)
    repaired: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True)
class ScoreInterval:
    """A metric on the judged rows, and between which ends it lies in 95 of 100 draws of such rows."""

    metric: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class ClassScore:
    """How one label is recognised: `rows` have it, `said` were given it, `right` both."""

    label: str
    rows: int
    said: int
    right: int


@dataclass(frozen=True)
class ScoreReport:
    """All that can be said of the kept model on one split's rows; lists are empty where they mean nothing.

    `confusion[i][j]` rows have label i of `classes` and were given label j. `entities` counts those of each
    kind, where tags mark entities. `calibration` compares how sure
    the model was with how often it was right. `meaning` is a sentence for people.
    """

    split: str
    step: int
    rows: int
    main_metric: str
    intervals: list[ScoreInterval] = field(default_factory=list)
    classes: list[ClassScore] = field(default_factory=list)
    confusion: list[list[int]] = field(default_factory=list)
    calibration: list[CalibrationBin] = field(default_factory=list)
    calibration_error: float | None = None
    meaning: Sentence = SILENCE
    entities: list[ClassScore] = field(default_factory=list)


@dataclass(frozen=True)
class ScoreSpread:
    """What a run's seeds reached from one start: the mean of the main metric, its standard deviation, and
    the 95% interval of the mean."""

    start: str
    step: int
    split: str
    metric: str
    seeds: int
    mean: float
    deviation: float
    low: float
    high: float


@dataclass(frozen=True)
class ModelComparison:
    """Two models judged on the same rows; `first` and `second` name them in words."""

    first: str
    second: str
    step: int
    split: str
    metric: str
    first_value: float
    second_value: float
    difference: float
    low: float
    high: float
    p: float
    meaning: Sentence = SILENCE
