"""The one exception that people are meant to read.

A `UserError` is one sentence: what happened, why, what to do. The command line prints it and
exits with 2, the studio shows it beside the field it names. Anything else is our own fault.
"""

from __future__ import annotations

from electra_engine.sentences import Sentence


class UserError(Exception):
    """Bad input, told in one sentence.

    `template` is a whole `Sentence`, or an English sentence with named gaps that `values` fill.
    `field` names the setting it is about (``"generator.hidden_size"``) when there is one.
    """

    def __init__(self, template: str, /, field: str | None = None, **values: object) -> None:
        self.sentence = template if isinstance(template, Sentence) else Sentence(template, **values)
        super().__init__(self.sentence)
        self.field = field
