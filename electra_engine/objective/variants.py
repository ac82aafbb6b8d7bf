"""The objectives that can be compared, as data: the step reads a row, it does not branch on a name.

Clark et al. 2020: the efficiency analysis (table 5) compares `electra`, `electra-15`, `replace-mlm`,
`all-tokens-mlm` and `bert` at equal size and compute, the training algorithms (figure 3) `two-stage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stage:
    """A part of a run, up to `until` of its progress (0 to 1), and which networks learn in it.

    `starts_from_generator`: the discriminator begins the stage with the generator's weights.
    """

    until: float
    generator_learns: bool = True
    discriminator_learns: bool = True
    starts_from_generator: bool = False


JOINT = (Stage(until=1.0),)
GENERATOR_FIRST = (
    Stage(until=0.5, discriminator_learns=False),
    Stage(until=1.0, generator_learns=False, starts_from_generator=True),
)


@dataclass(frozen=True)
class Variant:
    """One objective; `line` is what the page says of it.

    `forged`: hidden tokens are filled with the generator's samples; else they stay [MASK] and there is
    no generator to train. `detects` and `restores` say at which tokens the discriminator is scored for
    "replaced or not" and for "what stood here": ``"all"`` real tokens, the ``"hidden"`` ones, or None.
    `copies`: what it restores is mixed with a copy of the token it reads, by a gate that is also its
    verdict. `stages` follow one another, each with a warm-up and a fall of the learning rate of its
    own. `needs` are settings (by knob name) without which the objective cannot be trained.
    """

    line: str
    forged: bool
    detects: str | None
    restores: str | None
    copies: bool = False
    stages: tuple[Stage, ...] = JOINT
    needs: Mapping[str, object] = field(default_factory=dict)

    def stage_at(self, progress: float) -> tuple[int, float]:
        """At `progress` of the run: the number of the stage, and the share of that stage that is done."""
        began = 0.0
        for number, stage in enumerate(self.stages):
            if progress < stage.until:
                return number, (progress - began) / (stage.until - began)
            began = stage.until
        return len(self.stages) - 1, 1.0

    def judge_progress(self, progress: float) -> float:
        """The share of the discriminator's own learning that is done at `progress` of the run."""
        number, share = self.stage_at(progress)
        return share if self.stages[number].discriminator_learns else 0.0

    @property
    def starts_from_generator(self) -> bool:
        """True where both networks must have one shape, and a word table each."""
        return any(stage.starts_from_generator for stage in self.stages)


VARIANTS: dict[str, Variant] = {
    "electra": Variant(
        "which of all words the forger replaced, as published.", forged=True, detects="all", restores=None
    ),
    "two-stage": Variant(
        "the same, but the forger learns alone in the first half; then the judge starts as its copy.",
        forged=True,
        detects="all",
        restores=None,
        stages=GENERATOR_FIRST,
        needs={
            "generator.fraction": 1.0,
            "generator.hidden_size": 0,
            "generator.num_hidden_layers": 0,
            "generator.num_attention_heads": 0,
            "pair.sharing": "nothing",
        },
    ),
    "electra-15": Variant(
        "which of the hidden words the forger replaced; the others do not count.",
        forged=True,
        detects="hidden",
        restores=None,
    ),
    "replace-mlm": Variant(
        "what stood where the forger put a word.", forged=True, detects=None, restores="hidden"
    ),
    "all-tokens-mlm": Variant(
        "what stood everywhere; it may copy the word it sees.",
        forged=True,
        detects=None,
        restores="all",
        copies=True,
    ),
    "bert": Variant("what stands behind each [MASK], without a forger.", False, None, "hidden"),
}


def settings_needed(objective: str, flat: Mapping[str, object]) -> dict[str, object]:
    """What of the settings `flat`, by knob name, must become what for `objective` to be trained."""
    needs = VARIANTS[objective].needs if objective in VARIANTS else {}
    return {name: value for name, value in needs.items() if flat.get(name) != value}


def settings_freed(
    objective: str, before: str, flat: Mapping[str, object], usual: Mapping[str, object]
) -> dict[str, object]:
    """What of `flat` stands as only the objective `before` needs it, and is `usual` again for `objective`."""
    if not {objective, before} <= VARIANTS.keys():
        return {}
    needs = VARIANTS[objective].needs
    return {
        name: usual[name]
        for name, value in VARIANTS[before].needs.items()
        if name not in needs and flat[name] == value != usual[name]
    }
