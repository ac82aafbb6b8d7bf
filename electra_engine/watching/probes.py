"""The same few held-out sentences, looked at again and again with the same masks and the same dice.

What changes from snapshot to snapshot is the pair alone.
"""

from __future__ import annotations

import torch
from tokenizers import Encoding, Tokenizer

from electra_engine.model.pair import Pair
from electra_engine.objective.masking import Hidden, hide
from electra_engine.objective.sampling import sample
from electra_engine.objective.step import Objective
from electra_engine.randomness import dice
from electra_engine.watching.records import Candidate, ProbeSentence, ProbeSnapshot, ProbeToken

CANDIDATES = 5


class Probes:
    """Watches `texts` with `tokenizer`; sentences longer than `longest` tokens are cut off there."""

    def __init__(
        self, texts: list[str], tokenizer: Tokenizer, objective: Objective, seed: int, longest: int
    ) -> None:
        self.texts = texts
        self.tokenizer = tokenizer
        self.objective = objective
        self.seed = seed
        self.encodings = [_cut(encoding, longest) for encoding in tokenizer.encode_batch(texts)]

    @torch.no_grad()
    def snapshot(self, pair: Pair, step: int, seconds: float) -> ProbeSnapshot:
        """Every sentence as the pair sees it now."""
        pair.eval()
        sentences = [self._look(pair, index) for index in range(len(self.texts))]
        pair.train()
        return ProbeSnapshot(step, seconds, sentences)

    def _look(self, pair: Pair, index: int) -> ProbeSentence:
        encoding, text = self.encodings[index], self.texts[index]
        device = next(pair.parameters()).device
        ids = torch.tensor([encoding.ids], device=device)  # (1, L)
        generator = dice(self.seed, "probes", index)
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
        tokens = self._tokens(encoding, hidden, logits.softmax(-1), corrupted[0], frozen[0], verdicts)
        return ProbeSentence(index, text, tokens)

    def _tokens(
        self,
        encoding: Encoding,
        hidden: Hidden,
        probabilities: torch.Tensor,
        corrupted: torch.Tensor,
        frozen: torch.Tensor,
        verdicts: torch.Tensor,
    ) -> list[ProbeToken]:
        order = {int(position): row for row, position in enumerate(hidden.positions)}
        tokens = []
        for place, original in enumerate(encoding.ids):
            if encoding.special_tokens_mask[place]:
                continue
            row = order.get(place)
            start, end = encoding.offsets[place]
            tokens.append(
                ProbeToken(
                    text=self._word(original),
                    start=start,
                    end=end,
                    hidden=row is not None,
                    sampled=self._word(int(corrupted[place])),
                    replaced=int(corrupted[place]) != original,
                    p_replaced=verdicts[0, place].item(),
                    p_original=None if row is None else probabilities[row, original].item(),
                    candidates=[] if row is None else self._likeliest(probabilities[row]),
                    frozen=self._word(int(frozen[place])),
                    frozen_replaced=int(frozen[place]) != original,
                    frozen_p_replaced=verdicts[1, place].item(),
                )
            )
        return tokens

    def _likeliest(self, probabilities: torch.Tensor) -> list[Candidate]:
        top = probabilities.topk(min(CANDIDATES, len(probabilities)))
        return [
            Candidate(self._word(int(token)), p.item())
            for p, token in zip(top.values, top.indices, strict=True)
        ]

    def _word(self, token: int) -> str:
        return self.tokenizer.id_to_token(token) or ""


def _cut(encoding: Encoding, longest: int) -> Encoding:
    encoding.truncate(longest)
    return encoding


def snapshot_due(step: int) -> bool:
    """True at steps 0, 1, 2, 5, 10, 20, 50, 100, …: close together while most happens."""
    return step in (0, 1, 2, 5) or (step > 5 and str(step).rstrip("0") in ("1", "2", "5"))
