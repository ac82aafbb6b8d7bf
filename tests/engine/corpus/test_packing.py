"""Token ids on disk: both sides apart, the same every time, complete or not there."""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from electra_engine.corpus import (
    CollectedDocuments,
    StopRequested,
    open_packed,
    pack_corpus,
    packing,
    probe_texts,
    read_documents,
    token_file,
)
from electra_engine.corpus.held_out import choose_held_out
from electra_engine.corpus.packed import PackedCorpus, token_type
from electra_engine.corpus.token_file import append_ids
from electra_engine.errors import UserError
from electra_engine.settings import CorpusSettings, VocabularySettings
from electra_engine.vocabulary import learn_vocabulary, special_ids
from electra_engine.vocabulary.encoding import DocumentEncoder
from electra_engine.vocabulary.encoding_helper import EncodingHelper
from electra_engine.vocabulary.frequencies import vocabulary_size

NAMES = ("Anna", "Ben", "Cora", "Dan", "Eva", "Finn")
PLACES = ("market", "river", "school", "garden", "station")


def stories(count: int, first: int = 0) -> list[str]:
    """Numbered paragraphs, no two alike."""
    return [
        " ".join(
            f"{NAMES[(n + k) % 6]} walked to the {PLACES[(n * k) % 5]} number {n} with {k + 2} friends."
            for k in range(6)
        )
        for n in range(first, first + count)
    ]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "stories.txt"
    path.write_text("\n".join(stories(300)))
    return path


@pytest.fixture(scope="module")
def tokenizer(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    documents = (document.text for document in read_documents([corpus]))
    return learn_vocabulary(documents, VocabularySettings(size=600), tmp_path_factory.mktemp("tokenizer"))


def is_alive(pid: int) -> bool:
    """Whether the process is there and has not ended; who it belonged to may not have looked at it yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def documents_of(stream: np.ndarray, tokenizer: Tokenizer) -> list[tuple[int, ...]]:
    """The token sequences between separators."""
    ends = np.flatnonzero(stream == special_ids(tokenizer).sep)
    assert ends[-1] == len(stream) - 1
    return [tuple(part.tolist()) for part in np.split(stream, ends + 1)[:-1]]


def pack(path: Path, tokenizer: Tokenizer, folder: Path, seed: int = 1, **settings: object) -> PackedCorpus:
    chosen = CorpusSettings(**settings)  # type: ignore[arg-type]
    return pack_corpus([path], lambda _: tokenizer, chosen, seed, folder)


@pytest.mark.parametrize("place", ["spread", "end"])
def test_no_held_out_document_is_trained_on_and_none_is_lost(
    corpus: Path, tokenizer: Tokenizer, tmp_path: Path, place: str
) -> None:
    packed = pack(corpus, tokenizer, tmp_path, held_out_share=0.1, held_out_place=place)
    training, held_out = (documents_of(side, tokenizer) for side in (packed.training, packed.held_out))
    assert not set(training) & set(held_out)
    assert len(training) + len(held_out) == 300
    assert (len(training), len(held_out)) == (
        packed.counts.training_documents,
        packed.counts.held_out_documents,
    )
    characters = packed.counts.training_characters + packed.counts.held_out_characters
    assert packed.counts.held_out_characters / characters == pytest.approx(0.1, abs=0.01)


def test_ids_are_those_of_the_tokenizer(corpus: Path, tokenizer: Tokenizer, tmp_path: Path) -> None:
    packed = pack(corpus, tokenizer, tmp_path, held_out_place="end")
    first = tokenizer.encode(stories(1)[0], add_special_tokens=False).ids
    assert packed.training[: len(first) + 1].tolist() == [*first, special_ids(tokenizer).sep]


def test_the_end_is_held_out_when_asked(corpus: Path, tokenizer: Tokenizer, tmp_path: Path) -> None:
    packed = pack(corpus, tokenizer, tmp_path, held_out_share=0.02, held_out_place="end")
    assert list(packed.held_out_texts) == stories(300)[-packed.counts.held_out_documents :]


def test_held_out_documents_are_spread_over_the_corpus() -> None:
    chosen = np.flatnonzero(choose_held_out(np.full(2000, 300), 0.05, "spread", seed=3))
    assert len(chosen) == pytest.approx(100, abs=12)
    quarters = np.bincount(chosen // 500, minlength=4)
    assert quarters.min() >= 15
    assert np.mean(np.diff(chosen) == 1) > 0.7


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_choice(
    corpus: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        pack(corpus, tokenizer, tmp_path / name, seed=seed)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == ["frequencies.npy", "held_out.bin", "held_out.jsonl", "packing.json", "training.bin"]
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert (tmp_path / "a/held_out.bin").read_bytes() != (tmp_path / "c/held_out.bin").read_bytes()


def test_a_second_process_changes_nothing_but_the_time(
    corpus: Path, tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(corpus, tokenizer, tmp_path / "alone")
    monkeypatch.setattr(token_file, "BATCH_CHARACTERS", 5_000)
    monkeypatch.setattr(packing, "HELPED_BYTES", 0)
    monkeypatch.setattr(packing, "available_cores", lambda: 2)
    pack(corpus, tokenizer, tmp_path / "helped")
    for file in (tmp_path / "alone").iterdir():
        assert file.read_bytes() == (tmp_path / "helped" / file.name).read_bytes()


def test_no_text_is_lost_when_the_second_process_is_killed(
    tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_file, "BATCH_CHARACTERS", 5_000)
    encoder, size = DocumentEncoder(tokenizer), vocabulary_size(tokenizer)
    with contextlib.closing(EncodingHelper(tokenizer)) as helper:
        written = token_file.TokenFile(tmp_path / "ids.bin", encoder, size, helper)
        for number, text in enumerate(stories(120)):
            if number == 30:
                os.kill(helper.pid, signal.SIGKILL)
            written.add(text)
        written.publish()
    ids = np.fromfile(tmp_path / "ids.bin", token_type(size))
    assert ids.tolist() == encoder.encode(stories(120))
    assert written.tokens == len(ids)


def test_the_second_process_ends_with_the_first(tokenizer: Tokenizer) -> None:
    """Nothing need be told to it: it notices that nobody writes to it any more."""
    code = (
        "import sys; from tokenizers import Tokenizer;"
        "from electra_engine.vocabulary.encoding_helper import EncodingHelper;"
        "helper = EncodingHelper(Tokenizer.from_str(sys.stdin.read())); helper.begin(['a']).result();"
        "print(helper.pid, flush=True); import os; os.kill(os.getpid(), 9)"
    )
    first = subprocess.run(
        [sys.executable, "-c", code], input=tokenizer.to_str(), capture_output=True, text=True
    )
    pid = int(first.stdout)
    patience = time.monotonic() + 180
    while is_alive(pid) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not is_alive(pid)


def test_a_copy_of_a_held_out_document_is_dropped_from_training(tokenizer: Tokenizer, tmp_path: Path) -> None:
    tale = stories(60)
    spaced = tale[59].replace(" ", "  ")
    path = tmp_path / "text.txt"
    path.write_text("\n".join([spaced, *tale]))
    packed = pack(path, tokenizer, tmp_path / "packed", held_out_share=0.02, held_out_place="end")
    assert packed.counts.duplicates_dropped == 1
    assert not set(documents_of(packed.training, tokenizer)) & set(documents_of(packed.held_out, tokenizer))


def test_files_given_as_held_out_are_the_held_out_part_and_nothing_else(
    corpus: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    path = tmp_path / "other.txt"
    path.write_text("\n".join([*stories(20, first=900), stories(1)[0]]))
    packed = pack_corpus(
        [corpus], lambda _: tokenizer, CorpusSettings(), 1, tmp_path / "p", held_out_paths=[path]
    )
    assert packed.counts.held_out_documents == 21
    assert packed.counts.training_documents == 299
    assert packed.counts.duplicates_dropped == 1


@pytest.mark.parametrize("apart", [False, True], ids=["a part", "other files"])
def test_the_vocabulary_is_learned_from_the_documents_that_are_trained_on_and_no_others(
    corpus: Path, tokenizer: Tokenizer, tmp_path: Path, apart: bool
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("\n".join([*stories(20, first=900), stories(1)[0]]))
    heard: list[str] = []

    def learn(texts: Iterable[str]) -> Tokenizer:
        heard.extend(texts)
        return tokenizer

    settings = CorpusSettings(held_out_share=0.1)
    held_out = [other] if apart else []
    packed = pack_corpus([corpus], learn, settings, 1, tmp_path / "p", held_out_paths=held_out)
    assert len(heard) == packed.counts.training_documents
    assert not set(heard) & set(packed.held_out_texts)
    assert set(heard) | (set(stories(1)) if apart else set(packed.held_out_texts)) == set(stories(300))


def test_what_is_cleaned_away_is_not_packed_and_is_told(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    dice = random.Random(3)
    unlike = [" ".join(str(dice.randrange(10**9)) for _ in range(40)) for _ in range(40)]
    path.write_text("\n".join([*unlike, *(text.replace("7", "8", 1) for text in unlike[:10])]))
    told: list[CollectedDocuments] = []
    settings = CorpusSettings(near_duplicates=True)
    packed = pack_corpus([path], lambda _: tokenizer, settings, 1, tmp_path / "p", on_read=told.append)
    assert packed.counts.training_documents + packed.counts.held_out_documents == 40
    assert [(count.step, count.dropped) for count in told[0].cleaning][-1] == ("near_duplicates", 10)
    assert sorted(file.name for file in (tmp_path / "p").iterdir()) == [
        "frequencies.npy",
        "held_out.bin",
        "held_out.jsonl",
        "packing.json",
        "training.bin",
    ]


def test_frequencies_count_the_training_tokens(corpus: Path, tokenizer: Tokenizer, tmp_path: Path) -> None:
    packed = pack(corpus, tokenizer, tmp_path)
    assert packed.frequencies.dtype == np.int64
    assert packed.frequencies.shape == (packed.vocabulary_size,)
    assert (
        packed.frequencies.tolist() == np.bincount(packed.training, minlength=packed.vocabulary_size).tolist()
    )
    assert packed.unknown_share == 0.0


def test_unknown_words_are_reported(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("\n".join(story.replace("with", "☃☃") for story in stories(40)))
    packed = pack(path, tokenizer, tmp_path / "packed")
    assert 0.02 < packed.unknown_share < 0.1


def test_special_tokens_spelled_out_in_the_text_are_text(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("\n".join(f"{story} [MASK] [SEP] [PAD] [CLS]" for story in stories(40)))
    packed = pack(path, tokenizer, tmp_path / "packed")
    special = special_ids(tokenizer)
    assert packed.frequencies[[special.pad, special.mask, special.cls]].tolist() == [0, 0, 0]
    assert packed.frequencies[special.sep] == packed.counts.training_documents


def test_ids_take_four_bytes_only_where_two_are_too_few() -> None:
    assert token_type(65_536).itemsize == 2
    assert token_type(65_537).itemsize == 4
    for size, bytes_an_id in ((65_536, 2), (70_000, 4)):
        stream = io.BytesIO()
        append_ids(stream, [0, 5, size - 1], size)
        assert np.frombuffer(stream.getvalue(), f"<u{bytes_an_id}").tolist() == [0, 5, size - 1]


def test_a_packed_corpus_without_its_last_file_does_not_count(
    corpus: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    pack(corpus, tokenizer, tmp_path)
    assert open_packed(tmp_path).counts.training_documents > 0
    (tmp_path / "packing.json").rename(tmp_path / "elsewhere.json")
    with pytest.raises(UserError, match="not complete"):
        open_packed(tmp_path)


def test_a_shortened_stream_does_not_count(corpus: Path, tokenizer: Tokenizer, tmp_path: Path) -> None:
    pack(corpus, tokenizer, tmp_path)
    content = (tmp_path / "training.bin").read_bytes()
    (tmp_path / "training.bin").write_bytes(content[:-2])
    with pytest.raises(UserError, match="not complete"):
        open_packed(tmp_path)


def test_a_stop_leaves_nothing_that_counts(corpus: Path, tokenizer: Tokenizer, tmp_path: Path) -> None:
    pack(corpus, tokenizer, tmp_path)
    answers = iter([False] * 350 + [True] * 1000)
    with pytest.raises(StopRequested):
        pack_corpus(
            [corpus], lambda _: tokenizer, CorpusSettings(), 2, tmp_path, should_stop=lambda: next(answers)
        )
    assert not (tmp_path / "packing.json").exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_single_document_cannot_be_split(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("just three words")
    with pytest.raises(UserError, match="single document"):
        pack(path, tokenizer, tmp_path / "packed")
    assert list((tmp_path / "packed").iterdir()) == []


def test_a_text_that_repeats_one_document_leaves_nothing_to_train_on(
    tokenizer: Tokenizer, tmp_path: Path
) -> None:
    path = tmp_path / "text.txt"
    path.write_text((stories(1)[0] + "\n") * 50)
    with pytest.raises(UserError, match="nothing is left to train on"):
        pack(path, tokenizer, tmp_path / "packed")


@pytest.mark.parametrize("place", ["spread", "end"])
@pytest.mark.parametrize("lengths", [[300, 300], [1, 100_000], [100_000, 1], [5, 5, 90_000, 5, 5]])
def test_both_sides_get_a_document_however_uneven_they_are(lengths: list[int], place: str) -> None:
    for seed in range(5):
        chosen = choose_held_out(np.array(lengths), 0.05, place, seed)
        assert 0 < chosen.sum() < len(lengths)


def test_progress_rises_to_the_whole(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("\n".join(stories(3000)))
    told: list[tuple[str, int, int]] = []
    pack_corpus(
        [path],
        lambda _: tokenizer,
        CorpusSettings(),
        1,
        tmp_path / "p",
        on_progress=lambda *at: told.append(at),
    )
    assert [phase for phase, _, _ in told] == sorted((phase for phase, _, _ in told), reverse=True)
    for phase in ("reading", "packing"):
        done = [at for named, at, _ in told if named == phase]
        total = {total for named, _, total in told if named == phase}
        assert done == sorted(done)
        assert len(done) > 3
        assert total == {done[-1]}


def test_probes_are_moderate_held_out_sentences_and_always_the_same(
    corpus: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    packed = pack(corpus, tokenizer, tmp_path, held_out_share=0.1)
    probes = probe_texts(packed, 12, seed=5)
    assert len(set(probes)) == 12
    assert all(5 <= len(probe.split()) <= 25 for probe in probes)
    assert all(any(probe in text for text in packed.held_out_texts) for probe in probes)
    assert probes == probe_texts(open_packed(tmp_path), 12, seed=5) != probe_texts(packed, 12, seed=6)


def test_probes_of_verse_are_lines(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "verse.txt"
    path.write_text("\n".join(f"春风又绿江南岸{n}，明月何时照我还。" for n in range(400)))
    probes = probe_texts(pack(path, tokenizer, tmp_path / "p"), 4, seed=1)
    assert len(probes) == 4
    assert all(probe.startswith("春风") and probe.endswith("。") for probe in probes)


def test_probes_come_even_from_text_without_sentences(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text(" ".join(f"word{n}" for n in range(3000)))
    probes = probe_texts(pack(path, tokenizer, tmp_path / "p"), 1, seed=1)
    assert [len(probe.split()) for probe in probes] == [25]
