"""The command line does the whole job, and answers bad input with one line and exit code 2."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from electra_engine.command_line import main
from electra_engine.corpus import open_packed
from electra_engine.errors import UserError
from electra_engine.finetuning.comparing import compare_runs
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.inference.settings import AskingSettings
from electra_engine.jobs import lock
from electra_engine.jobs.launch import kill_worker
from electra_engine.jobs.runs import read_request
from electra_engine.jobs.status import list_runs, status_of
from electra_engine.objective.variants import VARIANTS
from electra_engine.settings import RunSettings, knobs_of
from electra_engine.vocabulary import load_tokenizer
from electra_engine.watching import own_sentences
from electra_engine.watching.own_sentences import FIRST_INDEX
from electra_engine.watching.records import TEXT_LEFT_OUT
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import Workspace, find_workspace
from tests.engine.jobs.tiny_run import TINY, write_labelled, write_text

SETTINGS = [f"{name}={value}" for name, value in TINY.items()]
EVALUATION = {
    "generator_loss",
    "generator_accuracy",
    "detection_auc",
    "detection_auc_frozen",
    "precision",
    "recall",
    "replaced_fraction",
}

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text, labelled rows, and a workspace in which a run called "first" was pre-trained."""
    made = tmp_path_factory.mktemp("command_line")
    write_text(made / "text.txt")
    write_labelled(made / "rows.csv")
    arguments = [str(made / "text.txt"), "--run", "first", "--steps", "30", "--workspace", str(made / "w")]
    assert main(["pretrain", *arguments, "--set", *SETTINGS]) == 0
    return made


@pytest.fixture(scope="module")
def workspace(folder: Path) -> Iterator[Workspace]:
    found = find_workspace(folder / "w")
    yield found
    for status in list_runs(found):  # of tests that failed halfway
        with suppress(UserError):
            kill_worker(found, status.name)


@pytest.fixture
def ask(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a subcommand with --json and gives the last line of standard output."""
    monkeypatch.setenv("ELECTRA_WORKSPACE", str(folder / "w"))

    def run(*arguments: str) -> dict[str, Any]:
        assert main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


@pytest.mark.usefixtures("ask")
def test_an_objective_comes_with_the_settings_it_needs_unless_others_were_given(
    folder: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = ["pretrain", str(folder / "text.txt"), "--steps", "2", "--run"]
    changes = [one for one in SETTINGS if not one.startswith("generator.")]
    assert main([*begin, "twins", "--set", *changes, "objective.name=two-stage"]) == 0
    asked = read_request(workspace.run("twins")).settings
    assert {name: asked[name] for name in VARIANTS["two-stage"].needs} == VARIANTS["two-stage"].needs
    told = capsys.readouterr().err
    assert "objective.name=two-stage" in told
    assert "pair.sharing=nothing" in told
    given = [*changes, "objective.name=two-stage", "pair.sharing=embeddings"]
    assert main([*begin, "other", "--set", *given]) == 2
    assert "what both networks share to nothing" in capsys.readouterr().err


def test_pre_training_ends_with_what_was_reached(ask: Ask, folder: Path) -> None:
    text = str(folder / "text.txt")
    result = ask("pretrain", text, "--run", "second", "--steps", "10", "--seed", "5", "--set", *SETTINGS)
    assert (result["run"], result["state"], result["steps"]) == ("second", "finished", 10)
    assert result["tokens"] == 10 * 4 * 16
    assert result["tokens_per_second"] == pytest.approx(result["tokens"] / result["seconds"])
    assert set(result["evaluation"]) == EVALUATION
    assert result["parameters"]["total"] < sum(
        result["parameters"][network] for network in ("generator", "discriminator")
    )
    assert ask("remove", "second") == {"run": "second", "removed": True}


def test_a_broken_file_between_others_is_left_out_of_the_run_and_listed_with_its_reason(
    ask: Ask, folder: Path, workspace: Workspace
) -> None:
    stories = (folder / "text.txt").read_bytes()
    contents = {
        "1.txt": stories + b"\n\nThe zebra was first.",
        "2.pdf": b"%PDF-1.7\n%%EOF\n",
        "3.txt.gz": gzip.compress(stories * 3)[:-200],
        "4.txt": stories + b"\n\nThe yak was last.",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    files = [str(folder / name) for name in contents]
    result = ask("pretrain", *files, "--run", "patched", "--steps", "5", "--set", *SETTINGS)
    assert (result["state"], result["steps"]) == ("finished", 5)
    pdf, half = result["left_out"]
    assert pdf.startswith("Left out: 2.pdf")
    assert half.startswith("Left out: 3.txt.gz cannot be unpacked (it is damaged")
    run = workspace.run("patched")
    told = [event.sentence for event in RecordReader(run.records).events() if event.name == TEXT_LEFT_OUT]
    assert told == [pdf, half]
    logged = [line["message"] for line in ask("show", "patched", "--log")["log"]]
    assert {pdf, half} <= set(logged)
    packed, tokenizer = open_packed(run.packed), load_tokenizer(run.tokenizer)
    read = tokenizer.decode([*packed.training.tolist(), *packed.held_out.tolist()]).lower()
    assert "zebra" in read
    assert "yak" in read
    assert ask("remove", "patched")["removed"]


def test_a_run_is_shown_and_listed(ask: Ask, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = ask("show", "first")
    assert (shown["state"], shown["step"], shown["steps"], shown["pid"]) == ("finished", 30, 30, 0)
    assert set(shown["evaluation"]) == EVALUATION
    assert "first" in [run["run"] for run in ask("runs")["runs"]]
    assert main(["show", "first", "--workspace", str(folder / "w")]) == 0
    assert "AUC" in capsys.readouterr().out


def test_the_pair_detects_and_fills_and_its_export_says_the_same(ask: Ask, folder: Path) -> None:
    detected = ask("detect", "first", "the", "dog eats a fish.")["tokens"]
    assert detected[0]["text"] == "the"
    assert all(0 <= token["p_replaced"] <= 1 for token in detected)
    exported = folder / "exported"
    assert ask("export", "first", str(exported))["parts"] == ["discriminator", "generator"]
    step = str(ask("show", "first")["step"])
    assert ask("export", "first", str(folder / "at-step"), "--step", step)["parts"] == [
        "discriminator",
        "generator",
    ]
    again = ask("detect", str(exported / "discriminator"), "the dog eats a fish.")["tokens"]
    assert [token["p_replaced"] for token in again] == pytest.approx(
        [token["p_replaced"] for token in detected], abs=1e-6
    )
    blanks = ask("fill", "first", "the [MASK] eats a [MASK].", "--top", "3")["blanks"]
    assert [len(blank["candidates"]) for blank in blanks] == [3, 3]


def test_the_generator_draws_and_rewrites_by_the_seed_and_the_judge_finds_neighbours(
    ask: Ask, folder: Path
) -> None:
    drawn = ask("fill", "first", "the [MASK] eats a fish.", "--temperature", "2", "--seed", "3")
    assert drawn["text"] == f"the {drawn['blanks'][0]['drawn']} eats a fish."
    asked = ("rewrite", "first", "the dog eats a fish.", "--passes", "2", "--kept", "0.5", "--seed", "3")
    assert ask(*asked) == (said := ask(*asked))
    assert len(said["versions"]) == 2
    near = ask("nearest", "first", "the dog eats a fish.", "--top", "3")["nearest"]
    assert all(one["text"] in (folder / "text.txt").read_text() for one in near)
    (folder / "lines.txt").write_text("a cat\n\nthe dog eats a fish.\nthe dog eats an apple.\n")
    near = ask("nearest", "first", "the dog eats a fish.", "--among", str(folder / "lines.txt"))
    assert {one["text"] for one in near["nearest"]} == {"a cat", "the dog eats an apple."}


def test_fine_tuning_ends_with_scores_and_then_predicts(ask: Ask, folder: Path) -> None:
    rows = str(folder / "rows.csv")
    result = ask(
        "finetune", "--task", "classification", "--train", rows, "--test", rows, "--from", "first",
        "--run", "animals", "--set", "epochs=1", "machine.device=cpu", "machine.threads=1",
    )  # fmt: skip
    assert {"accuracy", "f1"} <= set(result["metrics"]["valid"]) & set(result["metrics"]["test"])
    assert {"accuracy", "macro_f1"} <= set(result["intervals"])
    assert "on other rows like these" in result["meaning"][0]
    assert (result["unusable_rows"], result["unusable"]) == (0, [])
    said = ask("predict", "animals", "the cat eats a fish", "the dog eats a fish")
    assert set(said["probabilities"]) == {"cat", "dog"}
    assert [one["text"] for one in said["predictions"]] == ["the cat eats a fish", "the dog eats a fish"]


def test_runs_of_one_kind_are_compared_and_a_difference_is_told_from_chance(
    ask: Ask, folder: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = str(folder / "rows.csv")
    settings = ["--set", "machine.device=cpu", "machine.threads=1"]
    for name, epochs in (("short", "1"), ("longer", "2")):
        given = ["--train", rows, "--test", rows, "--from", "first", "--run", name]
        ask("finetune", *given, *settings, f"epochs={epochs}")
    said = ask("compare", "short", "longer")
    expected = compare_runs(workspace, "short", "longer")
    (found,) = said["comparisons"]
    assert (found["difference"], found["p"]) == (expected.difference, expected.p)
    assert found["meaning"] == str(expected.meaning)
    assert said["scores"]["short"][f"test {expected.metric}"] == expected.first_value
    assert said["settings"] == {"epochs": {"short": 1.0, "longer": 2.0}}
    assert main(["compare", "short", "longer", "--workspace", str(workspace.root)]) == 0
    shown = capsys.readouterr().out
    assert str(expected.meaning) in shown
    assert f"{expected.difference:+.3f}" in shown

    ask("pretrain", str(folder / "text.txt"), "--run", "brief", "--steps", "5", "--set", *SETTINGS)
    said = ask("compare", "first", "brief")
    assert said["settings"] == {"training.steps": {"first": 30, "brief": 5}}
    assert set(said["scores"]["brief"]) == EVALUATION
    assert said["comparisons"] == []
    for name in ("short", "longer", "brief"):
        ask("remove", name)


def test_a_sentence_of_ones_own_is_cut_and_watched(
    ask: Ask, folder: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    text = str(folder / "text.txt")
    assert "".join(ask("corpus", text, "--cut", "the dog eats")["cut"]).replace("##", "") == "thedogeats"
    ask("pretrain", text, "--run", "watching", "--minutes", "30", "--detach", "--set", *SETTINGS)
    deadline = time.monotonic() + 180
    while ask("show", "watching")["state"] != "training":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert ask("watch", "watching", "the dog eats", "a fish.") == {"run": "watching", "index": FIRST_INDEX}
    assert own_sentences.read_from(workspace.run("watching").watched, 0) == ["the dog eats a fish."]
    assert main(["watch", "watching", "the dog eats a fish.", "--workspace", str(workspace.root)]) == 2
    assert "watched already" in capsys.readouterr().err
    ask("stop", "watching")
    ask("remove", "watching")


def test_fine_tuning_tells_what_scores_mean_and_which_rows_it_cannot_use(
    folder: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = folder / "holes.csv"
    whole = (folder / "rows.csv").read_text().splitlines()
    rows.write_text("\n".join([*whole, *[",cat"] * 14]))
    first = len(whole) + 1
    other = folder / "other.csv"
    other.write_text("\n".join([*whole[:20], *["a tree,oak"] * 202]))
    arguments = ["finetune", "--train", str(rows), "--test", str(other), "--from", "first", "--run", "holes"]
    arguments += ["--workspace"]
    settings = ["--set", "epochs=1", "machine.device=cpu", "machine.threads=1"]
    assert main([*arguments, str(folder / "w"), *settings]) == 0
    said = capsys.readouterr()
    assert "14 rows of holes.csv cannot be used:" in said.err
    assert f"  row {first}: it has no text" in said.err
    assert f"  row {first + 13}: it has no text" in said.err
    assert "202 rows of other.csv cannot be used:" in said.err
    assert "  row 220: its label 'oak' is not among the training labels\n  and 2 more\n" in said.err
    reader = RecordReader(workspace.run("holes").records)
    assert [(odd.split, odd.file, len(odd.skipped)) for odd in reader.odd_rows()] == [
        ("train", "holes.csv", 14),
        ("test", "other.csv", 200),
    ]
    report = next(report for report in reader.score_reports() if report.split == "test")
    assert str(report.meaning) in said.out
    (accuracy,) = (one for one in report.intervals if one.metric == "accuracy")
    assert f"{accuracy.value:.3f}, on other rows mostly {accuracy.low:.3f} to {accuracy.high:.3f}" in said.out


@contextmanager
def at_a_terminal(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command as a person runs it; it does not outlive a test that fails."""
    command = [sys.executable, "-m", "electra_engine.command_line", *arguments]
    # What a shell starts in the background, these tests too, hears no Ctrl-C and passes that on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_ctrl_c_asks_for_a_stop_and_waits_for_the_save_and_resume_goes_on(
    ask: Ask, folder: Path, workspace: Workspace
) -> None:
    arguments = ["--run", "long", "--minutes", "30", "--json", "--set", *SETTINGS]
    with at_a_terminal("pretrain", str(folder / "text.txt"), *arguments) as process:
        deadline = time.monotonic() + 180
        while not (workspace.runs / "long").exists() or status_of(workspace, "long").step == 0:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=180)
    result = json.loads(out.splitlines()[-1])
    assert (process.returncode, result["state"]) == (0, "stopped")
    assert result["steps"] > 0
    shown = ask("show", "long")
    assert (shown["can_resume"], shown["step"]) == (True, result["steps"])
    assert ask("resume", "long", "--detach")["state"] in ("starting", "queued", "reading")
    deadline = time.monotonic() + 180
    while (shown := ask("show", "long"))["step"] <= result["steps"] or shown["state"] != "training":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert ask("stop", "long")["state"] == "stopped"
    ask("remove", "long")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("pretrain {empty} --run new", "is empty"),
        ("pretrain {binary} --run new", "binary"),
        ("pretrain {three} --run new", "only 3 words"),
        ("pretrain {folder}/nowhere.txt --run new", "no file"),
        ("pretrain --run new", "at least one text file"),
        ("pretrain {text} --run a/b", "cannot be used"),
        ("pretrain {text} --run first", "already a run called first"),
        ("pretrain {text} --run new --preset huge", "no preset called huge"),
        ("pretrain {text} --run new --minutes never", "Minutes"),
        ("pretrain {text} --run new --steps 5 --minutes 5", "not allowed with"),
        ("pretrain {text} --run new --set size=3", "no setting called size"),
        ("pretrain {text} --run new --set size", "name=value"),
        ("pretrain {text} --run new --set discriminator.hidden_size=33", "33"),
        ("pretrain {text} --run new --held-out {text}", "choose one"),
        ("finetune --train {rows} --from nowhere --run new", "neither a run nor a folder"),
        ("finetune --train {rows} --from first --run new --label mood", "no column 'mood'"),
        ("finetune --train {one_class} --from first --run new", "one"),
        ("finetune --train {rows} --from first --run new --task dancing", "classification"),
        ("finetune --train {empty} --from first --run new", "empty"),
        ("detect nowhere text", "neither a run nor a folder"),
        ("fill first nothing", "[MASK]"),
        ("fill first [MASK] --temperature 0", "Temperature (temperature) is 0"),
        ("rewrite first dog --passes 1000", "Passes (passes) is 1000"),
        ("nearest first dog --among {folder}/nowhere.txt", "cannot be read"),
        ("predict first text", "not been fine-tuned"),
        ("export nowhere {folder}/out", "no run called nowhere"),
        ("export first {folder}", "already holds something"),
        ("show nowhere", "no run called nowhere"),
        ("stop first", "not at work"),
        ("watch first dogs bark", "is not training at the moment"),
        ("compare first", "at least two runs"),
        ("compare first nowhere", "no run called nowhere"),
        ("resume first", "It has finished"),
        ("remove nowhere", "no run called nowhere"),
        ("corpus {binary}", "binary"),
        ("bench --layout huge", "no layout called huge"),
        ("dance", "invalid choice"),
        ("show first --loudly", "Unrecognized arguments"),
    ],
)
def test_bad_input_is_one_line_exit_2_and_leaves_nothing(
    folder: Path,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    words: str,
) -> None:
    monkeypatch.setenv("ELECTRA_WORKSPACE", str(workspace.root))
    contents = {
        "empty": b"",
        "binary": bytes(range(256)) * 20,
        "three": b"only three words",
        "one_class": b"text,label\n" + b"the dog barks,dog\n" * 20,
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    places = {name: str(folder / name) for name in contents}
    places |= {"folder": str(folder), "text": str(folder / "text.txt"), "rows": str(folder / "rows.csv")}
    before = sorted(workspace.runs.iterdir())
    assert main([part.format(**places) for part in arguments.split(" ")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("electra-engine: ")
    assert said.err.count("\n") == 1
    assert words in said.err
    assert sorted(workspace.runs.iterdir()) == before


def test_what_only_the_worker_can_refuse_leaves_no_run_either(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ELECTRA_WORKSPACE", str(workspace.root))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")  # so that no machine has one
    settings = [*SETTINGS, "machine.device=cuda"]
    assert main(["pretrain", str(folder / "text.txt"), "--run", "misfit", "--set", *settings]) == 2
    assert "torch sees none" in capsys.readouterr().err.splitlines()[-1]
    assert not (workspace.runs / "misfit").exists()


def test_the_sample_is_written_and_can_be_looked_at(ask: Ask, tmp_path: Path) -> None:
    written = ask("sample", str(tmp_path / "sample"))
    summary = ask("corpus", written["corpus"])
    assert summary["language"] == "English"
    assert summary["tokens"] > summary["words"] > 100_000
    assert main(["sample", str(tmp_path / "sample")]) == 2


def test_every_setting_is_in_the_reference(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    reference = capsys.readouterr().out
    for group in (RunSettings, FineTuneSettings, AskingSettings):
        for knob in knobs_of(group):
            assert f"  {knob.name} = " in reference


def test_listing_runs_loads_neither_torch_nor_transformers(folder: Path) -> None:
    code = (
        "import sys; from electra_engine.command_line import main; "
        "main(['runs', '--workspace', sys.argv[1]]); "
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(folder / "w")], capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines()[-1] == "[]"


def test_waiting_runs_are_moved_paused_and_taken_up_and_tell_what_happened(
    workspace: Workspace, ask: Ask, folder: Path
) -> None:
    held = lock.take(workspace.device_lock(), "elsewhere")
    assert held is not None
    for name in ("one", "two"):
        long = ["--run", name, "--minutes", "30", "--detach", "--set", *SETTINGS]
        ask("pretrain", str(folder / "text.txt"), *long)
    deadline = time.monotonic() + 180
    while [run["turn"] for run in ask("runs")["runs"] if run["run"] in ("one", "two")] != [2, 1]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert ask("move", "two", "first") == {"queue": ["two", "one"]}
    assert ask("pause", "one")["state"] == "paused"
    held.release()
    deadline = time.monotonic() + 180
    while ask("show", "two")["state"] != "training":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert ask("pause", "two")["state"] == "paused"
    log = ask("show", "two", "--log")["log"]
    assert {"Checkpoint saved.", log[-1]["message"]} <= {line["message"] for line in log}
    assert log[-1]["message"].startswith("Paused and saved at step")
    assert all(line["time"] > 0 and line["level"] in ("INFO", "WARNING") for line in log)
    for name in ("one", "two"):
        ask("remove", name)
