"""An evaluation in one sentence that a newcomer understands, and the figures behind it."""

from __future__ import annotations

from typing import Any

from electra_engine import Evaluation
from studio.quantities import figure, of_hundred
from studio.text import say
from studio.widgets.fact_sheet import facts, tile

USELESS = 0.55  # an AUC up to here is no better than tossing a coin
GOOD = 0.8


def scorecard(evaluation: Evaluation | None) -> dict[str, Any]:
    """The fact sheet's value for the newest evaluation, or what to expect before there is one."""
    if evaluation is None:
        return facts(title=say("scorecard.title"), sentence=say("scorecard.none"))
    return facts(
        title=say("scorecard.title"),
        sentence=" ".join((plain_sentence(evaluation), meaning(evaluation))),
        tiles=[
            tile(
                say("scorecard.frozen"),
                figure(evaluation.detection_auc_frozen, 3),
                say("scorecard.frozen_note"),
                "discriminator",
            ),
            tile(
                say("scorecard.own"),
                figure(evaluation.detection_auc, 3),
                say("scorecard.own_note"),
                "discriminator",
            ),
            tile(
                say("scorecard.precision"),
                _precision(evaluation),
                say("scorecard.precision_note"),
                "discriminator",
            ),
            tile(
                say("scorecard.recall"),
                say("scorecard.share", share=of_hundred(evaluation.recall)),
                say("scorecard.recall_note"),
                "discriminator",
            ),
            tile(
                say("scorecard.guesses"),
                say("scorecard.share", share=of_hundred(evaluation.generator_accuracy)),
                say("scorecard.guesses_note"),
                "generator",
            ),
            tile(
                say("scorecard.base"),
                say("scorecard.share", share=of_hundred(evaluation.replaced_fraction)),
                say("scorecard.base_note"),
                "generator",
            ),
        ],
    )


def plain_sentence(evaluation: Evaluation) -> str:
    """``It catches 21 of 100 forgeries and wrongly accuses 1 of 100 honest words.``"""
    return say(
        "scorecard.sentence",
        caught=of_hundred(evaluation.recall),
        accused=of_hundred(false_alarm_share(evaluation)),
    )


def _precision(evaluation: Evaluation) -> str:
    """A dash while nobody is accused: of nothing no share is right."""
    if evaluation.precision <= 0 and not any(band.false_alarms for band in evaluation.bands):
        return figure(None)
    return say("scorecard.share", share=of_hundred(evaluation.precision))


def false_alarm_share(evaluation: Evaluation) -> float:
    """The share of original tokens called replaced, from precision, recall and the base rate."""
    base, precision = evaluation.replaced_fraction, evaluation.precision
    if precision <= 0 or base >= 1:
        return 0.0
    caught = evaluation.recall * base
    return min(caught * (1 - precision) / precision / (1 - base), 1.0)


def meaning(evaluation: Evaluation) -> str:
    """What the figures say now about whether it learns."""
    if evaluation.detection_auc_frozen <= USELESS:
        return say("scorecard.meaning_early")
    if evaluation.recall < 0.02:
        return say("scorecard.meaning_shy")
    if evaluation.detection_auc_frozen >= GOOD:
        return say("scorecard.meaning_good")
    return say("scorecard.meaning_growing")
