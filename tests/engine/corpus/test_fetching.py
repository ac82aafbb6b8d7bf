"""A dataset is had by its name alone, from this machine unless somebody lets it be fetched."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from electra_engine.corpus.fetching import checked_dataset, fetch_dataset
from electra_engine.errors import UserError
from electra_engine.jobs.aside import aside

ROWS = {
    "text": [f"The fox number {n} ran over the hill." for n in range(300)],
    "note": [f"note {n}" for n in range(300)],
    "label": list(range(300)),
}


def put_into_the_cache(home: Path, name: str = "nobody/letters") -> None:
    """What the library leaves in its cache of a dataset that it has loaded."""
    owner, title = name.split("/")
    folder = home / "datasets" / f"{owner}___{title}" / "default" / "0.0.0" / "abc123"
    folder.mkdir(parents=True)
    table = pa.table(ROWS)
    file = str(folder / f"{title}-train.arrow")
    with pa.OSFile(file, "wb") as sink, pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    kinds = {"text": "string", "note": "string", "label": "int64"}
    card = {
        "config_name": "default",
        "dataset_name": title,
        "features": {column: {"dtype": kind, "_type": "Value"} for column, kind in kinds.items()},
        "splits": {
            "train": {"name": "train", "num_bytes": 20_000, "num_examples": 300, "dataset_name": title}
        },
        "version": {"version_str": "0.0.0", "major": 0, "minor": 0, "patch": 0},
    }
    (folder / "dataset_info.json").write_text(json.dumps(card))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody answers there
    return tmp_path / "home"


def test_a_dataset_on_this_machine_is_written_down_with_all_its_texts(home: Path, tmp_path: Path) -> None:
    put_into_the_cache(home)
    target = tmp_path / "letters.jsonl"
    aside(fetch_dataset, "nobody/letters", str(target), 10**6, seconds=300)
    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert rows == [
        {"text": text, "note": note} for text, note in zip(ROWS["text"], ROWS["note"], strict=True)
    ]
    with pytest.raises(UserError, match="larger than the 0 MB that are left"):
        aside(fetch_dataset, "nobody/letters", str(target), 1_000, seconds=300)


@pytest.mark.usefixtures("home")
def test_what_is_not_here_is_asked_for_only_where_that_is_allowed(tmp_path: Path) -> None:
    target = str(tmp_path / "nothing.jsonl")
    with pytest.raises(UserError, match="nobody/nothing is not on this machine, and nothing may be fetched"):
        aside(fetch_dataset, "nobody/nothing", target, 10**6, seconds=300)
    with pytest.raises(UserError, match="nobody/nothing cannot be had from the hub"):
        aside(fetch_dataset, "nobody/nothing", target, 10**6, seconds=300, without=["HF_HUB_OFFLINE"])


@pytest.mark.parametrize(
    "named",
    ["squad", "a/b", "a/b/c", "a/b@test", "a/b/c-1.0@validation", "hf:a/b", " a/b "],
)
def test_a_name_is_taken(named: str) -> None:
    assert checked_dataset(named) == named.strip().removeprefix("hf:")


@pytest.mark.parametrize(
    "named",
    [
        *("", "/etc", "/etc/passwd", "../up", "a/../b", "a/..", ".hidden", "a/.hidden", "~", "~/a", "a\\b"),
        *(
            "C:/a",
            "C:a",
            "a/b/c/d",
            "a//b",
            "a/",
            "/a",
            "a@",
            "a@b@c",
            "a@b/c",
            "a/b*",
            "a/[b]",
            "a b",
            "a/b\n..",
        ),
        *("http://a/b", "hf://datasets/a", "hf:/etc", "hf:hf:a/b", "é/b", "a/b?", "-a/b", "a" * 97),
    ],
)
def test_nothing_that_could_be_a_path_is_taken(named: str) -> None:
    with pytest.raises(UserError, match="is no name of a dataset"):
        checked_dataset(named)


@pytest.mark.usefixtures("home")
def test_a_folder_that_is_called_like_a_dataset_is_not_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("do not tell\n" * 20)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="secret is not on this machine"):
        aside(fetch_dataset, "secret", str(tmp_path / "told.jsonl"), 10**6, seconds=300)
