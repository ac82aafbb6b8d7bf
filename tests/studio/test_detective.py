"""Beat the detective: rounds come from the records alone, and tell nothing before they are answered."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from electra_engine import ProbeSentence, ProbeSnapshot, ProbeToken, RunFolder, UserError
from electra_engine.watching.store import RecordWriter
from studio.detective import Round, judge, play_round
from studio.text import words
from studio.widgets.game import game_value

STEPS = (0, 10, 100, 200, 1000)


def token(word: str, start: int, frozen: str, share: float) -> ProbeToken:
    end = start + len(word.removeprefix("##"))
    return ProbeToken(
        word, start, end, False, word, False, 0.0, frozen=frozen, frozen_replaced=frozen != word,
        frozen_p_replaced=share,
    )  # fmt: skip


def sentence(index: int, share: float, own: bool = False) -> ProbeSentence:
    """ "cat<index> barked." with "bark" replaced by "moon"; the fake is judged with `share`."""
    name = f"cat{index}"
    begin = len(name) + 1
    tokens = [
        token(name, 0, name, 0.6 - share / 2),
        token("bark", begin, "moon", share),
        token("##ed", begin + 4, "##ed", 0.1),
        token(".", begin + 6, ".", 0.0),
    ]
    return ProbeSentence(index, f"{name} barked.", tokens, own)


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """Three held-out sentences watched from the start, one of the reader's own, one without a fake."""
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    writer = RecordWriter(folder.records)
    for step in STEPS:
        share = step / 1000
        honest = [dataclasses.replace(t, frozen=t.text, frozen_replaced=False) for t in sentence(7, 0).tokens]
        watched = [sentence(index, share) for index in range(3)]
        watched += [ProbeSentence(7, "cat7 barked.", honest), sentence(9, share, own=True)]
        writer.write(ProbeSnapshot(step, float(step), watched))
    writer.close()
    return folder


def played(run: RunFolder, number: int) -> Round:
    found = play_round(run, number)
    assert found is not None
    return found


def test_a_round_is_a_function_of_the_run_and_its_number(run: RunFolder) -> None:
    rounds = [played(run, number) for number in (1, 2, 3)]
    assert rounds == [played(run, number) for number in (1, 2, 3)]
    assert {round.units[0].shown for round in rounds} == {"cat0", "cat1", "cat2"}
    assert {round.of for round in rounds} == {3}
    assert played(run, 4) == rounds[0]


def test_pieces_are_joined_to_words_and_a_fake_hides_in_the_whole_word(run: RunFolder) -> None:
    units = played(run, 1).units
    assert [unit.shown for unit in units][1:] == ["mooned", "."]
    assert [unit.replaced for unit in units] == [False, True, False]
    assert [unit.glued for unit in units] == [False, False, True]
    assert units[1].original == "barked"


@pytest.mark.parametrize(
    ("tokens", "shown"),
    [
        (("我", "##爱", "##北京", "##。"), ["我", "爱", "北京", "。"]),
        (("dog", "##s", "##,", "cat"), ["dogs", ",", "cat"]),
        (("v", "##2", "##模", "##x"), ["v2", "模", "x"]),
    ],
)
def test_marks_and_signs_without_spaces_are_words_of_their_own_in_any_vocabulary(
    tmp_path: Path, tokens: tuple[str, ...], shown: list[str]
) -> None:
    run = RunFolder(tmp_path / "run")
    run.path.mkdir()
    writer = RecordWriter(run.records)
    made = [token(word, 10 * at, word if at else "other", 0.5) for at, word in enumerate(tokens)]
    writer.write(ProbeSnapshot(0, 0.0, [ProbeSentence(0, "".join(tokens), made)]))
    writer.close()
    assert [unit.original for unit in played(run, 1).units] == shown


def test_the_discriminator_plays_at_the_start_early_and_now(run: RunFolder) -> None:
    assert played(run, 1).steps == (0, 200, 1000)
    verdict = judge(played(run, 1), [1])
    assert [player.step for player in verdict.players] == [None, 0, 200, 1000]
    calls = [(p.caught, p.missed, p.alarms, p.points) for p in verdict.players]
    # The honest cat is accused with 0.6, 0.5 and 0.1.
    assert calls == [(1, 0, 0, 1), (0, 1, 1, -1), (0, 1, 1, -1), (1, 0, 0, 1)]


def test_marking_everything_costs_as_much_as_it_catches(run: RunFolder) -> None:
    you = judge(played(run, 1), [0, 1, 2]).players[0]
    assert (you.caught, you.missed, you.alarms, you.points) == (1, 0, 2, -1)


def test_before_the_answer_the_page_is_told_nothing_of_the_truth(run: RunFolder) -> None:
    asked = played(run, 1)
    hidden = [dataclasses.replace(u, original="?", replaced=not u.replaced, shares=()) for u in asked.units]
    assert game_value(asked, words()) == game_value(dataclasses.replace(asked, units=tuple(hidden)), words())
    told = game_value(asked, words(), judge(asked, [0]))
    assert [unit["was"] for unit in told["result"]["units"]] == [None, "barked", None]


@pytest.mark.parametrize("marks", [None, "1", [3], [-1], ["0"], [[0]], {"0": 1}])
def test_marks_that_are_no_words_of_the_sentence_are_refused(run: RunFolder, marks: object) -> None:
    with pytest.raises(UserError, match="marks do not fit"):
        judge(played(run, 1), marks)


def test_a_run_without_snapshots_has_no_round(tmp_path: Path) -> None:
    assert play_round(RunFolder(tmp_path), 1) is None
    assert game_value(None, words())["units"] == []
