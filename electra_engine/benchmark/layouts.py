"""The shapes that the benchmark times, in settings: nothing here imports torch."""

from __future__ import annotations

from collections.abc import Mapping

from electra_engine.presets import PUBLISHED_SMALL
from electra_engine.settings import RunSettings

# Plain loops hide what the paper hid; the early scaffold would be work that they do not do.
_PUBLISHED_OBJECTIVE: dict[str, object] = {
    "objective.masked_share": 0.15,
    "objective.scaffold_weight": 0,
    "objective.easy_share": 0,
}
_TINY: dict[str, object] = {
    "vocabulary.size": 4000,
    "generator.num_hidden_layers": 2,
    "training.batch_size": 32,
}
_SMALL: dict[str, object] = {
    **PUBLISHED_SMALL,
    "pair.embedding_size": 128,
    "training.batch_size": 32,
    "vocabulary.size": 8192,
}
_BASE = {
    **_SMALL,
    "pair.embedding_size": 768,
    "discriminator.hidden_size": 768,
    "discriminator.num_attention_heads": 12,
    "vocabulary.size": 30522,
}
LAYOUTS: dict[str, dict[str, object]] = {
    "tiny": _TINY,
    "tiny-electra": {**_TINY, "pair.backbone": "electra"},
    "small": _SMALL,
    "base": _BASE,
}


def layout_settings(layout: str, changes: Mapping[str, object] | None = None) -> RunSettings:
    """The settings of one of `LAYOUTS` with the published objective and with `changes`.

    Raises `UserError` for a change that cannot be.
    """
    return RunSettings().with_changes({**LAYOUTS[layout], **_PUBLISHED_OBJECTIVE, **(changes or {})})
