"""This machine's own matrix-product peak."""

from __future__ import annotations

import time

import torch

# Square and tall products: what the layers of small and base networks ask for.
SHAPES = ((2048, 2048, 2048), (4096, 256, 1024), (4096, 1024, 256), (4096, 768, 3072))
REPEATS = 5


def matrix_peak(device: str, precision: str) -> float:
    """The best rate over a few shapes in floating-point operations a second (two a multiply-add)."""
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    return max(_rate(device, dtype, *shape) for shape in SHAPES)


def _rate(device: str, dtype: torch.dtype, rows: int, inner: int, columns: int) -> float:
    left = torch.randn(rows, inner, device=device, dtype=dtype)
    right = torch.randn(inner, columns, device=device, dtype=dtype)
    calls = 10
    best = float("inf")
    for _ in range(REPEATS + 1):  # the first is a warm-up, and never the best
        began = _now(device)
        for _ in range(calls):
            left @ right
        best = min(best, (_now(device) - began) / calls)
    return 2 * rows * inner * columns / best


def _now(device: str) -> float:
    if device == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter()
