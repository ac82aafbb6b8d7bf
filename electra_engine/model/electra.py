"""The `electra` backbone: the layout of the paper, weight for weight that of `ElectraModel`.

Both networks share the whole embedding block (word, position and type tables and their LayerNorm),
and the generator's output layer is tied to the word table (Clark et al. 2020, section 3.2).
"""

from __future__ import annotations

import torch
from torch import nn
from transformers import ElectraConfig, ElectraForMaskedLM, ElectraForPreTraining, ElectraModel


class ElectraGenerator(nn.Module):
    """`ElectraForMaskedLM`, asked for logits at chosen positions only."""

    def __init__(self, config: ElectraConfig) -> None:
        super().__init__()
        self.network = ElectraForMaskedLM(config)
        self.network.tie_weights()

    @property
    def encoder(self) -> ElectraModel:
        return self.network.electra

    @property
    def output_bias(self) -> nn.Parameter:
        return self.network.generator_lm_head.bias

    def forward(self, ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
        """(B, L) token ids to (B, L, H) hidden states."""
        return self.network.electra(ids, attention_mask=attention_mask).last_hidden_state

    def predict(self, hidden: torch.Tensor) -> torch.Tensor:
        """Logits over the vocabulary, (M, H) to (M, V)."""
        return self.network.generator_lm_head(self.network.generator_predictions(hidden))


class ElectraDiscriminator(nn.Module):
    """`ElectraForPreTraining`, which can also be asked for what stood at a position."""

    def __init__(self, config: ElectraConfig) -> None:
        super().__init__()
        self.network = ElectraForPreTraining(config)
        self.restoration = nn.Linear(config.hidden_size, config.embedding_size, bias=False)
        self.restoration_bias = nn.Parameter(torch.zeros(config.vocab_size))

    @property
    def encoder(self) -> ElectraModel:
        return self.network.electra

    def forward(self, ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
        """(B, L) token ids to (B, L, H) hidden states."""
        return self.network.electra(ids, attention_mask=attention_mask).last_hidden_state

    def detect(self, hidden: torch.Tensor) -> torch.Tensor:
        """Hidden states (…, H) to logits (…); above 0 means replaced."""
        return self.network.discriminator_predictions(hidden)

    def restore(self, hidden: torch.Tensor) -> torch.Tensor:
        """Logits over the vocabulary for what stood at each of (M, H) positions: (M, V)."""
        table = self.network.electra.embeddings.word_embeddings.weight
        return nn.functional.linear(self.restoration(hidden), table, self.restoration_bias)
