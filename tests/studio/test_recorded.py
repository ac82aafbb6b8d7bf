"""The recorded run travels with the program, and the first tab is made of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from electra_engine import RecordReader, RunSettings, Workspace, find_workspace, to_flat
from studio.recorded import first_recorded, recorded_folder, recorded_trace
from studio.speed import FEWEST_SECONDS, Speedometer
from studio.text import LANGUAGES, words
from studio.widgets.assembly import FOLDER
from studio.widgets.replay import MOST_POINTS, replay_value
from studio.widgets.tour import STAGES, tour_value

PROJECT = Path(__file__).parents[2]
MOST_BYTES = 8_000_000  # of what everybody downloads


def shipped(tmp_path: Path) -> Workspace:
    return find_workspace(tmp_path / "workspace", recorded_folder())


def test_an_installed_studio_brings_the_recorded_run(tmp_path: Path) -> None:
    built, scratch = tmp_path / "installed", tmp_path / "egg"
    scratch.mkdir()
    commands = ["egg_info", "--egg-base", str(scratch), "build_py", "--build-lib", str(built)]
    subprocess.run(
        [sys.executable, "setup.py", "-q", *commands], cwd=PROJECT, check=True, capture_output=True
    )
    code = "from studio.recorded import recorded_folder; print(recorded_folder())"
    environment = {**os.environ, "PYTHONPATH": str(built)}
    told = subprocess.run(
        [sys.executable, "-P", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    found = Path(told.stdout.strip())
    assert found.is_relative_to(built)
    (run,) = found.iterdir()
    assert {path.name for path in run.iterdir()} == {"run.json", "records.sqlite", "tokenizer", "model"}


def test_the_recorded_run_is_small_and_whole(tmp_path: Path) -> None:
    workspace = shipped(tmp_path)
    recorded = first_recorded(workspace)
    assert recorded is not None
    run = workspace.run(recorded.name)
    assert sum(file.stat().st_size for file in run.path.rglob("*")) < MOST_BYTES
    reader = RecordReader(run.records)
    assert len(reader.step_metrics()) > 20
    assert len(reader.snapshot_steps()) > 5
    assert recorded_trace(run) is not None


def test_the_tour_tells_six_stages_in_under_ninety_seconds_in_every_language(tmp_path: Path) -> None:
    workspace = shipped(tmp_path)
    recorded = first_recorded(workspace)
    assert recorded is not None
    trace = recorded_trace(workspace.run(recorded.name))
    assert [stage.name for stage in STAGES] == ["read", "hide", "guess", "swap", "judge", "score"]
    assert sum(stage.seconds for stage in STAGES) < 90
    for text in LANGUAGES.values():
        captions = [stage["caption"] for stage in tour_value(trace, text)["stages"]]
        assert len(set(captions)) == len(STAGES)
        assert not [caption for caption in captions if "{" in caption]


def test_a_stage_is_a_row_of_a_table_and_no_branch_in_the_script() -> None:
    script = (FOLDER / "tour.js").read_text("utf-8") + (FOLDER / "strip.js").read_text("utf-8")
    assert [stage.name for stage in STAGES if f'"{stage.name}"' in script] == []


def test_the_playback_is_sent_once_and_stays_small_however_long_the_run(tmp_path: Path) -> None:
    workspace = shipped(tmp_path)
    recorded = first_recorded(workspace)
    assert recorded is not None
    reader = RecordReader(workspace.run(recorded.name).records)
    long = reader.step_metrics() * 500
    snapshots = [reader.snapshot(step) for step in reader.snapshot_steps()]
    value = replay_value(long, reader.evaluations(), [s for s in snapshots if s], 4_000, words())
    assert all(len(panel["steps"]) <= MOST_POINTS + 1 for panel in value["panels"])
    assert value["panels"][0]["steps"][-1] == long[-1].step
    assert len(json.dumps(value)) < 200_000


def test_the_playback_ends_with_the_last_sentences_and_the_last_judgement(tmp_path: Path) -> None:
    workspace = shipped(tmp_path)
    recorded = first_recorded(workspace)
    assert recorded is not None
    reader = RecordReader(workspace.run(recorded.name).records)
    last = reader.snapshot()
    assert last is not None
    value = replay_value(reader.step_metrics(), reader.evaluations(), [last], 4_000, words())
    assert value["steps"] == recorded.step == last.step == reader.evaluations()[-1].step


def test_how_fast_the_recording_machine_was_says_nothing_of_this_one(tmp_path: Path) -> None:
    workspace = shipped(tmp_path)
    recorded = first_recorded(workspace)
    assert recorded is not None
    assert recorded.tokens > 0
    assert recorded.seconds > FEWEST_SECONDS
    assert Speedometer(workspace, tmp_path / "speed.json").foretell(RunSettings()) is None


def test_the_recorded_run_was_trained_by_todays_recipe(tmp_path: Path) -> None:
    recorded = first_recorded(shipped(tmp_path))
    assert recorded is not None
    asked, today = recorded.request.settings, to_flat(RunSettings())
    length = ("machine.", "training.minutes", "training.steps")
    differing = {n: v for n, v in asked.items() if not n.startswith(length) and today.get(n) != v}
    assert differing == {}
