"""Diseases are found, named, and told once."""

import dataclasses

import pytest

from electra_engine.watching.health import CHECKS, Checkup, Physician
from electra_engine.watching.records import Evaluation

HEALTHY = Evaluation(
    step=500,
    tokens=10**6,
    seconds=60.0,
    generator_loss=4.5,
    generator_accuracy=0.3,
    discriminator_loss=0.25,
    detection_auc=0.8,
    detection_auc_frozen=0.87,
    precision=0.7,
    recall=0.2,
    replaced_fraction=0.1,
    evaluated_tokens=8000,
)
WELL = Checkup([HEALTHY], progress=0.9, epochs=5.0, training_tokens=10**6, parameters=10**6)

CASES = {
    "all-original": {"evaluations": [dataclasses.replace(HEALTHY, recall=0.0, detection_auc=0.51)]},
    "generator-too-strong": {"evaluations": [dataclasses.replace(HEALTHY, replaced_fraction=0.02)]},
    "generator-too-weak": {"evaluations": [dataclasses.replace(HEALTHY, generator_accuracy=0.05)]},
    "seen-too-often": {
        "evaluations": [HEALTHY, dataclasses.replace(HEALTHY, generator_loss=4.8)],
        "epochs": 50.0,
    },
    "too-little-text": {"training_tokens": 1000},
}


def test_a_healthy_run_is_left_alone() -> None:
    assert Physician().examine(WELL) == []


@pytest.mark.parametrize("disease", CASES)
def test_each_disease_is_found_alone_and_told_once(disease: str) -> None:
    physician, sick = Physician(), dataclasses.replace(WELL, **CASES[disease])
    (finding,) = physician.examine(sick)
    assert (finding.kind, finding.name) == ("health", disease)
    assert finding.advice
    assert physician.examine(sick) == []


def test_a_last_look_on_more_rows_is_compared_on_the_rows_of_the_others() -> None:
    """All held-out rows together are harder here than the first ones, on which nothing has turned up."""
    first_rows = {"generator_loss": 4.5, "evaluated_tokens": 8000}
    last = dataclasses.replace(HEALTHY, generator_loss=4.8, evaluated_tokens=32000, first_rows=first_rows)
    read_often = dataclasses.replace(WELL, evaluations=[HEALTHY, last], epochs=50.0)
    assert Physician().examine(read_often) == []
    risen = dataclasses.replace(last, first_rows={**first_rows, "generator_loss": 4.8})
    (finding,) = Physician().examine(dataclasses.replace(read_often, evaluations=[HEALTHY, risen]))
    assert finding.name == "seen-too-often"


def test_a_last_look_of_an_older_version_is_compared_with_nothing() -> None:
    """It does not say how it did on the first rows; a run stopped there and resumed has one in its middle."""
    easier = dataclasses.replace(HEALTHY, generator_loss=4.2, evaluated_tokens=32000)
    resumed = dataclasses.replace(WELL, evaluations=[HEALTHY, easier, HEALTHY], epochs=50.0)
    assert Physician().examine(resumed) == []


def test_every_check_has_its_case() -> None:
    assert {check.name for check in CHECKS} == set(CASES)


def test_what_a_run_was_told_before_it_was_resumed_is_not_told_again() -> None:
    sick = dataclasses.replace(WELL, **CASES["too-little-text"])
    told = Physician().examine(sick)
    resumed = Physician()
    resumed.remember(told)
    assert resumed.examine(sick) == []
    resumed.remember([])
    assert resumed.examine(sick) == told
