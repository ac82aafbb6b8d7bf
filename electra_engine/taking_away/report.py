"""A run as one HTML file to hand on: curves, scores, settings, watched sentences, what was noticed.

The file asks nothing of anybody: no script, no font, no address, and a policy in its head that forbids
them. Whatever came from people or their texts is escaped on its way in. It says everything through
`tell`, so that the page can have it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path, PurePath
from typing import Any

from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.jobs.runs import RunRequest, read_request
from electra_engine.sentences import Sentence
from electra_engine.settings import RunSettings, knobs_of
from electra_engine.taking_away.parts import Curve, Tell, figure, nothing, paragraphs, section, table
from electra_engine.taking_away.task_sections import task_sections
from electra_engine.watching.records import Event, ProbeSentence
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder

SENTENCES_SHOWN = 8
EVENTS_SHOWN = 50
LONGEST = 300  # characters of one value
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write_report(run: RunFolder, file: Path, tell: Tell = str, language: str = "en") -> None:
    """Writes the report of a run; `language` is that of what `tell` says, as a BCP 47 tag."""
    file.write_text(report(run, tell, language), encoding="utf-8")


def report(run: RunFolder, tell: Tell = str, language: str = "en") -> str:
    """The report as HTML; raises `UserError` for a run that cannot be read."""
    request, reader = read_request(run), RecordReader(run.records)
    style = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    body = "".join(_sections(request, reader, tell))
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(run.name)}</title><style>{style}</style></head><body>"
        f"<h1>{escape(run.name)}</h1>{body}</body></html>\n"
    )


def _sections(request: RunRequest, reader: RecordReader, tell: Tell) -> Iterator[str]:
    yield _facts(request, reader, tell)
    if request.kind == "pretrain":
        yield section(tell(Sentence("Curves")), *_pair_curves(reader, tell))
        yield section(tell(Sentence("Scores")), _pair_scores(reader, tell))
        yield section(tell(Sentence("Watched sentences")), *_strips(reader, tell))
    else:
        yield from task_sections(reader, tell)
    yield section(tell(Sentence("What it noticed")), _events(reader.events(), tell))
    group = RunSettings if request.kind == "pretrain" else FineTuneSettings
    yield section(tell(Sentence("Settings")), _settings(request.settings, group, tell))


def _facts(request: RunRequest, reader: RecordReader, tell: Tell) -> str:
    state = reader.state()
    files = ", ".join(PurePath(file).name for file in request.files)
    parts = [
        Sentence("Learned from {files}.", files=files) if files else None,
        Sentence(
            "Fine-tuned from {base}.", base=PurePath(str(request.extra["from"])).name
        ) if request.extra.get("from") else None,
        Sentence(
            "{steps:,} steps, {tokens:,} tokens, {seconds:,} seconds.",
            steps=state.step, tokens=state.tokens, seconds=round(state.seconds),
        ) if state else None,
    ]  # fmt: skip
    return "".join(f'<p class="quiet">{escape(tell(part))}</p>' for part in parts if part)


def _pair_curves(reader: RecordReader, tell: Tell) -> list[str]:
    steps, judged = reader.step_metrics(), [one.on_first_rows() for one in reader.evaluations()]
    return [
        figure(
            Sentence("Loss of the generator, in nats"),
            [
                _line(Sentence("training"), steps, "generator_loss", "maker"),
                _line(Sentence("held out"), judged, "generator_loss", "other"),
            ],
            tell,
        ),
        figure(
            Sentence("Loss of the discriminator, in nats"),
            [
                _line(Sentence("training"), steps, "discriminator_loss", "judge"),
                _line(Sentence("held out"), judged, "discriminator_loss", "other"),
            ],
            tell,
        ),
        figure(
            Sentence("Detection on held-out text (AUC: 0.5 is a coin toss, 1 is never wrong)"),
            [
                _line(Sentence("frozen fakes"), judged, "detection_auc_frozen", "judge"),
                _line(Sentence("the generator's own fakes"), judged, "detection_auc", "other"),
            ],
            tell,
        ),
    ]


def _line(name: Sentence, records: Sequence[Any], field: str, role: str) -> Curve:
    points = [(float(one.step), getattr(one, field)) for one in records if getattr(one, field) is not None]
    return name, points, role


def _pair_scores(reader: RecordReader, tell: Tell) -> str:
    judged = reader.evaluations()
    if not judged:
        return nothing(tell)
    last = judged[-1]
    told = [
        (Sentence("Detection on frozen fakes (AUC)"), last.detection_auc_frozen),
        (Sentence("Detection of the generator's own fakes (AUC)"), last.detection_auc),
        (Sentence("Precision: accused words that were really replaced"), last.precision),
        (Sentence("Recall: replaced words that were caught"), last.recall),
        (Sentence("Share of words really replaced"), last.replaced_fraction),
        (Sentence("Hidden words that the generator guessed"), last.generator_accuracy),
    ]
    return table([(tell(name), f"{value:.3f}") for name, value in told])


def _strips(reader: RecordReader, tell: Tell) -> list[str]:
    snapshot = reader.snapshot()
    if snapshot is None:
        return [nothing(tell)]
    reading = Sentence(
        "The deeper the blue, the surer the discriminator that the word was replaced; the number says it in "
        "per cent. A solid orange line: really replaced, what stood there is struck through. A dashed one: "
        "hidden, and guessed right."
    )
    strips = [_strip(sentence) for sentence in snapshot.sentences[:SENTENCES_SHOWN]]
    return [f'<p class="quiet">{escape(tell(reading))}</p>', *strips]


def _strip(sentence: ProbeSentence) -> str:
    items = []
    for token in sentence.tokens:
        share = max(0.0, min(token.p_replaced, 1.0)) if token.p_replaced == token.p_replaced else 0.0
        kind = "replaced" if token.replaced else "guessed" if token.hidden else ""
        old = f"<s>{escape(_bare(token.text))}</s> " if token.replaced else ""
        items.append(
            f'<li class="{kind}" style="--share:{share:.0%}">{old}{escape(_bare(token.sampled))}'
            f"<small>{share:.0%}</small></li>"
        )
    return f'<ol class="strip" dir="auto">{"".join(items)}</ol>'


def _events(events: Sequence[Event], tell: Tell) -> str:
    telling = [event for event in events if event.kind != "state"][-EVENTS_SHOWN:]
    if not telling:
        return f'<p class="quiet">{escape(tell(Sentence("Nothing that somebody should know.")))}</p>'
    lines = (f"{tell(event.sentence)} {tell(event.advice)}".strip() for event in telling)
    return paragraphs(lines)


def _settings(chosen: Mapping[str, Any], group: type, tell: Tell) -> str:
    known = {knob.name: knob for knob in knobs_of(group)}
    rows = []
    for name, value in chosen.items():
        label = tell(Sentence(known[name].label)) if name in known else name
        shown = PurePath(value).name if isinstance(value, str) and "/" in value else value
        rows.append((label, name, str(shown)[:LONGEST]))
    return table(rows) if rows else nothing(tell)


def _bare(token: str) -> str:
    return token[2:] if token.startswith("##") and len(token) > 2 else token
