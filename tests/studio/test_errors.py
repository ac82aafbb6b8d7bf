"""Right and wrong, and who gets caught: what the views say is what was counted."""

from __future__ import annotations

import dataclasses

import pytest

from electra_engine import OUTCOMES, Count, Evaluation, JudgedExamples
from studio.intervals import wilson
from studio.text import LANGUAGES
from studio.widgets.caught_rows import caught_rows_value
from studio.widgets.error_table import error_table_value, total
from tests.studio.made_runs import FORGED, SENTENCE, example

TEXT = LANGUAGES["en"]
EVALUATION = Evaluation(100, 10_000, 9.0, 5.0, 0.3, 0.2, 0.7, 0.8, 0.5, 0.2, 0.1, 1_000)


def judged(*bands: Count, kinds: tuple[Count, ...] = ()) -> Evaluation:
    return dataclasses.replace(EVALUATION, bands=list(bands), kinds=list(kinds))


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [(10, 100, 0.0552, 0.1744), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],
)
def test_a_shares_interval_is_wilsons(hits: int, tries: int, low: float, high: float) -> None:
    assert wilson(hits, tries) == pytest.approx((low, high), abs=1e-4)


def test_the_cells_hold_all_groups_and_their_part_of_the_row() -> None:
    value = error_table_value(judged(Count("0-9", 3, 7, 1, 89), Count("10-99", 2, 8, 4, 86)), None, TEXT)
    assert {name: cell["count"] for name, cell in value["cells"].items()} == {
        "caught": 5, "missed": 15, "false_alarms": 5, "honest": 175,
    }  # fmt: skip
    assert value["cells"]["caught"]["share"] == 0.25
    assert value["cells"]["false_alarms"]["share"] == pytest.approx(5 / 180)
    assert "right 50 of 100 times; 75 of 100 fakes slip through" in value["now"]


def test_a_discriminator_that_accuses_nobody_is_said_to_be_silent() -> None:
    value = error_table_value(judged(Count("0-9", 0, 10, 0, 90)), None, TEXT)
    assert value["now"] == TEXT["errors.now_silent"]


def test_each_cell_has_its_own_sentences_with_the_token_marked() -> None:
    examples = JudgedExamples(100, [example(outcome) for outcome in OUTCOMES])
    value = error_table_value(judged(Count("0-9", 1, 1, 1, 1)), examples, TEXT)
    (missed,) = value["cells"]["missed"]["sentences"]
    assert (missed["place"], missed["tokens"][FORGED]["text"]) == (FORGED, SENTENCE[FORGED])
    assert [token["replaced"] for token in missed["tokens"]].count(True) == 1
    assert missed["tokens"][4] == {"text": "ed", "glued": True, "replaced": False}
    assert missed["tokens"][-1]["glued"], "a full stop touches the word before it"


def test_a_run_without_counts_says_so_instead_of_drawing_noughts() -> None:
    for value in (error_table_value(EVALUATION, None, TEXT), caught_rows_value(EVALUATION, TEXT)):
        assert "before the studio counted" in value["empty"]
        assert "cells" not in value
        assert "groups" not in value
    assert error_table_value(None, None, TEXT)["empty"] == TEXT["errors.empty"]
    assert total([]) is None


def test_who_gets_caught_is_told_with_interval_and_count() -> None:
    bands = (Count("0-9", 8, 2, 0, 5), Count("10-99", 0, 0, 0, 40), Count("10000+", 20, 80, 1, 900))
    value = caught_rows_value(judged(*bands, kinds=(Count("word", 28, 82, 1, 945),)), TEXT)
    rare, nobody, common = value["groups"][0]["rows"]
    assert (rare["name"], rare["share"], rare["count"]) == ("under 10 times", 0.8, "n = 10")
    assert (rare["low"], rare["high"]) == pytest.approx(wilson(8, 10))
    assert (nobody["share"], nobody["count"]) == (None, TEXT["who.none"])
    assert "20% caught, 20 of 100 fakes" in common["said"]
    assert [row["name"] for row in value["groups"][1]["rows"]] == [TEXT["who.kind_word"]]
    assert "rarer words are caught more often (80%)" in value["now"]


@pytest.mark.parametrize(
    ("rare", "common", "key"), [((5, 5), (60, 40), "who.now_alike"), ((10, 90), (60, 40), "who.now_common")]
)
def test_rare_and_common_are_told_apart_only_where_the_intervals_are(
    rare: tuple[int, int], common: tuple[int, int], key: str
) -> None:
    value = caught_rows_value(judged(Count("0-9", *rare, 0, 9), Count("10000+", *common, 0, 9)), TEXT)
    assert value["now"].startswith(TEXT[key].split("{")[0])
