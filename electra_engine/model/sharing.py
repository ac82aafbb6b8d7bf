"""Ways for the discriminator to use the generator's word table."""

from __future__ import annotations

import torch
from torch import nn


class DisentangledEmbedding(nn.Module):
    """The generator's table without a gradient, plus a difference of its own that begins at zero.

    Gradient-disentangled embedding sharing (He et al. 2021, DeBERTaV3, section 3.2.2): the two tasks
    no longer pull one table in two directions. Reads (…) token ids to (…, E).
    """

    def __init__(self, base: nn.Embedding) -> None:
        super().__init__()
        self.base = base
        self.difference = nn.Parameter(torch.zeros_like(base.weight))

    @property
    def embedding_dim(self) -> int:
        return self.base.embedding_dim

    @property
    def weight(self) -> torch.Tensor:
        """The (V, E) table that is read."""
        return self.base.weight.detach() + self.difference

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        read = nn.functional.embedding
        return read(ids, self.base.weight.detach()) + read(ids, self.difference)
