"""What weights a folder holds, by name and shape, read from the headers before anything is allocated.

A safetensors file is 8 bytes that say how long its header is, the header (JSON: for every tensor its
type, shape and bytes), then the numbers. Whatever lies in the header was written by somebody else.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError

LARGEST_HEADER = 16 << 20  # bytes; a network of a thousand layers needs less than two million
MOST_EXTENTS = 8
FILES_REMEMBERED = 32
BYTES_A_NUMBER = {
    **dict.fromkeys(("F64", "I64", "U64"), 8),
    **dict.fromkeys(("F32", "I32", "U32"), 4),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 2),
    **dict.fromkeys(("I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2"), 1),
}
Shapes = dict[str, tuple[int, ...]]
# Encoders whose config.json says its sizes by the names below.
KINDS = ("electra", "modernbert", "bert", "roberta", "xlm-roberta", "camembert", "mpnet", "deberta-v2")
SIZES = ("hidden_size", "num_hidden_layers", "intermediate_size", "vocab_size")
OTHER_SIZES = (
    "embedding_size",
    "max_position_embeddings",
    "num_attention_heads",
    "type_vocab_size",
    "num_labels",
)
MOST_OF_OTHERS = 1 << 17
LARGEST_NUMBER = 1 << 48  # of bytes or entries; so that their product stays a small number


def tensor_shapes(folder: Path) -> Shapes:
    """The shape of every tensor in the folder's safetensors files.

    Raises `UserError` where a header is damaged, promises other bytes than the file has, or gives the
    same bytes to two tensors.
    """
    shapes: Shapes = {}
    for file in sorted(folder.glob("*.safetensors")):
        try:
            told = file.stat()
            shapes |= _shapes_in(file, told.st_size, told.st_mtime_ns)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise UserError(
                "The weights in {file} are damaged (their header does not fit the file): "
                "copy or download the model again.",
                "pair.start_from",
                file=file,
            ) from None
    return shapes


def check_promise(folder: Path, config: Mapping[str, Any]) -> None:
    """Raises `UserError` where the config.json makes the network larger than the weights are.

    A library builds what the config says before it looks at the weights, so a few characters there
    could ask for any amount of memory.
    """
    if config["model_type"] not in KINDS:
        raise UserError(
            "The model in {folder} is of the kind {kind}, which is not used here: choose an ELECTRA, BERT "
            "or ModernBERT model.",
            "model",
            folder=folder,
            kind=config["model_type"][:40],
        )
    held = sum(math.prod(shape) for shape in tensor_shapes(folder).values())
    promised = _promised(config)
    if promised is None or promised > held:
        raise UserError(
            "The weights in {folder} do not fit its config.json (which has sizes that they cannot fill): "
            "save the model again with save_pretrained.",
            "model",
            folder=folder,
        )


def _promised(config: Mapping[str, Any]) -> int | None:
    """How many numbers the table and the matrices of the layers need at least; None for sizes that are none.

    A size that is left out counts as 1: the published code then has a modest one of its own.
    """
    sizes = {name: config.get(name, 1) for name in (*SIZES, *OTHER_SIZES)}
    if any(type(size) is not int or size < 0 for size in sizes.values()):
        return None
    if any(sizes[name] > MOST_OF_OTHERS for name in OTHER_SIZES):
        return None
    width, layers, inner, rows = (sizes[name] for name in SIZES)
    table = rows * (sizes["embedding_size"] if config["model_type"] == "electra" else width)
    return table + layers * (4 * width * width + 2 * width * inner)


@functools.lru_cache(maxsize=FILES_REMEMBERED)
def _shapes_in(file: Path, size: int, _changed: int) -> Shapes:
    """The shapes in a file of `size` bytes, read once for each time (ns) at which it has changed.

    An open page asks with every tick of its clock whether a model can be used.
    """
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if length > min(LARGEST_HEADER, size - 8):
            raise ValueError("the header is longer than it may be")
        header: dict[str, dict[str, Any]] = json.loads(stream.read(length))
    header.pop("__metadata__", None)
    spans = sorted(_span(entry) for entry in header.values())
    ends = [0, *(end for _, end in spans)]
    if [begin for begin, _ in spans] != ends[:-1] or ends[-1] != size - 8 - length:
        raise ValueError("the tensors do not lie side by side in the whole file")
    return {name: tuple(entry["shape"]) for name, entry in header.items()}


def _span(entry: Mapping[str, Any]) -> tuple[int, int]:
    """Where a tensor's bytes begin and end, checked against its shape and type."""
    begin, end = entry["data_offsets"]
    extents = entry["shape"]
    if len(extents) > MOST_EXTENTS:
        raise ValueError("a tensor has too many extents")
    if any(type(number) is not int or not 0 <= number < LARGEST_NUMBER for number in (begin, end, *extents)):
        raise ValueError("a shape or a place is no whole number")
    if end - begin != math.prod(extents) * BYTES_A_NUMBER[entry["dtype"]]:
        raise ValueError("a tensor has other bytes than its shape needs")
    return begin, end
