"""The objectives that can be compared, as data: the step reads a row, it does not branch on a name.

Clark et al. 2020, section 3.4 and table 5, give these five at equal size and compute.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Variant:
    """One objective.

    `forged`: hidden tokens are filled with the generator's samples; else they stay [MASK] and there is
    no generator to train. `detects` and `restores` say at which tokens the discriminator is scored for
    "replaced or not" and for "what stood here": ``"all"`` real tokens, the ``"hidden"`` ones, or None.
    """

    forged: bool
    detects: str | None
    restores: str | None


VARIANTS: dict[str, Variant] = {
    "electra": Variant(forged=True, detects="all", restores=None),
    "electra-15": Variant(forged=True, detects="hidden", restores=None),
    "replace-mlm": Variant(forged=True, detects=None, restores="hidden"),
    "all-tokens-mlm": Variant(forged=True, detects=None, restores="all"),
    "bert": Variant(forged=False, detects=None, restores="hidden"),
}
