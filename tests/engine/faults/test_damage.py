"""One byte of the newest checkpoint that is not as it was written costs the steps since the one before."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from electra_engine.training.checkpoint_folders import checkpoint_at
from electra_engine.watching.store import RecordReader
from tests.engine.training.test_pretraining import StopAfter, new_run, weights, work

OLDER, NEWEST = 8, 14  # steps of the two checkpoints


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, torch.Tensor]:
    """What a run learns that nothing befalls."""
    torch.set_num_threads(1)
    run = new_run(tmp_path_factory.mktemp("straight"), "straight")
    assert work(run) == "finished"
    return weights(run)


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("pair.safetensors", b'"shape"'),
        ("pair.safetensors", b""),
        ("optimizer.safetensors", b""),
        ("manifest.json", b'"step": 1'),  # it would say another step
    ],
)
def test_a_run_whose_newest_checkpoint_has_one_flipped_byte_goes_on_exactly_from_the_one_before_and_says_so(
    tmp_path: Path, expected: dict[str, torch.Tensor], name: str, before: bytes
) -> None:
    run = new_run(tmp_path, "flipped")
    assert work(run, StopAfter(run, OLDER)) == "stopped"
    assert work(run, StopAfter(run, NEWEST - OLDER)) == "stopped"
    file = checkpoint_at(run.checkpoints, NEWEST) / name
    content = bytearray(file.read_bytes())
    content[content.index(before) + len(before) if before else -1] ^= 1
    file.write_bytes(content)
    assert work(run) == "finished"
    (told,) = [event for event in RecordReader(run.records).events() if event.name == "damaged-checkpoint"]
    assert told.step == OLDER
    assert told.sentence == (
        f"The checkpoint of step {NEWEST} is damaged (its files are not as they were written): the run goes "
        f"on from step {OLDER}."
    )
    found = weights(run)
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[name], expected[name]) for name in expected)
