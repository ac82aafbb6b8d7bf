"""A pair that cannot fit this machine is refused before it is built, whatever computes."""

from __future__ import annotations

import pytest

from electra_engine.limits import DoesNotFitError, Room, check_fits
from electra_engine.model.sizing import size_pair
from electra_engine.presets import PRESETS, preset_settings
from electra_engine.training.planned import PlannedPretraining


def on_card(preset: str, **changes: object) -> PlannedPretraining:
    settings = preset_settings(preset).with_changes({"machine.device": "cuda"})
    return PlannedPretraining(settings.with_changes(changes))


def test_on_a_card_weights_gradients_and_moments_must_fit_the_machine() -> None:
    largest = max(PRESETS, key=lambda name: size_pair(preset_settings(name)).total_parameters)
    whole = size_pair(preset_settings(largest)).total_parameters * 16
    planned = on_card(largest)
    check_fits(planned, Room(whole, None))
    with pytest.raises(DoesNotFitError, match="of memory") as refused:
        check_fits(planned, Room(whole - 1, None))
    assert refused.value.field == "discriminator.hidden_size"
    assert "discriminator.num_hidden_layers" in refused.value.changes
    assert "training.batch_size" not in refused.value.changes, "a batch is split where it does not fit"
    check_fits(on_card(largest, **refused.value.changes), Room(whole - 1, None))
