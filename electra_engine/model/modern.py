"""The `modern` backbone: ModernBERT layers around one shared word table.

The table (V × E) is shared by both networks and tied to the generator's output; each network widens
it by a projection of its own (E × H). ModernBERT knows no such projection, so `export.py` folds table
and projection into one V × H table: the numbers stay the same.
"""

from __future__ import annotations

import torch
from torch import nn
from transformers import ModernBertConfig, ModernBertModel
from transformers.models.modernbert.modeling_modernbert import ModernBertPredictionHead

from electra_engine.model.sharing import DisentangledEmbedding

WordTable = nn.Embedding | DisentangledEmbedding


class ModernEncoder(nn.Module):
    """Word table → projection → ModernBERT layers; (B, L) token ids to (B, L, H)."""

    def __init__(self, table: WordTable, config: ModernBertConfig) -> None:
        super().__init__()
        self.table = table
        self.projection = nn.Linear(table.embedding_dim, config.hidden_size, bias=False)
        self.body = ModernBertModel(config)
        self.body.embeddings.tok_embeddings = nn.Identity()  # `table` takes its place

    def forward(self, ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
        embedded = self.projection(self.table(ids))  # (B, L, E) → (B, L, H)
        return self.body(inputs_embeds=embedded, attention_mask=attention_mask).last_hidden_state

    @torch.no_grad()
    def folded_table(self) -> torch.Tensor:
        """Table and projection as the one (V, H) table that transformers knows."""
        return self.table.weight @ self.projection.weight.T


class ModernGenerator(nn.Module):
    """A masked language model whose output layer is tied to the word table."""

    def __init__(self, table: WordTable, config: ModernBertConfig) -> None:
        super().__init__()
        self.encoder = ModernEncoder(table, config)
        self.head = ModernBertPredictionHead(config)
        self.output_bias = nn.Parameter(torch.zeros(config.vocab_size))

    def forward(self, ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
        """(B, L) token ids to (B, L, H) hidden states."""
        return self.encoder(ids, attention_mask)

    def predict(self, hidden: torch.Tensor) -> torch.Tensor:
        """Logits over the vocabulary, (M, H) to (M, V): asked for at hidden positions only."""
        narrowed = self.head(hidden) @ self.encoder.projection.weight  # (M, H) → (M, E)
        return nn.functional.linear(narrowed, self.encoder.table.weight, self.output_bias)


class ModernDiscriminator(nn.Module):
    """Says for every token how likely it was replaced; can also be asked for what stood there."""

    def __init__(self, table: WordTable, config: ModernBertConfig) -> None:
        super().__init__()
        self.encoder = ModernEncoder(table, config)
        self.head = ModernBertPredictionHead(config)
        self.classifier = nn.Linear(config.hidden_size, 1)
        self.restoration = nn.Linear(config.hidden_size, table.embedding_dim, bias=False)
        self.restoration_bias = nn.Parameter(torch.zeros(config.vocab_size))

    def forward(self, ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
        """(B, L) token ids to (B, L, H) hidden states."""
        return self.encoder(ids, attention_mask)

    def detect(self, hidden: torch.Tensor) -> torch.Tensor:
        """Hidden states (…, H) to logits (…); above 0 means replaced."""
        return self.classifier(self.head(hidden)).squeeze(-1)

    def restore(self, hidden: torch.Tensor) -> torch.Tensor:
        """Logits over the vocabulary for what stood at each of (M, H) positions: (M, V)."""
        return nn.functional.linear(
            self.restoration(hidden), self.encoder.table.weight, self.restoration_bias
        )
