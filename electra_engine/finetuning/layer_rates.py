"""AdamW with layer-wise learning-rate decay: the deeper a layer lies, the less it is moved.

Clark et al. 2020, appendix B; the exponent counts layers down from the output layer.
"""

from __future__ import annotations

import re

import torch
from transformers import PreTrainedModel

EPSILON = 1e-6
BETAS = (0.9, 0.999)
HIGHEST_RATE = 1e-3
NARROWEST_RELEASED = 384  # of ModernBERT models that others trained


def automatic_rate(hidden_size: int, moves_modern_layers: bool = False) -> float:
    """A learning rate for a model of this width.

    Through the authors' 3e-4 at 256 and 1e-4 at 768, falling to their 5e-5 at 1,024 and above: about 0.6 of
    what they pre-train with. The layers of narrow modern networks are of pairs of ours, pre-trained at three
    times the rate of the published layout, and are hardly moved by less (SST-2 after ten minutes of
    classics: 0.75 of the answers right at 6e-4, 0.81 at 2e-3).
    """
    if hidden_size >= 1024:
        return 5e-5
    rate = min(3e-4 * 256 / hidden_size, HIGHEST_RATE)
    return 3 * rate if moves_modern_layers and hidden_size < NARROWEST_RELEASED else rate


def build_optimizer(
    network: PreTrainedModel, rate: float, head_rate: float, layer_decay: float, weight_decay: float
) -> torch.optim.AdamW:
    """AdamW over the weights that learn, one group for each depth and kind.

    The topmost layer learns at `rate` × `layer_decay`, each layer below at `layer_decay` times the one
    above it, the embeddings least; the output layer at `head_rate`. One-dimensional weights (biases,
    LayerNorms) are not decayed. Groups keep their peak rate under ``"peak"``, as
    `training.optimizer.set_rate` expects.
    """
    layers = int(network.config.num_hidden_layers)
    groups: dict[tuple[int, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            depth = _depth(name, network.base_model_prefix, layers)
            groups.setdefault((depth, parameter.ndim > 1), []).append(parameter)
    settings = []
    for (depth, decayed), parameters in groups.items():
        peak = head_rate if depth > layers else rate * layer_decay ** (layers + 1 - depth)
        decay = weight_decay if decayed else 0.0
        settings.append({"params": parameters, "lr": peak, "peak": peak, "weight_decay": decay})
    return torch.optim.AdamW(settings, lr=rate, betas=BETAS, eps=EPSILON, fused=True)


def _depth(name: str, prefix: str, layers: int) -> int:
    """0 for the embeddings, 1 to `layers` for the layers, `layers` + 1 for the output layer.

    What closes the encoder (a final LayerNorm) counts as its topmost layer.
    """
    if not name.startswith(f"{prefix}."):
        return layers + 1
    found = re.search(r"\.layers?\.(\d+)\.", name)
    if found:
        return int(found[1]) + 1
    return 0 if "embedding" in name else layers
