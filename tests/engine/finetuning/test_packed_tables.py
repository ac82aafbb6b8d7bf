"""Labelled rows are the same packed or not, as text or as a Parquet or Arrow table."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from electra_engine.errors import UserError
from electra_engine.finetuning.labelled_files import look_at, read_examples
from electra_engine.finetuning.labelled_table import open_table
from tests.engine.finetuning.labelled_rows import ANIMALS
from tests.engine.finetuning.odd_files import COLUMNS, MOODS, TABLE, arrow, parquet, squad, zipped


def tarred(content: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        member = tarfile.TarInfo("folder/rows.tsv")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": lambda content: zipped("folder/rows.tsv", content, "__MACOSX/._rows.tsv"),
    "tar": tarred,
}


def is_moods(path: Path) -> None:
    examples = read_examples(path)
    assert [given["text"] for given in examples.inputs] == [text for text, _ in MOODS]
    assert [examples.label_names[target] for target in examples.targets] == [label for _, label in MOODS]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("content", [TABLE.encode(), parquet(COLUMNS)], ids=["text", "parquet"])
def test_a_packed_table_has_the_rows_of_the_table(tmp_path: Path, way: str, content: bytes) -> None:
    path = tmp_path / "rows"
    path.write_bytes(WAYS[way](content))
    is_moods(path)


@pytest.mark.parametrize("write", [parquet, arrow, lambda rows: arrow(rows, pyarrow.ipc.new_stream)])
def test_tables_in_columns_are_read(tmp_path: Path, write: Callable[..., bytes]) -> None:
    path = tmp_path / "rows"
    path.write_bytes(write(COLUMNS))
    is_moods(path)
    assert look_at(path).form in ("a Parquet table", "an Arrow table")


def test_labels_are_called_as_the_datasets_library_calls_them(tmp_path: Path) -> None:
    of_label = {"names": ["O", "B-animal"], "_type": "ClassLabel"}
    features = {"info": {"features": {"tags": {"feature": of_label, "_type": "List"}, "tokens": {}}}}
    tokens = [text.split() for text, _ in MOODS]
    table = pyarrow.table(
        {"tokens": tokens, "tags": [[int(w in ANIMALS) for w in words] for words in tokens]}
    )
    table = table.replace_schema_metadata({"huggingface": json.dumps(features)})
    pyarrow.parquet.write_table(table, tmp_path / "tags.parquet")
    seen = look_at(tmp_path / "tags.parquet")
    assert seen.task == "tagging"
    assert seen.label_counts["B-animal"] == len(MOODS)


def test_structures_mean_in_columns_what_they_mean_in_json(tmp_path: Path) -> None:
    context = "the dog ran to the farm"
    answers = [{"text": ["the farm"], "answer_start": [15]}] * 12
    rows = {"question": ["where"] * 12, "context": [context] * 12, "answers": answers}
    (tmp_path / "squad").write_bytes(parquet(rows))
    examples = read_examples(tmp_path / "squad", "question_answering")
    assert examples.targets == [[{"text": "the farm", "start": 15}]] * 12


def test_what_unpacks_to_more_than_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.gz"
    path.write_bytes(gzip.compress(TABLE.encode() * 2_000))
    with pytest.raises(UserError, match="larger than 1 MB"):
        open_table(path, largest=1 << 20)
    path.write_bytes(gzip.compress(bytes(64 << 20)))
    with pytest.raises(UserError, match="times its size"):
        open_table(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped("train.tsv", TABLE.encode(), "test.tsv"), "several files"),
        (zipped("[Content_Types].xml", b"<Types/>", "word/document.xml"), "document"),
        (zipped("a.zip", zipped("b.tsv", b"x")), "rows.csv/a.zip is an archive inside an archive"),
        (zipped("folder/", b""), "holds no file"),
        (gzip.compress(squad().encode())[:-40], "cannot be unpacked"),
        (parquet(COLUMNS)[:-200], "damaged table"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7-zip"),
        (gzip.compress(b""), "empty"),
    ],
    ids=["several", "document", "nested", "no file", "cut archive", "cut table", "7-zip", "empty"],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        open_table(path)
