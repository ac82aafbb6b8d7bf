"""The words around adding a sentence of one's own to a running run."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "own_sentence.label": "Watch a sentence of your own",
    "own_sentence.help": "The run judges it from now on, with the same words hidden every time. "
    "It is never trained on.",
    "own_sentence.add": "Watch it",
    "own_sentence.mark": "yours",
    "own_sentence.ended": "This run is not training, so it takes no new sentence. Its model can be asked any "
    "sentence under Try it.",
}
