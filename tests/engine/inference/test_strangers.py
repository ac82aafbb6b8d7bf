"""Folders made to do harm are refused in one sentence, and nothing in them runs or is allocated."""

from __future__ import annotations

import json
import pickle
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.inference.loading import load_model
from electra_engine.inference.references import check_tokenizer, check_usable
from electra_engine.jobs.requests import new_finetuning, new_pretraining
from electra_engine.settings import RunSettings
from electra_engine.starting import adopt
from electra_engine.vocabulary.loading import load_tokenizer
from electra_engine.workspace import Workspace
from tests.engine.inference.tiny_folders import write_breaking_tokenizer, write_folder
from tests.engine.tiny import tiny_settings

MEMORY = 300 << 20  # bytes; checking a folder takes less
CATASTROPHE = {"type": "Split", "pattern": {"Regex": "(a+)+$"}, "behavior": "Removed", "invert": False}


def header_of(content: bytes) -> tuple[dict[str, dict[str, object]], bytes]:
    length = int.from_bytes(content[:8], "little")
    return json.loads(content[8 : 8 + length]), content[8 + length :]


def with_header(change: Callable[[dict[str, dict[str, object]]], object]) -> Callable[[Path], None]:
    """Damage that writes the weights' header anew."""

    def damage(folder: Path) -> None:
        file = folder / "model.safetensors"
        header, numbers = header_of(file.read_bytes())
        change(header)
        written = json.dumps(header).encode()
        file.write_bytes(len(written).to_bytes(8, "little") + written + numbers)

    return damage


def first(header: dict[str, dict[str, object]]) -> dict[str, object]:
    return next(entry for name, entry in header.items() if name != "__metadata__")


def huge_header(folder: Path) -> None:
    file = folder / "model.safetensors"
    file.write_bytes((1 << 62).to_bytes(8, "little") + file.read_bytes()[8:])


def with_config(**changes: object) -> Callable[[Path], None]:
    """Damage that writes other sizes into config.json."""

    def damage(folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps({**config, **changes}))

    return damage


def overlap(header: dict[str, dict[str, object]]) -> None:
    entries = [entry for name, entry in header.items() if name != "__metadata__"]
    entries[1]["data_offsets"] = entries[0]["data_offsets"]
    entries[1]["shape"] = entries[0]["shape"]


@pytest.mark.parametrize(
    "damage",
    [
        huge_header,
        with_header(overlap),
        with_header(lambda header: first(header).update(shape=[1 << 40, 1 << 40])),
        with_header(lambda header: first(header).update(shape=[-1, -32])),
        with_header(lambda header: first(header).update(shape=["32", True])),
        with_header(lambda header: first(header).update(shape=[0] * 100_000)),
        with_header(lambda header: first(header).update(dtype="F1024")),
        with_header(lambda header: first(header).update(data_offsets=[0, 1 << 60])),
        with_header(lambda header: header.update(more={**first(header)})),
        with_header(lambda header: header.update(__more__=[])),  # type: ignore[arg-type]
        with_config(num_hidden_layers=10**9),
        with_config(hidden_size=10**9),
        with_config(vocab_size=10**12),
        with_config(hidden_size=-1),
        with_config(hidden_size=float("nan")),
        with_config(hidden_size=float("inf")),
        with_config(num_hidden_layers="many"),
        with_config(max_position_embeddings=10**9),
        with_config(num_labels=10**9),
        with_config(model_type="gpt2"),
    ],
)
def test_weights_that_lie_are_refused_before_anything_is_allocated(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = write_folder(tmp_path / "m")
    damage(folder)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UserError) as refusal:
        check_usable(str(folder), Workspace(tmp_path))
    assert "\n" not in refusal.value.sentence
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10 < MEMORY


def in_shards(shard: object) -> Callable[[Path], None]:
    """Damage that has an index say in which file the weights are."""

    def damage(folder: Path) -> None:
        names = header_of((folder / "model.safetensors").read_bytes())[0]
        (folder / "model.safetensors").rename(folder / "weights.safetensors")
        index = {"metadata": {}, "weight_map": dict.fromkeys(names.keys() - {"__metadata__"}, shard)}
        (folder / "model.safetensors.index.json").write_text(json.dumps(index))

    return damage


def adapted(folder: Path) -> None:
    note = {"peft_type": "LORA", "r": 10**9, "target_modules": "all-linear", "base_model_name_or_path": "/"}
    (folder / "adapter_config.json").write_text(json.dumps(note))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (in_shards("../other/model.safetensors"), "names files that are not in its folder"),
        (in_shards("/etc/passwd"), "names files that are not in its folder"),
        (in_shards("weights.bin"), "names files that are not in its folder"),
        (in_shards(["weights.safetensors"]), "names files that are not in its folder"),
        (adapted, "an adapter on top"),
    ],
)
def test_nothing_is_read_but_the_weights_of_the_folder_itself(
    tmp_path: Path, damage: Callable[[Path], None], words: str
) -> None:
    folder, other = write_folder(tmp_path / "m", kind="generator"), write_folder(tmp_path / "other")
    (folder / "weights.bin").write_bytes((other / "model.safetensors").read_bytes())
    damage(folder)
    with pytest.raises(UserError, match=words) as refusal:
        load_model(str(folder), Workspace(tmp_path)).fill("the [MASK] was nice")
    assert "\n" not in refusal.value.sentence


def test_weights_in_several_files_of_the_folder_are_read(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", kind="generator")
    whole = load_model(str(folder), Workspace(tmp_path)).fill("the [MASK] was nice")
    in_shards("weights.safetensors")(folder)
    assert load_model(str(folder), Workspace(tmp_path)).fill("the [MASK] was nice") == whole


class Trap:
    """Writes a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.write_text, (self._mark, "It ran."))


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "model.ckpt", "model.safetensors"])
def test_a_pickle_under_any_name_never_runs(tmp_path: Path, name: str) -> None:
    folder, mark = write_folder(tmp_path / "m", kind="generator"), tmp_path / "ran"
    (folder / "model.safetensors").unlink()
    (folder / name).write_bytes(pickle.dumps(Trap(mark)))
    with pytest.raises(UserError) as refusal:
        load_model(str(folder), Workspace(tmp_path)).fill("the [MASK] was nice")
    assert "\n" not in refusal.value.sentence
    assert not mark.exists()


@pytest.mark.parametrize(
    ("place", "part"),
    [
        ("pre_tokenizer", CATASTROPHE),
        ("pre_tokenizer", {"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, CATASTROPHE]}),
        ("normalizer", {"type": "Replace", "pattern": {"Regex": "(a|a)*b"}, "content": ""}),
        ("normalizer", {"pattern": {"Regex": "(a|a)*b"}, "content": ""}),
        ("pre_tokenizer", {"type": "Mystery"}),
        ("decoder", {"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": ""}),
    ],
)
def test_a_tokenizer_that_could_hang_is_refused(tmp_path: Path, place: str, part: dict[str, object]) -> None:
    folder = with_part(write_folder(tmp_path / "bad"), place, part)
    with pytest.raises(UserError, match="not taken from strangers"):
        load_tokenizer(folder)
    with pytest.raises(UserError, match="not taken from strangers"):
        load_model(str(folder), Workspace(tmp_path)).detect("a" * 40 + "!")


def test_two_parts_of_the_same_name_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "bad")
    text = (folder / "tokenizer.json").read_text()
    twice = '{"pre_tokenizer": ' + json.dumps(CATASTROPHE) + "," + text.strip()[1:]
    (folder / "tokenizer.json").write_text(twice)
    with pytest.raises(UserError, match="same name twice"):
        load_tokenizer(folder)


@pytest.mark.parametrize("kind", ["aborts", "panics", "lacks its table"])
def test_a_tokenizer_that_breaks_the_library_ends_a_process_that_may_end(
    workspace: Workspace, tmp_path: Path, kind: str
) -> None:
    folder = write_breaking_tokenizer(
        write_folder(tmp_path / "bad", backbone="electra", intermediate_size=128), kind
    )
    (tmp_path / "rows.csv").write_text("text,label\n" + "good day,a\nbad day,b\n" * 20)
    (tmp_path / "text.txt").write_text("A good day.\n\nA bad day.\n\n" * 100)
    for tried in (
        lambda: new_pretraining(workspace, "a", [tmp_path / "text.txt"], starting_from(start=folder)),
        lambda: new_pretraining(workspace, "a", [tmp_path / "text.txt"], starting_from(tokenizer=folder)),
        lambda: adopt(str(folder), workspace, workspace.run("adopting")),
        lambda: new_finetuning(
            workspace, "a", str(folder), tmp_path / "rows.csv", FineTuneSettings(task="classification")
        ),
    ):
        with pytest.raises(UserError, match=r"^The tokenizer.* in .* cannot be used \(.*\): choose") as told:
            tried()
        assert "\n" not in told.value.sentence


@pytest.mark.parametrize("kind", ["panics", "lacks its table"])
def test_a_panic_of_the_library_is_a_sentence_where_it_happens(tmp_path: Path, kind: str) -> None:
    folder = write_breaking_tokenizer(tmp_path, kind)
    with pytest.raises(UserError, match="cannot be used"):
        load_tokenizer(folder)


def test_a_tokenizer_file_that_swells_does_so_in_another_process(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "bad")
    (folder / "tokenizer.json").write_text('{"model": [' + "[]," * (6 << 20) + "[]]}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UserError, match="cannot be used"):
        check_tokenizer(str(folder), Workspace(tmp_path))
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10 < MEMORY


def starting_from(start: Path | str = "", tokenizer: Path | str = "") -> RunSettings:
    return tiny_settings(pair__start_from=str(start), vocabulary__folder=str(tokenizer))


def with_part(folder: Path, place: str, part: dict[str, object]) -> Path:
    """The folder, its tokenizer made of `part` in that place."""
    content = json.loads((folder / "tokenizer.json").read_text())
    (folder / "tokenizer.json").write_text(json.dumps({**content, place: part}))
    return folder
