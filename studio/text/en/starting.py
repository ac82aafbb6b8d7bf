"""What a run begins with, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "starting.label": "What they know at the start",
    "starting.help": "Choose a run of yours, or type a folder, or a Hugging Face name if it is on this "
    "machine: of a whole pair, a discriminator, or discriminator,generator. Sizes and vocabulary then come "
    "from there.",
    "starting.fresh": "Nothing yet: they begin fresh",
}
