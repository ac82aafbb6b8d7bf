"""Beat the detective: rounds out of a run's watched sentences, and who called what.

A round is a pure function of the run's records and the round's number, so nothing is kept of a game.
The sentences carry the frozen fakes, words drawn by chance before training, because these never
change: the discriminator judged the very same words at every step.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from electra_engine import ProbeSnapshot, ProbeToken, RecordReader, RunFolder, UserError, is_unspaced
from studio.text import say
from studio.widgets.pieces import piece
from studio.widgets.strip import CERTAIN_ENOUGH

EARLY = 0.2  # of the run, where the "early" discriminator stands


@dataclass(frozen=True)
class Unit:
    """A word of the sentence: what is shown, what stood there, P(replaced) at each step asked."""

    shown: str
    original: str
    glued: bool
    replaced: bool
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Round:
    """One sentence to be played; `steps` are those of the discriminators played against."""

    run: str
    number: int
    of: int
    steps: tuple[int, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Player:
    """One player's calls; `step` None is the reader. Points: caught less falsely accused."""

    step: int | None
    caught: int
    missed: int
    alarms: int

    @property
    def points(self) -> int:
        return self.caught - self.alarms


@dataclass(frozen=True)
class Verdict:
    """What the reader marked, and all players' calls, the reader's first."""

    marks: frozenset[int]
    players: tuple[Player, ...]


def play_round(run: RunFolder, number: int) -> Round | None:
    """Round `number` (from 1; past the last sentence the first comes again), None before any snapshot."""
    snapshots = _played_against(RecordReader(run.records))
    if not snapshots:
        return None
    indexes = _playable(snapshots)
    if not indexes:
        return None
    random.Random(run.name).shuffle(indexes)
    place = (max(number, 1) - 1) % len(indexes)
    looks = [_tokens(snapshot, indexes[place]) for snapshot in snapshots]
    steps = tuple(snapshot.step for snapshot in snapshots)
    return Round(run.name, place + 1, len(indexes), steps, _units(looks))


def judge(round: Round, marks: object) -> Verdict:
    """The calls of the reader, who marked the units at the places `marks`, and of the discriminators.

    Raises `UserError` for marks that are no places of this round.
    """
    if not isinstance(marks, list) or not all(
        isinstance(mark, int) and 0 <= mark < len(round.units) for mark in marks
    ):
        raise UserError(say("play.bad_marks"))
    marked = frozenset(marks)
    models = [
        _player(
            round, step, {at for at, unit in enumerate(round.units) if unit.shares[number] >= CERTAIN_ENOUGH}
        )
        for number, step in enumerate(round.steps)
    ]
    return Verdict(marked, (_player(round, None, marked), *models))


def _player(round: Round, step: int | None, marked: Collection[int]) -> Player:
    caught = sum(unit.replaced and at in marked for at, unit in enumerate(round.units))
    missed = sum(unit.replaced and at not in marked for at, unit in enumerate(round.units))
    alarms = len(marked) - caught
    return Player(step, caught, missed, alarms)


def _played_against(reader: RecordReader) -> list[ProbeSnapshot]:
    """The first snapshot, one early in the run and the newest, as far as these are different."""
    steps = reader.snapshot_steps()
    if not steps:
        return []
    early = min(steps, key=lambda step: abs(step - EARLY * steps[-1]))
    found = [reader.snapshot(step) for step in sorted({steps[0], early, steps[-1]})]
    return [snapshot for snapshot in found if snapshot]


def _playable(snapshots: Sequence[ProbeSnapshot]) -> list[int]:
    """The held-out sentences watched in every snapshot and in which a word was replaced."""
    watched = [{sentence.index for sentence in snapshot.sentences} for snapshot in snapshots]
    return [
        sentence.index
        for sentence in snapshots[-1].sentences
        if not sentence.own
        and all(sentence.index in known for known in watched)
        and any(token.frozen_replaced for token in sentence.tokens)
    ]


def _tokens(snapshot: ProbeSnapshot, index: int) -> list[ProbeToken]:
    return next(sentence.tokens for sentence in snapshot.sentences if sentence.index == index)


def _units(looks: Sequence[Sequence[ProbeToken]]) -> tuple[Unit, ...]:
    """The tokens of a sentence joined to words; `looks` are the same tokens at each step."""
    newest = looks[-1]
    words: list[list[int]] = []
    for at, token in enumerate(newest):
        if words and _goes_on(newest[at - 1].text, token.text):
            words[-1].append(at)
        else:
            words.append([at])
    return tuple(
        Unit(
            shown="".join(piece(newest[at].frozen)["text"] for at in word),
            original="".join(piece(newest[at].text)["text"] for at in word),
            glued=word[0] > 0 and newest[word[0]].start == newest[word[0] - 1].end,
            replaced=any(newest[at].frozen_replaced for at in word),
            shares=tuple(max(look[at].frozen_p_replaced for at in word) for look in looks),
        )
        for word in words
    )


def _goes_on(before: str, token: str) -> bool:
    """Whether a token is a piece of the word that the one before it belongs to.

    Marks, and signs of scripts without spaces, stand for themselves: some vocabularies let them go on with
    whatever they touch.
    """
    seen = piece(token)
    beside = (piece(before)["text"][-1:], token.removeprefix("##")[:1])
    return seen["joined"] and not any(
        is_unspaced(sign) or unicodedata.category(sign)[0] in "PSZ" for sign in beside if sign
    )
