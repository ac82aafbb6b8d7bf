"""How the arithmetic is done here: device, precision, attention and threads, by a short measurement.

The choice that `auto` leaves open is timed on the pair's own step for about a second each, and kept in
the workspace for runs of the same shape on the same machine.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import itertools
import json
import os
import platform
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from electra_engine.children import available_cores
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence
from electra_engine.settings import PROCESSORS_ONLY, MachineSettings, RunSettings
from electra_engine.training.checkpoint_folders import Position

SECONDS_A_CHOICE = 0.4
WARM_UP_STEPS = {"cpu": 1, "cuda": 4}
FEWEST_STEPS = 2
# In smaller batches the measurement would cost more than fewer rows at once could give.
TOKENS_WORTH_SPLITTING = 8_192
WORTH_SPLITTING = 1.03  # how many times faster fewer rows at once must be
WORTH_COMPILING = 1.05
COMPILINGS = ("encoders", "graphs")
TRIED_BY_ITSELF = ("encoders",)  # recorded graphs gave no numbers in one of three sizes: assets/results.md
LONG_RUN = 600  # seconds of training from which a minute of compiling can pay for itself
LONG_RUN_STEPS = 20_000


@dataclass(frozen=True)
class Arithmetic:
    """One way to compute a step; `tokens_per_second` is what the measurement saw, 0 without one.

    `rows_at_once` is how many rows of a batch are worked on at a time, 0 for all. `compiling` is
    ``encoders`` or ``graphs`` where the encoders are compiled, with or without CUDA graphs.
    """

    device: str
    precision: str
    attention: str
    threads: int
    tokens_per_second: float = 0.0
    rows_at_once: int = 0
    compiling: str = ""

    def autocast(self) -> AbstractContextManager[object]:
        """The context in which forward passes run."""
        if self.precision == "bf16":
            # Graphs must not hold on to casts that autocast keeps between operations.
            keeps_casts = self.compiling != "graphs"
            return torch.autocast(self.device, dtype=torch.bfloat16, cache_enabled=keeps_casts)
        return contextlib.nullcontext()

    def in_words(self) -> Sentence:
        kernel = Sentence("the fused attention kernel")
        if self.attention == "matmul":
            kernel = Sentence("attention as matrix products")
        way = Sentence(
            "{device}, {precision}, {kernel}", device=self.device, precision=self.precision, kernel=kernel
        )
        if self.compiling:
            kinds = {"encoders": Sentence("compiled"), "graphs": Sentence("compiled, with CUDA graphs")}
            way = Sentence("{way}, {kind}", way=way, kind=kinds[self.compiling])
        if self.rows_at_once:
            way = Sentence("{way}, {rows:,} rows at once", way=way, rows=self.rows_at_once)
        if self.device != "cpu":
            return way
        if self.threads == 1:
            return Sentence("{way}, one thread", way=way)
        return Sentence("{way}, up to {threads} threads", way=way, threads=self.threads)


def candidates(settings: MachineSettings) -> list[Arithmetic]:
    """Every way that the settings allow on this machine; raises `UserError` when there is none."""
    device = settings.device
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        raise UserError(
            "The settings ask for a CUDA device, but torch sees none here: choose cpu or auto.",
            "machine.device",
        )
    if device != "cpu" and settings.processes > 1:
        raise UserError(PROCESSORS_ONLY, "machine.processes")
    precisions = _offered(settings.precision, ("bf16", "fp32") if _has_bf16(device) else ("fp32",))
    attentions = _offered(settings.attention, ("matmul", "sdpa"))
    threads = settings.threads or max(available_cores() // settings.processes, 1)
    compiling = settings.compiling if settings.compiling in COMPILINGS else ""
    return [
        Arithmetic(device, *way, threads, compiling=compiling)
        for way in itertools.product(precisions, attentions)
    ]


def compilings_to_try(settings: RunSettings, device: str) -> tuple[str, ...]:
    """The ways of compiling that may pay: on a GPU, in a run that goes on long enough."""
    training = settings.training
    is_long = training.steps >= LONG_RUN_STEPS if training.steps else training.minutes * 60 >= LONG_RUN
    return TRIED_BY_ITSELF if settings.machine.compiling == "auto" and device == "cuda" and is_long else ()


def way_of(position: Position, ways: list[Arithmetic], batch_size: int) -> Arithmetic | None:
    """The one of `ways` by which a checkpoint was reached: another would round in other ways.

    None where the settings or this machine no longer offer it, and for a run at its beginning.
    """
    reached = (position.device, position.precision, position.attention)
    compiling = position.compiling
    # All rows at once is what 0 says, so that it is not told of as something special.
    rows = position.rows_at_once if position.rows_at_once < batch_size else 0
    same = (way for way in ways if (way.device, way.precision, way.attention) == reached)
    return next((dataclasses.replace(way, rows_at_once=rows, compiling=compiling) for way in same), None)


def choose(
    ways: list[Arithmetic],
    time_step: Callable[[Arithmetic], float],
    tokens_a_step: int,
    notes: Path,
    key: str,
    rows: int = 1,
    compilings: tuple[str, ...] = (),
) -> Arithmetic:
    """The fastest of `ways` by `time_step` (seconds a step), remembered in the file `notes` under `key`.

    A large batch of `rows` rows is also tried with fewer rows at once, and the best way with its encoders
    compiled in each of the ways `compilings`.
    """
    splits = rows > 1 and tokens_a_step > TOKENS_WORTH_SPLITTING
    if len(ways) == 1 and not splits and not compilings:
        return ways[0]
    key = (
        f"{platform.processor() or platform.machine()} x{os.cpu_count()} torch {torch.__version__} "
        f"engine {_print_of_the_code()} {key} "
        + str(sorted({(w.precision, w.attention, w.threads) for w in ways}))
        + str(compilings)
    )
    known = _noted(_read(notes).get(key), ways)
    if known is not None:
        return known
    best = fastest(ways, time_step, tokens_a_step)
    if splits:
        best = with_fewer_rows(best, time_step, tokens_a_step, rows)
    best = compiled(best, time_step, tokens_a_step, compilings)
    _remember(notes, key, best)
    return best


def fastest(
    ways: list[Arithmetic], time_step: Callable[[Arithmetic], float], tokens_a_step: int
) -> Arithmetic:
    """The way whose step takes least, with the speed that was seen."""
    best: Arithmetic | None = None
    for way in ways:
        # The other precision is tried with the kernel that won: kernels rank alike in both, and each
        # measurement is time that somebody waits for.
        if best and way.precision != best.precision and way.attention != best.attention:
            continue
        speed = tokens_a_step / time_step(way)
        if best is None or speed > best.tokens_per_second:
            best = dataclasses.replace(way, tokens_per_second=speed)
    assert best is not None
    return best


def with_fewer_rows(
    best: Arithmetic, time_step: Callable[[Arithmetic], float], tokens_a_step: int, rows: int
) -> Arithmetic:
    """`best` with half of `rows` at once, or half of those, as long as that is faster.

    What a few rows need may stay in a processor's caches; many rows keep a large device busy.
    """
    tokens_at_once = tokens_a_step
    while rows > 1 and tokens_at_once > TOKENS_WORTH_SPLITTING:
        rows, tokens_at_once = (rows + 1) // 2, tokens_at_once // 2
        way = dataclasses.replace(best, rows_at_once=rows)
        speed = tokens_a_step / time_step(way)
        if speed < best.tokens_per_second * WORTH_SPLITTING:
            break
        best = dataclasses.replace(way, tokens_per_second=speed)
    return best


def compiled(
    best: Arithmetic,
    time_step: Callable[[Arithmetic], float],
    tokens_a_step: int,
    compilings: tuple[str, ...],
) -> Arithmetic:
    """`best`, or the way of compiling it that is clearly faster."""
    for compiling in compilings:
        way = dataclasses.replace(best, compiling=compiling)
        speed = tokens_a_step / time_step(way)
        if speed > best.tokens_per_second * WORTH_COMPILING:
            best = dataclasses.replace(way, tokens_per_second=speed)
    return best


def time_steps(step: Callable[[], object], device: str) -> float:
    """Seconds a call of `step` at its best over about `SECONDS_A_CHOICE` seconds, after a warm-up.

    The best, because other programs can only make a step slower; on a CPU on one thread, because with
    more a busy machine makes any step slow, and kernels and precisions rank alike.
    """
    if device == "cpu":
        torch.set_num_threads(1)
    for _ in range(WARM_UP_STEPS[device]):
        step()
    durations: list[float] = []
    while sum(durations) < SECONDS_A_CHOICE or len(durations) < FEWEST_STEPS:
        _synchronise(device)
        began = time.perf_counter()
        step()
        _synchronise(device)
        durations.append(time.perf_counter() - began)
    return min(durations)


def _synchronise(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def _offered(wanted: str, here: tuple[str, ...]) -> tuple[str, ...]:
    return here if wanted == "auto" else (wanted,)


def _has_bf16(device: str) -> bool:
    """bf16 arithmetic in hardware (avx512_bf16, amx_bf16, Arm's bf16): emulation is slower than fp32."""
    if device == "cuda":
        return torch.cuda.is_bf16_supported()
    return any(there is True for name, there in torch.cpu.get_capabilities().items() if "bf16" in name)


@functools.cache
def _print_of_the_code() -> str:
    """A fingerprint of all code that a step runs through: once it has changed, another way may be faster."""
    package = Path(__file__).parents[1]
    files = sorted(
        file for part in ("model", "objective", "training") for file in (package / part).glob("*.py")
    )
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _read(notes: Path) -> dict[str, dict[str, Any]]:
    try:
        noted = json.loads(notes.read_text())
    except (OSError, ValueError, RecursionError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _noted(note: object, ways: list[Arithmetic]) -> Arithmetic | None:
    """The way that was noted; None where it is none of `ways`, as another version's or a damaged note."""
    if not isinstance(note, dict):
        return None
    try:
        known = Arithmetic(**note)
    except TypeError:
        return None
    numbers = type(known.rows_at_once) is int and isinstance(known.tokens_per_second, int | float)
    plain = dataclasses.replace(known, tokens_per_second=0.0, rows_at_once=0)
    offered = plain in ways or dataclasses.replace(plain, compiling="") in ways
    return known if numbers and known.rows_at_once >= 0 and offered else None


def _remember(notes: Path, key: str, best: Arithmetic) -> None:
    """Notes the choice; without room for a note the next run measures again."""
    temporary = notes.with_name(f".{notes.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        temporary.write_text(json.dumps({**_read(notes), key: asdict(best)}, indent=1))
        temporary.replace(notes)
