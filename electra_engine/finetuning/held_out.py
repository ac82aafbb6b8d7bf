"""Choosing which rows are kept for judging: by chance from the seed, every label in proportion."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from electra_engine.finetuning.labelled_files import Examples

MOST_HELD_OUT = 5_000


def hold_out(examples: Examples, share: float, seed: int) -> tuple[Examples, Examples]:
    """(training rows, held-out rows), a pure function of the examples, `share` and `seed`.

    Rows with the same text stay on the same side, so that nothing judged was learned by heart. Every
    label with two different texts or more gives at least one of them; at most about 5,000 rows in all.
    """
    share = min(share, MOST_HELD_OUT / len(examples))
    chance = Random(seed)
    held_out: list[int] = []
    for groups in _alike_by_label(examples):
        chance.shuffle(groups)
        wanted = max(1, round(share * sum(map(len, groups))))
        taken = 0
        for group in groups[:-1]:  # the last one always stays for training
            if taken >= wanted:
                break
            held_out += group
            taken += len(group)
    kept = set(held_out)
    return (
        examples.chosen([row for row in range(len(examples)) if row not in kept]),
        examples.chosen(sorted(kept)),
    )


def sample(examples: Examples, most: int, seed: int) -> Examples:
    """At most `most` rows drawn by the seed, in their order."""
    if len(examples) <= most:
        return examples
    return examples.chosen(sorted(Random(seed).sample(range(len(examples)), most)))


def _alike_by_label(examples: Examples) -> list[list[list[int]]]:
    """For each label, the groups of rows that share their text (and second text)."""
    pairs = examples.pairs or [""] * len(examples)
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, key in enumerate(zip(examples.texts, pairs, strict=True)):
        alike[key].append(row)
    by_label: dict[int, list[list[int]]] = defaultdict(list)
    for rows in alike.values():
        by_label[examples.labels[rows[0]]].append(rows)
    return [by_label[label] for label in sorted(by_label)]
