"""A stop or a pause is obeyed whenever it comes, and what it leaves is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from electra_engine.jobs import catalogue
from electra_engine.training import loop
from electra_engine.training.batches import Rows
from electra_engine.training.checkpoint_folders import newest_checkpoint, position_of
from electra_engine.watching.evaluation import HeldOutJudge
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder
from tests.engine.training.test_pretraining import StopAfter, new_run, weights, work

LENGTH = {"training__steps": 700, "watching__checkpoint_seconds": 1, "watching__evaluation_seconds": 1}


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, torch.Tensor]:
    """What the run learns that nobody ends."""
    torch.set_num_threads(1)
    run = new_run(tmp_path_factory.mktemp("straight"), "straight", **LENGTH)
    assert work(run) == "finished"
    return weights(run)


def ask_when(monkeypatch: pytest.MonkeyPatch, run: RunFolder, moment: str, asked: str) -> None:
    """Asks for an end while the run evaluates for the second time, or saves for the first."""
    if moment == "evaluating":
        judge, times = HeldOutJudge.evaluate, iter(range(100))

        def judged(self: HeldOutJudge, *arguments: object) -> object:
            if next(times) == 1:
                catalogue.compare_and_set(run, catalogue.STATES, asked)
            return judge(self, *arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(HeldOutJudge, "evaluate", judged)
        return
    save = loop.save_checkpoint

    def saved(*arguments: object) -> Path:
        catalogue.compare_and_set(run, catalogue.STATES, asked)
        return save(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "save_checkpoint", saved)


@pytest.mark.parametrize("moment", ["evaluating", "saving"])
@pytest.mark.parametrize("asked", ["stopping", "pausing"])
def test_an_end_asked_for_while_the_run_evaluates_or_saves_leaves_a_whole_run_that_goes_on_exactly(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected: dict[str, torch.Tensor],
    moment: str,
    asked: str,
) -> None:
    broken = new_run(tmp_path, "broken", **LENGTH)
    with monkeypatch.context() as patch:
        ask_when(patch, broken, moment, asked)
        assert work(broken) == "stopped"
    newest = newest_checkpoint(broken.checkpoints)
    assert newest is not None
    left = position_of(newest).step
    assert 0 < left < 700
    judged = [evaluation.step for evaluation in RecordReader(broken.records).evaluations()]
    assert judged[-1] == left if asked == "stopping" else judged[-1] <= left
    catalogue.compare_and_set(broken, catalogue.STATES, "waiting")
    assert work(broken) == "finished"
    found = weights(broken)
    assert all(torch.equal(found[name], expected[name]) for name in expected)


def test_a_run_taken_up_with_another_number_of_threads_reads_the_same_rows_and_learns_the_same(
    tmp_path: Path,
) -> None:
    read: dict[str, list[bytes]] = {}
    batch = Rows.batch
    found = {}
    for name, threads in (("one", (1, 1)), ("other", (1, 2))):
        run = new_run(tmp_path, name, machine__threads=threads[0])
        read[name] = []

        def noted(self: Rows, *which: int, into: list[bytes] = read[name]) -> torch.Tensor:
            rows = batch(self, *which)
            into.append(rows.numpy().tobytes())
            return rows

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Rows, "batch", noted)
            assert work(run, StopAfter(run, 12)) == "stopped"
            request = json.loads(run.request_file.read_text())
            request["settings"]["machine.threads"] = threads[1]
            run.request_file.write_text(json.dumps(request))
            assert work(run) == "finished"
        found[name] = weights(run)
    assert read["one"] == read["other"]
    for name, weight in found["one"].items():
        torch.testing.assert_close(found["other"][name], weight, rtol=1e-3, atol=1e-4)
