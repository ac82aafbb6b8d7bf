"""Several processes that train one pair, each on its share of every batch's rows.

The batch is the same whatever their number: rows, masks and dice of step s are a function of (seed, s), so
each process cuts the whole batch and works on its own rows of it. Their gradients, weighted as the parts of
a batch always are, are summed over all (Goyal et al. 2017, section 3), and every process takes the same step.
The first one is the run's worker: it says what is done next, judges, records and saves.
"""

from __future__ import annotations

import contextlib
import dataclasses
import enum
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import torch
from torch import distributed

from electra_engine.jobs.endings import HelperGoneError
from electra_engine.model.pair import Pair
from electra_engine.objective.step import Outcome
from electra_engine.objective.throws import Throw

LONGEST_WAIT = timedelta(days=1)  # a run may wait for room on a full disk, or be suspended


class Task(enum.IntEnum):
    """What the others do next."""

    END, STEP, TAKE_OVER = range(3)


class Crew:
    """This process's place among `size` that train together; `rank` 0 leads.

    They meet at the file `meeting`, which must not be there before, and talk over the loopback alone.
    """

    def __init__(self, rank: int, size: int, meeting: Path) -> None:
        self.rank, self.size = rank, size
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo0" if sys.platform == "darwin" else "lo")
        store = distributed.FileStore(str(meeting), size)
        distributed.init_process_group("gloo", store=store, rank=rank, world_size=size, timeout=LONGEST_WAIT)

    def tell(self, task: Task, number: int = 0, progress: float = 0.0, rate: float = 0.0) -> None:
        """The leader's word: what all do next."""
        said = torch.tensor([task, number, progress, rate], dtype=torch.float64)
        self._together(distributed.broadcast, said, 0)

    def hear(self) -> tuple[Task, int, float, float]:
        """What the leader said: the task, and of a step its number, progress and rate."""
        said = torch.zeros(4, dtype=torch.float64)
        self._together(distributed.broadcast, said, 0)
        task, number, progress, rate = said.tolist()
        return Task(int(task)), int(number), progress, rate

    def share(self, throw: Throw, pad_id: int) -> Throw:
        """The rows of a batch that are this process's; there is at least one for each."""
        rows = len(throw.ids)
        edges = [rows * place // self.size for place in range(self.size + 1)]
        return throw.part(edges[self.rank], edges[self.rank + 1], pad_id)

    def add_up(self, pair: Pair, outcome: Outcome) -> Outcome:
        """Makes every process's gradients those of the whole batch; the outcome with the batch's losses.

        What else the outcome holds is of this process's rows.
        """
        gradients = [parameter.grad for parameter in pair.parameters() if parameter.grad is not None]
        parts = (outcome.loss, outcome.discriminator_loss, outcome.forgery.guess_loss)
        losses = torch.stack([part.detach().float() for part in parts])
        everything = torch.cat([losses, *(gradient.flatten() for gradient in gradients)])
        self._together(distributed.all_reduce, everything)
        place = len(losses)
        for gradient in gradients:
            gradient.copy_(everything[place : place + gradient.numel()].view_as(gradient))
            place += gradient.numel()
        loss, judged, guessed = everything[: len(losses)]
        forgery = dataclasses.replace(outcome.forgery, guess_loss=guessed)
        return dataclasses.replace(outcome, loss=loss, discriminator_loss=judged, forgery=forgery)

    def take_over(self, pair: Pair, optimizer: torch.optim.Optimizer) -> None:
        """Gives every process the leader's weights and moments."""
        parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
        for parameter in pair.parameters():
            self._together(distributed.broadcast, parameter.data, 0)
        for parameter in parameters:
            kept = optimizer.state.get(parameter, {})
            known = torch.tensor([len(kept)])
            self._together(distributed.broadcast, known, 0)
            if not int(known):
                optimizer.state.pop(parameter, None)
                continue
            moments = kept or {
                "step": torch.tensor(0.0),
                "exp_avg": torch.zeros_like(parameter),
                "exp_avg_sq": torch.zeros_like(parameter),
            }
            for name in ("step", "exp_avg", "exp_avg_sq"):
                self._together(distributed.broadcast, moments[name], 0)
            optimizer.state[parameter] = moments

    def end(self) -> None:
        """The leader lets the others go."""
        with contextlib.suppress(HelperGoneError):  # whoever is gone needs no farewell
            self.tell(Task.END)

    def leave(self) -> None:
        """Leaves the others, who notice."""
        distributed.destroy_process_group()

    def _together(self, act: Callable[..., object], *arguments: object) -> None:
        try:
            act(*arguments)
        except RuntimeError:
            raise HelperGoneError from None
