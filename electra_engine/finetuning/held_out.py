"""Choosing which rows are kept for judging: by chance from the seed, every label in proportion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from random import Random

from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.forms import FORMS

MOST_HELD_OUT = 5_000


def hold_out(examples: Examples, task: str, share: float, seed: int) -> tuple[Examples, Examples]:
    """(training rows, held-out rows), a pure function of the examples, `share` and `seed`.

    Rows with the same text (or the same context of a question) stay on the same side, so that nothing
    judged was learned by heart. Every label with two different texts or more gives at least one of them;
    at most about 5,000 rows in all.
    """
    share = min(share, MOST_HELD_OUT / len(examples))
    chance = Random(seed)
    held_out: list[int] = []
    for groups in _alike_by_stratum(examples, task):
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


def _alike_by_stratum(examples: Examples, task: str) -> list[list[list[int]]]:
    """For each kind of answer that is held out in proportion, the groups of rows that stay together."""
    form = FORMS[task]
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for row, given in enumerate(examples.inputs):
        alike[form.group(given)].append(row)
    by_stratum: dict[Hashable, list[list[int]]] = defaultdict(list)
    for rows in alike.values():
        by_stratum[form.stratum(examples.targets[rows[0]])].append(rows)
    return [by_stratum[stratum] for stratum in sorted(by_stratum, key=str)]
