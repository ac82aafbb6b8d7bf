"""The pair judged on held-out rows, always the same rows, masks, dice and frozen fakes.

Frozen fakes: 15% of the positions that may be hidden, drawn once with the run's seed, replaced by tokens of
the corpus's unigram distribution; a draw that equals the original counts as original. The AUC on them
does not depend on the generator, so it compares steps, runs and sizes.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional as F

from electra_engine.model.pair import Pair
from electra_engine.objective.masking import hide
from electra_engine.objective.step import Objective
from electra_engine.randomness import dice
from electra_engine.watching.detection import area_under_curve, confusion
from electra_engine.watching.examples import pick_examples
from electra_engine.watching.records import CalibrationBin, Count, Evaluation, JudgedExamples, JudgedToken
from electra_engine.watching.token_kinds import KINDS, kind_numbers

FROZEN_SHARE = 0.15
ROWS_AT_ONCE = 128
CALIBRATION_BINS = 10
# Bands of how often a token stands in the training text, rare to common.
BANDS = ((0, 10), (10, 100), (100, 1_000), (1_000, 10_000), (10_000, 1 << 62))


@dataclass(frozen=True)
class Judgement:
    """Per-token results over all held-out rows, flattened to the N positions that may be hidden."""

    originals: torch.Tensor  # (N,) token ids
    replaced: torch.Tensor  # (N,) bool, by the generator's samples
    p_replaced: torch.Tensor  # (N,)
    frozen_replaced: torch.Tensor
    frozen_p_replaced: torch.Tensor
    generator_losses: torch.Tensor  # (hidden positions,), each the mean of its batch
    discriminator_losses: torch.Tensor  # (real tokens,)
    guessed: torch.Tensor  # (hidden positions,) bool
    corrupted: torch.Tensor  # (B, L) token ids as the discriminator saw them
    places: torch.Tensor  # (N,) positions in the flattened rows


def freeze_fakes(rows: torch.Tensor, objective: Objective, seed: int) -> torch.Tensor:
    """`rows` (B, L) with its frozen fakes put in."""
    generator = dice(seed, "frozen fakes")
    chosen = hide(
        rows, objective.candidates(rows), objective.special.mask, FROZEN_SHARE, 0.0, generator
    ).positions
    fakes = rows.clone()
    fakes.view(-1)[chosen] = objective.unigram.draw(len(chosen), generator)
    return fakes


class HeldOutJudge:
    """Evaluates a pair on fixed held-out rows (B, L), in fp32 whatever it trains in.

    `frequencies` (V,) count the tokens of the training text, `words` (V entries) spell them.
    """

    def __init__(
        self,
        rows: torch.Tensor,
        objective: Objective,
        frequencies: torch.Tensor,
        words: list[str],
        seed: int,
    ) -> None:
        self.rows = rows
        self.objective = objective
        self.frequencies = frequencies
        self.words = words
        self.kinds = kind_numbers(words)
        self.seed = seed
        self.fakes = freeze_fakes(rows, objective, seed)

    def evaluate(
        self, pair: Pair, step: int, tokens: int, seconds: float, rows: int | None = None
    ) -> tuple[Evaluation, JudgedExamples]:
        """How `pair` does on the first `rows` rows (all of them when None), in figures and in sentences."""
        found = self._judge(pair, min(rows or len(self.rows), len(self.rows)))
        return self._figures(found, step, tokens, seconds), JudgedExamples(step, self._examples(found))

    def _figures(self, found: Judgement, step: int, tokens: int, seconds: float) -> Evaluation:
        called = found.p_replaced > 0.5
        counts = confusion(called, found.replaced)
        return Evaluation(
            step=step,
            tokens=tokens,
            seconds=seconds,
            generator_loss=found.generator_losses.mean().item(),
            generator_accuracy=found.guessed.float().mean().item(),
            discriminator_loss=found.discriminator_losses.mean().item(),
            detection_auc=area_under_curve(found.p_replaced, found.replaced),
            detection_auc_frozen=area_under_curve(found.frozen_p_replaced, found.frozen_replaced),
            precision=counts.precision,
            recall=counts.recall,
            replaced_fraction=found.replaced.float().mean().item(),
            evaluated_tokens=len(called),
            bands=self._bands(found, called),
            kinds=self._kinds(found, called),
            calibration=_calibration(found.p_replaced, found.replaced),
        )

    @torch.no_grad()
    def _judge(self, pair: Pair, count: int) -> Judgement:
        device = next(pair.parameters()).device
        pair.eval()
        parts = []
        for start in range(0, count, ROWS_AT_ONCE):
            span = slice(start, min(start + ROWS_AT_ONCE, count))
            parts.append(
                self._judge_rows(pair, self.rows[span].to(device), self.fakes[span].to(device), start)
            )
        pair.train()
        return Judgement(*(torch.cat(column).cpu() for column in zip(*parts, strict=True)))

    def _judge_rows(
        self, pair: Pair, ids: torch.Tensor, fakes: torch.Tensor, start: int
    ) -> tuple[torch.Tensor, ...]:
        where = self.objective.candidates(ids)
        forgery = self.objective.forge(pair, ids, dice(self.seed, "held-out", start))
        verdicts = self.objective.verdicts(pair, forgery.corrupted)
        frozen = self.objective.verdicts(pair, fakes)
        real = ids != self.objective.special.pad
        truth = forgery.replaced[real].float()
        return (
            ids[where],
            forgery.replaced[where],
            verdicts[where].sigmoid(),
            (fakes != ids)[where],
            frozen[where].sigmoid(),
            forgery.guess_loss.expand(len(forgery.guessed)),
            F.binary_cross_entropy_with_logits(verdicts[real], truth, reduction="none"),
            forgery.guessed,
            forgery.corrupted,
            where.flatten().nonzero()[:, 0] + start * ids.shape[1],
        )

    def _examples(self, found: Judgement) -> list[JudgedToken]:
        special = self.objective.special
        outside = frozenset((special.pad, special.cls, special.sep))
        originals = self.rows[: len(found.corrupted)]
        return pick_examples(found.corrupted, originals, found.places, found.p_replaced, self.words, outside)

    def _bands(self, found: Judgement, called: torch.Tensor) -> list[Count]:
        """How replaced and original tokens fared, by how often the original stands in the training text."""
        seen = self.frequencies[found.originals]
        bands = []
        for low, high in BANDS:
            inside = (seen >= low) & (seen < high)
            name = f"{low}+" if high > 10**9 else f"{low}-{high - 1}"
            bands.append(_count(name, called[inside], found.replaced[inside]))
        return bands

    def _kinds(self, found: Judgement, called: torch.Tensor) -> list[Count]:
        """The same by the kind of the original token; a kind that does not occur is left out."""
        kinds = self.kinds[found.originals]
        return [
            _count(name, called[inside], found.replaced[inside])
            for number, name in enumerate(KINDS)
            if bool((inside := kinds == number).any())
        ]


def figures_apart(whole: Evaluation, part: Evaluation) -> dict[str, float]:
    """The plain figures in which `part` differs from `whole`, by field name."""
    figures = {name: value for name, value in vars(part).items() if not isinstance(value, list | dict)}
    return {name: value for name, value in figures.items() if value != getattr(whole, name)}


def _count(group: str, called: torch.Tensor, replaced: torch.Tensor) -> Count:
    counts = confusion(called, replaced)
    return Count(group, counts.caught, counts.missed, counts.false_alarms, counts.honest)


def _calibration(p_replaced: torch.Tensor, replaced: torch.Tensor) -> list[CalibrationBin]:
    """Ten equal bins of P(replaced), empty ones left out (Guo et al. 2017, section 2)."""
    bins = (p_replaced * CALIBRATION_BINS).long().clamp(max=CALIBRATION_BINS - 1)
    return [
        CalibrationBin(
            p_replaced[inside].mean().item(), replaced[inside].float().mean().item(), int(inside.sum())
        )
        for number in range(CALIBRATION_BINS)
        if bool((inside := bins == number).any())
    ]
