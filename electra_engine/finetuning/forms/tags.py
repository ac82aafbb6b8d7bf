"""A tag for every word: parts of speech, or entities in the BIO scheme.

A row is a list of words with a list of tags (as CoNLL, conllu and word/tag files give them, and JSON
lists), or a text with its entities' spans: ``[{"start", "end", "label"}]`` or ``[[start, end, label]]``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.cells import MISSING, UnusableError, plain, text_in
from electra_engine.finetuning.columns import LEAST_ALIKE, Column, Places
from electra_engine.finetuning.examples import Input
from electra_engine.finetuning.forms.form import Cells, DataForm, Row
from electra_engine.finetuning.forms.texts import both
from electra_engine.finetuning.label_checks import check_enough
from electra_engine.sentences import SILENCE, Sentence

WORD_NAMES = ("words", "tokens", "form", "text", "sentence")
TAG_NAMES = ("tags", "ner_tags", "upos", "pos_tags", "labels", "label", "entities", "spans", "ner", "pos")
MOST_TAGS = 1_000
OUTSIDE = "O"
Span = tuple[int, int, str]  # (start, end, label), in characters
# A word as a person would count it: an address or a name with @ or # stays whole, marks stand alone,
# and so does each sign of a script that writes no spaces.
WORD = re.compile(
    r"(?:https?://|www\.)\S+|[@#][\w.-]*\w|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:['’.-][^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+)*|[^\w\s]|_+"
)


def words_of(text: str) -> list[list[int]]:
    """Where the words of a text stand, ``[[start, end], …]``, for a text that nobody has cut into words."""
    return [list(match.span()) for match in WORD.finditer(text)]


def guess(columns: Sequence[Column], given: Places) -> tuple[Places, Sentence]:
    found, why = dict(given), SILENCE
    lists = [column for column in columns if _lists_of(column)]
    if "label" not in found:
        taken = {place for places in given.values() for place in places}
        free = [column for column in columns if column.place not in taken]
        tags = _guess_tags([column for column in free if column in lists]) or _tags_in_words(free)
        if tags:
            found["label"] = (tags.place,)
            why = Sentence("the tags are in {column!r}", column=tags.name)
        else:
            why = Sentence("no column holds tags")
    if "text" not in found:
        taken = {place for places in found.values() for place in places}
        free = [column for column in columns if column.place not in taken]
        named = [column for word in WORD_NAMES for column in free if column.is_called((word,))]
        words = next(iter([*named, *(column for column in free if column in lists), *free]), None)
        if words:
            found["text"] = (words.place,)
            why = both(Sentence("the words are in {column!r}", column=words.name), why)
    return found, why


def _guess_tags(lists: Sequence[Column]) -> Column | None:
    """The column of lists that is named for tags, else the one with the fewest different values."""
    named = [column for word in TAG_NAMES for column in lists if column.is_called((word,))]
    if named:
        return named[0]
    if len(lists) < 2:
        return None
    different = {
        column.place: len({str(one) for cell in _lists_of(column) for one in cell}) for column in lists
    }
    useful = [column for column in lists if different[column.place] > 1]
    return min(useful, key=lambda column: (different[column.place], -column.place), default=None)


def _tags_in_words(columns: Sequence[Column]) -> Column | None:
    """The column named for tags that has as many of them, with spaces between, as one named for words."""
    tags = [column for word in TAG_NAMES for column in columns if column.is_called((word,))]
    words = [column for word in WORD_NAMES for column in columns if column.is_called((word,))]
    pairs = ((one, other) for one in tags for other in words if one is not other)
    return next((one for one, other in pairs if _are_alike(one, other)), None)


def _are_alike(tags: Column, words: Column) -> bool:
    counts = ([len(plain(cell).split()) for cell in column.cells] for column in (tags, words))
    alike = [one == other for one, other in zip(*counts, strict=False)]
    return bool(alike) and sum(alike) >= LEAST_ALIKE * len(alike)


def _lists_of(column: Column) -> list[list[Any]]:
    """The column's cells as lists, those that are written as JSON among them."""
    if column.lists:
        return column.lists
    return [cell for value in column.values[:20] if isinstance(cell := listed(value), list)]


def listed(cell: Any) -> Any:
    """A cell of a table in which a list is written as JSON, or as Python writes it; else as it is."""
    if isinstance(cell, str) and cell.lstrip()[:1] == "[":
        for written in (cell, cell.replace("'", '"')):
            try:
                return json.loads(written)
            except (ValueError, RecursionError):
                continue
    return cell


def read(cells: Cells) -> Row:
    words, tags = listed(cells["text"][0]), listed(cells["label"][0])
    if isinstance(words, str) and isinstance(tags, str) and tags.strip():
        words, tags = words.split(), tags.split()  # columns of words and tags with spaces between them
    if tags is None or tags == "":
        tags = []
    if not isinstance(tags, list):
        raise UnusableError(Sentence("its tags are no list"))
    if isinstance(words, list):
        return _row_of_words([plain(word) for word in words], tags)
    return _row_of_spans(text_in(cells["text"][0]) if words is None else text_in(words), tags)


def _row_of_words(words: list[str], tags: list[Any]) -> Row:
    if len(words) != len(tags):
        raise UnusableError(
            Sentence("it has {words} words but {tags} tags", words=len(words), tags=len(tags))
        )
    written = [plain(tag) for tag in tags]
    if not words:
        raise UnusableError(Sentence("it has no text"))
    if any(tag in MISSING for tag in written):
        raise UnusableError(Sentence("one of its words has no tag"))
    return Row(input_of(words), written)


def input_of(words: Sequence[str]) -> Input:
    """A text that somebody has cut into words, and where they stand in it."""
    places, start = [], 0
    words = [word or "�" for word in words]  # an empty word keeps its place
    for word in words:
        places.append([start, start + len(word)])
        start += len(word) + 1
    return {"text": " ".join(words), "words": places}


def _row_of_spans(text: str, given: list[Any]) -> Row:
    """Words found in the text, tagged B- and I- where a span covers them: of spans that share a word the
    longest one, of equally long ones the first."""
    places = words_of(text)
    if not places:
        raise UnusableError(Sentence("it has no text"))
    spans = list(dict.fromkeys(map(_span, given)))
    owners: list[Span | None] = [None] * len(places)
    tags, repaired = [OUTSIDE] * len(places), SILENCE
    for span in sorted(spans, key=lambda span: span[0] - span[1]):
        start, end, label = span
        if not 0 <= start < end <= len(text):
            raise UnusableError(
                Sentence("a span from {start} to {end} does not lie in its text", start=start, end=end)
            )
        inside = [number for number, (first, last) in enumerate(places) if first < end and start < last]
        if owner := next((owners[number] for number in inside if owners[number]), None):
            repaired = repaired or _left_out(text, owner, span)
            continue
        for number in inside:
            tags[number] = f"{'B' if number == inside[0] else 'I'}-{label}"
            owners[number] = span
    return Row({"text": text, "words": places}, tags, repaired)


def _left_out(text: str, kept: Span, other: Span) -> Sentence:
    return Sentence(
        "of spans that share a word the longest is kept: {kept!r} ({kind}), not {other!r} ({other_kind})",
        kept=text[kept[0] : kept[1]][:60],
        kind=kept[2][:40],
        other=text[other[0] : other[1]][:60],
        other_kind=other[2][:40],
    )


def _span(given: Any) -> Span:
    if isinstance(given, dict):
        names = (("start", "start_offset", "begin"), ("end", "end_offset", "stop"), ("label", "type", "tag"))
        given = [next((given[name] for name in known if name in given), None) for known in names]
    if isinstance(given, list) and len(given) == 3:
        start, end, label = given
        if type(start) is int and type(end) is int and plain(label):
            return start, end, plain(label)
    raise UnusableError(Sentence("a span lacks its start, end or label"))


def check(said: Sequence[list[str]], file: str, column: str) -> None:
    check_enough(len(said), file)
    counts = Counter(chain.from_iterable(said))
    if len(counts) == 1:
        raise UserError(
            "Every word of {file} has the same tag {tag!r} (column {column!r}): at least two are needed.",
            "label",
            file=file,
            tag=next(iter(counts))[:40],
            column=column,
        )
    if len(counts) > MOST_TAGS or 2 * len(counts) > counts.total():
        raise UserError(
            "The column {column!r} of {file} has {different:,} different tags on {words:,} words: that looks "
            "like words, not like tags; choose another column.",
            "label",
            column=column,
            file=file,
            different=len(counts),
            words=counts.total(),
        )


def learn(said: Sequence[list[str]], _: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """With every B- tag its I- tag, whether it occurs or not, and O first."""
    tags = set(chain.from_iterable(said))
    if is_scheme(tags):
        tags |= {f"I-{tag[2:]}" for tag in tags if tag[:2] in ("B-", "I-")}
    return sorted(tags, key=lambda tag: (tag != OUTSIDE, tag)), {}


def is_scheme(tags: Sequence[str] | set[str]) -> bool:
    """Whether the tags mark entities: O, and a prefix of the BIO or BIOES schemes on all others."""
    others = [tag for tag in tags if tag != OUTSIDE]
    return bool(others) and all(re.match(r"[BIESLU]-.", tag) for tag in others)


def target(said: list[str], positions: Mapping[str, int], _: Mapping[str, Any]) -> list[int]:
    unknown = [tag for tag in said if tag not in positions]
    if unknown:
        raise UnusableError(Sentence("its tag {tag!r} is not among the training tags", tag=unknown[0][:40]))
    return [positions[tag] for tag in said]


FORM = DataForm(
    needed=("text", "label"),
    optional=(),
    label_looks=Sentence("tags"),
    guess=guess,
    read=read,
    check=check,
    learn=learn,
    target=target,
    labels_in=lambda target: target,
    group=lambda given: given["text"],
)
