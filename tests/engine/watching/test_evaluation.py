"""The judgement on held-out rows: every token counted once in each table, sentences that show the counts."""

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from torch.nn import functional as F

from electra_engine.randomness import dice
from electra_engine.settings import VocabularySettings
from electra_engine.vocabulary.building import cutting_words, finished, word_piece_model
from electra_engine.vocabulary.special import SPECIAL_TOKENS
from electra_engine.watching.evaluation import HeldOutJudge
from electra_engine.watching.examples import EACH, pick_examples
from electra_engine.watching.records import OUTCOMES, Evaluation, JudgedExamples
from electra_engine.watching.token_kinds import KINDS, kind_of, spellings
from tests.engine.tiny import SPECIAL, VOCABULARY, some_rows, tiny_objective, tiny_pair

ALPHABET = [*SPECIAL_TOKENS, ".", ",", "7", *(f"w{i}" for i in range(30)), *(f"##p{i}" for i in range(22))]


@pytest.fixture(scope="module")
def judged() -> tuple[Evaluation, JudgedExamples]:
    assert len(ALPHABET) == VOCABULARY
    frequencies = torch.arange(VOCABULARY) ** 3
    judge = HeldOutJudge(some_rows(40), tiny_objective(), frequencies, ALPHABET, seed=1)
    pair = tiny_pair()
    with torch.no_grad():  # verdicts on both sides of one half
        for weights in pair.discriminator.parameters():
            weights.mul_(3)
    return judge.evaluate(pair, step=5, tokens=100, seconds=1.0)


def test_bands_and_kinds_each_hold_every_judged_token_once(judged) -> None:
    evaluation, _ = judged
    for groups in (evaluation.bands, evaluation.kinds):
        total = sum(getattr(group, outcome) for group in groups for outcome in OUTCOMES)
        assert total == evaluation.evaluated_tokens
    caught, fakes = (sum(getattr(k, name) for k in evaluation.kinds) for name in ("caught", "missed"))
    assert evaluation.recall == pytest.approx(caught / (caught + fakes))
    assert {kind.group for kind in evaluation.kinds} <= set(KINDS)
    assert {"word", "piece", "mark"} <= {kind.group for kind in evaluation.kinds}


def test_losses_are_means_over_tokens_however_the_rows_are_cut() -> None:
    """The last part has few rows, none of whose tokens may count for more than another."""
    ids, objective, pair = some_rows(130), tiny_objective(), tiny_pair()
    judge = HeldOutJudge(ids, objective, torch.ones(VOCABULARY), ALPHABET, seed=1)
    found, _ = judge.evaluate(pair, 1, 1, 1.0)
    guessing = judging = hidden = real = 0.0
    pair.eval()
    for start in (0, 128):
        part = ids[start : start + 128]
        with torch.no_grad():
            forgery = objective.forge(pair, part, dice(1, "held-out", start))
            verdicts = objective.verdicts(pair, forgery.corrupted)
        truth = forgery.replaced.float()
        losses = F.binary_cross_entropy_with_logits(verdicts, truth, reduction="none")
        at = part != SPECIAL.pad
        judging, real = judging + losses[at].sum().item(), real + at.sum().item()
        guessing += forgery.guess_loss.item() * len(forgery.positions)
        hidden += len(forgery.positions)
    assert found.generator_loss == pytest.approx(guessing / hidden, rel=1e-5)
    assert found.discriminator_loss == pytest.approx(judging / real, rel=1e-5)


def test_the_sentences_show_what_was_counted(judged) -> None:
    evaluation, examples = judged
    assert examples.step == evaluation.step
    for outcome in OUTCOMES:
        counted = sum(getattr(kind, outcome) for kind in evaluation.kinds)
        shown = [token for token in examples.tokens if token.outcome == outcome]
        assert len(shown) == min(counted, EACH)
        for token in shown:
            assert (token.p_replaced > 0.5) == (outcome in ("caught", "false_alarms"))
            assert (token.place in token.replaced) == (outcome in ("caught", "missed"))
            assert (token.tokens[token.place] != token.original) == (outcome in ("caught", "missed"))
            assert not set(token.tokens) & {"[CLS]", "[SEP]", "[PAD]"}


def test_a_sentence_ends_at_its_mark_and_knows_its_other_fakes() -> None:
    words = ["[CLS]", "a", "b", ".", "c", "d"]
    originals = torch.tensor([[0, 1, 2, 3, 4, 5, 3, 1]])
    seen = torch.tensor([[0, 1, 2, 3, 5, 5, 3, 1]])
    (honest,) = pick_examples(seen, originals, torch.tensor([5]), torch.tensor([0.1]), words, frozenset([0]))
    assert honest.tokens == ["d", "d", "."]
    assert (honest.outcome, honest.place, honest.replaced, honest.original) == ("honest", 1, [0], "d")


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("dog", "word"), ("Ärger", "word"), ("собака", "word"), ("##ing", "piece"), ("##ска", "piece"),
        ("7", "number"), ("##42", "number"), ("٣", "number"), (".", "mark"), ("——", "mark"), ("##'", "mark"),
        ("€", "mark"), ("犬", "character"), ("##犬", "character"), ("ก", "character"), ("##", "mark"),
    ],
)  # fmt: skip
def test_a_tokens_kind_is_known_in_any_script(token: str, kind: str) -> None:
    assert kind_of(token) == kind


def test_a_vocabulary_that_marks_beginnings_is_spelled_like_one_that_marks_continuations() -> None:
    tokens = {token: number for number, token in enumerate([*SPECIAL_TOKENS, "Ġdog", "s", "Ã©"])}
    byte_level = Tokenizer(models.BPE(tokens, []))
    byte_level.pre_tokenizer = pre_tokenizers.ByteLevel()
    byte_level.decoder = decoders.ByteLevel()
    byte_level.add_special_tokens(list(SPECIAL_TOKENS))
    assert spellings(byte_level) == [*SPECIAL_TOKENS, "dog", "##s", "##é"]
    tokens = {token: number for number, token in enumerate([*SPECIAL_TOKENS, "dog", "##s"])}
    own = finished(cutting_words(word_piece_model(tokens), VocabularySettings()))
    assert spellings(own) == [*SPECIAL_TOKENS, "dog", "##s"]
