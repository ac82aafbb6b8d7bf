"""Files handed over are copied whole and checked, or leave no trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from electra_engine import (
    FORMS,
    CorpusSettings,
    FineTuneSettings,
    StopRequested,
    UserError,
    VocabularySettings,
    Watch,
    aside,
    learn_vocabulary,
    measure_rows,
    preview_cleaning,
    summarise,
)
from studio.corpora import look_at_corpus, read_preview, sample_corpus, summary_of, try_cleaning
from studio.labelled import look_at_labelled, measured_aside, sample_of
from studio.labelled_views import label_facts
from studio.looking_aside import looking_aside
from studio.shelf import Shelf
from studio.tabs.cleaning import changes_facts
from studio.tabs.corpus import summary_facts
from tests.engine.corpus.bombs import BOMBS
from tests.studio.looked_at import looked_at

STORY = "The dog barked at the cat. The cat ran up the tree and looked down.\n\n" * 60


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "corpora", look_at_corpus)


MOST_MEMORY = 300 << 20  # bytes of the process that unpacks, the program itself among them
MOST_SECONDS = 10.0  # of the processor, so that it does not matter what else the machine does


@pytest.mark.parametrize("look", ["corpus", "labelled"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_soon_and_without_being_unpacked(tmp_path: Path, look: str, bomb: str) -> None:
    file = handed_over(tmp_path, "bomb.csv" if look == "labelled" else "bomb.txt", BOMBS[bomb]())
    seen = aside(looked_at, look, str(file), seconds=60)
    assert seen["said"].endswith(".")
    assert seen["peak"] < MOST_MEMORY
    assert seen["seconds"] < MOST_SECONDS


def handed_over(tmp_path: Path, name: str, content: str | bytes) -> Path:
    file = tmp_path / "cache" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_a_corpus_is_kept_and_the_handed_over_file_is_gone(tmp_path: Path, shelf: Shelf) -> None:
    upload = handed_over(tmp_path, "story.txt", STORY)
    entry = shelf.keep([upload])
    assert not upload.exists()
    assert entry.name == "story.txt"
    assert entry.files[0].read_text() == STORY
    assert shelf.entries() == [entry]
    assert summary_of(entry).words == summarise(entry.files).words == entry.about["words"]


def test_what_was_kept_already_does_not_stand_in_the_way_of_what_comes_after(
    tmp_path: Path, shelf: Shelf
) -> None:
    first = handed_over(tmp_path, "first.txt", STORY)
    shelf.keep([first])
    entry = shelf.keep([first, handed_over(tmp_path, "second.txt", STORY + STORY)])
    assert entry.file_names == ("second.txt",)


def test_the_same_files_handed_over_twice_are_one_entry(tmp_path: Path, shelf: Shelf) -> None:
    first = shelf.keep([handed_over(tmp_path, "story.txt", STORY)])
    again = shelf.keep([handed_over(tmp_path, "story.txt", STORY)])
    assert again == first
    assert len(shelf.entries()) == 1


def test_several_files_of_one_name_are_all_kept(tmp_path: Path, shelf: Shelf) -> None:
    uploads = [handed_over(tmp_path, "story.txt", STORY)]
    (tmp_path / "other").mkdir()
    uploads.append(handed_over(tmp_path / "other", "story.txt", STORY + "End."))
    entry = shelf.keep(uploads)
    assert entry.file_names == ("story.txt", "2-story.txt")
    assert entry.name == "story.txt and 1 more"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary"),
        ("short.txt", b"Only three words.", "has only 3 words"),
    ],
)
def test_files_that_are_no_use_leave_nothing_behind(
    tmp_path: Path, shelf: Shelf, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        shelf.keep([handed_over(tmp_path, name, content)])
    assert list((tmp_path / "corpora").iterdir()) == []


def test_what_is_left_out_of_an_upload_is_kept_and_shown_beside_format_and_encoding(
    tmp_path: Path, shelf: Shelf
) -> None:
    uploads = [
        handed_over(tmp_path, "story.txt", STORY.replace("dog", "Köter").encode("cp1252")),
        handed_over(tmp_path, "picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(50)),
    ]
    entry = shelf.keep(uploads)
    (left_out,) = summary_of(entry).left_out
    assert "PNG picture" in left_out.reason
    shown = summary_facts(entry)
    assert shown["table"]["rows"][0][:3] == ["story.txt", "plain text", "Windows-1252"]
    assert shown["warnings"][-1].startswith("Left out: picture.txt is not text")


def test_a_file_that_is_not_read_by_itself_is_read_as_somebody_says(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "corpora", looking_aside(look_at_corpus))
    rows = "".join(f"{number},{STORY[:60]},a b {number}\n" for number in range(200))
    told = {"text_column": "story", "encoding": "UTF-16LE"}
    content = f"id,story,note\n{rows}".encode("utf-16-le")
    with pytest.raises(UserError, match="no column nowhere"):
        shelf.keep([handed_over(tmp_path, "rows.csv", content)], {**told, "text_column": "nowhere"})
    entry = shelf.keep([handed_over(tmp_path, "rows.csv", content)], told)
    assert (summary_of(entry).files[0].column, summary_of(entry).files[0].encoding) == ("story", "UTF-16LE")
    assert shelf.keep([handed_over(tmp_path, "rows.csv", content)], told) == entry


def test_what_is_kept_already_is_read_again_as_somebody_says_now(tmp_path: Path, shelf: Shelf) -> None:
    rows = "id,story,note\n" + "".join(f"{n},{STORY[:60]},a b {STORY[:30]} {n}\n" for n in range(200))
    entry = shelf.keep([handed_over(tmp_path, "rows.csv", rows)])
    assert (entry.reading, summary_of(entry).files[0].column) == ({}, "story")
    again = shelf.read_again(entry.id, {"text_column": "note"})
    assert (again.reading, summary_of(again).files[0].column) == ({"text_column": "note"}, "note")
    assert shelf.find(entry.id) == again
    with pytest.raises(UserError, match="no column nowhere"):
        shelf.read_again(entry.id, {"text_column": "nowhere"})
    assert shelf.find(entry.id) == again
    assert shelf.keep([handed_over(tmp_path, "rows.csv", rows)]) == entry
    assert shelf.entries() == [entry]
    assert {path.name for path in entry.folder.iterdir()} == {"rows.csv", "entry.json"}


def test_keeping_and_reading_tell_how_far_they_are_and_can_be_cancelled(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "corpora", looking_aside(look_at_corpus))
    seen: list[tuple[int, int]] = []
    watch = Watch(lambda _, done, total: seen.append((done, total)), lambda: bool(seen))
    long = STORY * 20_000
    with pytest.raises(StopRequested):
        shelf.keep([handed_over(tmp_path, "long.txt", long)], watch=watch)
    (done, total), *_ = seen
    assert total == len(long)
    assert 0 < done < total
    assert list((tmp_path / "corpora").iterdir()) == []
    assert not (tmp_path / "cache" / "long.txt").exists()


def test_the_cleaning_is_shown_before_and_after(tmp_path: Path, shelf: Shelf) -> None:
    entry = shelf.keep([handed_over(tmp_path, "story.txt", STORY)])
    settings = CorpusSettings(repeated_lines=1, mask_numbers=True)
    files, usual = [str(file) for file in entry.files], asdict(VocabularySettings())
    tried = aside(try_cleaning, files, asdict(settings), usual, seconds=60)
    shown = changes_facts(read_preview(tried))
    assert shown["sentence"].startswith("All 20 documents")
    assert "Copies of a line" in shown["warnings"][0]
    assert shown["table"]["rows"][0][1] == "(left out)"
    assert changes_facts(preview_cleaning(entry.files, CorpusSettings()))["warnings"] == ["Nothing changes."]


def test_the_cleaning_shows_what_the_tokenizer_makes_of_case_and_accents(
    tmp_path: Path, shelf: Shelf
) -> None:
    text = STORY.replace("The cat", "The café ÉLAN")
    entry = shelf.keep([handed_over(tmp_path, "story.txt", text)])
    folding = VocabularySettings(lowercase=True, strip_accents=True, size=400)
    preview = preview_cleaning(entry.files, CorpusSettings(unicode_form="NFC"), folding)
    shown = changes_facts(preview)
    assert [sentence.split(":")[0] for sentence in shown["warnings"]] == [
        "Take accents off",
        "Lower-case everything",
    ]
    before, after = shown["table"]["rows"][0]
    assert "The café ÉLAN" in before
    assert "the cafe elan" in after
    tokenizer = learn_vocabulary([before] * 50, folding, tmp_path / "vocabulary")
    assert tokenizer.normalizer.normalize_str(before).split() == after.split()
    kept = preview_cleaning(entry.files, CorpusSettings(), replace(folding, folder="somewhere"))
    assert changes_facts(kept)["warnings"] == ["Nothing changes."]


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, shelf: Shelf) -> None:
    entry = shelf.keep([handed_over(tmp_path, "..<b>&.txt", STORY)])
    assert entry.file_names == ("_b__.txt",)
    assert entry.files[0].parent == entry.folder
    for id in ("..", "../cache", "", "nowhere"):
        with pytest.raises(UserError):
            shelf.find(id)


def test_nothing_and_too_much_are_refused(tmp_path: Path, shelf: Shelf) -> None:
    with pytest.raises(UserError, match="choose at least one"):
        shelf.keep([])
    with pytest.raises(UserError, match="1,001 files"):
        shelf.keep([handed_over(tmp_path, "story.txt", STORY)] * 1001)


def test_a_damaged_entry_is_passed_over(tmp_path: Path, shelf: Shelf) -> None:
    entry = shelf.keep([handed_over(tmp_path, "story.txt", STORY)])
    (entry.folder / "entry.json").write_text("{")
    assert shelf.entries() == []


def test_a_sample_is_made_once(tmp_path: Path) -> None:
    looks: list[Sequence[Path]] = []

    def look(files: Sequence[Path]) -> dict[str, Any]:
        looks.append(files)
        return look_at_corpus(files)

    shelf = Shelf(tmp_path, look)
    assert sample_corpus(shelf) == sample_corpus(shelf)
    assert len(looks) == 1


@pytest.mark.parametrize("task", FORMS)
def test_the_sample_of_a_task_is_recognised_and_can_be_learned_from(tmp_path: Path, task: str) -> None:
    about = sample_of(Shelf(tmp_path, look_at_labelled), task).about
    assert (about["task"], about["problem"], about["skipped_rows"]) == (task, "", 0)
    assert about["usable"] == about["rows"] > 900


def test_a_file_with_one_class_is_kept_with_a_sentence_on_what_is_wrong(tmp_path: Path) -> None:
    rows = "text,label\n" + "".join(f"A fine day number {number},good\n" for number in range(20))
    entry = Shelf(tmp_path / "labelled", look_at_labelled).keep([handed_over(tmp_path, "one.csv", rows)])
    (problem,) = label_facts(entry, entry.about, "classification")["warnings"]
    assert problem.startswith("Every row of one.csv has the same label 'good'")


def test_what_is_removed_is_gone_with_its_files(tmp_path: Path, shelf: Shelf) -> None:
    kept = shelf.keep([handed_over(tmp_path, "a.txt", STORY)])
    other = shelf.keep([handed_over(tmp_path, "b.txt", STORY + "End.")])
    shelf.remove(kept.id)
    assert shelf.entries() == [other]
    assert [folder.name for folder in (tmp_path / "corpora").iterdir()] == [other.id]
    with pytest.raises(UserError):
        shelf.remove(kept.id)
    with pytest.raises(UserError):
        shelf.remove("../corpora")


def test_nothing_is_kept_where_there_is_no_room(tmp_path: Path) -> None:
    def no_room() -> None:
        raise UserError("The workspace is full.")

    upload = handed_over(tmp_path, "a.txt", STORY)
    with pytest.raises(UserError, match="full"):
        Shelf(tmp_path / "corpora", look_at_corpus, no_room).keep([upload])
    assert not upload.exists()
    assert not (tmp_path / "corpora").exists()


def test_a_look_in_another_process_sees_the_same(tmp_path: Path) -> None:
    elsewhere = Shelf(tmp_path / "elsewhere", looking_aside(look_at_corpus))
    here = Shelf(tmp_path / "here", look_at_corpus)
    shelves = [one.keep([handed_over(tmp_path, "a.txt", STORY)]) for one in (elsewhere, here)]
    assert shelves[0].about == shelves[1].about
    with pytest.raises(UserError, match="has only 3 words"):
        elsewhere.keep([handed_over(tmp_path, "b.txt", "Only three words.")])


def test_rows_to_learn_from_are_measured_in_another_process_and_refused_in_the_same_words(
    tmp_path: Path,
) -> None:
    rows = tmp_path / "rows.tsv"
    rows.write_text("text\tlabel\n" + "the dog ran\tglad\na bad day\tsad\n" * 10)
    extra = {"train": str(rows), "valid": None, "test": None, "text": None, "label": "label"}
    assert measured_aside(FineTuneSettings(), extra) == measure_rows(FineTuneSettings(), extra)
    with pytest.raises(UserError, match="no column 'mood'") as refused:
        measured_aside(FineTuneSettings(), {**extra, "label": "mood"})
    assert refused.value.field == "label"
