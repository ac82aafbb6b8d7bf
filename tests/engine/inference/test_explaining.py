"""A word weighs what the answer loses without it, and the words that turn an answer are all needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
import transformers
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from electra_engine.errors import UserError
from electra_engine.inference.importance import (
    MOST_WORDS,
    Gone,
    Judge,
    PlacedWord,
    delete_until_it_flips,
    few_enough,
    leave_one_out,
)
from electra_engine.inference.loading import LoadedModel, load_model
from electra_engine.inference.written_words import WrittenWord, without, written_words
from electra_engine.workspace import Workspace
from tests.engine.inference.tiny_folders import BACKBONES, tiny_config, write_folder, write_tagger

TEXT = "The dog was very nice, and the sun is good."


@pytest.fixture(scope="module", params=BACKBONES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("importance") / "m"
    return write_folder(path, request.param, "classifier", id2label={0: "sad", 1: "so-so", 2: "glad"})


@pytest.fixture(scope="module")
def model(folder: Path) -> LoadedModel:
    return load_model(str(folder), Workspace(folder.parent))


def test_leaving_a_word_out_gives_the_difference_of_two_plain_answers(model: LoadedModel) -> None:
    said = model.explain(TEXT)
    assert (said["answer"], said["value"]) == (
        model.predict(TEXT)["label"],
        pytest.approx(max(model.predict(TEXT)["probabilities"].values()), abs=1e-6),
    )
    assert [word["text"] for word in said["words"]] == [
        "The", "dog", "was", "very", "nice", "and", "the", "sun", "is", "good",
    ]  # fmt: skip
    words = written_words(TEXT)
    for number in (1, 9):
        left = model.predict(without(TEXT, [words[number]]))["probabilities"][said["answer"]]
        assert said["words"][number]["weight"] == pytest.approx(said["value"] - left, abs=1e-5)


def test_gradients_equal_those_of_plain_transformers(folder: Path, model: LoadedModel) -> None:
    pair = "a bad day"
    said = model.explain(TEXT, pair, method="gradient")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    inputs = tokenizer(TEXT, pair, return_tensors="pt")
    embedded = network.get_input_embeddings()(inputs.pop("input_ids")).detach().requires_grad_()
    inputs = {name: inputs[name] for name in ("attention_mask", "token_type_ids") if name in inputs}
    if network.config.model_type == "modernbert":
        inputs.pop("token_type_ids", None)
    logits = network(inputs_embeds=embedded, **inputs).logits[0]
    assert said["answer"] == network.config.id2label[int(logits.argmax())]
    logits.max().backward()
    expected = (embedded.grad * embedded.detach()).sum(-1)[0]
    assert said["words"][1]["weight"] == pytest.approx(float(expected[2]), abs=1e-4)  # after [CLS] and "the"
    assert said["words"][9]["weight"] == pytest.approx(float(expected[11]), abs=1e-4)  # after the comma


def placed(text: str) -> list[PlacedWord]:
    return [PlacedWord(word.start, word.end) for word in written_words(text)]


def by_points(text: str, points: dict[str, float]) -> Judge:
    """Judges by the sum of the words' points: above 0 the first class."""

    def judge(questions: Sequence[Gone]) -> torch.Tensor:
        texts = [without(text, gone) for gone in questions]
        sums = torch.tensor([sum(points.get(word, 0.0) for word in text.split()) for text in texts])
        return torch.stack([torch.sigmoid(sums), torch.sigmoid(-sums)], dim=1)

    return judge


def test_only_words_that_are_needed_are_deleted() -> None:
    text = "a good nice fine bad day"
    judge = by_points(text, {"good": 3.0, "nice": 2.0, "fine": 1.0, "bad": -2.5})
    deleted, flipped = delete_until_it_flips(judge, placed(text))
    assert flipped
    assert [text[one.word.start : one.word.end] for one in deleted] == ["good", "nice"]
    assert [one.answer for one in deleted] == [0, 1]
    assert deleted[-1].left == pytest.approx(1 - deleted[-1].probability)
    weights = leave_one_out(judge, placed(text), 0)
    assert weights[1] > weights[2] > weights[3] > 0 > weights[4]
    assert weights[0] == weights[5] == 0


def test_an_answer_that_never_turns_says_so() -> None:
    deleted, flipped = delete_until_it_flips(
        lambda questions: torch.tensor([[0.9, 0.1]] * len(questions)), placed("a b c")
    )
    assert (len(deleted), flipped) == (3, False)


def test_a_flip_of_a_real_model_is_what_the_model_says(model: LoadedModel) -> None:
    said = model.flip(TEXT)
    words = {word.start: word for word in written_words(TEXT)}
    gone = [words[one["start"]] for one in said["deleted"]]
    answer = model.predict(without(TEXT, gone))["label"]
    assert said["deleted"][-1]["answer"] == answer
    assert said["flipped"] == (answer != said["answer"])


@pytest.mark.parametrize("asked", [{"text": "..."}, {"text": ""}, {"text": TEXT, "method": "magic"}])
def test_what_cannot_be_explained_is_refused_in_one_sentence(
    model: LoadedModel, asked: dict[str, str]
) -> None:
    with pytest.raises(UserError):
        model.explain(**asked)


@pytest.mark.parametrize(
    ("auto_class", "asked", "answer"),
    [
        ("AutoModelForMultipleChoice", {"choices": ["barked", "was nice"]}, ("barked", "was nice")),
        ("AutoModelForTokenClassification", {}, ("X", "Y")),
        ("AutoModelForQuestionAnswering", {"text_pair": "a bird ran on the sun"}, None),
    ],
)
def test_a_task_is_explained_where_its_answer_is_one_number(
    tmp_path: Path, auto_class: str, asked: dict[str, list[str]], answer: tuple[str, ...] | None
) -> None:
    folder = write_folder(tmp_path / "m", "electra", "encoder")
    torch.manual_seed(3)
    labels = {"id2label": {0: "X", 1: "Y"}} if "Token" in auto_class else {}
    config = tiny_config("electra", **labels)
    getattr(transformers, auto_class).from_config(config).save_pretrained(folder)
    other = load_model(str(folder), Workspace(tmp_path))
    said = other.explain(TEXT, **asked)
    assert said["answer"] in (answer or (other.predict(TEXT, **asked)["answer"],))
    of_text = [word for word in said["words"] if word.get("part", "text") == "text"]
    assert len(of_text) == (11 if "Token" in auto_class else 10)
    with pytest.raises(UserError, match="way to explain"):
        other.explain(TEXT, method="gradient", **asked)


def test_the_second_text_weighs_too_and_either_may_lose_the_words_that_turn_the_answer(
    model: LoadedModel,
) -> None:
    pair = "a bad day and a nice bird"
    said = model.explain(TEXT, pair)
    second = [word for word in said["words"] if word["part"] == "text_pair"]
    assert [pair[word["start"] : word["end"]] for word in second] == pair.split()
    words = written_words(pair)
    left = model.predict(TEXT, without(pair, [words[1]]))["probabilities"][said["answer"]]
    assert second[1]["weight"] == pytest.approx(said["value"] - left, abs=1e-5)
    by_gradient = model.explain(TEXT, pair, method="gradient")["words"]
    assert [(word["part"], word["start"]) for word in by_gradient] == [
        (word["part"], word["start"]) for word in said["words"]
    ]
    assert any(word["weight"] for word in by_gradient if word["part"] == "text_pair")
    turned = model.flip(TEXT, pair)["deleted"]
    gone = {part: [one for one in turned if one["part"] == part] for part in ("text", "text_pair")}
    left_of = [
        without(text, [PlacedWord(one["start"], one["end"]) for one in gone[part]]) or "."
        for part, text in (("text", TEXT), ("text_pair", pair))
    ]
    assert model.predict(*left_of)["label"] == turned[-1]["answer"]


def test_of_a_long_text_neighbours_are_left_out_together() -> None:
    words = [PlacedWord(3 * n, 3 * n + 2, "text_pair") for n in range(3 * MOST_WORDS)]
    joined = few_enough([PlacedWord(0, 2), *words])
    assert len(joined) <= MOST_WORDS + 1
    assert joined[0] == PlacedWord(0, 2)
    assert (joined[1].start, joined[-1].end) == (0, words[-1].end)
    assert few_enough(words[:5]) == words[:5]


@pytest.fixture(scope="module", params=BACKBONES)
def tagger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    folder = write_tagger(tmp_path_factory.mktemp("tags") / "m", ("O", "B-x", "I-x"), request.param)
    return load_model(str(folder), Workspace(folder.parent))


def test_a_word_of_a_tag_weighs_what_the_tag_loses_without_it(tagger: LoadedModel) -> None:
    said = tagger.explain(TEXT, about="NICE")
    assert (said["about"]["text"], said["about"]["start"]) == ("nice", TEXT.index("nice"))
    token = next(one for one in tagger.predict(TEXT)["tokens"] if one["text"] == "nice")
    assert (said["answer"], said["value"]) == (token["tag"], pytest.approx(token["probability"], abs=1e-6))
    assert "nice" not in [word["text"] for word in said["words"]]
    model = tagger.fine_tuned
    tag = model.label_names.index(said["answer"])
    for gone, left, at in (("dog ", TEXT.replace("dog ", ""), 3), (" sun", TEXT.replace(" sun", ""), 4)):
        weight = next(word["weight"] for word in said["words"] if word["text"] == gone.strip())
        alone = float(model.tag_shares([{"text": left}])[0][at, tag])
        assert weight == pytest.approx(said["value"] - alone, abs=1e-5), gone
    surest = tagger.explain(TEXT)
    tokens = tagger.predict(TEXT)["tokens"]
    telling = [one for one in tokens if one["tag"] != "O"] or tokens
    assert surest["about"]["start"] == max(telling, key=lambda one: one["probability"])["start"]
    with pytest.raises(UserError, match="does not stand in the text"):
        tagger.explain(TEXT, about="river")
    with pytest.raises(UserError, match="no two words"):
        tagger.explain("dog")


def test_a_word_of_a_question_weighs_what_its_answer_loses_without_it(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", "electra", "encoder")
    torch.manual_seed(3)
    network = transformers.AutoModelForQuestionAnswering.from_config(tiny_config("electra"))
    network.save_pretrained(folder)
    model, context = load_model(str(folder), Workspace(tmp_path)), "a bird ran on the sun and a nice dog"
    asked = "was the dog nice"
    first, said = model.predict(asked, context), model.explain(asked, context)
    assert (said["answer"], said["value"]) == (first["answer"], pytest.approx(first["probability"], abs=1e-6))
    fewer = model.predict("was the nice", context)
    span = (first["start"], first["end"])
    left = [one["probability"] for one in fewer["candidates"] if (one["start"], one["end"]) == span]
    assert said["words"][2]["text"] == "dog"
    assert said["words"][2]["weight"] == pytest.approx(said["value"] - (left or [0.0])[0], abs=1e-6)
    passage = [word for word in said["words"] if word["part"] == "text_pair"]
    own = range(first["start"], first["end"])
    assert all(word["start"] not in own for word in passage)
    for word in passage:  # the answer is looked for where it stands once the word is gone
        place = written_words(context).index(WrittenWord(word["start"], word["end"]))
        shorter = without(context, [written_words(context)[place]])
        moved = len(shorter) - len(context) if word["start"] < first["start"] else 0
        span = (first["start"] + moved, first["end"] + moved)
        again = model.predict(asked, shorter)["candidates"]
        left = [one["probability"] for one in again if (one["start"], one["end"]) == span]
        assert word["weight"] == pytest.approx(said["value"] - (left or [0.0])[0], abs=1e-6)
    with pytest.raises(UserError, match="ask a model for one of classification"):
        model.flip(asked, context)
