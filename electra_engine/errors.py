"""The one exception that people are meant to read.

A `UserError` is one sentence: what happened, why, what to do. The command line prints it and
exits with 2, the studio shows it beside the field it names. Anything else is our own fault.
"""


class UserError(Exception):
    """Bad input, told in one sentence.

    `field` names the setting it is about (``"generator.hidden_size"``) when there is one.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
