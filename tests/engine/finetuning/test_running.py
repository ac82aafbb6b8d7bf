"""A fine-tuning run learns, keeps its best epoch, and leaves a folder that plain transformers loads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from electra_engine.errors import UserError
from electra_engine.finetuning import reporting
from electra_engine.finetuning.reached import kept_scores
from electra_engine.finetuning.running import finetune
from electra_engine.inference.loading import load_model
from electra_engine.inference.notes import read_notes
from electra_engine.jobs.runs import RunRequest, create_run, read_request
from electra_engine.taking_away.exporting import export_model
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.finetuning.labelled_rows import write_moods, write_pairs
from tests.engine.inference.tiny_folders import BACKBONES, write_folder, write_pair

QUICK = {
    "epochs": 6,
    "batch_size": 16,
    "learning_rate": 3e-3,
    "head_learning_rate": 3e-3,
    "machine.device": "cpu",
    "machine.precision": "fp32",
    "machine.attention": "sdpa",
    "machine.threads": 1,
}


class StopAfter:
    """Asks for a stop when it has been looked at so many times."""

    def __init__(self, looks: float = float("inf")) -> None:
        self._looks = looks

    def should_stop(self) -> bool:
        self._looks -= 1
        return self._looks < 0


def taught_run(workspace: Workspace, settings: dict[str, object], extra: dict[str, str]) -> RunFolder:
    """A run called "run", taught to its end."""
    request = RunRequest("run", "finetune", settings, extra=extra)
    run = create_run(workspace, request)
    records = RecordWriter(run.records)
    try:
        assert finetune(run, request, records, StopAfter()) == "finished"
    finally:
        records.close()
    return run


@pytest.fixture
def run_on_moods(workspace: Workspace, tmp_path: Path) -> Callable[..., tuple[str, RunFolder]]:
    """Fine-tunes on mood rows; answers how it ended, and the run."""

    def run(name: str = "moods", looks: float = float("inf"), **details: object) -> tuple[str, RunFolder]:
        base = write_folder(tmp_path / "base", str(details.pop("backbone", "modern")))
        train = write_moods(tmp_path / "train.tsv", 160)
        settings = {**QUICK, **dict(details.pop("settings", {}))}  # type: ignore[call-overload]
        extra = {"from": str(base), "train": str(train), **details}
        request = RunRequest(name, "finetune", settings, extra=extra)
        folder = create_run(workspace, request)
        records = RecordWriter(folder.records)
        try:
            return finetune(folder, request, records, StopAfter(looks)), folder
        finally:
            records.close()

    return run


def test_while_rows_are_judged_it_says_so_and_moves_on(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "SECONDS_BETWEEN_POINTS", 0.0)
    base = write_folder(tmp_path / "base", "modern")
    files = {
        "train": write_moods(tmp_path / "train.tsv", 100),
        "test": write_moods(tmp_path / "test.tsv", 90),
    }
    extra = {"from": str(base), **{part: str(file) for part, file in files.items()}}
    run = create_run(workspace, RunRequest("run", "finetune", {**QUICK, "epochs": 1}, extra=extra))
    told: list[str] = []

    class Listener:
        def should_stop(self) -> bool:
            state = RecordReader(run.records).state()
            told.append(str(state.message) if state else "")
            return False

    with closing(RecordWriter(run.records)) as records:
        finetune(run, read_request(run), records, Listener())
    assert "Judging the validation rows: 10 of 10." in told
    assert "Judging the test rows: 64 of 90." in told
    assert "Judging the training rows: 64 of 90." in told


@pytest.mark.parametrize("backbone", BACKBONES)
def test_an_easy_task_is_learned_and_the_folder_is_plain_transformers(
    run_on_moods: Callable[..., tuple[str, RunFolder]], workspace: Workspace, tmp_path: Path, backbone: str
) -> None:
    test = write_moods(tmp_path / "test.tsv", 60, seed=9)
    ending, run = run_on_moods(backbone=backbone, test=str(test), settings={"epochs": 20, "patience": 0})
    assert ending == "finished"
    notes = read_notes(run.model)
    assert notes["scores"]["test"]["accuracy"] > 0.9
    assert sum(map(sum, notes["details"]["test"]["confusion"]["counts"])) == 60
    text = "the dog was awful and the sun"
    network = AutoModelForSequenceClassification.from_pretrained(run.model).eval()
    with torch.no_grad():
        inputs = AutoTokenizer.from_pretrained(run.model)(text, return_tensors="pt")
        expected = torch.softmax(network(**inputs).logits[0], dim=-1).tolist()
    answer = load_model("moods", workspace).predict(text)
    assert answer["label"] == "sad"
    assert network.config.id2label == {0: "glad", 1: "sad"}
    assert list(answer["probabilities"].values()) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_pairs_of_texts_are_read_alike_in_training_and_by_plain_transformers(
    run_on_moods: Callable[..., tuple[str, RunFolder]], workspace: Workspace, tmp_path: Path, backbone: str
) -> None:
    pairs = write_pairs(tmp_path / "pairs.tsv", 60)
    _, run = run_on_moods(backbone=backbone, train=str(pairs), settings={"epochs": 1})
    assert read_notes(run.model)["columns"]["text_pair"] == "sentence2"
    texts = ("the dog was nice", "a cat was bad")
    inputs = AutoTokenizer.from_pretrained(run.model)(*texts, return_tensors="pt")
    assert ("token_type_ids" in inputs) == (backbone == "electra")
    with torch.no_grad():
        network = AutoModelForSequenceClassification.from_pretrained(run.model).eval()
        expected = torch.softmax(network(**inputs).logits[0], dim=-1).tolist()
    answer = load_model("moods", workspace).predict(*texts)
    assert list(answer["probabilities"].values()) == pytest.approx(expected, abs=1e-6)


def test_scores_and_curves_are_recorded(run_on_moods: Callable[..., tuple[str, RunFolder]]) -> None:
    _, run = run_on_moods(settings={"epochs": 3, "patience": 0})
    reader = RecordReader(run.records)
    assert [score.epoch for score in reader.scores() if score.split == "valid"] == [1.0, 2.0, 3.0]
    assert {score.split for score in reader.scores()} == {"seen", "train", "valid"}
    points = reader.step_metrics()
    steps = 3 * 9  # 144 training rows in batches of 16
    assert points[-1].step == steps
    assert points[-1].learning_rate < points[-1].discriminator_loss
    state = reader.state()
    assert state is not None
    assert (state.phase, state.step, state.steps, state.progress) == ("training", steps, steps, 1.0)


def test_the_kept_model_is_the_best_epochs(run_on_moods: Callable[..., tuple[str, RunFolder]]) -> None:
    _, run = run_on_moods(settings={"epochs": 5, "patience": 0})
    valid = [score for score in RecordReader(run.records).scores() if score.split == "valid"]
    best = max(valid, key=lambda score: (score.metrics["macro_f1"], -score.metrics["loss"]))
    notes = read_notes(run.model)
    assert notes["best_epoch"] == best.epoch
    assert notes["scores"]["valid"] == best.metrics


def test_the_same_seed_gives_the_same_weights(run_on_moods: Callable[..., tuple[str, RunFolder]]) -> None:
    weights = [
        load_file(run_on_moods(name, settings={"epochs": 2, "seed": seed})[1].model / "model.safetensors")
        for name, seed in (("one", 3), ("two", 3), ("three", 4))
    ]
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])
    assert any(not torch.equal(weights[0][name], weights[2][name]) for name in weights[0])


def test_patience_ends_a_run_that_no_longer_gains(
    run_on_moods: Callable[..., tuple[str, RunFolder]], tmp_path: Path
) -> None:
    valid = write_moods(tmp_path / "valid.tsv", 40, seed=4)
    swapped = valid.read_text().replace("glad", "GLAD").replace("sad", "glad").replace("GLAD", "sad")
    valid.write_text(swapped)  # the more is learned, the worse the held-out score
    ending, run = run_on_moods(valid=str(valid), settings={"epochs": 30, "patience": 2})
    assert ending == "finished"
    notes = read_notes(run.model)
    state = RecordReader(run.records).state()
    assert state is not None
    assert state.step == notes["best_step"] + 2 * 10 < 30 * 10


def test_a_stop_in_the_first_epoch_saves_what_was_learned(
    run_on_moods: Callable[..., tuple[str, RunFolder]], workspace: Workspace
) -> None:
    ending, run = run_on_moods(looks=4)
    assert ending == "stopped"
    assert read_notes(run.model)["best_step"] == 4
    assert load_model("moods", workspace).predict("a nice day")["label"] in ("glad", "sad")


def test_a_stop_before_the_first_step_leaves_nothing(
    run_on_moods: Callable[..., tuple[str, RunFolder]],
) -> None:
    ending, run = run_on_moods(looks=0)
    assert ending == "stopped"
    assert not run.model.exists()


def test_the_time_limit_ends_a_run_with_its_rate_fallen_to_nothing(
    run_on_moods: Callable[..., tuple[str, RunFolder]],
) -> None:
    ending, run = run_on_moods(settings={"epochs": 200, "minutes": 1 / 60, "patience": 0})
    assert ending == "finished"
    last = RecordReader(run.records).step_metrics()[-1]
    assert last.step < 200 * 9
    assert last.learning_rate < 3e-3 / 2


def test_head_only_leaves_the_encoder_as_it_was(
    run_on_moods: Callable[..., tuple[str, RunFolder]], tmp_path: Path
) -> None:
    _, run = run_on_moods(settings={"method": "head", "epochs": 1})
    before = load_file(tmp_path / "base" / "model.safetensors")
    after = load_file(run.model / "model.safetensors")
    encoder = [name for name in before if name.startswith("model.")]
    assert encoder
    assert all(torch.equal(before[name], after[name]) for name in encoder)
    assert read_notes(run.model)["learning_share"] < 0.2


def test_random_weights_can_be_taught_too(
    run_on_moods: Callable[..., tuple[str, RunFolder]], tmp_path: Path
) -> None:
    _, run = run_on_moods(**{"from": f"random:{tmp_path / 'base'}"}, settings={"epochs": 1})
    assert read_notes(run.model)["base"] == {"reference": str(tmp_path / "base"), "is_random": True}


def test_a_fine_tuned_run_can_be_taught_again_and_exported(
    run_on_moods: Callable[..., tuple[str, RunFolder]], workspace: Workspace, tmp_path: Path
) -> None:
    run_on_moods("first", settings={"epochs": 1})
    run_on_moods("second", **{"from": "first"}, settings={"epochs": 1})
    folder = export_model("second", workspace, tmp_path / "away")
    assert AutoModelForSequenceClassification.from_pretrained(folder).config.num_labels == 2


def test_files_without_a_header_take_the_training_columns_by_place(
    run_on_moods: Callable[..., tuple[str, RunFolder]], tmp_path: Path
) -> None:
    valid = write_moods(tmp_path / "valid.tsv", 30, seed=4)
    valid.write_text(valid.read_text().split("\n", 1)[1])
    _, run = run_on_moods(valid=str(valid), settings={"epochs": 1})
    assert read_notes(run.model)["rows"] == {"train": 160, "valid": 30}


def test_a_loss_that_is_no_number_ends_in_a_sentence(
    run_on_moods: Callable[..., tuple[str, RunFolder]], tmp_path: Path
) -> None:
    broken = write_folder(tmp_path / "broken")
    network = AutoModelForSequenceClassification.from_pretrained(broken)
    with torch.no_grad():
        network.model.final_norm.weight.fill_(float("nan"))
    network.save_pretrained(broken)
    with pytest.raises(UserError, match="lower learning rate"):
        run_on_moods(**{"from": str(broken)})


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"from": ""}, "which run or folder"),
        ({"from": "nobody"}, "neither a run nor a folder"),
        ({"train": ""}, "labelled rows"),
        ({"train": "absent.csv"}, "does not exist"),
        ({"valid": "absent.csv"}, "does not exist"),
        ({"label": "stars"}, "no column 'stars'"),
        ({"settings": {"epochs": -1}}, "from 0 to 200"),
        ({"settings": {"task": "cooking"}}, "one of classification"),
        ({"settings": {"speed": 1}}, "no setting called speed"),
    ],
)
def test_a_request_that_cannot_be_done_is_refused_in_one_sentence(
    run_on_moods: Callable[..., tuple[str, RunFolder]], details: dict[str, object], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        run_on_moods(**details)


def test_seeds_starts_and_shares_are_taught_one_after_the_other(
    run_on_moods: Callable[..., tuple[str, RunFolder]], tmp_path: Path
) -> None:
    test = write_moods(tmp_path / "test.tsv", 40, seed=9)
    several = {"seeds": 2, "against_random": True, "learning_curve": True, "epochs": 2}
    ending, run = run_on_moods(test=str(test), settings=several)
    assert ending == "finished"
    reader, notes = RecordReader(run.records), read_notes(run.model)
    trials = reader.trials()
    assert [(t.seed, t.start, t.share) for t in trials] == [
        (1, "pretrained", 1.0),
        (2, "pretrained", 1.0),
        (1, "random", 1.0),
        (2, "random", 1.0),
        *((1, "pretrained", share) for share in (0.125, 0.25, 0.5)),
    ]
    best = max(trials[:2], key=lambda trial: trial.metrics["macro_f1"])
    assert notes["seed"] == best.seed
    assert notes["scores"]["test"] == best.test
    spreads = {spread.start: spread for spread in reader.score_spreads()}
    assert spreads["random"].mean == pytest.approx(sum(t.test["macro_f1"] for t in trials[2:4]) / 2)
    (comparison,) = reader.comparisons()
    assert comparison.first_value == pytest.approx(best.test["macro_f1"])
    (seen,) = (score for score in reader.scores() if score.split == "train")
    assert (seen.seed, seen.start, seen.share) == (best.seed, "pretrained", 1.0)
    assert [score.split for score in kept_scores(reader.scores())] == ["train", "valid", "test"]
    reports = {report.split: report for report in reader.score_reports()}
    assert reports["test"].rows == sum(map(sum, reports["test"].confusion)) == 40
    cell = reports["test"].confusion[0][1]
    assert len(reader.judged_rows("test", "glad", "sad", most=100)) == cell
    state = reader.state()
    assert state is not None
    assert state.progress == pytest.approx(1.0)


@pytest.mark.parametrize(
    "settings",
    [
        {"balance": "weights"},
        {"balance": "resample"},
        {"noise": 0.2, "noise_kind": "swap"},
        {"noise": 0.2, "noise_kind": "drop"},
    ],
)
def test_balance_and_noise_change_what_is_learned_and_the_seed_still_decides(
    run_on_moods: Callable[..., tuple[str, RunFolder]], settings: dict[str, object], tmp_path: Path
) -> None:
    few = tmp_path / "few.tsv"
    rows = write_moods(few, 60).read_text().splitlines()
    few.write_text("\n".join([*rows[:1], *rows[1:41], *(r for r in rows[41:] if r.endswith("glad"))]) + "\n")
    plain, one, two = (
        load_file(run.model / "model.safetensors")
        for name, more in (("plain", {}), ("one", settings), ("two", settings))
        for _, run in [run_on_moods(name, train=str(few), settings={"epochs": 1, **more})]
    )
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert any(not torch.equal(one[name], plain[name]) for name in one)


def test_noise_by_the_generator_needs_one(run_on_moods: Callable[..., tuple[str, RunFolder]]) -> None:
    with pytest.raises(UserError, match="needs a pair with a generator"):
        run_on_moods(settings={"noise": 0.1, "noise_kind": "generator"})


def test_noise_by_the_generator_puts_words_in_the_place_of_words(
    run_on_moods: Callable[..., tuple[str, RunFolder]], tmp_path: Path
) -> None:
    pair = write_pair(tmp_path / "pair")
    settings = {"epochs": 1, "noise": 0.3, "noise_kind": "generator"}
    assert run_on_moods(**{"from": str(pair)}, settings=settings)[0] == "finished"
