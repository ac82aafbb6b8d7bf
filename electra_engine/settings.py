"""Every knob of a pre-training run, declared once.

Each field carries its label, help, range and level; the sliders, `--set name=value`, the
validation sentences and the reference table are generated from here. Nothing here imports torch.

A knob's name is its group and its field, as in ``generator.hidden_size``.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from electra_engine.errors import UserError
from electra_engine.objective.variants import VARIANTS
from electra_engine.sentences import Sentence
from electra_engine.writing.encodings import AUTOMATIC
from electra_engine.writing.encodings import CHOICES as ENCODINGS
from electra_engine.writing.language import LANGUAGES

S = TypeVar("S")
RATE_AT_128 = {"modern": 3e-3, "electra": 1e-3}  # peak learning rate of a judge 128 wide, measured
LONGEST_ROW = 512  # positions of the published layout, when rows are no longer
LONGEST_TEXT = 1_000  # characters of a setting: names of folders, columns, weights
PROCESSORS_ONLY = Sentence(
    "Several processes share a batch on processors only: set the device to cpu, or the processes to 1."
)


@dataclass(frozen=True)
class Knob:
    """What a person must know of one setting.

    `choices` is empty for numbers and switches; `minimum` and `maximum` are inclusive.
    `level` is ``"basic"`` (a beginner sees it) or ``"advanced"``. `ladder` lists the values a slider
    steps through when equal steps make no sense (learning rates, powers of two).
    """

    name: str
    label: str
    help: str
    kind: type
    default: Any
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    choices: tuple[str, ...] = ()
    ladder: tuple[float, ...] = ()
    level: str = "advanced"
    unit: str = ""

    def parse(self, value: object) -> Any:
        """The value as this knob's type, or a `UserError` that names field, value and range."""
        converted = self._convert(value)
        if self.choices and converted not in self.choices:
            raise self._refusal(value, self.range_text())
        if self.kind in (int, float) and not self._in_range(converted):
            raise self._refusal(value, self.range_text())
        return converted

    def range_text(self) -> Sentence:
        """The permitted values in words, as the reference table and the refusals print them."""
        if self.choices:
            return Sentence("one of {choices}", choices=", ".join(self.choices))
        if self.kind is bool:
            return Sentence("on or off")
        if self.kind is str:
            return Sentence("text of {most:,} characters at most", most=LONGEST_TEXT)
        ends = {"least": self.minimum, "most": self.maximum}
        if self.kind is int:
            return Sentence("a whole number from {least:,.10g} to {most:,.10g}", **ends)
        return Sentence("a number from {least:,.10g} to {most:,.10g}", **ends)

    def _convert(self, value: object) -> Any:
        if self.kind is bool:
            return self._as_switch(value)
        if self.kind is str:
            if not isinstance(value, str) or len(value) > LONGEST_TEXT:
                raise self._refusal(value, self.range_text())
            return value
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise self._refusal(value, self.range_text())
        try:
            number = float(value)
        except (ValueError, OverflowError):
            raise self._refusal(value, self.range_text()) from None
        if not math.isfinite(number) or (self.kind is int and number != int(number)):
            raise self._refusal(value, self.range_text())
        return self.kind(number)

    def _as_switch(self, value: object) -> bool:
        words = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}
        if isinstance(value, bool):
            return value
        if str(value).lower() in words:
            return words[str(value).lower()]
        raise self._refusal(value, self.range_text())

    def _in_range(self, number: float) -> bool:
        assert self.minimum is not None
        assert self.maximum is not None
        return self.minimum <= number <= self.maximum

    def _refusal(self, value: object, allowed: Sentence) -> UserError:
        shown = str(value)[:40]
        return UserError(
            "{label} ({name}) is {shown}, but it must be {allowed}.",
            self.name,
            label=Sentence(self.label),
            name=self.name,
            shown=shown,
            allowed=allowed,
        )


def knob(default: Any, label: str, help: str, **details: Any) -> Any:
    """A dataclass field that declares a setting; `details` are the remaining fields of `Knob`."""
    return field(default=default, metadata={"label": label, "help": help, **details})


def knobs_of(group: type, prefix: str = "") -> Iterator[Knob]:
    """Every knob declared in a settings dataclass, nested groups included, in reading order."""
    types = {"int": int, "float": float, "bool": bool, "str": str}
    for entry in fields(group):
        name = f"{prefix}{entry.name}"
        if "label" not in entry.metadata:
            nested = entry.default_factory
            assert isinstance(nested, type)
            yield from knobs_of(nested, f"{name}.")
            continue
        kind = types[entry.type] if isinstance(entry.type, str) else entry.type
        yield Knob(name=name, kind=kind, default=entry.default, **entry.metadata)


@dataclass(frozen=True)
class CorpusSettings:
    """How the text is prepared."""

    held_out_share: float = knob(
        0.05,
        "Held-out share",
        "The part of the documents that training never sees, kept to judge honestly.",
        minimum=0.005,
        maximum=0.5,
        step=0.005,
    )
    held_out_place: str = knob(
        "spread",
        "Held-out documents from",
        "Spread over the whole corpus, or the last documents of it.",
        choices=("spread", "end"),
    )
    encoding: str = knob(
        AUTOMATIC,
        "Encoding",
        "How the bytes of text files are letters. auto tells it from each file; choose where it is wrong.",
        choices=ENCODINGS,
    )
    text_column: str = knob(
        "",
        "Text column",
        "Of tables and JSON: the name, or the number from 1, of what to read. Nothing takes the column that "
        "reads most like text.",
    )
    unicode_form: str = knob(
        "NFC",
        "Unicode form",
        "NFC: a letter and its accent become one character. NFKC: also full-width letters, ligatures and the "
        "like become plain ones. as written: nothing changes.",
        choices=("NFC", "NFKC", "as written"),
    )
    strip_html: bool = knob(
        False,
        "Take out HTML",
        "Tags go, and &amp; becomes &. Whole web pages are read as text in any case.",
    )
    strip_wikitext: bool = knob(
        False,
        "Undo WikiText marks",
        "The = = headings = = become plain lines, @-@ a hyphen, [[links|words]] their words.",
    )
    strip_markdown: bool = knob(
        False,
        "Undo Markdown",
        "Headings, emphasis, links and fences become the plain words in them.",
    )
    drop_boilerplate: bool = knob(
        False,
        "Drop boilerplate",
        "Lines that are only a web address, a copyright, a menu or a notice about cookies, and the licence "
        "around books of Project Gutenberg.",
    )
    drop_symbols: bool = knob(
        False,
        "Drop symbols",
        "Emoji, arrows, boxes and other signs that are neither letters, digits nor punctuation.",
    )
    mask_numbers: bool = knob(
        False,
        "Mask numbers",
        "Every digit becomes 0, so that 1984 and 2015 are the same word.",
    )
    drop_stop_words: bool = knob(
        False,
        "Drop stop words",
        "The commonest small words of the document's language. A pair that never saw them cannot judge them.",
    )
    shortest_line: int = knob(
        0,
        "Shortest line",
        "Lines with fewer characters are left out; 0 keeps all.",
        minimum=0,
        maximum=1000,
        step=1,
        ladder=(0, 2, 5, 10, 20, 40, 80, 160, 320, 1000),
        unit="letters",
    )
    repeated_lines: int = knob(
        0,
        "Copies of a line",
        "A line that stands in more than this many documents is left out from then on; 0 keeps all.",
        minimum=0,
        maximum=1000,
        step=1,
        ladder=(0, 1, 2, 3, 5, 10, 30, 100, 300, 1000),
    )
    language: str = knob(
        "any",
        "Language",
        "Documents that are clearly in another language are left out; those too short to tell are kept.",
        choices=("any", *LANGUAGES),
    )
    near_duplicates: bool = knob(
        False,
        "Drop near-duplicates",
        "A document that is nearly the same as an earlier one is left out, found by MinHash.",
    )


@dataclass(frozen=True)
class VocabularySettings:
    """How words are cut into tokens."""

    size: int = knob(
        4000,
        "Vocabulary size",
        "How many different tokens there are. Small learns faster, large cuts words less.",
        minimum=200,
        maximum=64000,
        step=100,
        ladder=(200, 500, 1000, 2000, 3000, 4000, 6000, 8000, 12000, 16000, 24000, 32000, 48000, 64000),
        level="basic",
    )
    lowercase: bool = knob(
        False,
        "Lower-case everything",
        "Treat 'The' and 'the' as the same word. Accents are kept unless they are taken off below.",
    )
    strip_accents: bool = knob(
        False,
        "Take accents off",
        "Treat 'café' and 'cafe' as the same word. The marks of other scripts that are written the same way "
        "go as well.",
    )
    kind: str = knob(
        "wordpiece",
        "Kind of vocabulary",
        "wordpiece: the longest pieces from the left, as in ELECTRA. bpe: letters merged in the order "
        "learned. unigram: the likeliest cut, also without spaces. characters: one by one.",
        choices=("wordpiece", "bpe", "unigram", "characters"),
    )
    folder: str = knob(
        "",
        "Tokenizer folder",
        "Nothing: a vocabulary is learned from your text. Or a folder with a tokenizer.json or vocab.txt, "
        "whose vocabulary is taken as it is.",
    )


@dataclass(frozen=True)
class PairSettings:
    """What the generator and the discriminator have in common."""

    backbone: str = knob(
        "modern",
        "Backbone",
        "modern: rotary positions and pre-normalisation, learns soonest. electra: the layout published in "
        "2020, weight-compatible with google/electra-*; takes about twice as long to show as much, and from "
        "random weights shows nothing in its first minutes on a CPU.",
        choices=("modern", "electra"),
    )
    sharing: str = knob(
        "embeddings",
        "Shared by both networks",
        "embeddings: one table for both, as published. disentangled: the judge adds a difference of its "
        "own and leaves the forger's table alone (DeBERTaV3). nothing: two tables.",
        choices=("embeddings", "disentangled", "nothing"),
    )
    embedding_size: int = knob(
        128,
        "Embedding size",
        "How many numbers describe a token in the table that both networks share.",
        minimum=8,
        maximum=2048,
        step=8,
        ladder=(8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048),
    )
    start: str = knob(
        "neighbours",
        "Start of the weights",
        "company: words that keep the same company begin side by side, counted from your text in a second, "
        "and both networks learn many times sooner. neighbours: the same, and the judge looks at the words "
        "beside each word from the first step. random: every word begins anywhere.",
        choices=("neighbours", "company", "random"),
    )
    positions: int = knob(
        0,
        "Positions",
        "How many tokens the electra layout's table of positions can place in a row; 0 takes 512, or the row "
        "length where that is larger.",
        minimum=0,
        maximum=8192,
        step=1,
    )
    start_from: str = knob(
        "",
        "Weights to start from",
        "Nothing: fresh weights. Or a run's name, a folder, or a name on the Hugging Face hub, of a "
        "discriminator or a whole pair; a generator's may follow after a comma. Sizes and vocabulary then "
        "come from there.",
        level="basic",
    )


@dataclass(frozen=True)
class DiscriminatorSettings:
    """The judge: the network that is kept."""

    hidden_size: int = knob(
        128,
        "Discriminator width",
        "How many numbers describe a token inside the judge (hidden_size).",
        minimum=16,
        maximum=4096,
        step=16,
        ladder=(16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 4096),
        level="basic",
    )
    num_hidden_layers: int = knob(
        4,
        "Discriminator depth",
        "How many layers the judge reads through (num_hidden_layers).",
        minimum=1,
        maximum=48,
        step=1,
        level="basic",
    )
    num_attention_heads: int = knob(
        4,
        "Discriminator heads",
        "How many places each layer looks at at once (num_attention_heads); divides the width.",
        minimum=1,
        maximum=64,
        step=1,
    )


@dataclass(frozen=True)
class GeneratorSettings:
    """The forger: a smaller masked language model."""

    fraction: float = knob(
        0.5,
        "Generator as a fraction",
        "The forger's width as a part of the judge's. The paper found 1/4 to 1/2 best.",
        minimum=0.1,
        maximum=1.0,
        step=0.05,
        level="basic",
    )
    hidden_size: int = knob(
        0,
        "Generator width",
        "The forger's own hidden_size; 0 lets the fraction decide.",
        minimum=0,
        maximum=4096,
        step=16,
        ladder=(0, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 4096),
    )
    num_hidden_layers: int = knob(
        1,
        "Generator depth",
        "How many layers the forger has; 0 takes as many as the judge.",
        minimum=0,
        maximum=48,
        step=1,
    )
    num_attention_heads: int = knob(
        0,
        "Generator heads",
        "The forger's attention heads; 0 keeps the judge's width of a head.",
        minimum=0,
        maximum=64,
        step=1,
    )


@dataclass(frozen=True)
class ObjectiveSettings:
    """What is hidden, what is put there, what is scored."""

    name: str = knob(
        "electra",
        "Objective",
        " ".join(
            ("What the judge learns to say.", *(f"{name}: {one.line}" for name, one in VARIANTS.items()))
        ),
        choices=tuple(VARIANTS),
    )
    masked_share: float = knob(
        0.3,
        "Share hidden",
        "The part of the tokens that the forger must guess in every row. The paper hid 15%; in a run's first "
        "minutes the judge learns more from 30%.",
        minimum=0.05,
        maximum=0.5,
        step=0.01,
    )
    kept_share: float = knob(
        0.15,
        "Share hidden in plain sight",
        "Of the hidden tokens, the part left visible instead of [MASK]; guessed all the same.",
        minimum=0.0,
        maximum=0.5,
        step=0.05,
    )
    discriminator_weight: float = knob(
        50.0,
        "Weight of the judge",
        "How much the judge's loss counts beside the forger's (50 in the paper).",
        minimum=0.0,
        maximum=200.0,
        step=1.0,
    )
    temperature: float = knob(
        1.0,
        "Forger's temperature",
        "Above 1 the forger's fakes get wilder, below 1 they get safer.",
        minimum=0.1,
        maximum=3.0,
        step=0.1,
    )
    easy_share: float = knob(
        0.0,
        "Easy fakes at the start",
        "The part of the fakes drawn by word frequency instead of by the forger; falls to none at the end.",
        minimum=0.0,
        maximum=1.0,
        step=0.05,
    )
    scaffold_weight: float = knob(
        20.0,
        "Scaffold's weight",
        "How much the judge is also asked, early on, which word stood there. "
        "It gets the judge off its first plateau many times sooner.",
        minimum=0.0,
        maximum=200.0,
        step=1.0,
    )
    scaffold_share: float = knob(
        0.9,
        "Scaffold until",
        "The part of the run after which the scaffold is gone and only the published objective is left.",
        minimum=0.0,
        maximum=1.0,
        step=0.05,
    )


@dataclass(frozen=True)
class TrainingSettings:
    """How long, how fast, how much at once."""

    minutes: float = knob(
        1.0,
        "Minutes",
        "How long to train. The learning rate falls to nothing exactly then.",
        minimum=0.05,
        maximum=43200.0,
        step=0.5,
        ladder=(0.5, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 1440),
        level="basic",
        unit="min",
    )
    steps: int = knob(
        0,
        "Steps",
        "How many batches to train on instead of a time; 0 lets the minutes decide.",
        minimum=0,
        maximum=10_000_000,
        step=100,
    )
    sequence_length: int = knob(
        64,
        "Row length",
        "How many tokens stand in one training row.",
        minimum=8,
        maximum=1024,
        step=8,
        ladder=(16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024),
        unit="tokens",
    )
    batch_size: int = knob(
        16,
        "Rows in a batch",
        "How many rows one step looks at.",
        minimum=1,
        maximum=4096,
        step=1,
        ladder=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096),
    )
    learning_rate: float = knob(
        0.0,
        "Learning rate",
        "How big the corrections are. Too big never settles, too small never gets there; 0 chooses by the "
        "layout and the judge's width.",
        minimum=0.0,
        maximum=0.1,
        step=1e-6,
        ladder=(0, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 3e-4, 5e-4, 7e-4, 1e-3, 1.5e-3, 2e-3, 3e-3, 5e-3, 1e-2),
    )
    generator_learning_rate: float = knob(
        0.0,
        "Generator's learning rate",
        "The forger's own rate; 0 uses the judge's. A slower forger is caught more often and forges worse.",
        minimum=0.0,
        maximum=0.1,
        step=1e-6,
        ladder=(0, 1e-4, 2e-4, 3e-4, 5e-4, 7e-4, 1e-3, 1.5e-3, 2e-3, 3e-3, 5e-3, 1e-2),
    )
    warmup_share: float = knob(
        0.03,
        "Warm-up",
        "The part of the training in which the learning rate climbs from zero.",
        minimum=0.0,
        maximum=0.5,
        step=0.01,
    )
    weight_decay: float = knob(
        0.01,
        "Weight decay",
        "How strongly unused weights are pulled back to zero (not biases, not LayerNorms).",
        minimum=0.0,
        maximum=1.0,
        step=0.01,
    )
    seed: int = knob(
        1,
        "Seed",
        "The number all chance comes from: the same seed gives the same run.",
        minimum=0,
        maximum=2_000_000_000,
        step=1,
    )


@dataclass(frozen=True)
class MachineSettings:
    """How the arithmetic is done; `auto` lets a short measurement on this machine choose."""

    device: str = knob("auto", "Device", "Where to compute.", choices=("auto", "cpu", "cuda"))
    precision: str = knob(
        "auto",
        "Precision",
        "bf16 is faster where the processor has it; fp32 is exact.",
        choices=("auto", "bf16", "fp32"),
    )
    attention: str = knob(
        "auto",
        "Attention kernel",
        "matmul: two plain matrix products, fast on short rows; sdpa: the fused kernel.",
        choices=("auto", "matmul", "sdpa"),
    )
    compiling: str = knob(
        "auto",
        "Compile",
        "encoders: both encoders are compiled, a minute's work before the first step; graphs: and their work "
        "recorded as CUDA graphs, a trial that was twice as fast in small batches and failed in large ones. "
        "auto tries encoders on a graphics card when the run is long enough to pay for it.",
        choices=("auto", "off", "encoders", "graphs"),
    )
    threads: int = knob(
        0,
        "Threads",
        "How many processor cores to use; 0 lets the measurement decide.",
        minimum=0,
        maximum=256,
        step=1,
    )
    processes: int = knob(
        1,
        "Processes",
        "How many processes share each batch, on processors only; what is learned stays the same.",
        minimum=1,
        maximum=64,
        step=1,
    )


@dataclass(frozen=True)
class WatchingSettings:
    """How often the run looks at itself."""

    evaluation_seconds: float = knob(
        10.0,
        "Seconds between evaluations",
        "How often the held-out rows are judged.",
        minimum=1.0,
        maximum=3600.0,
        step=1.0,
    )
    checkpoint_seconds: float = knob(
        60.0,
        "Seconds between checkpoints",
        "How much training a power cut can cost at most.",
        minimum=1.0,
        maximum=7200.0,
        step=1.0,
    )
    probe_sentences: int = knob(
        12,
        "Probe sentences",
        "How many held-out sentences are watched through the whole run.",
        minimum=1,
        maximum=32,
        step=1,
    )


@dataclass(frozen=True)
class RunSettings:
    """All settings of a pre-training run; immutable, changed only through `with_changes`."""

    corpus: CorpusSettings = field(default_factory=CorpusSettings)
    vocabulary: VocabularySettings = field(default_factory=VocabularySettings)
    pair: PairSettings = field(default_factory=PairSettings)
    discriminator: DiscriminatorSettings = field(default_factory=DiscriminatorSettings)
    generator: GeneratorSettings = field(default_factory=GeneratorSettings)
    objective: ObjectiveSettings = field(default_factory=ObjectiveSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)
    machine: MachineSettings = field(default_factory=MachineSettings)
    watching: WatchingSettings = field(default_factory=WatchingSettings)

    def with_changes(self, changes: Mapping[str, object]) -> RunSettings:
        """A checked copy with ``{"generator.hidden_size": 64, …}`` put in.

        Raises `UserError` for an unknown name, a value out of range, or values that do not fit
        together.
        """
        changed = with_changes(self, changes)
        changed.check()
        return changed

    def check(self) -> None:
        """Raises `UserError` when settings that are fine alone do not fit together."""
        judge = self.discriminator
        _check_heads(Sentence("discriminator"), judge.hidden_size, judge.num_attention_heads)
        width, _, heads = self.generator_shape()
        _check_heads(Sentence("generator"), width, heads)
        if self.pair.backbone == "electra" and self.training.sequence_length > self.positions():
            raise UserError(
                "Rows of {length} tokens are longer than the {positions} positions there are: choose a row "
                "length of {positions} or fewer.",
                "training.sequence_length",
                length=self.training.sequence_length,
                positions=self.positions(),
            )
        if VARIANTS[self.objective.name].starts_from_generator:
            self._check_twins()
        self._check_processes()

    def _check_processes(self) -> None:
        processes, rows = self.machine.processes, self.training.batch_size
        if processes > rows:
            raise UserError(
                "{processes} processes cannot share a batch of {rows} rows: choose fewer of them.",
                "machine.processes",
                processes=processes,
                rows=rows,
            )
        if processes > 1 and self.machine.device == "cuda":
            raise UserError(PROCESSORS_ONLY, "machine.processes")

    def _check_twins(self) -> None:
        judge = self.discriminator
        shape = (judge.hidden_size, judge.num_hidden_layers, judge.num_attention_heads)
        if self.generator_shape() == shape and self.pair.sharing != "embeddings":
            return
        raise UserError(
            "The objective {objective} starts the judge as a copy of the forger, which takes two networks of "
            "one size with a word table each: set the generator's fraction to 1, its width, depth and heads "
            "to 0, and what both networks share to nothing.",
            "objective.name",
            objective=self.objective.name,
        )

    def learning_rates(self) -> tuple[float, float]:
        """The peak rates of the generator and of the discriminator, zeros resolved.

        By itself the discriminator's falls with its width. The published layout takes a third of what the
        modern one does, which at the paper's widths is the paper's rate; more keeps its judge at chance.
        """
        width = self.discriminator.hidden_size
        judge = self.training.learning_rate or RATE_AT_128[self.pair.backbone] * min(1.0, 128 / width)
        return self.training.generator_learning_rate or judge, judge

    def positions(self) -> int:
        """How many tokens a row can have at most, zero resolved."""
        return self.pair.positions or max(LONGEST_ROW, self.training.sequence_length)

    def generator_shape(self) -> tuple[int, int, int]:
        """The generator's (hidden_size, num_hidden_layers, num_attention_heads), zeros resolved."""
        judge, forger = self.discriminator, self.generator
        head = max(judge.hidden_size // judge.num_attention_heads, 2)
        width = forger.hidden_size or max(round(judge.hidden_size * forger.fraction / head), 1) * head
        heads = forger.num_attention_heads or max(width // head, 1)
        return width, forger.num_hidden_layers or judge.num_hidden_layers, heads


def _check_heads(network: Sentence, width: int, heads: int) -> None:
    if width % heads:
        raise UserError(
            "The {network}'s width of {width} cannot be shared by {heads} attention heads: choose a "
            "number of heads that divides {width}.",
            f"{network}.num_attention_heads",
            network=network,
            width=width,
            heads=heads,
        )
    if (width // heads) % 2:
        raise UserError(
            "The {network}'s heads would be {width} wide, but positions need an even width: choose "
            "another width or number of heads.",
            f"{network}.num_attention_heads",
            network=network,
            width=width // heads,
        )


def with_changes(settings: S, changes: Mapping[str, object]) -> S:
    """A copy of any settings dataclass with named knobs replaced; raises `UserError`."""
    known = {k.name: k for k in knobs_of(type(settings))}
    for name, value in changes.items():
        if name not in known:
            raise UserError(
                "There is no setting called {name}: the settings reference lists them all.",
                name,
                name=name[:60],
            )
        settings = _replace(settings, name.split("."), known[name].parse(value))
    return settings


def _replace(settings: Any, path: list[str], value: object) -> Any:
    head, *rest = path
    if rest:
        value = _replace(getattr(settings, head), rest, value)
    return dataclasses.replace(settings, **{head: value})


def to_flat(settings: object) -> dict[str, Any]:
    """``{"training.seed": 1, …}``: the form in which settings are stored and sent."""
    flat: dict[str, Any] = {}
    for known in knobs_of(type(settings)):
        value = settings
        for part in known.name.split("."):
            value = getattr(value, part)
        flat[known.name] = value
    return flat
