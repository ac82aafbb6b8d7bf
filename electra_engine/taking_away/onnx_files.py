"""A network as an ONNX file for any runtime, kept only if its numbers are the network's own.

The file takes rows of any number and length: the tokenizer's outputs in, logits out, both named as in
transformers. onnx, onnxscript and onnxruntime are imported where they are used.
"""

from __future__ import annotations

import importlib
import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers

from electra_engine.errors import UserError
from electra_engine.inference.network_loading import input_names, load_network, longest_row
from electra_engine.taking_away.kinds import NetworkKind, kind_of_folder

FILE = "model.onnx"
NEEDED = ("onnx", "onnxscript", "onnxruntime")
LARGEST = 1 << 30  # bytes of weights; an ONNX file itself cannot hold 2 GB
MOST_TOKENS = 512
TOLERANCE = 1e-3  # of a logit, absolute and relative: far below what turns an answer
CHECKED = ((1, 2), (1, 7), (3, 16), (2, 33), (4, MOST_TOKENS))  # rows and their length


@dataclass(frozen=True)
class Agreement:
    """How far the file's numbers lie from the network's: the largest difference of a logit over so many
    tokens."""

    largest_difference: float
    tokens: int


class _Positional(torch.nn.Module):
    """The network with tensors in and tensors out, as a graph has them."""

    def __init__(self, network: transformers.PreTrainedModel, names: list[str], outputs: tuple[str, ...]):
        super().__init__()
        self.network, self._names, self._outputs = network, names, outputs

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        said = self.network(**dict(zip(self._names, inputs, strict=True)))
        return tuple(said[name] for name in self._outputs)


def write_onnx(folder: Path) -> Agreement:
    """Writes `folder`/model.onnx from the network in the folder and checks it against that.

    Raises `UserError` where the libraries are missing, the network is too large or cannot be written
    so, or the numbers differ; then there is no file.
    """
    _check_libraries()
    weights = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    if weights > LARGEST:
        raise UserError(
            "The model in {folder} is too large for one ONNX file (at most {most} MB of weights).",
            "onnx",
            folder=folder.name,
            most=LARGEST >> 20,
        )
    kind = kind_of_folder(folder)
    network = load_network(folder, getattr(transformers, kind.network_class))
    try:
        _write(network, kind, folder / FILE)
    except Exception as error:  # of many kinds, one for each operation that cannot be translated
        (folder / FILE).unlink(missing_ok=True)
        reason = (str(error).strip().splitlines() or [""])[0][:120] or type(error).__name__
        raise UserError(
            "The model in {folder} could not be written as ONNX ({reason}).",
            "onnx",
            folder=folder.name,
            reason=reason,
        ) from error
    return check_onnx(folder)


def check_onnx(folder: Path) -> Agreement:
    """How well `folder`/model.onnx agrees with the network beside it.

    Raises `UserError` where it does not, and removes the file.
    """
    kind = kind_of_folder(folder)
    network = load_network(folder, getattr(transformers, kind.network_class))
    agreement = _compare(network, kind, folder / FILE)
    if not agreement.largest_difference <= TOLERANCE:
        (folder / FILE).unlink()
        raise UserError(
            "The ONNX file of {folder} gave other numbers than the model (by up to {difference:.2g}) and was "
            "thrown away.",
            "onnx",
            folder=folder.name,
            difference=agreement.largest_difference,
        )
    return agreement


def _check_libraries() -> None:
    try:
        for name in NEEDED:
            importlib.import_module(name)
    except ImportError:
        raise UserError(
            "ONNX needs the packages {packages}: install them with pip and try again.",
            "onnx",
            packages=", ".join(NEEDED),
        ) from None
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)


def _write(network: transformers.PreTrainedModel, kind: NetworkKind, file: Path) -> None:
    names = input_names(network)
    length = torch.export.Dim("length", min=2, max=longest_row(network, MOST_TOKENS))
    axes: dict[int, Any] = {0: torch.export.Dim("rows"), 1: length}
    if kind.pipeline_tag == "multiple-choice":
        axes = {0: torch.export.Dim("rows"), 1: torch.export.Dim("choices", min=2), 2: length}
    example = _rows(network, kind, 2, 5)
    torch.onnx.export(
        _Positional(network, names, kind.outputs).eval(),
        tuple(example[name] for name in names),
        str(file),
        input_names=names,
        output_names=list(kind.outputs),
        dynamic_shapes=(tuple(axes for _ in names),),
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def _compare(network: transformers.PreTrainedModel, kind: NetworkKind, file: Path) -> Agreement:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors alone
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    worst, tokens = 0.0, 0
    for inputs in _checked_rows(network, kind):
        with torch.inference_mode():
            ours = _Positional(network, list(inputs), kind.outputs)(*inputs.values())
        theirs = session.run(None, {name: tensor.numpy() for name, tensor in inputs.items()})
        for wanted, got in zip(ours, theirs, strict=True):
            difference = (wanted - torch.from_numpy(got)).abs() / wanted.abs().clamp(min=1.0)
            found = float(difference.max())
            worst = math.inf if math.isnan(found) else max(worst, found)
        tokens += int(inputs["attention_mask"].sum())
    return Agreement(worst, tokens)


def _checked_rows(
    network: transformers.PreTrainedModel, kind: NetworkKind
) -> Iterator[dict[str, torch.Tensor]]:
    """Rows of several numbers and lengths up to the longest, in part padded."""
    most = longest_row(network, MOST_TOKENS)
    for rows, length in CHECKED:
        yield _rows(network, kind, rows, min(length, most))


def _rows(
    network: transformers.PreTrainedModel, kind: NetworkKind, rows: int, length: int
) -> dict[str, torch.Tensor]:
    """Random token ids, the same every time, as (rows, length), for choices (rows, 2, length)."""
    dice = torch.Generator().manual_seed(rows * length)
    shape = (rows, 2, length) if kind.pipeline_tag == "multiple-choice" else (rows, length)
    ids = torch.randint(network.config.vocab_size, shape, generator=dice)
    mask = torch.ones_like(ids)
    if rows > 1:
        mask[-1, ..., length // 2 :] = 0
    inputs = {"input_ids": ids, "token_type_ids": torch.zeros_like(ids), "attention_mask": mask}
    return {name: inputs[name] for name in input_names(network)}
