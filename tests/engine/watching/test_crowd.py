"""Many hands on the records at once, and very many records."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from electra_engine.watching.store import RecordReader

WRITERS, READERS, SECONDS = 8, 4, 10.0
RECORDS, ALLOWED_GROWTH = 100_000, 8 * 2**20  # bytes

WRITE = """
import sys, time
from pathlib import Path
from electra_engine.watching.records import Event, RunState, StepMetrics
from electra_engine.watching.store import RecordWriter
until, step = time.monotonic() + float(sys.argv[2]), 0
while time.monotonic() < until:
    writer = RecordWriter(Path(sys.argv[1]))  # opened and closed again and again, as by many resumes
    for step in range(step + 1, step + 51):
        writer.write(StepMetrics(step, step * 64, step * 0.1, 1e-3, 640.0, 0.5))
        writer.set_state(RunState("training", step=step))
    writer.close()
print(step)
"""
READ = """
import sys, time
from pathlib import Path
from electra_engine.watching.store import RecordReader
until, reads = time.monotonic() + float(sys.argv[1]), 0
while time.monotonic() < until:
    for path in map(Path, sys.argv[2:]):
        reader = RecordReader(path)
        state = reader.state()
        points = reader.step_metrics()
        assert [point.step for point in points] == list(range(1, len(points) + 1))
        assert state is None or len(points) >= state.step
        reads += 1
print(reads)
"""
GROW = """
import resource, sys
from pathlib import Path
from electra_engine.watching.records import RunState, StepMetrics
from electra_engine.watching.store import RecordReader, RecordWriter
writer, reader = RecordWriter(Path(sys.argv[1])), RecordReader(Path(sys.argv[1]))
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
for step in range(1, int(sys.argv[2]) + 1):
    writer.write(StepMetrics(step, step * 64, step * 0.1, 1e-3, 640.0, 0.5))
    if step % 50 == 0:  # what an open page asks for
        assert len(reader.step_metrics(since=step - 50)) == 50
    if step == 10_000:
        before = resident()
print(resident() - before)
writer.close()
"""


def program(source: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", source, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_eight_writers_and_four_readers_never_meet_a_locked_database(tmp_path: Path) -> None:
    files = [tmp_path / f"run {number}" / "records.sqlite" for number in range(WRITERS)]
    for file in files:
        file.parent.mkdir()
    crowd = [program(WRITE, file, SECONDS) for file in files]
    crowd += [program(READ, SECONDS, *files) for _ in range(READERS)]
    ended = [(one.communicate(), one.returncode) for one in crowd]
    for (said, complained), code in ended:
        assert (code, complained) == (0, "")
        assert int(said) > 0
    for file, ((said, _), _) in zip(files, ended, strict=False):
        assert RecordReader(file).state().step == int(said)


def test_a_hundred_thousand_records_take_no_more_memory_than_ten_thousand(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    grower = program(GROW, path, RECORDS)
    said, complained = grower.communicate()
    assert (grower.returncode, complained) == (0, "")
    assert int(said) < ALLOWED_GROWTH
    assert len(RecordReader(path).step_metrics()) == RECORDS
