"""How a story is put together: sentence by sentence, with the truth kept beside the words."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from electra_engine.corpus.sample.people import CHILDREN, GROWN_UPS, Child, friend_of
from electra_engine.corpus.sample.tagging import TaggedWord, tagged_words, without_marks

T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    """A question whose answer stands in the context: ``context[answer_start:]`` begins with `answer`."""

    context: str
    question: str
    answer: str
    answer_start: int


@dataclass(frozen=True)
class Sentence:
    """One sentence; `marked` may carry part-of-speech marks such as ``walk/NOUN``."""

    marked: str

    @property
    def text(self) -> str:
        return without_marks(self.marked)

    def tagged(self) -> tuple[TaggedWord, ...]:
        """Its words and punctuation marks with their universal part-of-speech tags."""
        return tagged_words(self.marked)


@dataclass(frozen=True)
class Story:
    """A finished story: `kind` names its plot, `mood` is how its hero feels at the end, or empty."""

    kind: str
    mood: str
    sentences: tuple[Sentence, ...]
    questions: tuple[Question, ...]

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


class Teller:
    """Collects the sentences of one story; every choice comes from the generator of chance it was given.

    The cast is what templates may name: `{c}` is the hero, `{f}` the hero's best friend, `{m}` a
    grown-up of the hero's family; plots add their own.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.mood = ""
        self._sentences: list[Sentence] = []
        self._questions: list[tuple[str, str, int]] = []
        self._hero = self.pick(CHILDREN)
        self._cast: dict[str, Any] = {"c": self._hero, "f": self.friend, "m": self.pick(GROWN_UPS)}

    @property
    def child(self) -> Child:
        return self._hero

    @property
    def friend(self) -> Child:
        return friend_of(self._hero)

    def cast(self, **parts: Any) -> None:
        """Gives names of the templates their meaning from now on."""
        self._cast.update(parts)

    def pick(self, options: Sequence[T]) -> T:
        return self.rng.choice(options)

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """`count` different options in random order."""
        return self.rng.sample(options, count)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def say(self, *templates: str) -> None:
        """Adds one sentence, made from one of the templates."""
        filled = self.pick(templates).format_map(self._cast)
        start = 1 if filled.startswith('"') else 0
        self._sentences.append(Sentence(filled[:start] + filled[start].upper() + filled[start + 1 :]))

    @property
    def last(self) -> str:
        """The sentence just said."""
        return self._sentences[-1].text

    def maybe(self, probability: float, *templates: str) -> None:
        """Adds one sentence, or nothing."""
        if self.chance(probability):
            self.say(*templates)

    def ask(self, question: str, answer: str) -> None:
        """Notes a question that the sentence just said answers, in the words of `answer`."""
        wanted = without_marks(answer.format_map(self._cast))
        found = re.search(rf"\b{re.escape(wanted)}\b", self.last, re.IGNORECASE)
        if found is None:
            raise ValueError(f"{wanted!r} does not stand in {self.last!r}")
        before = sum(len(sentence.text) + 1 for sentence in self._sentences[:-1])
        self._questions.append((question.format_map(self._cast), wanted, before + found.start()))

    def finish(self, kind: str) -> Story:
        """The story told so far."""
        sentences = tuple(self._sentences)
        text = " ".join(sentence.text for sentence in sentences)
        questions = tuple(
            Question(text, question, text[start : start + len(answer)], start)
            for question, answer, start in self._questions
        )
        return Story(kind, self.mood, sentences, questions)
