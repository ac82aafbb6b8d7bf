"""Disturbed rows: some tokens hidden, swapped or replaced, differently at every step, by the seed alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from transformers import AutoModelForMaskedLM, PreTrainedModel, PreTrainedTokenizerBase

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.inference.network_loading import load_network
from electra_engine.randomness import dice

Inputs = dict[str, torch.Tensor]
# What the network would have read → what it reads at this step.
Disturb = Callable[[Inputs, int], Inputs]
PLACED = ("tagging", "question_answering")  # the tasks whose answers are tied to places in the row


def undisturbed(inputs: Inputs, _step: int) -> Inputs:
    """The rows as they are."""
    return inputs


def disturb(
    settings: FineTuneSettings, tokenizer: PreTrainedTokenizerBase, generator: Path | None
) -> Disturb:
    """The noise that the settings ask for; `generator` is the folder of the pair's generator, if any.

    Raises `UserError` for noise that the task or what it starts from rules out.
    """
    if settings.noise == 0:
        return undisturbed
    if settings.noise_kind == "swap" and settings.task in PLACED:
        raise UserError(
            "Swapped tokens would stand where other answers are expected: choose another kind of noise for "
            "this task.",
            "noise_kind",
        )
    if settings.noise_kind == "generator" and generator is None:
        raise UserError(
            "Noise by the generator needs a pair with a generator to start from: choose a run, or another "
            "kind of noise.",
            "noise_kind",
        )
    special = torch.tensor(sorted(tokenizer.all_special_ids))
    hidden_by = tokenizer.mask_token_id if tokenizer.mask_token_id is not None else tokenizer.unk_token_id
    filler = None
    if settings.noise_kind == "generator":
        assert generator is not None
        filler = load_network(generator, AutoModelForMaskedLM)

    def disturbed(inputs: Inputs, step: int) -> Inputs:
        chance = dice(settings.seed, "noise", step)
        ids = inputs["input_ids"]
        ordinary = ~torch.isin(ids, special)
        chosen = (torch.rand(ids.shape, generator=chance) < settings.noise) & ordinary
        if settings.noise_kind == "swap":
            return {**inputs, "input_ids": _swapped(ids, chosen, ordinary)}
        hidden = ids.masked_fill(chosen, hidden_by)
        if filler is None:
            return {**inputs, "input_ids": hidden}
        drawn = _drawn(filler, {**inputs, "input_ids": hidden}, chosen, special, chance)
        return {**inputs, "input_ids": drawn}

    return disturbed


def _swapped(ids: torch.Tensor, chosen: torch.Tensor, ordinary: torch.Tensor) -> torch.Tensor:
    """Each chosen token (…, L) changes places with the next, where both are ordinary and have not moved."""
    ids = ids.clone()
    moved = torch.zeros_like(chosen)
    for place in range(ids.shape[-1] - 1):
        free = chosen[..., place] & ordinary[..., place + 1] & ~moved[..., place]
        pair = ids[..., place : place + 2]
        ids[..., place : place + 2] = torch.where(free.unsqueeze(-1), pair.flip(-1), pair)
        moved[..., place + 1] |= free
    return ids


@torch.no_grad()  # not inference mode: what is drawn is read by a network that learns
def _drawn(
    filler: PreTrainedModel,
    inputs: Inputs,
    chosen: torch.Tensor,
    special: torch.Tensor,
    chance: torch.Generator,
) -> torch.Tensor:
    """The ids (…, L) with what the generator draws at the chosen places, never a special token."""
    ids = inputs["input_ids"]
    if not bool(chosen.any()):
        return ids
    flat = {name: rows.flatten(0, -2) for name, rows in inputs.items() if name != "token_type_ids"}
    places = chosen.flatten(0, -2)
    logits = filler(**flat).logits[places].float()
    logits[:, special] = -torch.inf
    probabilities = torch.softmax(logits, dim=-1)
    drawn = torch.multinomial(probabilities, 1, generator=chance).squeeze(-1)
    replaced = flat["input_ids"].clone()
    replaced[places] = drawn
    return replaced.view(ids.shape)
