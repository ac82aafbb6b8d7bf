"""runs, show, pause, stop, move, remove, watch, export: what was trained, what waits, what becomes of it."""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict

from electra_engine.command_line.answers import Answer, duration, facts, figure, shortened, table
from electra_engine.command_line.options import Subcommands, add_workspace, workspace_of
from electra_engine.command_line.results import as_json, judgement_of, newest_evaluation, scores_of
from electra_engine.jobs.launch import kill_worker, pause_run, stop_run
from electra_engine.jobs.log import read_log
from electra_engine.jobs.queue import MOVES, move_run
from electra_engine.jobs.removal import remove_run
from electra_engine.jobs.runs import find_run
from electra_engine.jobs.status import RunStatus, list_runs, status_of
from electra_engine.jobs.watched import watch_sentence
from electra_engine.workspace import RunFolder, Workspace

STOP_PATIENCE = 120.0  # seconds to wait for a step to end and a checkpoint to be saved


def add_to(subcommands: Subcommands) -> None:
    """Adds the subcommands to the parser."""
    runs = subcommands.add_parser("runs", help="all runs, newest first")
    add_workspace(runs)
    runs.set_defaults(act=show_runs)
    for name, act, help in (
        ("show", show_run, "one run: where it stands and what it has reached"),
        ("pause", pause, "finish the step in hand, save and leave the device until `resume`"),
        ("stop", stop, "finish the step in hand, save and end; a waiting run leaves the queue"),
        ("move", move, "move a waiting run in the queue"),
        ("remove", remove, "delete a run that is not at work"),
    ):
        command = subcommands.add_parser(name, help=help)
        command.add_argument("run", metavar="RUN", help="a run's name")
        add_workspace(command)
        command.set_defaults(act=act)
    subcommands.choices["show"].add_argument(
        "--log", nargs="?", type=int, const=40, metavar="LINES", help="the last lines of its log instead (40)"
    )
    subcommands.choices["move"].add_argument("where", choices=MOVES, help="where to")
    subcommands.choices["stop"].add_argument(
        "--now", action="store_true", help="end the process at once; what the last checkpoint holds is kept"
    )
    watch = subcommands.add_parser("watch", help="add a sentence to those that a run at work watches")
    watch.add_argument("run", metavar="RUN", help="a run's name")
    watch.add_argument("sentence", nargs="+", metavar="SENTENCE", help="one sentence")
    add_workspace(watch)
    watch.set_defaults(act=watch_own)
    export = subcommands.add_parser("export", help="write a run's model as Hugging Face folders")
    export.add_argument("run", metavar="RUN", help="a run's name")
    export.add_argument("folder", metavar="FOLDER", help="a new or empty folder")
    export.add_argument(
        "--step",
        type=int,
        metavar="N",
        help="the checkpoint at this step, if it is kept (default: the newest)",
    )
    export.add_argument("--onnx", action="store_true", help="add model.onnx, checked against the weights")
    export.add_argument("--report", action="store_true", help="add report.html, the run on one page")
    add_workspace(export)
    export.set_defaults(act=export_run)


def show_runs(chosen: argparse.Namespace) -> Answer:
    """The list of runs with the figure each is known by."""
    workspace = workspace_of(chosen)
    found = list_runs(workspace)
    if not found:
        return Answer(
            "There are no runs yet: `electra-engine pretrain --sample --run first` starts one.", {"runs": []}
        )
    rows = [("run", "kind", "state", "step", "tokens/s", "figure", "created")]
    for status in found:
        created = time.strftime("%Y-%m-%d %H:%M", time.localtime(status.created))
        speed = f"{status.tokens_per_second:,.0f}" if status.tokens_per_second else ""
        rows.append(
            (
                status.name,
                status.kind,
                f"{status.state} {status.turn} of {status.turns}" if status.turn else status.state,
                f"{status.step:,}",
                speed,
                _figure(workspace, status),
                created,
            )
        )
    return Answer(table(rows, right=(3, 4)), {"runs": [as_json(workspace, status) for status in found]})


def show_run(chosen: argparse.Namespace) -> Answer:
    """One run in full."""
    workspace = workspace_of(chosen)
    if chosen.log is not None:
        return _log_of(find_run(workspace, chosen.run), chosen.log)
    status = status_of(workspace, chosen.run)
    return Answer(in_words(workspace, status), as_json(workspace, status))


def _log_of(run: RunFolder, most: int) -> Answer:
    lines = read_log(run, most)
    texts = []
    for line in lines:
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(line.time))
        step = f" step {line.step:,}:" if line.step else ""
        texts.append(f"{when} {line.level.lower()}{step} {line.message}")
        texts += [f"    {traced}" for traced in line.trace.splitlines()]
    return Answer("\n".join(texts), {"run": run.name, "log": [asdict(line) for line in lines]})


def move(chosen: argparse.Namespace) -> Answer:
    """Changes the order of the runs that wait."""
    queue = move_run(workspace_of(chosen), chosen.run, chosen.where)
    return Answer(f"Waiting: {', '.join(queue)}.", {"queue": queue})


def pause(chosen: argparse.Namespace) -> Answer:
    """Asks for a pause and waits until the run is saved and its process gone."""
    workspace = workspace_of(chosen)
    pause_run(workspace, chosen.run)
    return _at_rest(workspace, chosen.run)


def stop(chosen: argparse.Namespace) -> Answer:
    """Asks for a stop and waits until the run has ended, saved."""
    workspace = workspace_of(chosen)
    if chosen.now:
        kill_worker(workspace, chosen.run)
    else:
        stop_run(workspace, chosen.run)
    return _at_rest(workspace, chosen.run)


def _at_rest(workspace: Workspace, name: str) -> Answer:
    """Waits, though not for ever, until a run has ended as asked, and says how."""
    deadline = time.monotonic() + STOP_PATIENCE
    while (status := status_of(workspace, name)).at_work:
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    return Answer(f"{status.name}: {status.state}. {status.message}", as_json(workspace, status))


def watch_own(chosen: argparse.Namespace) -> Answer:
    """Adds a sentence to those that a run watches from now on."""
    index = watch_sentence(workspace_of(chosen), chosen.run, " ".join(chosen.sentence))
    return Answer(f"{chosen.run} watches the sentence from now on.", {"run": chosen.run, "index": index})


def remove(chosen: argparse.Namespace) -> Answer:
    """Deletes a run."""
    remove_run(workspace_of(chosen), chosen.run)
    return Answer(f"{chosen.run}: removed.", {"run": chosen.run, "removed": True})


def export_run(chosen: argparse.Namespace) -> Answer:
    """Writes the model as folders that plain transformers loads."""
    from electra_engine.taking_away.exporting import PARTS, export_model

    workspace = workspace_of(chosen)
    status_of(workspace, chosen.run)  # a run, not any folder: says so when there is none of that name
    folder = export_model(
        chosen.run, workspace, chosen.folder, chosen.step, onnx=chosen.onnx, report=chosen.report
    )
    files = sorted(path.name for path in folder.iterdir())
    parts = [name for name in files if name in PARTS]
    names = " and ".join(str(folder / part) for part in parts) or str(folder)
    result = {"run": chosen.run, "folder": str(folder), "parts": parts, "files": files}
    return Answer(f"Wrote {names}.", result)


def in_words(workspace: Workspace, status: RunStatus) -> str:
    """A run as a sheet of facts."""
    evaluation = newest_evaluation(workspace, status.name)
    steps = f"{status.step:,}" + (f" of {status.steps:,}" if status.steps else "")
    speed = f", {status.tokens_per_second:,.0f} tokens/s" if status.tokens_per_second else ""
    reached = []
    if evaluation:
        loss, accuracy = evaluation["generator_loss"], evaluation["generator_accuracy"]
        reached = [
            ("generator", f"loss {figure(loss)}, guesses {accuracy:.1%} of hidden tokens"),
            ("discriminator", f"AUC {figure(evaluation['detection_auc'])} on the generator's fakes"),
            ("", f"AUC {figure(evaluation['detection_auc_frozen'])} on frozen fakes"),
            ("", f"precision {evaluation['precision']:.1%}, recall {evaluation['recall']:.1%}"),
        ]
    for split, metrics in scores_of(workspace, status.name).items():
        reached.append((split, ", ".join(f"{name} {figure(value)}" for name, value in metrics.items())))
    judged = judgement_of(workspace, status.name)
    for name, (value, low, high) in judged["intervals"].items():
        reached.append((name, f"{figure(value)}, on other rows mostly {figure(low)} to {figure(high)}"))
    sheet = facts(
        [
            ("run", f"{status.name} ({status.kind})"),
            ("state", status.state + (f", {status.progress:.0%}" if status.alive else "")),
            ("queue", f"number {status.turn} of {status.turns} that wait" if status.turn else ""),
            ("", shortened(status.message, 110)),
            ("step", steps),
            ("tokens", f"{status.tokens:,}{speed}"),
            ("trained for", duration(status.seconds)),
            ("time left", duration(status.seconds_left)),
            *reached,
            ("process", str(status.pid) if status.alive else ""),
            ("next sign of life", _due(status.next_sign)),
            ("resume", "possible" if status.can_resume else ""),
            ("folder", str(workspace.run(status.name).path)),
        ]
    )
    return "\n".join((sheet, *judged["meaning"]))


def _due(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 0:
        return f"overdue by {duration(-seconds)}"
    return f"expected within {duration(max(seconds, 1))}"


def _figure(workspace: Workspace, status: RunStatus) -> str:
    if status.kind == "finetune":
        accuracy = scores_of(workspace, status.name).get("valid", {}).get("accuracy")
        return f"accuracy {figure(accuracy)}" if accuracy is not None else ""
    evaluation = newest_evaluation(workspace, status.name)
    return f"AUC {figure(evaluation['detection_auc_frozen'])}" if evaluation else ""
