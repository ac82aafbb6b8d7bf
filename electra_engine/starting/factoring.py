"""One word table for two networks, from the tables that an export folded for each of them.

The `modern` backbone exports table × projection as one (V, H) table a network. Both came from one table T
(V, E), so side by side they have rank E, and any factorisation [F₁ F₂] = T [P₁; P₂]ᵀ gives a shared table and
two projections that compute the same numbers: the very T is lost, but only up to a change of basis.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from electra_engine.errors import UserError

# Below this part of the largest singular value there is only the rounding of fp32.
NEGLIGIBLE = 2e-6


def rank(tables: Sequence[np.ndarray]) -> int:
    """The size of embedding from which all `tables`, (V, H) each, follow exactly."""
    _, strengths, _ = _decomposed(tables)
    return int((strengths > NEGLIGIBLE * strengths[0]).sum())


def factor(tables: Sequence[np.ndarray], size: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """A table (V, size) and for each of `tables` (V, H) a projection (H, size): table @ projection.T.

    Exact when `size` is at least their rank; columns beyond it are zero in the projections. The table
    is as large as a fresh one, 1/√size a number.
    """
    left, strengths, right = _decomposed(tables)
    used = min(size, len(strengths))
    root = np.sqrt(strengths[:used])
    table = np.zeros((left.shape[0], size))
    projections = np.zeros((right.shape[1], size))
    table[:, :used] = left[:, :used] * root
    projections[:, :used] = right[:used].T * root
    scale = 1 / (np.sqrt(size) * max(float(np.sqrt(np.mean(table**2))), 1e-12))
    ends = np.cumsum([table.shape[1] for table in tables])[:-1]
    return table * scale, np.split(projections / scale, ends)


def read_table(folder: Path, name: str, rows: int | None = None) -> np.ndarray:
    """The tensor `name` of a folder's weights as (V, H) numbers, its first `rows` only where given."""
    from safetensors import safe_open

    for file in sorted(folder.glob("*.safetensors")):
        with safe_open(file, framework="numpy") as weights:
            if name in weights.keys():  # noqa: SIM118 - not a dictionary
                return _as_numbers(folder, weights, name)[:rows]
    raise KeyError(name)


def _as_numbers(folder: Path, weights: Any, name: str) -> np.ndarray:
    try:
        return np.asarray(weights.get_tensor(name), dtype=np.float64)
    except TypeError:
        raise UserError(
            "The word table in {folder} is stored as bf16: save the model in fp32 or fp16 and try again.",
            "pair.start_from",
            folder=folder,
        ) from None


def _decomposed(tables: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The thin singular value decomposition of the tables side by side: (V, R), (R,), (R, ΣH)."""
    orthogonal, triangle = np.linalg.qr(np.concatenate(tables, axis=1))
    left, strengths, right = np.linalg.svd(triangle, full_matrices=False)
    return orthogonal @ left, strengths, right
