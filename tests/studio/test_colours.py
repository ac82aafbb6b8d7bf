"""The colour grammar: orange makes, blue judges, and whatever is written can be read."""

from __future__ import annotations

import itertools

import pytest

from studio import theme
from studio.theme import COLOURS

MODES = (0, 1)  # light, dark
ON_BLUE, SMALL_TEXT, GRAPHICS = 7.8, 4.5, 3.0  # least contrasts; the latter two are WCAG 2.2's
OWNERS = ("generator", "discriminator")
INKS = ("ink", "ink-quiet", "ink-faint", "good", "bad", "warning", *(f"{owner}-ink" for owner in OWNERS))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of ``#RRGGBB``."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("mode", MODES)
def test_a_token_is_read_as_easily_on_the_deepest_blue_as_on_the_palest(mode: int) -> None:
    for fill in ("token-low", "token-high"):
        assert contrast(COLOURS["token-ink"][mode], COLOURS[fill][mode]) >= ON_BLUE


@pytest.mark.parametrize("mode", MODES)
def test_every_ink_is_read_and_every_bar_is_seen_on_every_surface(mode: int) -> None:
    for surface in ("page", "card", "raised"):
        ground = COLOURS[surface][mode]
        pale = [ink for ink in INKS if contrast(COLOURS[ink][mode], ground) < SMALL_TEXT]
        faint = [owner for owner in OWNERS if contrast(COLOURS[owner][mode], ground) < GRAPHICS]
        assert (surface, pale, faint) == (surface, [], [])


def test_the_two_hues_belong_to_the_two_networks_alone() -> None:
    assert [COLOURS[owner] for owner in OWNERS] == [("#D55E00", "#FF8C42"), ("#0072B2", "#56B4E9")]
    owned = {colour for role, pair in COLOURS.items() if role.startswith(OWNERS) for colour in pair}
    others = itertools.chain.from_iterable(p for r, p in COLOURS.items() if not r.startswith(OWNERS))
    assert owned & set(others) == set()
    gradios = {value for value in vars(theme.theme()).values() if isinstance(value, str)}
    assert {value for value in gradios if value in owned} == set()
