"""Fine-tuning's settings are declared whole, and what the studio imports of it stays light."""

from __future__ import annotations

import subprocess
import sys

import pytest

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.settings import Knob, knobs_of, to_flat

KNOBS = list(knobs_of(FineTuneSettings))


@pytest.mark.parametrize("known", KNOBS, ids=lambda known: known.name)
def test_every_setting_has_a_label_a_help_and_a_range_that_its_default_is_in(known: Knob) -> None:
    assert known.label
    assert known.help.endswith(".")
    assert known.parse(known.default) == known.default
    assert known.choices or known.kind is bool or known.minimum is not None
    assert all(known.parse(value) == value for value in known.ladder)


def test_settings_survive_being_stored() -> None:
    settings = FineTuneSettings().with_changes({"epochs": 4, "machine.precision": "fp32"})
    assert FineTuneSettings().with_changes(to_flat(settings)) == settings


def test_a_value_out_of_range_names_the_setting() -> None:
    with pytest.raises(UserError, match=r"Dropout \(dropout\) is 2"):
        FineTuneSettings().with_changes({"dropout": 2})


def test_checking_a_request_imports_neither_torch_nor_transformers() -> None:
    modules = [
        "finetuning.preparing",
        "finetuning.labelled_files",
        "taking_away.exporting",
        "inference.notes",
    ]
    imports = "; ".join(f"import electra_engine.{module}" for module in modules)
    check = "import sys; print({'torch', 'transformers', 'sklearn'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", f"{imports}; {check}"], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"
