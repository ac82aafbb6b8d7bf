"""A text cut into rows: every token knows its letters, whatever its vocabulary marks."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from transformers import PreTrainedTokenizerFast

from electra_engine.inference.windows import cut
from electra_engine.settings import VocabularySettings
from electra_engine.vocabulary import learn_vocabulary
from electra_engine.vocabulary.learning import LEARNERS

TEXT = "the old dog barked at the postman "
STORIES = [" ".join(random.Random(n).choices(TEXT.split(), k=12)) for n in range(400)]


@pytest.mark.parametrize("kind", sorted(LEARNERS))
@pytest.mark.parametrize("capacity", [12, 512])
def test_the_spaces_between_words_belong_to_no_token(kind: str, capacity: int, tmp_path: Path) -> None:
    learned = learn_vocabulary(STORIES, VocabularySettings(size=100, kind=kind), tmp_path)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=learned, pad_token="[PAD]")
    places = cut(TEXT, tokenizer, capacity).places
    assert "".join(TEXT[place.start : place.end] for place in places) == TEXT.replace(" ", "")
