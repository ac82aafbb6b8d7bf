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
from electra_engine.objective.masking import Hidden, hide, maskable
from electra_engine.objective.sampling import UnigramSampler, sample
from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import ObjectiveSettings
from electra_engine.vocabulary import SpecialIds


@dataclass(frozen=True)
class Forgery:
    """The text with its hidden tokens filled.

    `corrupted` (B, L) token ids; `replaced` (B, L) True where they differ from the original;
    `positions` (M,) into the flattened batch; `guess_loss` is the mean cross-entropy of filling the
    hidden tokens in nats and `guessed` (M,) True where the likeliest token was the original: the
    generator's, or where there is none, the discriminator's.
    """

    corrupted: torch.Tensor
    replaced: torch.Tensor
    positions: torch.Tensor
    guess_loss: torch.Tensor
    guessed: torch.Tensor


@dataclass(frozen=True)
class Outcome:
    """What a step gives: `loss` to go down, the rest to look at.

    `discriminator_loss` is the mean over the tokens it is scored on; `verdicts` (B, L) are logits of
    "replaced"; `real` (B, L) is False at padding.
    """

    loss: torch.Tensor
    discriminator_loss: torch.Tensor
    forgery: Forgery
    verdicts: torch.Tensor
    real: torch.Tensor


class Objective:
    """One of `VARIANTS` with its settings, for one vocabulary."""

    def __init__(self, settings: ObjectiveSettings, special: SpecialIds, frequencies: torch.Tensor) -> None:
        """`frequencies` (V,) are training token counts; special tokens are never hidden or drawn."""
        self.settings = settings
        self.variant = VARIANTS[settings.name]
        self.special = special
        never_drawn = torch.tensor([special.pad, special.unk, special.cls, special.sep, special.mask])
        self.unigram = UnigramSampler(frequencies.double().index_fill(0, never_drawn, 0.0))
        self.never_hidden = torch.tensor([special.pad, special.cls, special.sep, special.mask])

    def candidates(self, ids: torch.Tensor) -> torch.Tensor:
        """True where a token of (B, L) may be hidden."""
        return maskable(ids, self.never_hidden.to(ids.device))

    def hide(self, ids: torch.Tensor, dice: torch.Generator) -> Hidden:
        """Chooses what of `ids` (B, L) is hidden, by the objective's shares."""
        shares = self.settings.masked_share, self.settings.kept_share
        return hide(ids, self.candidates(ids), self.special.mask, *shares, dice)

    def fill(self, pair: Pair, hidden: Hidden) -> torch.Tensor:
        """Logits (M, V) in fp32 for the hidden tokens, from the network whose work filling them is."""
        if self.variant.forged:
            return pair.generator.predict(
                pair.generator(hidden.inputs).flatten(0, 1)[hidden.positions]
            ).float()
        return pair.discriminator.restore(
            pair.discriminator(hidden.inputs).flatten(0, 1)[hidden.positions]
        ).float()

    def forge(self, pair: Pair, ids: torch.Tensor, dice: torch.Generator, easy_share: float = 0.0) -> Forgery:
        """Hides tokens of `ids` (B, L), asks for them, and swaps samples of the answer in.

        `easy_share` of the hidden tokens are filled from the unigram distribution instead.
        """
        hidden = self.hide(ids, dice)
        logits = self.fill(pair, hidden)
        originals = ids.view(-1)[hidden.positions]
        swapped = sample(logits, torch.rand(len(originals), generator=dice), self.settings.temperature)
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
            guess_loss=F.cross_entropy(logits, originals),
            guessed=logits.argmax(1) == originals,
        )

    def verdicts(self, pair: Pair, ids: torch.Tensor, hidden: torch.Tensor | None = None) -> torch.Tensor:
        """Logits (B, L) in fp32 of "this token of `ids` was replaced"; `hidden` (B, L, H) if at hand.

        A discriminator that was taught to restore is asked how unlikely it finds the token that
        stands there: the logit of 1 − p(the token seen).
        """
        states = pair.discriminator(ids) if hidden is None else hidden
        if self.variant.detects:
            return pair.discriminator.detect(states).float()
        restored = pair.discriminator.restore(states.flatten(0, 1)).float()  # (B·L, V)
        p_seen = restored.log_softmax(-1).gather(1, ids.view(-1, 1)).view(ids.shape)
        return torch.log1p(-p_seen.exp().clamp(max=1 - 1e-6)) - p_seen

    def step(self, pair: Pair, ids: torch.Tensor, dice: torch.Generator, progress: float) -> Outcome:
        """Losses of the pair on `ids` (B, L) at `progress` (0 to 1) of the run.

        loss = G + λ D (section 2) + restoration. For the detecting objectives restoration is a
        scaffold that is gone by the end: early in a run the discriminator is also asked what stood at
        the hidden positions, because the answer teaches it in seconds what "replaced or not" alone
        takes minutes to teach.
        """
        real = ids != self.special.pad
        if not self.variant.forged:
            return self._filling_step(pair, ids, dice, real)
        forgery = self.forge(pair, ids, dice, self.settings.easy_share * (1 - progress))
        hidden = pair.discriminator(forgery.corrupted)  # (B, L, H)
        if self.variant.restores:
            judged = self._restoration(pair, hidden, ids, self._scored(forgery, real, self.variant.restores))
            with torch.no_grad():
                verdicts = self.verdicts(pair, forgery.corrupted, hidden)
            return Outcome(forgery.guess_loss + judged, judged, forgery, verdicts, real)
        verdicts = pair.discriminator.detect(hidden).float()  # (B, L)
        scored = self._scored(forgery, real, self.variant.detects)
        truth = forgery.replaced.view(-1)[scored].float()
        judged = F.binary_cross_entropy_with_logits(verdicts.view(-1)[scored], truth)
        loss = forgery.guess_loss + self.settings.discriminator_weight * judged
        scaffold = self.scaffold_weight(progress)
        if scaffold:
            loss = loss + scaffold * self._restoration(pair, hidden, ids, forgery.positions)
        return Outcome(loss, judged, forgery, verdicts, real)

    def scaffold_weight(self, progress: float) -> float:
        """The scaffold's weight, falling linearly to 0 at `scaffold_share` of the run."""
        share = self.settings.scaffold_share
        return self.settings.scaffold_weight * (1 - progress / share) if progress < share else 0.0

    def _filling_step(
        self, pair: Pair, ids: torch.Tensor, dice: torch.Generator, real: torch.Tensor
    ) -> Outcome:
        """Masked language modelling by the discriminator alone (Devlin et al. 2019)."""
        forgery = self.forge(pair, ids, dice)
        with torch.no_grad():
            verdicts = self.verdicts(pair, forgery.corrupted)
        return Outcome(forgery.guess_loss, forgery.guess_loss, forgery, verdicts, real)

    def _restoration(
        self, pair: Pair, hidden: torch.Tensor, ids: torch.Tensor, where: torch.Tensor
    ) -> torch.Tensor:
        """Cross-entropy of the originals at flat positions `where` (N,), given `hidden` (B, L, H)."""
        restored = pair.discriminator.restore(hidden.flatten(0, 1)[where]).float()  # (N, V)
        return F.cross_entropy(restored, ids.view(-1)[where])

    @staticmethod
    def _scored(forgery: Forgery, real: torch.Tensor, which: str | None) -> torch.Tensor:
        """Flat positions of the tokens that are scored: all real ones or the hidden ones."""
        return forgery.positions if which == "hidden" else real.view(-1).nonzero().squeeze(1)
