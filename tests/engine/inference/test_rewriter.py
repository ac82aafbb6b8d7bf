"""Rewriting changes what it says it changes, keeps the rest letter by letter, and can be repeated."""

from __future__ import annotations

import pytest

from electra_engine.errors import UserError
from electra_engine.inference.filler import Filler
from electra_engine.inference.rewriter import rewrite
from tests.engine.inference.tiny_folders import BACKBONES, write_folder

TEXT = "The DOG barked,  and the cat was very nice!"
LONG = "the dog ran on and the very nice cat was awful. " * 8


@pytest.fixture(scope="module", params=BACKBONES)
def filler(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Filler:
    return Filler(write_folder(tmp_path_factory.mktemp("rewriter") / "model", request.param, "generator"))


def test_unchanged_tokens_keep_their_letters_and_the_places_are_those_of_the_new_text(filler: Filler) -> None:
    said = rewrite(filler, TEXT, passes=2, kept=0.6, seed=3)
    assert len(said["versions"]) == 2
    assert said["text"] == said["versions"][-1]
    for token in said["tokens"]:
        assert said["text"][token["start"] : token["end"]] == token["text"]
    kept = [token["text"] for token in said["tokens"] if not token["changed"]]
    assert 0 < len(kept) < len(said["tokens"])
    at = 0
    for letters in kept:  # they stand in the old text, in the same order
        at = TEXT.index(letters, at) + len(letters)


def test_one_pass_changes_no_more_than_the_share_that_is_not_kept(filler: Filler) -> None:
    said = rewrite(filler, TEXT, passes=1, kept=0.75, seed=1)
    assert sum(token["changed"] for token in said["tokens"]) <= round(len(said["tokens"]) * 0.25)


def test_a_mark_stays_a_mark_and_a_piece_a_piece(filler: Filler) -> None:
    for seed in range(5):
        said = rewrite(filler, TEXT, passes=3, kept=0.0, temperature=5.0, seed=seed)
        marks = [token["text"] for token in said["tokens"] if token["text"] in ",.!"]
        assert len(marks) == 2
        assert "##" not in said["text"]
        assert len(said["tokens"]) == 12


def test_the_same_seed_gives_the_same_text_and_another_another(filler: Filler) -> None:
    asked = {"passes": 3, "kept": 0.3, "temperature": 2.0}
    texts = {rewrite(filler, TEXT, seed=seed, **asked)["text"] for seed in range(6)}
    assert len(texts) > 2
    assert rewrite(filler, TEXT, seed=4, **asked) == rewrite(filler, TEXT, seed=4, **asked)


def test_a_text_longer_than_a_row_is_rewritten_to_its_end(filler: Filler) -> None:
    said = rewrite(filler, LONG, passes=1, kept=0.0, temperature=5.0, seed=0)
    assert len(said["tokens"]) == 8 * 12
    assert any(token["changed"] for token in said["tokens"][-12:])


@pytest.mark.parametrize(
    "asked",
    [
        {"passes": 0},
        {"passes": 10**9},
        {"passes": True},
        {"kept": 1.0},
        {"kept": float("nan")},
        {"temperature": 0.0},
        {"temperature": float("inf")},
        {"temperature": "hot"},
        {"seed": -1},
        {"seed": 1 << 80},
        {"text": "  "},
        {"text": "the dog " * 2_000},
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(filler: Filler, asked: dict[str, object]) -> None:
    with pytest.raises(UserError) as refused:
        rewrite(filler, **{"text": TEXT, **asked})
    assert refused.value.sentence.endswith(".")


def test_a_colder_draw_is_a_likelier_one_and_probabilities_are_those_of_the_temperature(
    filler: Filler,
) -> None:
    text = "The [MASK] was very [MASK] ."
    warm, cold = (filler.fill(text, 24, temperature) for temperature in (1.0, 0.1))
    for before, after in zip(warm["blanks"], cold["blanks"], strict=True):
        assert after["candidates"][0]["text"] == before["candidates"][0]["text"]
        assert after["candidates"][0]["probability"] > before["candidates"][0]["probability"]
    for seed in range(3):
        said = filler.fill(text, 3, 0.05, seed)
        likeliest = [blank["candidates"][0] for blank in said["blanks"]]
        for blank, best in zip(said["blanks"], likeliest, strict=True):
            is_certain_word = best["probability"] > 0.999 and not best["text"].startswith("##")
            assert not is_certain_word or blank["drawn"] == best["text"]
        drawn = [blank["drawn"] for blank in said["blanks"]]
        assert said["text"] == f"The {drawn[0]} was very {drawn[1]} ."
    assert len({filler.fill(text, 3, 5.0, seed)["text"] for seed in range(8)}) > 3
