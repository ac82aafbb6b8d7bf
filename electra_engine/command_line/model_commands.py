"""detect, fill, predict: what a trained model says."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from electra_engine.command_line.answers import Answer, facts, figure, shortened, table
from electra_engine.command_line.following import counted_rows
from electra_engine.command_line.options import Subcommands, add_workspace, changes_of, workspace_of
from electra_engine.command_line.predictions import bar, in_words
from electra_engine.errors import UserError
from electra_engine.inference.settings import AskingSettings, check_asked
from electra_engine.settings import knobs_of


def add_to(subcommands: Subcommands) -> None:
    """Adds the three subcommands to the parser."""
    detect = subcommands.add_parser("detect", help="how likely each token of a text was replaced")
    fill = subcommands.add_parser("fill", help="the generator's candidates for every [MASK] of a text")
    predict = subcommands.add_parser("predict", help="what a fine-tuned model says of texts")
    for parser in (detect, fill, predict):
        add_model(parser)
    detect.add_argument("text", nargs="+", metavar="TEXT", help="one text")
    fill.add_argument("text", nargs="+", metavar="TEXT", help="one text with [MASK] in it, in quotes")
    add_asked(fill, "candidates", "temperature", "seed", candidates="top")
    predict.add_argument("text", nargs="*", metavar="TEXT", help="one or several texts, each in quotes")
    predict.add_argument("--file", metavar="FILE", help="a table or text file instead, one text a row")
    predict.add_argument("--out", metavar="FILE", help="where the file's rows go with their answers, as CSV")
    predict.add_argument(
        "--columns",
        metavar="ROLE=NAME",
        nargs="+",
        default=[],
        help="which columns of the file are text, text_pair and choices (guessed else)",
    )
    predict.add_argument("--text-pair", metavar="TEXT", help="the second text, or the context of a question")
    predict.add_argument("--choices", nargs="+", metavar="TEXT", help="what there is to choose from")
    detect.set_defaults(act=detect_replaced)
    fill.set_defaults(act=fill_blanks)
    predict.set_defaults(act=predict_answers)


def detect_replaced(chosen: argparse.Namespace) -> Answer:
    """Each token with P(replaced)."""
    result = model_of(chosen).detect(" ".join(chosen.text))
    rows = [
        (token["text"], figure(token["p_replaced"]), bar(token["p_replaced"])) for token in result["tokens"]
    ]
    return Answer(table([("token", "p", ""), *rows]), result)


def fill_blanks(chosen: argparse.Namespace) -> Answer:
    """The candidates for each blank."""
    result = model_of(chosen).fill(" ".join(chosen.text), *asked(chosen, "candidates", "temperature", "seed"))
    blocks = []
    for number, blank in enumerate(result["blanks"], 1):
        rows = [
            (candidate["text"], figure(candidate["probability"]), bar(candidate["probability"]))
            for candidate in blank["candidates"]
        ]
        heading = f"blank {number}" if len(result["blanks"]) > 1 else "candidate"
        blocks.append(table([(heading, "p", ""), *rows]))
    return Answer("\n\n".join([*blocks, result["text"]]), result)


def predict_answers(chosen: argparse.Namespace) -> Answer:
    """What the model says of each text; the JSON object also carries the first text's answer by itself."""
    if chosen.file or chosen.out:
        return _answer_file(chosen)
    if not chosen.text:
        raise UserError("Give a text, or --file and --out.", "text")
    model = model_of(chosen)
    said = [{"text": text, **model.predict(text, chosen.text_pair, chosen.choices)} for text in chosen.text]
    blocks = [f"{shortened(one['text'], 100)}\n{in_words(one)}" for one in said]
    first = {name: part for name, part in said[0].items() if name != "text"}
    return Answer("\n\n".join(blocks), {**first, "predictions": said})


def _answer_file(chosen: argparse.Namespace) -> Answer:
    """Every row of a file, written beside its answer."""
    if not (chosen.file and chosen.out) or chosen.text:
        raise UserError("Give both --file and --out, and no text beside them.", "file")
    file, target = (Path(one).expanduser().absolute() for one in (chosen.file, chosen.out))
    columns: dict[str, str | None] = {name: str(value) for name, value in changes_of(chosen.columns).items()}
    with counted_rows() as tell:
        result = model_of(chosen).answer_file(str(file), str(target), columns, tell)
    rows = [("answered", f"{result['answered']:,} of {result['rows']:,} rows")]
    rows += [(role, name) for role, name in result["columns"].items()]
    rows += [(name, f"{count:,}") for name, count in result["counts"].items()]
    return Answer(facts(rows), {**result, "file": str(target)})


def add_model(parser: argparse.ArgumentParser) -> None:
    """The arguments that say which model is asked."""
    parser.add_argument("model", metavar="RUN_OR_FOLDER", help="a run's name or a Hugging Face folder")
    add_workspace(parser)


def add_asked(parser: argparse.ArgumentParser, *names: str, **options: str) -> None:
    """An option for each of these knobs of `AskingSettings`, called like it or as `options` says."""
    known = {one.name: one for one in knobs_of(AskingSettings)}
    for name in names:
        parser.add_argument(
            f"--{options.get(name, name)}",
            dest=name,
            default=known[name].default,
            metavar="N",
            help=f"{known[name].help[:-1]} ({known[name].default:g})",
        )


def asked(chosen: argparse.Namespace, *names: str) -> list[Any]:
    """The values of these knobs, checked; raises `UserError`."""
    settings = check_asked(**{name: getattr(chosen, name) for name in names})
    return [getattr(settings, name) for name in names]


def model_of(chosen: argparse.Namespace) -> Any:
    """The model that `add_model` let somebody choose."""
    from electra_engine.inference.loading import load_model

    return load_model(chosen.model, workspace_of(chosen))
