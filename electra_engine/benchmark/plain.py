"""The loop a user would write with transformers alone: the yardstick of `electra-engine bench`.

Full-vocabulary logits at every position, transformers' default attention, dropout and precision,
multinomial sampling, AdamW as it comes.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.nn import functional as F
from transformers import ElectraConfig, ElectraForMaskedLM, ElectraForPreTraining

from electra_engine.model.configuration import NetworkShape, network_shapes
from electra_engine.settings import RunSettings

MASK_ID = 4
FIRST_WORD_ID = 5


def plain_step(settings: RunSettings, vocabulary_size: int, device: str) -> Callable[[], object]:
    """One step of the plain loop on random ids, as a function to be timed."""
    small, large = network_shapes(settings, vocabulary_size)
    generator, judge = (
        network(_config(shape)).to(device)
        for network, shape in ((ElectraForMaskedLM, small), (ElectraForPreTraining, large))
    )
    judge.electra.embeddings = generator.electra.embeddings
    parameters = {id(p): p for network in (generator, judge) for p in network.parameters()}
    optimizer = torch.optim.AdamW(parameters.values(), lr=settings.learning_rates()[1])
    rows, length = settings.training.batch_size, settings.training.sequence_length
    ids = torch.randint(FIRST_WORD_ID, vocabulary_size, (rows, length), device=device)

    def step() -> None:
        hidden = torch.rand(rows, length, device=device) < settings.objective.masked_share
        labels = ids.masked_fill(~hidden, -100)
        guess = generator(ids.masked_fill(hidden, MASK_ID), labels=labels)
        with torch.no_grad():
            drawn = torch.multinomial(guess.logits[hidden].softmax(-1), 1).squeeze(1)
        corrupted = ids.clone()
        corrupted[hidden] = drawn
        verdicts = judge(corrupted).logits
        judged = F.binary_cross_entropy_with_logits(verdicts, (corrupted != ids).float())
        (guess.loss + settings.objective.discriminator_weight * judged).backward()
        torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

    return step


def _config(shape: NetworkShape) -> ElectraConfig:
    return ElectraConfig(
        vocab_size=shape.vocabulary_size,
        embedding_size=shape.embedding_size,
        hidden_size=shape.hidden_size,
        intermediate_size=4 * shape.hidden_size,
        num_hidden_layers=shape.num_hidden_layers,
        num_attention_heads=shape.num_attention_heads,
        max_position_embeddings=shape.longest_row,
    )
