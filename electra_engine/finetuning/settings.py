"""Every knob of a fine-tuning run, declared once, in the manner of `electra_engine.settings`.

Nothing here imports torch. Zero means "automatic" wherever a knob's help says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from electra_engine.settings import MachineSettings, knob, with_changes

TASK_NAMES = (
    "classification",
    "multi_label",
    "similarity",
    "tagging",
    "question_answering",
    "multiple_choice",
)
BALANCES = ("none", "weights", "resample")
NOISES = ("drop", "swap", "generator")
PAIR_ORDERS = ("given", "both")
METHOD_NAMES = ("full", "head", "top", "bitfit", "lora", "adapters", "prefix")


@dataclass(frozen=True)
class FineTuneSettings:
    """All settings of a fine-tuning run; immutable, changed only through `with_changes`."""

    task: str = knob(
        "classification",
        "Task",
        "What the model is taught. classification: one label for a text or pair of texts. multi_label: any "
        "number of labels. similarity: a number. tagging: a tag for every word. question_answering: where an "
        "answer stands in a text. multiple_choice: which of several choices is right.",
        choices=TASK_NAMES,
        level="basic",
    )
    method: str = knob(
        "full",
        "Method",
        "Which weights learn besides the new output layer. full: all. head: none. top: the topmost layers. "
        "bitfit: biases and LayerNorms. lora: narrow matrices beside the model's own, which can be added to "
        "them in the end. adapters: a small bottleneck after each layer. prefix: a few learned places that "
        "every layer attends to.",
        choices=METHOD_NAMES,
        level="basic",
    )
    top_layers: int = knob(
        2,
        "Layers that learn",
        "How many of the topmost layers learn with the method top.",
        minimum=1,
        maximum=48,
        step=1,
    )
    rank: int = knob(
        4,
        "LoRA rank",
        "How narrow the matrices are that the method lora teaches.",
        minimum=2,
        maximum=256,
        step=1,
        ladder=(2, 4, 8, 16, 32, 64, 128, 256),
    )
    added_size: int = knob(
        16,
        "Size of what is added",
        "How wide the bottlenecks of the method adapters are, or how many places a prefix has.",
        minimum=2,
        maximum=256,
        step=1,
        ladder=(2, 4, 8, 16, 32, 64, 128, 256),
    )
    epochs: int = knob(
        0,
        "Epochs",
        "How many times the training rows are read; 0 chooses 3 for large files (6 with bitfit) and up to 20 "
        "for small ones.",
        minimum=0,
        maximum=200,
        step=1,
        level="basic",
    )
    batch_size: int = knob(
        32,
        "Rows in a batch",
        "How many rows one step looks at.",
        minimum=1,
        maximum=1024,
        step=1,
        ladder=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
    )
    learning_rate: float = knob(
        0.0,
        "Learning rate",
        "How big the corrections of the topmost layer are; 0 chooses by the width of the model.",
        minimum=0.0,
        maximum=0.1,
        step=1e-6,
        ladder=(0, 1e-5, 2e-5, 3e-5, 5e-5, 1e-4, 2e-4, 3e-4, 5e-4, 7e-4, 1e-3, 2e-3, 5e-3),
    )
    head_learning_rate: float = knob(
        0.0,
        "Output layer's learning rate",
        "The new output layer starts from nothing and may learn faster; 0 chooses by the method.",
        minimum=0.0,
        maximum=0.1,
        step=1e-6,
        ladder=(0, 1e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2),
    )
    layer_decay: float = knob(
        0.9,  # the paper's 0.8 is for twelve layers; shallower models did better with less
        "Layer decay",
        "Each layer learns at this part of the rate of the layer above it; 1 treats all alike. For the "
        "methods full and top.",
        minimum=0.3,
        maximum=1.0,
        step=0.05,
    )
    warmup_share: float = knob(
        0.1,
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
    dropout: float = knob(
        0.1,
        "Dropout",
        "The part of the signals that is switched off by chance in training, so that none is relied on.",
        minimum=0.0,
        maximum=0.7,
        step=0.05,
    )
    max_length: int = knob(
        0,
        "Longest row",
        "How many tokens of a text are read at once; what is longer is cut and counted, or read in parts. "
        "0 chooses by the task: 384 for question answering, else 128.",
        minimum=0,
        maximum=1024,
        step=8,
        ladder=(0, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024),
        unit="tokens",
    )
    held_out_share: float = knob(
        0.1,
        "Held-out share",
        "The part of the rows kept for judging when no file for that is given.",
        minimum=0.02,
        maximum=0.5,
        step=0.01,
    )
    patience: int = knob(
        3,
        "Patience",
        "Stop after this many epochs without a better held-out score; 0 never stops early. "
        "The best epoch is kept either way.",
        minimum=0,
        maximum=50,
        step=1,
    )
    balance: str = knob(
        "none",
        "Unbalanced labels",
        "What is done where some labels are rare. weights: a mistake on a rare label counts more. resample: "
        "rows with a rare label are read more often. For tasks that give a row one label.",
        choices=BALANCES,
    )
    pair_order: str = knob(
        "given",
        "Order of pairs",
        "given: as in the file. both: every pair of texts is learned both ways round, for questions where it "
        "does not matter which text comes first (do these two say the same?); takes twice as long.",
        choices=PAIR_ORDERS,
    )
    noise: float = knob(
        0.0,
        "Noise",
        "The part of the tokens that is disturbed in training, differently every time, so that no single "
        "word is relied on.",
        minimum=0.0,
        maximum=0.5,
        step=0.01,
    )
    noise_kind: str = knob(
        "drop",
        "Kind of noise",
        "drop: a token is hidden. swap: it changes places with its neighbour. generator: the generator of "
        "the pair puts a likely word in its place.",
        choices=NOISES,
    )
    seeds: int = knob(
        1,
        "Seeds",
        "How many times all is taught, each time with other chance: the mean and spread say how far a score "
        "can be trusted. The best of them is kept.",
        minimum=1,
        maximum=10,
        step=1,
    )
    against_random: bool = knob(
        False,
        "Beside random weights",
        "Teaches the same network from random weights as well, to show what pre-training is worth.",
    )
    learning_curve: bool = knob(
        False,
        "Learning curve",
        "Teaches an eighth, a quarter and half of the rows as well, to show what more rows would bring.",
    )
    minutes: float = knob(
        0.0,
        "Minutes at most",
        "Each training ends after this time even if epochs remain; 0 sets no limit.",
        minimum=0.0,
        maximum=1440.0,
        step=0.5,
        ladder=(0, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 1440),
        unit="min",
    )
    seed: int = knob(
        1,
        "Seed",
        "The number all chance comes from: the same seed gives the same run.",
        minimum=0,
        maximum=2_000_000_000,
        step=1,
    )
    machine: MachineSettings = field(default_factory=MachineSettings)

    def with_changes(self, changes: Mapping[str, object]) -> FineTuneSettings:
        """A checked copy with ``{"epochs": 5, …}`` put in; raises `UserError` as `Knob.parse` does."""
        return with_changes(self, changes)
