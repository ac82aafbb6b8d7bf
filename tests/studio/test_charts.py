"""The charts and widget values as plain data: what is drawn, what is said, what is left out."""

from __future__ import annotations

import json
import math
import random
import re
from typing import Any

import numpy as np
import plotly.graph_objects as plotly_figures
import pytest

from electra_engine.watching.records import (
    PHASES,
    Candidate,
    Evaluation,
    FineTuneScore,
    ProbeSentence,
    ProbeSnapshot,
    ProbeToken,
    StepMetrics,
)
from studio.charts.duel import Look, duel_chart, duel_summary, duel_value, entropy
from studio.charts.fine_tune import fine_tune_chart, fine_tune_summary
from studio.charts.frequencies import frequencies_chart, frequencies_summary
from studio.charts.smoothing import smoothed
from studio.charts.thinning import LIMIT, spread_ranks, thinned
from studio.text import LANGUAGES
from studio.theme import COLOURS
from studio.widgets.bars import class_bars_value, fill_bars_value, length_bars_value
from studio.widgets.pair_blocks import NetworkShape, pair_blocks_value
from studio.widgets.status_card import FINE_TUNING_STAGES, duration_words, status_card_value
from studio.widgets.theatre import theatre_value
from studio.widgets.verdict_strip import verdict_strip_value

TEXT = LANGUAGES["en"]


def metric(step: int, **changes: Any) -> StepMetrics:
    known = {
        "step": step,
        "tokens": 2048 * step,
        "seconds": step / 10,
        "learning_rate": 1e-3,
        "tokens_per_second": 20_480.0,
        "discriminator_loss": 0.3,
        "generator_loss": 5.0,
        "replaced_fraction": 0.1,
    }
    return StepMetrics(**{**known, **changes})


def evaluation(step: int, **changes: Any) -> Evaluation:
    known = {
        "step": step,
        "tokens": 2048 * step,
        "seconds": step / 10,
        "generator_loss": 5.2,
        "generator_accuracy": 0.2,
        "discriminator_loss": 0.31,
        "detection_auc": 0.7,
        "detection_auc_frozen": 0.8,
        "precision": 0.5,
        "recall": 0.2,
        "replaced_fraction": 0.1,
        "evaluated_tokens": 1000,
    }
    return Evaluation(**{**known, **changes})


def curve(figure: dict[str, Any], title_and_name: str) -> dict[str, Any]:
    """The curve of that name in the panel with that title."""
    title, name = title_and_name.split("/")
    found = (trace for trace in figure["data"] if trace["meta"]["panel"] == title)
    return next(trace for trace in found if trace["name"] == name)


def drawable(figure: dict[str, Any]) -> plotly_figures.Figure:
    """The figure checked by plotly itself, role names replaced by the light theme's colours."""
    text = json.dumps(figure, allow_nan=False)
    for role, (light, _) in COLOURS.items():
        text = text.replace(f'"var(--{role})"', f'"{light}"')
    return plotly_figures.Figure(json.loads(text))


def test_a_thinned_curve_keeps_its_ends_and_its_extremes() -> None:
    chance = random.Random(1)
    y = [chance.gauss(0, 1) for _ in range(20_000)]
    y[7_777], y[12_345] = 90.0, -90.0
    x, kept = thinned(range(20_000), y)
    assert len(kept) <= LIMIT
    assert (x[0], x[-1]) == (0, 19_999)
    assert (max(kept), min(kept)) == (90.0, -90.0)
    assert x == sorted(x)


def test_a_short_curve_is_left_as_it_is() -> None:
    assert thinned([1, 2, 3], [0.5, 0.25, 0.125]) == ([1, 2, 3], [0.5, 0.25, 0.125])


def test_what_cannot_be_drawn_is_left_out_of_a_curve() -> None:
    assert thinned([1, 2, 3, 4], [1.0, None, math.nan, math.inf]) == ([1], [1.0])


def test_a_smoothed_curve_keeps_a_straight_line_and_calms_a_restless_one() -> None:
    line = np.linspace(8, 2, 500)
    assert smoothed(line, 0.1)[100:400] == pytest.approx(line[100:400])
    restless = np.where(np.arange(500) % 2 == 0, 1.0, 3.0)
    calm = smoothed(restless, 0.1)
    assert len(calm) == 500
    assert np.abs(calm - 2.0).max() < 0.1
    assert smoothed(restless, 0.0) is restless


def test_a_gap_in_a_curve_takes_nothing_from_its_mean() -> None:
    holed = np.full(100, 2.0)
    holed[40:43] = np.nan
    assert smoothed(holed, 0.2) == pytest.approx(np.full(100, 2.0))


def test_ranks_are_spread_evenly_over_a_logarithmic_axis() -> None:
    ranks = spread_ranks(60_000)
    assert len(ranks) <= LIMIT
    assert ranks[:20] == list(range(20))
    assert ranks[-1] == 59_999


def test_plotly_accepts_all_figures() -> None:
    metrics, evaluations = [metric(s) for s in range(1, 50)], [evaluation(s) for s in (10, 20)]
    scores = [FineTuneScore(1.0, 20, 3.0, "valid", 100, {"accuracy": 0.8, "f1": 0.7})]
    for axis in ("steps", "tokens", "minutes"):
        drawable(duel_chart(metrics, evaluations, 4000, Look(axis), TEXT))
    drawable(duel_chart([], [], 4000, Look(), TEXT))
    drawable(fine_tune_chart(metrics, scores, TEXT))
    drawable(frequencies_chart({"the": 100, "dog": 3}, TEXT))


def test_the_duel_draws_each_loss_on_an_axis_of_its_own_with_its_reference() -> None:
    figure = duel_chart([metric(1), metric(2)], [evaluation(2)], 4000, Look(), TEXT)
    generator, discriminator, detection = TEXT["duel.generator"], TEXT["duel.discriminator"], TEXT["duel.auc"]
    axes = {trace["meta"]["panel"]: trace["yaxis"] for trace in figure["data"]}
    assert axes == {generator: "y", discriminator: "y2", detection: "y3"}
    guessing = curve(figure, f"{generator}/{TEXT['duel.guessing']}")["y"]
    constant = curve(figure, f"{discriminator}/{TEXT['duel.always_original']}")["y"]
    assert guessing == pytest.approx([math.log(4000)] * 2, rel=1e-5)
    assert constant == pytest.approx([entropy(0.1)] * 2, rel=1e-5)
    assert curve(figure, f"{detection}/{TEXT['duel.coin']}")["y"] == [0.5, 0.5]
    assert curve(figure, f"{detection}/{TEXT['duel.frozen']}")["y"] == [0.8]


def test_smoothing_keeps_the_measured_curve_behind_the_calm_one() -> None:
    points = [metric(s, generator_loss=5.0 + s % 2) for s in range(1, 200)]
    figure = duel_chart(points, [], 4000, Look(smoothing="much"), TEXT)
    measured = curve(figure, f"{TEXT['duel.generator']}/{TEXT['duel.training']}")
    calm = curve(figure, f"{TEXT['duel.generator']}/{TEXT['duel.smoothed']}")
    assert (max(measured["y"]), measured["opacity"]) == (6.0, 0.35)
    assert max(calm["y"]) < 5.6


def test_a_logarithmic_axis_is_for_the_losses_and_has_a_zoom_of_its_own() -> None:
    even, log = (
        duel_chart([metric(1)], [], 4000, Look(scale=scale), TEXT)["layout"] for scale in ("linear", "log")
    )
    assert [log[axis]["type"] for axis in ("yaxis", "yaxis2", "yaxis3")] == ["log", "log", "linear"]
    assert even["yaxis"]["uirevision"] != log["yaxis"]["uirevision"]
    assert even["yaxis3"]["uirevision"] == log["yaxis3"]["uirevision"]


def test_each_chart_says_what_it_means_at_this_moment() -> None:
    def notes(points: list[StepMetrics], judged: list[Evaluation]) -> list[str]:
        return duel_chart(points, judged, 4000, Look(), TEXT)["layout"]["meta"]["notes"]

    assert notes([], []) == [TEXT["duel.now_waiting"]] * 3
    early = notes(
        [metric(1, generator_loss=8.2, discriminator_loss=0.33)], [evaluation(1, detection_auc_frozen=0.51)]
    )
    assert early == [
        TEXT["duel.now_blind"].format(size="4,000"),
        TEXT["duel.now_constant"],
        TEXT["duel.now_coin"],
    ]
    later = notes([metric(9, generator_loss=math.log(50))], [evaluation(9)])
    assert "about 50 tokens" in later[0]
    assert "8% below" in later[1]  # 0.3 against 0.325
    assert "80 of 100 times" in later[2]


@pytest.mark.parametrize(("axis", "reached"), [("steps", 600), ("tokens", 600 * 2048), ("minutes", 1.0)])
def test_the_duel_can_be_drawn_over_steps_tokens_or_minutes(axis: str, reached: float) -> None:
    figure = duel_chart([metric(300), metric(600)], [], 4000, Look(axis), TEXT)
    assert curve(figure, f"{TEXT['duel.generator']}/{TEXT['duel.training']}")["x"][-1] == reached


def test_new_points_leave_a_zoom_alone_and_another_axis_forgets_it() -> None:
    first = duel_chart([metric(1)], [], 4000, Look(), TEXT)["layout"]
    later = duel_chart([metric(1), metric(2)], [], 4000, Look(), TEXT)["layout"]
    other = duel_chart([metric(1)], [], 4000, Look("minutes"), TEXT)["layout"]
    assert first["uirevision"] == later["uirevision"]
    assert first["xaxis"]["uirevision"] == later["xaxis"]["uirevision"] != other["xaxis"]["uirevision"]


def test_a_long_run_sends_at_most_a_thousand_points_a_curve() -> None:
    figure = duel_chart([metric(s) for s in range(1, 9_000)], [], 4000, Look(), TEXT)
    assert max(len(trace["x"]) for trace in figure["data"]) <= LIMIT


def test_the_best_constant_answer_costs_the_entropy_of_the_base_rate() -> None:
    assert entropy(0.5) == pytest.approx(math.log(2))
    assert entropy(0.1) == pytest.approx(0.325083)
    assert entropy(0.0) == entropy(1.0) == 0.0


def test_the_duel_is_told_in_words_with_its_newest_figures() -> None:
    told = duel_summary([metric(1), metric(1200)], [evaluation(1200)], 4000, TEXT)
    for figure in ("1,200", "5.000", "8.294", "0.300", "0.325", "0.800", "0.700"):
        assert figure in told


def test_before_the_first_step_a_sentence_stands_where_the_curves_will_be() -> None:
    before = duel_value([], [], 4000, Look(), TEXT)
    after = duel_value([metric(1)], [], 4000, Look(), TEXT)
    assert (before["empty"], before["summary"]) == (True, TEXT["duel.summary_start"])
    assert after["empty"] is False


def test_a_diverged_loss_leaves_a_gap_but_never_breaks_the_figure() -> None:
    figure = duel_chart(
        [metric(1), metric(2, generator_loss=math.nan, discriminator_loss=math.inf)], [], 4000, Look(), TEXT
    )
    drawable(figure)
    assert curve(figure, f"{TEXT['duel.generator']}/{TEXT['duel.training']}")["x"] == [1]


def test_fine_tuning_is_drawn_by_epoch_as_soon_as_one_is_over() -> None:
    metrics = [metric(s) for s in (10, 20, 30, 40)]
    scores = [
        FineTuneScore(1.0, 20, 2.0, "valid", 80, {"accuracy": 0.75, "macro_f1": 0.7}),
        FineTuneScore(2.0, 40, 4.0, "valid", 80, {"accuracy": 0.875, "macro_f1": 0.8}),
        FineTuneScore(2.0, 40, 4.0, "test", 80, {"accuracy": 0.5}),
    ]
    figure = fine_tune_chart(metrics, scores, TEXT)
    loss = curve(figure, f"{TEXT['tuning.loss']}/{TEXT['tuning.training']}")
    accuracy = curve(figure, f"{TEXT['tuning.scores']}/{TEXT['tuning.accuracy']}")
    assert loss["x"] == [0.5, 1.0, 1.5, 2.0]
    assert (accuracy["x"], accuracy["y"]) == ([1.0, 2.0], [0.75, 0.875])
    assert "0.875" in fine_tune_summary(metrics, scores, TEXT)
    before = fine_tune_chart(metrics, [], TEXT)
    assert before["layout"]["xaxis"]["title"]["text"] == TEXT["chart.steps"]


def test_frequencies_are_ranked_and_their_tokens_stay_literal() -> None:
    figure = frequencies_chart({"rare": 1, "<b>the</b>": 50, "unseen": 0}, TEXT)
    (dots,) = figure["data"]
    assert (dots["x"], dots["y"]) == ([1, 2], [50, 1])
    assert "&lt;b&gt;the&lt;/b&gt;" in dots["text"][0]
    assert "<b>the</b>" in frequencies_summary({"<b>the</b>": 50}, TEXT)
    assert frequencies_summary({}, TEXT) == TEXT["frequency.summary_start"]


def test_how_few_tokens_make_up_half_of_a_text_is_told() -> None:
    figure = frequencies_chart({"the": 60, "dog": 30, "rare": 5, "rarer": 5}, TEXT)
    (note,) = figure["layout"]["meta"]["notes"]
    assert note.startswith("Half of this text is made of 1 of its 4 different tokens; 2 stand")


def test_documents_are_shown_by_length_from_the_shortest_to_the_longest_there_are() -> None:
    value = length_bars_value((0, 10, 20, 50), (0, 3, 0, 1), TEXT)
    rows = value["groups"][0]["rows"]
    assert [(row["name"], row["share"]) for row in rows] == [
        ("10 to 19 words", 0.75), ("20 to 49 words", 0.0), ("50 words or more", 0.25),
    ]  # fmt: skip
    assert length_bars_value((), (), TEXT)["groups"] == []


def probe(text: str, start: int, **changes: Any) -> ProbeToken:
    known = {"hidden": False, "sampled": text, "replaced": False, "p_replaced": 0.1, "frozen": text}
    return ProbeToken(text, start, start + len(text.removeprefix("##")), **{**known, **changes})


def test_the_theatre_joins_continuations_and_keeps_both_kinds_of_fakes() -> None:
    tokens = [
        probe("bark", 0, hidden=True, sampled="meow", replaced=True, candidates=[Candidate("##ly", 0.5)]),
        probe("##ed", 4, frozen="##ing", frozen_replaced=True, frozen_p_replaced=0.9),
        probe("loud", 7),
    ]
    snapshot = ProbeSnapshot(1200, 60.0, [ProbeSentence(3, "barked loud", tokens)])
    value = theatre_value(snapshot, TEXT)
    (sentence,) = value["sentences"]
    first, second, third = sentence["tokens"]
    assert (value["step"], sentence["index"]) == ("1,200", 3)
    assert [token["glued"] for token in (first, second, third)] == [False, True, False]
    assert (second["text"], second["joined"]) == ("ed", True)
    assert (first["own"]["text"], first["own"]["replaced"]) == ("meow", True)
    assert (second["frozen"]["text"], second["frozen"]["share"]) == ("ing", 0.9)
    assert first["candidates"][0]["text"] == "ly"
    assert theatre_value(None, TEXT)["sentences"] == []


def test_pieces_that_touch_in_the_text_touch_in_the_verdict_strip() -> None:
    tokens = [
        {"text": "bark", "start": 0, "end": 4, "p_replaced": 0.2},
        {"text": "ed", "start": 4, "end": 6, "p_replaced": 0.3},
        {"text": "once", "start": 7, "end": 11, "p_replaced": 0.1},
    ]
    value = verdict_strip_value(tokens, TEXT)
    assert [token["glued"] for token in value["tokens"]] == [False, True, False]
    assert verdict_strip_value([], TEXT)["tokens"] == []


def test_bars_show_the_likeliest_first_and_number_several_blanks() -> None:
    blank = {"candidates": [{"text": f"word{i}", "probability": 1 / (i + 2)} for i in range(10)]}
    value = fill_bars_value([blank, blank], TEXT, most=5)
    assert [group["title"] for group in value["groups"]] == ["Blank 1", "Blank 2"]
    assert len(value["groups"][0]["rows"]) == 5
    classes = class_bars_value({"gloomy": 0.2, "cheerful": 0.8}, TEXT)
    assert [row["name"] for row in classes["groups"][0]["rows"]] == ["cheerful", "gloomy"]
    assert class_bars_value({}, TEXT)["groups"] == []


@pytest.mark.parametrize(("width", "place"), [(32, "inside"), (64, "inside"), (16, "below"), (128, "above")])
def test_the_pair_says_where_its_ratio_lies_in_the_papers_band(width: int, place: str) -> None:
    value = pair_blocks_value(
        NetworkShape(width, 2, 1, 120_000), NetworkShape(128, 4, 4, 830_000), 128, 4000, 512_000, TEXT
    )
    assert value["place"] == place
    assert value["ratio"] == width / 128
    assert "1.46 million" in value["total"]
    assert value["generator"]["shape"] == f"{width} wide · 2 layers · 1 head"


def test_the_status_marks_what_lies_behind_and_tells_the_time_left() -> None:
    state = {"phase": "training", "step": 1200, "steps": 4000, "progress": 0.3, "seconds_left": 140.0}
    value = status_card_value(state, TEXT)
    places = [stage["place"] for stage in value["stages"]]
    assert places == ["behind"] * 4 + ["now", "ahead"]
    assert value["progress"] == 0.3
    assert {"name": "Time left", "figure": "2 min 20 s"} in value["figures"]
    assert value["spoken"] == "Training. 30% done, 2 min 20 s left."
    short = status_card_value({"phase": "finished", "step": 9}, TEXT, FINE_TUNING_STAGES)
    assert [stage["place"] for stage in short["stages"]] == ["behind", "behind", "now"]
    assert status_card_value(None, TEXT) == {"empty": TEXT["status.empty"]}


@pytest.mark.parametrize("phase", [*PHASES, "starting", "lost", "stalled"])
def test_every_phase_has_a_name_and_a_stage(phase: str) -> None:
    value = status_card_value({"phase": phase, "step": 1}, TEXT)
    assert value["title"]
    assert [stage["place"] for stage in value["stages"]].count("now") == 1


def test_the_state_known_from_the_lock_goes_before_the_last_recorded_phase() -> None:
    value = status_card_value({"state": "lost", "phase": "training", "step": 9}, TEXT)
    assert (value["title"], value["tone"], value["progress"]) == (TEXT["status.lost"], "bad", None)
    assert status_card_value({"state": "starting", "phase": ""}, TEXT)["title"] == TEXT["status.starting"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(41.6, "42 s"), (200, "3 min 20 s"), (1500, "25 min"), (7500, "2 h 5 min"), (363_600, "4 d 5 h")],
)
def test_durations_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert duration_words(seconds, TEXT) == said


def test_every_curve_has_a_name_of_its_own_that_is_fit_for_a_selector() -> None:
    """Plotly looks for a curve's belongings by a selector when the curve goes."""
    scores = [
        FineTuneScore(1.0, 1, 2.0, "valid", 80, {"accuracy": 0.5}),
        FineTuneScore(1.0, 2, 4.0, "valid", 80, {"accuracy": 0.6}, start="random"),
    ]
    for figure in (
        duel_chart([metric(1), metric(2)], [evaluation(2)], 4000, Look(), TEXT),
        fine_tune_chart([metric(1), metric(2)], scores, TEXT),
    ):
        names = [trace["uid"] for trace in figure["data"]]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[A-Za-z]\w*", name) for name in names)
