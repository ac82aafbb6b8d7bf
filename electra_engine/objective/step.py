"""One step of the pair: hide, guess, swap, judge, score.

Clark et al. 2020, section 2. The generator learns by maximum likelihood on hidden tokens; its samples
are put into the text without a gradient; the discriminator says for every token whether it was
replaced. Shapes: B rows, L positions, H hidden size, V vocabulary, M hidden positions of the batch.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional as F

from electra_engine.model.pair import Pair
from electra_engine.objective.masking import hide, maskable
from electra_engine.objective.sampling import UnigramSampler, sample
from electra_engine.settings import ObjectiveSettings
from electra_engine.vocabulary import SpecialIds


@dataclass(frozen=True)
class Forgery:
    """The text with the generator's samples put in.

    `corrupted` (B, L) token ids; `replaced` (B, L) True where they differ from the original;
    `positions` (M,) into the flattened batch; `generator_loss` is the mean cross-entropy in nats,
    `guessed` (M,) True where the likeliest token was the original.
    """

    corrupted: torch.Tensor
    replaced: torch.Tensor
    positions: torch.Tensor
    generator_loss: torch.Tensor
    guessed: torch.Tensor


@dataclass(frozen=True)
class Outcome:
    """What a step gives: `loss` to go down, the rest to look at. `verdicts` (B, L) are logits."""

    loss: torch.Tensor
    discriminator_loss: torch.Tensor
    forgery: Forgery
    verdicts: torch.Tensor
    real: torch.Tensor


class Objective:
    """The ELECTRA objective with its settings, for one vocabulary."""

    def __init__(self, settings: ObjectiveSettings, special: SpecialIds, frequencies: torch.Tensor) -> None:
        """`frequencies` (V,) are training token counts; special tokens are never hidden or drawn."""
        self.settings = settings
        self.special = special
        never_drawn = torch.tensor([special.pad, special.unk, special.cls, special.sep, special.mask])
        self.unigram = UnigramSampler(frequencies.double().index_fill(0, never_drawn, 0.0))
        self.never_hidden = torch.tensor([special.pad, special.cls, special.sep, special.mask])

    def candidates(self, ids: torch.Tensor) -> torch.Tensor:
        """True where a token of (B, L) may be hidden."""
        return maskable(ids, self.never_hidden.to(ids.device))

    def forge(self, pair: Pair, ids: torch.Tensor, dice: torch.Generator, easy_share: float = 0.0) -> Forgery:
        """Hides tokens of `ids` (B, L), asks the generator, and swaps its samples in.

        `easy_share` of the hidden tokens are filled from the unigram distribution instead.
        """
        chosen = self.settings
        hidden = hide(
            ids, self.candidates(ids), self.special.mask, chosen.masked_share, chosen.kept_share, dice
        )
        at_hidden = pair.generator(hidden.inputs).flatten(0, 1)[hidden.positions]  # (B·L, H) → (M, H)
        logits = pair.generator.predict(at_hidden).float()  # (M, V)
        originals = ids.view(-1)[hidden.positions]
        swapped = sample(logits, torch.rand(len(originals), generator=dice), chosen.temperature)
        if easy_share:
            easy = torch.rand(len(originals), generator=dice) < easy_share
            drawn = self.unigram.draw(len(originals), dice)
            swapped = torch.where(easy.to(ids.device), drawn.to(ids.device), swapped)
        corrupted = ids.clone()
        corrupted.view(-1)[hidden.positions] = swapped
        return Forgery(
            corrupted=corrupted,
            replaced=corrupted != ids,
            positions=hidden.positions,
            generator_loss=F.cross_entropy(logits, originals),
            guessed=logits.argmax(1) == originals,
        )

    def step(self, pair: Pair, ids: torch.Tensor, dice: torch.Generator, progress: float) -> Outcome:
        """Losses of the pair on `ids` (B, L) at `progress` (0 to 1) of the run.

        loss = G + λ D (equation of section 2.1) + restoration, a scaffold: early in a run the
        discriminator is also asked what stood at the hidden positions, because the answer teaches
        it in seconds what "replaced or not" alone takes minutes to teach. It is gone by the end.
        """
        forgery = self.forge(pair, ids, dice, self.settings.easy_share * (1 - progress))
        hidden = pair.discriminator(forgery.corrupted)  # (B, L, H)
        verdicts = pair.discriminator.detect(hidden).float()  # (B, L)
        real = ids != self.special.pad
        judged = F.binary_cross_entropy_with_logits(verdicts[real], forgery.replaced[real].float())
        loss = forgery.generator_loss + self.settings.discriminator_weight * judged
        restoration = self.restoration_weight(progress)
        if restoration:
            at_hidden = hidden.flatten(0, 1)[forgery.positions]  # (M, H)
            restored = pair.discriminator.restore(at_hidden).float()  # (M, V)
            loss = loss + restoration * F.cross_entropy(restored, ids.view(-1)[forgery.positions])
        return Outcome(loss, judged, forgery, verdicts, real)

    def restoration_weight(self, progress: float) -> float:
        """The scaffold's weight, falling linearly to 0 at `restoration_share` of the run."""
        share = self.settings.restoration_share
        if progress >= share:
            return 0.0
        return self.settings.restoration_weight * (1 - progress / share)
