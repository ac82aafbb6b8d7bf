"""Every setting has one control on the page, and what the controls show is what a run gets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from electra_engine import (
    PRESETS,
    FineTuneSettings,
    RunSettings,
    UserError,
    Workspace,
    knobs_of,
    preset_settings,
    size_pair,
    to_flat,
)
from studio.app import Studio, drafted_settings
from studio.pair_sizes import SHAPES, place_on_dial, shape_of
from studio.tabs.knob_controls import element_id
from studio.tabs.pair_settings import BY_STEPS, BY_TIME, PairSettings
from studio.text import say
from studio.vocabulary_preview import VocabularyPreview


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(Workspace(tmp_path_factory.mktemp("workspace")))


@pytest.fixture
def settings(built: Studio) -> PairSettings:
    return built._settings


def values_for(settings: PairSettings, run: RunSettings, until: str = BY_TIME, **changes: Any) -> list[Any]:
    """What the page would send with the controls set to `run`."""
    flat = {**to_flat(run), **changes}
    return [until, *(flat[name] for name in settings.controls.components)]


def ids_on(built: Studio) -> list[str]:
    return [part["props"].get("elem_id") for part in built.blocks.get_config_file()["components"]]


def test_every_setting_has_exactly_one_control(built: Studio) -> None:
    ids = ids_on(built)
    wanted = [element_id("pair", known.name) for known in knobs_of(RunSettings)]
    wanted += [element_id("tune", known.name) for known in knobs_of(FineTuneSettings) if known.name != "task"]
    assert [id for id in wanted if ids.count(id) != 1] == []


@pytest.mark.parametrize("name", PRESETS)
def test_what_the_controls_show_is_what_a_run_gets(settings: PairSettings, name: str) -> None:
    preset = preset_settings(name)
    assert settings.read(values_for(settings, preset)) == preset


def test_a_time_beats_leftover_steps_and_steps_must_be_said(settings: PairSettings) -> None:
    run = RunSettings()
    changes = {"training.steps": 50}
    assert settings.read(values_for(settings, run, BY_TIME, **changes)).training.steps == 0
    assert settings.read(values_for(settings, run, BY_STEPS, **changes)).training.steps == 50
    with pytest.raises(UserError, match="how many steps"):
        settings.read(values_for(settings, run, BY_STEPS))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"training.batch_size": 10**9}, "training.batch_size"),
        ({"training.batch_size": 10**400}, "training.batch_size"),
        ({"training.learning_rate": "soon"}, "training.learning_rate"),
        ({"discriminator.num_attention_heads": 3}, "discriminator.num_attention_heads"),
        ({"pair.backbone": "recurrent"}, "pair.backbone"),
        ({"training.minutes": float("nan")}, "training.minutes"),
        ({"objective.name": "two-stage"}, "objective.name"),
        ({"corpus.text_column": "a" * 10_000}, "corpus.text_column"),
        ({"machine.processes": 0}, "machine.processes"),
        ({"machine.processes": 1e9}, "machine.processes"),
        ({"machine.processes": 1.5}, "machine.processes"),
        ({"machine.processes": 8, "training.batch_size": 4}, "machine.processes"),
        ({"machine.processes": 2, "machine.device": "cuda"}, "machine.processes"),
    ],
)
def test_what_no_run_could_have_is_refused_beside_its_field(
    settings: PairSettings, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(UserError) as refused:
        settings.read(values_for(settings, RunSettings(), **changes))
    assert refused.value.field == field
    assert settings.controls.field_id(field) == element_id("pair", field)


def test_two_processes_chosen_on_the_page_are_kept_and_are_what_a_run_gets(
    built: Studio, settings: PairSettings
) -> None:
    control = settings.controls.components["machine.processes"]
    assert control in settings.inputs
    values = values_for(settings, RunSettings(), **{"machine.processes": 2})
    built._pair._preview(0, "", *values)
    assert drafted_settings(built._page.drafts.read()).machine.processes == 2
    assert settings.read(values).machine.processes == 2
    opened = settings.show(drafted_settings(built._page.drafts.read()))
    assert opened[control] == 2


def test_an_objective_brings_the_settings_it_needs_and_takes_them_away_again(
    built: Studio, settings: PairSettings
) -> None:
    built._page.drafts.change(preset="mini", settings=to_flat(preset_settings("mini")))
    mini = preset_settings("mini")
    chosen = built._pair._use_objective("", *values_for(settings, mini, **{"objective.name": "two-stage"}))
    two_stage = drafted_settings(built._page.drafts.read())
    assert two_stage.generator_shape()[0] == two_stage.discriminator.hidden_size == 192
    for name in ("generator.fraction", "generator.num_hidden_layers", "pair.sharing"):
        assert chosen[settings.controls.components[name]] == to_flat(two_stage)[name]
    told = chosen[built._page.notices]
    assert (told["field"], told["tone"]) == ("pair-objective-name", "good")
    assert "Generator as a fraction: 1" in told["sentence"]
    assert "Generator width" not in told["sentence"]  # it was as it must be

    faster = to_flat(two_stage.with_changes({"training.learning_rate": 1e-4, "objective.name": "electra-15"}))
    again = built._pair._use_objective("", BY_TIME, *(faster[name] for name in settings.controls.components))
    left = {"training.learning_rate": 1e-4, "objective.name": "electra-15"}
    assert drafted_settings(built._page.drafts.read()) == mini.with_changes(left)
    assert "Generator as a fraction" in again[built._page.notices]["sentence"]


def test_the_published_layout_from_random_weights_is_warned_of_and_nothing_else_is(built: Studio) -> None:
    pair = {"pair.backbone": "electra", "pair.start": "random"}
    told = {
        name: built._pair.preview(run, "")[built._pair._facts]["warnings"]
        for name, run in {
            "small": preset_settings("small"),
            "chosen": RunSettings().with_changes(pair),
            "modern": RunSettings().with_changes({"pair.start": "random"}),
            "neighbours": RunSettings().with_changes({"pair.backbone": "electra"}),
            "released weights": RunSettings().with_changes(
                {**pair, "pair.start_from": "google/electra-small"}
            ),
        }.items()
    }
    assert told == {
        "small": [say("sizing.slow_start")],
        "chosen": [say("sizing.slow_start")],
        "modern": [],
        "neighbours": [],
        "released weights": [],
    }
    assert "0.50" in say("sizing.slow_start")


def test_the_size_dial_grows_and_knows_every_preset() -> None:
    weights = [
        size_pair(RunSettings().with_changes(shape.changes())).discriminator_parameters for shape in SHAPES
    ]
    assert weights == sorted(weights)
    for name in PRESETS:
        preset = preset_settings(name)
        assert SHAPES[place_on_dial(preset)] == shape_of(preset)


@pytest.mark.parametrize("id", ["../..", "/etc", "a/b", ".", "", "a\0b"])
def test_a_corpus_that_is_no_entry_of_the_shelf_names_no_folder(tmp_path: Path, id: str) -> None:
    previews, chosen = VocabularyPreview(tmp_path / "studio" / "vocabularies"), RunSettings()
    for ask in (
        lambda: previews.size(id, chosen),
        lambda: previews.tokens_per_word(id, chosen),
        lambda: previews.tokens(id, [], chosen, "The dog"),
    ):
        with pytest.raises(UserError, match="no longer in the workspace"):
            ask()
    assert not list(tmp_path.iterdir())


def test_a_vocabulary_is_learned_for_a_preview_and_found_again(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("The dog barked at the cat. The cat ran away.\n\n" * 40)
    previews = VocabularyPreview(tmp_path / "vocabularies")
    chosen = RunSettings()
    assert previews.size("story", chosen) is None
    assert previews.tokens("story", [story], chosen, "The dog ran.") == ["The", "dog", "ran", "."]
    size = previews.size("story", chosen)
    assert size is not None
    assert 5 < size < chosen.vocabulary.size
    counted = previews.counted("story", [story], chosen)
    assert (counted.words, counted.unknown_share) == (400, 0.0)
    assert 1 < counted.tokens_per_word < 2
    other = chosen.with_changes({"vocabulary.kind": "characters"})
    assert previews.tokens("story", [story], other, "dog") == ["d", "##o", "##g"]
    story.unlink()
    assert previews.tokens("story", [story], chosen, "The cat")[0] == "The"
