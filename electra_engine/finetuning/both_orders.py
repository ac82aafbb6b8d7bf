"""Pairs whose order says nothing are learned both ways round.

The reference does so for MRPC and STS (`double_unordered` in its configure_finetuning.py): what a network
makes of (a, b) is what it should make of (b, a), and every labelled pair becomes two. Not by itself: STS-B
gained nothing by it at half as many more steps (assets/results.md).
"""

from __future__ import annotations

import dataclasses

from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.settings import FineTuneSettings


def in_both_orders(examples: Examples, settings: FineTuneSettings) -> Examples:
    """The examples, and after them once more those with a second text, their texts in the other order.

    The same examples where the settings want each pair as it is given.
    """
    if settings.pair_order == "given":
        return examples
    pairs = [row for row, given in enumerate(examples.inputs) if given.get("text_pair")]
    doubled = examples.chosen([*range(len(examples)), *pairs])
    turned = [_turned(given) for given in doubled.inputs[len(examples) :]]
    return dataclasses.replace(doubled, inputs=[*examples.inputs, *turned])


def _turned(given: Input) -> Input:
    return {**given, "text": given["text_pair"], "text_pair": given["text"]}
