"""The same few sentences, looked at again and again with the same masks and the same dice.

They are held out, but for those that somebody added while the run trained. What changes from snapshot
to snapshot is the pair alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from tokenizers import Encoding, Tokenizer

from electra_engine.model.pair import Pair
from electra_engine.objective.masking import Hidden, hide
from electra_engine.objective.sampling import sample
from electra_engine.objective.step import Objective
from electra_engine.randomness import dice
from electra_engine.watching.own_sentences import FIRST_INDEX
from electra_engine.watching.records import ProbeSentence, ProbeSnapshot, ProbeToken
from electra_engine.watching.seen_tokens import seen_tokens
from electra_engine.watching.token_kinds import spellings

MOST_BETWEEN = 120  # snapshots kept beside those of `snapshot_due`: about four megabytes


@dataclass(frozen=True)
class Watched:
    """A sentence with its tokens; of `index` and `own` see `ProbeSentence`."""

    index: int
    text: str
    own: bool
    encoding: Encoding


class Probes:
    """Watches `texts` with `tokenizer`; sentences longer than `longest` tokens are cut off there."""

    def __init__(
        self, texts: list[str], tokenizer: Tokenizer, objective: Objective, seed: int, longest: int
    ) -> None:
        self.tokenizer = Tokenizer.from_str(tokenizer.to_str())
        self.tokenizer.encode_special_tokens = True  # the letters [MASK] are text, as in training
        self.tokenizer.enable_truncation(longest)
        self.words = spellings(self.tokenizer)
        self.objective = objective
        self.seed = seed
        self.watched = [self._watch(index, text) for index, text in enumerate(texts)]

    def add_own(self, texts: list[str]) -> None:
        """Watches these as well, numbered after those that were added before."""
        first = FIRST_INDEX + sum(sentence.own for sentence in self.watched)
        self.watched += [self._watch(first + place, text, own=True) for place, text in enumerate(texts)]

    def _watch(self, index: int, text: str, own: bool = False) -> Watched:
        return Watched(index, text, own, self.tokenizer.encode(text))

    @torch.no_grad()
    def snapshot(self, pair: Pair, step: int, seconds: float) -> ProbeSnapshot:
        """Every sentence as the pair sees it now."""
        pair.eval()
        sentences = [self._look(pair, sentence) for sentence in self.watched]
        pair.train()
        return ProbeSnapshot(step, seconds, sentences)

    def _look(self, pair: Pair, sentence: Watched) -> ProbeSentence:
        encoding = sentence.encoding
        device = next(pair.parameters()).device
        ids = torch.tensor([encoding.ids], device=device)  # (1, L)
        generator = dice(self.seed, "probes", sentence.index)
        settings = self.objective.settings
        candidates = self.objective.candidates(ids)
        hidden = hide(ids, candidates, self.objective.special.mask, settings.masked_share, 0.0, generator)
        logits = self.objective.fill(pair, hidden)  # (M, V)
        uniform = torch.rand(len(hidden.positions), generator=generator)
        corrupted = ids.clone()
        corrupted[0, hidden.positions] = sample(logits, uniform, settings.temperature)
        frozen = ids.clone()
        frozen[0, hidden.positions] = self.objective.unigram.draw(len(uniform), generator).to(device)
        # Two rows of one length: the generator's fakes and the frozen ones.
        verdicts = self.objective.verdicts(pair, torch.cat([corrupted, frozen])).sigmoid()
        tokens = self._tokens(sentence, hidden, logits.softmax(-1), corrupted[0], frozen[0], verdicts)
        return ProbeSentence(sentence.index, sentence.text, tokens, sentence.own)

    def _tokens(
        self,
        sentence: Watched,
        hidden: Hidden,
        probabilities: torch.Tensor,
        corrupted: torch.Tensor,
        frozen: torch.Tensor,
        verdicts: torch.Tensor,
    ) -> list[ProbeToken]:
        guesses = dict(zip(hidden.positions.tolist(), probabilities, strict=True))
        text, encoding = sentence.text, sentence.encoding
        seen = seen_tokens(text, encoding, corrupted.tolist(), guesses, verdicts[0].tolist(), self._word)
        return [
            replace(
                token,
                frozen=self._word(int(frozen[place])),
                frozen_replaced=int(frozen[place]) != encoding.ids[place],
                frozen_p_replaced=verdicts[1, place].item(),
            )
            for place, token in seen.items()
        ]

    def _word(self, token: int) -> str:
        # An output layer may have more rows than the vocabulary has tokens.
        return self.words[token] if token < len(self.words) else ""


def snapshot_due(step: int) -> bool:
    """True at steps 0, 1, 2, 5, 10, 20, 50, 100, …: close together while most happens."""
    return step in (0, 1, 2, 5) or (step > 5 and str(step).rstrip("0") in ("1", "2", "5"))


def crowded(steps: list[int]) -> list[int]:
    """Which of the snapshots at `steps`, in order, to let go, so that few are kept and these evenly spread.

    Those of `snapshot_due` and the newest stay; of the others goes the one whose neighbours are nearest.
    """
    between = [step for step in steps[:-1] if not snapshot_due(step)]
    gone = []
    while len(between) > MOST_BETWEEN:
        around = [0, *between, steps[-1]]
        place = min(range(len(between)), key=lambda at: around[at + 2] - around[at])
        gone.append(between.pop(place))
    return gone
