"""What a run writes down about itself: plain values that any view can draw and any test can read.

The engine makes them, the studio draws them; nothing here computes and nothing here imports torch.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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
    the unigram distribution: the one figure that compares steps, runs and sizes.
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
    """The task's scores after an epoch: `split` is train, valid or test; `metrics` by their field names."""

    epoch: float
    step: int
    seconds: float
    split: str
    rows: int
    metrics: dict[str, float]
