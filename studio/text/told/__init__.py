"""The engine's sentences in the visitor's language.

The engine speaks English and remembers how each sentence was made (`Sentence`): a template with gaps
and the values that fill them. Here a template has a translation for each other language, a folder a
language, in it a file a subject with a dictionary ``SENTENCES`` by the English template.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from electra_engine import Sentence
from studio.text import language


def _collect(spoken: str) -> dict[str, str]:
    package = importlib.import_module(f"{__name__}.{spoken}")
    collected: dict[str, str] = {}
    for module in pkgutil.iter_modules(package.__path__):
        subject = importlib.import_module(f"{package.__name__}.{module.name}").SENTENCES
        assert not collected.keys() & subject.keys(), f"{module.name} repeats a sentence of another subject"
        collected |= subject
    return collected


TRANSLATIONS: Mapping[str, Mapping[str, str]] = {"zh": _collect("zh")}


def told(sentence: str) -> str:
    """What the engine said, in the visitor's language; as it stands where there is no translation."""
    translation = TRANSLATIONS.get(language(), {})
    if not isinstance(sentence, Sentence):
        sentence = Sentence(sentence)
    template = translation.get(sentence.template)
    if template is None:
        return str(sentence)
    values = {
        name: told(value) if isinstance(value, Sentence) else value for name, value in sentence.values.items()
    }
    return template.format(**values) if values else template
