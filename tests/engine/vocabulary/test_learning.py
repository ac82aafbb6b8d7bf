"""A learned vocabulary keeps what was written, repeats itself exactly, and loads everywhere."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from electra_engine.errors import UserError
from electra_engine.settings import VocabularySettings
from electra_engine.stopping import StopRequested
from electra_engine.vocabulary import cut, learn_vocabulary, load_tokenizer, special_ids
from electra_engine.vocabulary.encoding import DocumentEncoder
from electra_engine.vocabulary.learning import LEARNERS
from electra_engine.watching.token_kinds import spellings

ENGLISH = [
    f"The naïve dog number {n} barked at Élodie's cats, running and jumping about." for n in range(200)
]
LEARN = """
import sys
from pathlib import Path
from electra_engine.settings import VocabularySettings
from electra_engine.vocabulary import learn_vocabulary
words = [f"{a}{b}{c}" for a in "bcdfgh" for b in "aeiouäö" for c in ("lm", "rt", "st", "ck", "нж", "字")]
texts = [" ".join(words[k::7]) + " Ünï " for k in range(7)] * 3
for kind in sys.argv[2].split(","):
    learn_vocabulary(texts, VocabularySettings(size=400, kind=kind), Path(sys.argv[1]) / kind)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tokenizer")
    learn_vocabulary(ENGLISH, VocabularySettings(size=400), path)
    return path


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> Tokenizer:
    return load_tokenizer(folder)


def test_special_tokens_have_the_first_five_ids(tokenizer: Tokenizer) -> None:
    ids = special_ids(tokenizer)
    assert (ids.pad, ids.unk, ids.cls, ids.sep, ids.mask) == (0, 1, 2, 3, 4)


def test_case_and_accents_are_kept(tokenizer: Tokenizer) -> None:
    assert tokenizer.decode(tokenizer.encode("The naïve Élodie").ids) == "The naïve Élodie"


def test_lower_case_is_a_choice_and_accents_are_kept_even_then(tmp_path: Path) -> None:
    lower = learn_vocabulary(ENGLISH, VocabularySettings(size=400, lowercase=True), tmp_path)
    assert lower.decode(lower.encode("The naïve Élodie").ids) == "the naïve élodie"


def test_a_row_and_a_pair_carry_their_marks(tokenizer: Tokenizer) -> None:
    tokens = tokenizer.encode("dog", "cats").tokens
    assert tokens[0] == "[CLS]"
    assert tokens.count("[SEP]") == 2
    assert tokenizer.encode("dog", "cats").type_ids[-1] == 1


def test_two_processes_learn_the_same_vocabulary_of_every_kind(tmp_path: Path) -> None:
    learned: list[list[bytes]] = []
    for threads in ("1", "2", "2"):
        target = tmp_path / str(len(learned))
        environment = {**os.environ, "RAYON_NUM_THREADS": threads}
        asked = [sys.executable, "-c", LEARN, target, ",".join(LEARNERS)]
        subprocess.run(asked, check=True, env=environment, timeout=180)
        learned.append([(target / kind / "tokenizer.json").read_bytes() for kind in LEARNERS])
    assert learned[0] == learned[1] == learned[2]


@pytest.mark.parametrize("kind", LEARNERS)
def test_every_kind_keeps_its_size_gives_the_text_back_and_loads_everywhere(
    tmp_path: Path, kind: str
) -> None:
    from transformers import AutoTokenizer

    settings = VocabularySettings(size=400, kind=kind)
    tokenizer = learn_vocabulary(ENGLISH, settings, tmp_path)
    text = "The naïve dog barked at Élodie"
    assert tokenizer.get_vocab_size() <= 400
    assert tokenizer.decode(tokenizer.encode(text).ids) == text
    assert special_ids(tokenizer).unk in tokenizer.encode("☃").ids
    assert (
        load_tokenizer(tmp_path).encode(text).ids
        == AutoTokenizer.from_pretrained(tmp_path)(text)["input_ids"]
    )
    ids = DocumentEncoder(tokenizer).encode([text, text])
    assert ids == [*tokenizer.encode(text, add_special_tokens=False).ids, special_ids(tokenizer).sep] * 2
    begun = [token for token in spellings(tokenizer) if token and not token.startswith("##")]
    assert "a" in begun
    assert ("dog" in begun) == (kind in ("wordpiece", "bpe"))  # of so few words unigram keeps none


@pytest.mark.parametrize("kind", LEARNERS)
def test_scripts_without_spaces_are_learned_by_every_kind(tmp_path: Path, kind: str) -> None:
    dice = random.Random(5)
    words = ("春风", "江南", "明月", "何时", "むかし", "凤凰", "杨柳", "西楼", "黄昏", "おじい", "天涯", "人")
    verses = ["".join(dice.choices(words, k=9)) + "。" for _ in range(600)]
    tokenizer = learn_vocabulary(verses, VocabularySettings(size=300, kind=kind), tmp_path)
    encoding = tokenizer.encode(verses[3], add_special_tokens=False)
    assert special_ids(tokenizer).unk not in encoding.ids
    whole = any("春风" in token for token in tokenizer.get_vocab())
    assert whole == (kind == "unigram")


def test_accents_go_where_that_is_asked(tmp_path: Path) -> None:
    plain = learn_vocabulary(ENGLISH, VocabularySettings(size=400, strip_accents=True), tmp_path)
    assert plain.decode(plain.encode("The naïve Élodie").ids) == "The naive Elodie"


def test_a_tokenizer_that_is_there_is_taken_as_it_is(folder: Path, tmp_path: Path) -> None:
    asked = VocabularySettings(size=300, kind="bpe", folder=str(folder))
    taken = learn_vocabulary([], asked, tmp_path)
    assert taken.get_vocab() == load_tokenizer(folder).get_vocab()
    with pytest.raises(UserError, match=r"no tokenizer\.json"):
        learn_vocabulary([], VocabularySettings(folder=str(tmp_path / "nowhere")), tmp_path)


def test_the_folder_loads_in_transformers_with_the_same_ids(
    folder: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    from transformers import AutoTokenizer

    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "electra"}))
    text = "The NAÏVE dog, Élodie's 12 cats\tand [MASK] unseen ☃ words. 字"
    for place in (folder, tmp_path):
        loaded = AutoTokenizer.from_pretrained(place)
        assert loaded(text)["input_ids"] == tokenizer.encode(text).ids
        assert (loaded.pad_token_id, loaded.mask_token_id, len(loaded)) == (0, 4, tokenizer.get_vocab_size())


def test_vocabulary_text_lists_the_tokens_in_the_order_of_their_ids(
    folder: Path, tokenizer: Tokenizer
) -> None:
    tokens = (folder / "vocab.txt").read_text("utf-8").splitlines()
    assert [tokenizer.token_to_id(token) for token in tokens] == list(range(tokenizer.get_vocab_size()))


@pytest.mark.parametrize("size", [200, 300, 1000])
def test_no_vocabulary_is_larger_than_asked_for(tmp_path: Path, size: int) -> None:
    texts = ["".join(chr(0x430 + (n * k) % 32) + chr(0xC0 + n % 190) for k in range(20)) for n in range(400)]
    assert learn_vocabulary(texts, VocabularySettings(size=size), tmp_path).get_vocab_size() <= size


def test_more_ideographs_than_tokens_keeps_the_frequent_ones_and_fills_the_vocabulary(tmp_path: Path) -> None:
    frequent = "".join(chr(0x4E00 + n) for n in range(300))
    rare = "".join(chr(0x6000 + n) for n in range(1500))
    tokenizer = learn_vocabulary([frequent] * 20 + [rare] * 2, VocabularySettings(size=600), tmp_path)
    assert tokenizer.get_vocab_size() == 600
    assert special_ids(tokenizer).unk not in tokenizer.encode(frequent).ids
    assert special_ids(tokenizer).unk in tokenizer.encode(rare).ids


def test_a_megabyte_without_a_space_does_not_stop_the_learning(tmp_path: Path) -> None:
    junk = "".join(chr(97 + (n * n + n // 7) % 26) for n in range(1_000_000))
    tokenizer = learn_vocabulary([*ENGLISH, junk], VocabularySettings(size=500), tmp_path)
    assert "dog" in tokenizer.get_vocab()


def test_nothing_to_learn_from_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no words"):
        learn_vocabulary([" ", "\u200b"], VocabularySettings(), tmp_path / "tokenizer")
    assert not (tmp_path / "tokenizer").exists()


def _is_over(asked: Iterator[int], patience: int) -> bool:
    return next(asked) >= patience


def test_a_stop_is_obeyed(tmp_path: Path) -> None:
    for patience in (0, 300):  # asked while reading, and while learning
        asked = count()
        with pytest.raises(StopRequested):
            learn_vocabulary(
                ENGLISH, VocabularySettings(), tmp_path / "t", partial(_is_over, asked, patience)
            )
    assert not (tmp_path / "t").exists()


def test_the_preview_points_into_the_original_text(tokenizer: Tokenizer) -> None:
    text = "The  dogs barked☃!"
    pieces = cut(tokenizer, text)
    assert text[pieces[0].start : pieces[0].end] == "The"
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text.replace(" ", "")
    assert all(piece.is_continuation == piece.text.startswith("##") for piece in pieces)
    assert tokenizer.encode(text, add_special_tokens=False).ids == [piece.id for piece in pieces]


def test_the_preview_of_a_very_long_text_is_bounded(tokenizer: Tokenizer) -> None:
    assert cut(tokenizer, "dog " * 100_000)[-1].end <= 2_000
