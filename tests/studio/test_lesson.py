"""A lesson stands in the address, can be made from any page, and is taken as far as it is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from electra_engine import RunSettings, knobs_of, preset_settings
from studio.corpora import look_at_corpus
from studio.lesson import lesson_address, lesson_corpus, read_lesson
from studio.shelf import Shelf

CONTROLS = [known.name for known in knobs_of(RunSettings)]


def test_an_address_that_asks_nothing_is_no_lesson() -> None:
    lesson = read_lesson({"tab": "train", "run": "first"}, CONTROLS)
    assert lesson.settings is None
    assert (lesson.preset, lesson.corpus, lesson.hidden, lesson.refused) == ("", "", frozenset(), ())


def test_a_lesson_begins_with_its_preset_and_changes_what_it_says() -> None:
    written = "discriminator.hidden_size:192,training.minutes:2,vocabulary.lowercase:on"
    lesson = read_lesson({"preset": "mini", "set": written, "hide": "training.seed"}, CONTROLS)
    assert lesson.settings is not None
    assert lesson.settings.training.minutes == 2
    assert lesson.settings.vocabulary.lowercase
    assert lesson.settings.training.learning_rate == preset_settings("mini").training.learning_rate
    assert (lesson.preset, lesson.hidden, lesson.refused) == ("mini", {"training.seed"}, ())


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"pair.start_from": "my run, and: 100% of it"},
        {"training.learning_rate": 1.5e-4, "vocabulary.lowercase": True, "training.steps": 150},
        {"pair.backbone": "electra", "generator.fraction": 0.25},
    ],
)
@pytest.mark.parametrize("preset", ["tiny", "mini", "small"])
def test_what_a_link_carries_is_read_back_as_it_was(preset: str, changes: dict[str, object]) -> None:
    settings = preset_settings(preset).with_changes(changes)
    lesson = read_lesson(lesson_address(settings, "sample"), CONTROLS)
    assert lesson.settings == settings
    assert lesson.corpus == "sample"
    assert lesson.refused == ()


def test_what_is_wrong_is_refused_in_a_sentence_and_the_rest_is_taken() -> None:
    written = "training.minutes:2,training.batch_size:-3,no.such:1,nonsense,training.seed:x"
    lesson = read_lesson({"set": written, "preset": "giant", "hide": "training.steps,nothing"}, CONTROLS)
    assert lesson.settings == RunSettings().with_changes({"training.minutes": 2})
    assert lesson.hidden == {"training.steps"}
    said = [str(error.sentence) for error in lesson.refused]
    assert len(said) == 6
    assert all(sentence.endswith(".") for sentence in said)
    for part in ("giant", "batch_size", "no.such", "nonsense", "training.seed", "“nothing”"):
        assert sum(part in sentence for sentence in said) == 1


def test_settings_that_do_not_fit_together_lose_only_what_spoils_them() -> None:
    written = "training.minutes:2,discriminator.hidden_size:128,discriminator.num_attention_heads:7"
    lesson = read_lesson({"set": written}, CONTROLS)
    assert lesson.settings is not None
    assert lesson.settings.training.minutes == 2
    assert lesson.settings.discriminator == RunSettings().discriminator
    assert len(lesson.refused) == 1


def test_a_lesson_may_bring_the_sample_and_says_when_its_corpus_is_not_here(tmp_path: Path) -> None:
    corpora = Shelf(tmp_path / "corpora", look_at_corpus)
    with_sample = read_lesson({"corpus": "sample"}, CONTROLS)
    corpus, taken = lesson_corpus(with_sample, "", corpora)
    assert corpora.find(corpus).file_names
    assert taken.refused == ()
    assert lesson_address(RunSettings(), corpus)["corpus"] == "sample"  # whatever the version of the sample
    kept, refused = lesson_corpus(read_lesson({"corpus": "../../etc"}, CONTROLS), corpus, corpora)
    assert kept == corpus
    assert "not in this workspace" in str(refused.refused[0].sentence)
