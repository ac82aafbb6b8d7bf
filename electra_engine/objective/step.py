"""One step of the pair: hide, guess, swap, judge, score.

Clark et al. 2020, section 2. The generator learns by maximum likelihood on hidden tokens; its samples
are put into the text without a gradient; the discriminator says for every token whether it was
replaced. Shapes: B rows, L positions, H hidden size, V vocabulary, M hidden positions of the batch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import torch
from torch.nn import functional as F

from electra_engine.model.pair import Pair
from electra_engine.objective.copying import copy_gate_loss
from electra_engine.objective.cross_entropy import cross_entropy, guessed_right
from electra_engine.objective.masking import Hidden, hide, maskable
from electra_engine.objective.sampling import UnigramSampler, draw
from electra_engine.objective.throws import Throw
from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import ObjectiveSettings
from electra_engine.vocabulary import SpecialIds

RESTORED_AT_ONCE = 1 << 22  # logits over the vocabulary that are looked at together: 16 MB in fp32


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

    `discriminator_loss` is the mean over the tokens it is scored on; `real` (B, L) is False at padding.
    `find_verdicts` is asked only when somebody looks: for some objectives it costs as much as a step.
    """

    loss: torch.Tensor
    discriminator_loss: torch.Tensor
    forgery: Forgery
    real: torch.Tensor
    find_verdicts: Callable[[], torch.Tensor]

    @cached_property
    def verdicts(self) -> torch.Tensor:
        """(B, L) logits of "replaced"."""
        with torch.no_grad():
            return self.find_verdicts()


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

    def throw(self, ids: torch.Tensor, dice: torch.Generator, easy_share: float = 0.0) -> Throw:
        """All that chance decides about forging `ids` (B, L).

        `easy_share` of the hidden tokens are to be filled from the unigram distribution.
        """
        hidden = self.hide(ids, dice)
        count = len(hidden.positions)
        uniform = torch.rand(count, generator=dice)
        if not easy_share:
            return Throw(ids, hidden, uniform)
        easy = torch.rand(count, generator=dice) < easy_share
        return Throw(ids, hidden, uniform, easy, self.unigram.draw(count, dice))

    def forge(self, pair: Pair, ids: torch.Tensor, dice: torch.Generator, easy_share: float = 0.0) -> Forgery:
        """Hides tokens of `ids` (B, L), asks for them, and swaps samples of the answer in."""
        return self.forge_as_thrown(pair, self.throw(ids, dice, easy_share))

    def forge_as_thrown(self, pair: Pair, throw: Throw) -> Forgery:
        """`forge` with dice that lie already."""
        ids, hidden = throw.ids, throw.hidden
        logits = self.fill(pair, hidden)
        originals = ids.reshape(-1)[hidden.positions]
        guess_loss, probabilities = cross_entropy(logits, originals)
        if self.settings.temperature != 1:
            probabilities = torch.softmax(logits.detach() / self.settings.temperature, dim=-1)
        swapped = draw(probabilities, throw.uniform)
        if throw.easy is not None and throw.drawn is not None:
            swapped = torch.where(throw.easy.to(ids.device), throw.drawn.to(ids.device), swapped)
        corrupted = ids.clone()
        corrupted.view(-1)[hidden.positions] = swapped
        return Forgery(
            corrupted=corrupted,
            replaced=corrupted != ids,
            positions=hidden.positions,
            guess_loss=guess_loss,
            guessed=guessed_right(logits, originals),
        )

    def verdicts(self, pair: Pair, ids: torch.Tensor, hidden: torch.Tensor | None = None) -> torch.Tensor:
        """Logits (B, L) in fp32 of "this token of `ids` was replaced"; `hidden` (B, L, H) if at hand.

        A discriminator with a copy gate has its verdict there. One that was taught to restore is asked
        how unlikely it finds the token that stands there: the logit of 1 − p(the token seen).
        """
        states = pair.discriminator(ids) if hidden is None else hidden
        if self.variant.detects or self.variant.copies:
            return pair.discriminator.detect(states).float()
        part = max(RESTORED_AT_ONCE // len(pair.discriminator.restoration_bias), 1)  # positions
        seen = [
            pair.discriminator.restore(some).float().log_softmax(-1).gather(1, read[:, None])[:, 0]
            for some, read in zip(states.flatten(0, 1).split(part), ids.flatten().split(part), strict=True)
        ]
        p_seen = torch.cat(seen).view(ids.shape)
        return torch.log1p(-p_seen.exp().clamp(max=1 - 1e-6)) - p_seen

    def step(self, pair: Pair, ids: torch.Tensor, dice: torch.Generator, progress: float) -> Outcome:
        """Losses of the pair on `ids` (B, L) at `progress` (0 to 1) of the run."""
        return self.step_as_thrown(pair, self.throw_for_step(ids, dice, progress), progress)

    def throw_for_step(self, ids: torch.Tensor, dice: torch.Generator, progress: float) -> Throw:
        """The dice of the step on `ids` (B, L) at `progress` of the run."""
        _, share = self.variant.stage_at(progress)
        easy_share = self.settings.easy_share * (1 - share) if self.variant.forged else 0.0
        return self.throw(ids, dice, easy_share)

    def step_as_thrown(self, pair: Pair, throw: Throw, progress: float) -> Outcome:
        """Losses of the pair on the rows of a throw, at `progress` (0 to 1) of the run.

        loss = G + λ D (section 2) + restoration. What does not learn in this stage of the run is a
        constant of the sum. For the detecting objectives restoration is a scaffold that is gone by the
        end: early on the discriminator is also asked what stood at the hidden positions, because the
        answer teaches it in seconds what "replaced or not" alone takes minutes to teach.
        """
        number, share = self.variant.stage_at(progress)
        stage = self.variant.stages[number]
        ids = throw.ids
        real = ids != self.special.pad
        if not self.variant.forged:
            return self._filling_step(pair, throw, real)
        with torch.set_grad_enabled(stage.generator_learns):
            forgery = self.forge_as_thrown(pair, throw)
        with torch.set_grad_enabled(stage.discriminator_learns):
            hidden = pair.discriminator(forgery.corrupted)  # (B, L, H)
            judged, find_verdicts = self._judge(pair, hidden, ids, forgery, real)
        weight = self.settings.discriminator_weight if self.variant.detects else 1.0
        of_hidden, of_scored = self.portions(throw)
        loss = forgery.guess_loss * of_hidden + judged * (weight * of_scored)
        scaffold = self.scaffold_weight(share)
        if scaffold and self.variant.detects and stage.discriminator_learns:
            restoration = self._restoration(pair, hidden, ids, forgery.positions)
            loss = loss + restoration * (scaffold * of_hidden)
        return Outcome(loss, judged, forgery, real, find_verdicts)

    def scaffold_weight(self, progress: float) -> float:
        """The scaffold's weight, falling linearly to 0 at `scaffold_share` of the run or its stage."""
        share = self.settings.scaffold_share
        return self.settings.scaffold_weight * (1 - progress / share) if progress < share else 0.0

    def _filling_step(self, pair: Pair, throw: Throw, real: torch.Tensor) -> Outcome:
        """Masked language modelling by the discriminator alone (Devlin et al. 2019)."""
        forgery = self.forge_as_thrown(pair, throw)
        find_verdicts = partial(self.verdicts, pair, forgery.corrupted)
        loss = forgery.guess_loss * throw.of_hidden
        return Outcome(loss, forgery.guess_loss, forgery, real, find_verdicts)

    def portions(self, throw: Throw) -> tuple[float, float]:
        """The parts of the batch's hidden and of its scored tokens that a throw's rows hold.

        Means over these tokens, weighted so and summed over the parts, are the batch's means.
        """
        which = self.variant.detects or self.variant.restores
        return throw.of_hidden, throw.of_hidden if which == "hidden" else throw.of_real

    def _judge(
        self, pair: Pair, hidden: torch.Tensor, ids: torch.Tensor, forgery: Forgery, real: torch.Tensor
    ) -> tuple[torch.Tensor, Callable[[], torch.Tensor]]:
        """The discriminator's mean loss, given `hidden` (B, L, H), and how to get its verdicts (B, L)."""
        variant = self.variant
        if variant.detects == "all":
            return self._detection(pair, hidden, forgery, real)
        scored = self._scored(forgery, real, variant.detects or variant.restores)
        if variant.restores and not variant.copies:
            seen = hidden.detach().float()  # verdicts are looked at later, with fp32 weights
            find_verdicts = partial(self.verdicts, pair, forgery.corrupted, seen)
            return self._restoration(pair, hidden, ids, scored), find_verdicts
        verdicts = pair.discriminator.detect(hidden).float()  # (B, L)
        at_scored = verdicts.view(-1)[scored]
        if variant.copies:
            restored = pair.discriminator.restore(hidden.flatten(0, 1)[scored]).float()  # (N, V)
            read, originals = forgery.corrupted.view(-1)[scored], ids.view(-1)[scored]
            judged = copy_gate_loss(restored, at_scored, read, originals)
        else:
            truth = forgery.replaced.view(-1)[scored].float()
            judged = F.binary_cross_entropy_with_logits(at_scored, truth)
        return judged, lambda: verdicts

    @staticmethod
    def _detection(
        pair: Pair, hidden: torch.Tensor, forgery: Forgery, real: torch.Tensor
    ) -> tuple[torch.Tensor, Callable[[], torch.Tensor]]:
        """`_judge` where every real token is scored: a mask instead of a list of places, which a GPU would
        have to be waited for."""
        verdicts = pair.discriminator.detect(hidden).float()  # (B, L)
        losses = F.binary_cross_entropy_with_logits(verdicts, forgery.replaced.float(), reduction="none")
        return (losses * real).sum() / real.sum(), lambda: verdicts

    def _restoration(
        self, pair: Pair, hidden: torch.Tensor, ids: torch.Tensor, where: torch.Tensor
    ) -> torch.Tensor:
        """Cross-entropy of the originals at flat positions `where` (N,), given `hidden` (B, L, H)."""
        restored = pair.discriminator.restore(hidden.flatten(0, 1)[where]).float()  # (N, V)
        return cross_entropy(restored, ids.view(-1)[where])[0]

    @staticmethod
    def _scored(forgery: Forgery, real: torch.Tensor, which: str | None) -> torch.Tensor:
        """Flat positions of the tokens that are scored: all real ones or the hidden ones."""
        return forgery.positions if which == "hidden" else real.view(-1).nonzero().squeeze(1)
