"""detect, fill, predict: what a trained model says."""

from __future__ import annotations

import argparse
from typing import Any

from electra_engine.command_line.answers import Answer, figure, shortened, table
from electra_engine.command_line.options import (
    Subcommands,
    add_workspace,
    workspace_of,
)
from electra_engine.command_line.predictions import bar, in_words


def add_to(subcommands: Subcommands) -> None:
    """Adds the three subcommands to the parser."""
    detect = subcommands.add_parser("detect", help="how likely each token of a text was replaced")
    fill = subcommands.add_parser("fill", help="the generator's candidates for every [MASK] of a text")
    predict = subcommands.add_parser("predict", help="what a fine-tuned model says of texts")
    for parser in (detect, fill, predict):
        parser.add_argument("model", metavar="RUN_OR_FOLDER", help="a run's name or a Hugging Face folder")
        add_workspace(parser)
    detect.add_argument("text", nargs="+", metavar="TEXT", help="one text")
    fill.add_argument("text", nargs="+", metavar="TEXT", help="one text with [MASK] in it, in quotes")
    fill.add_argument("--top", type=int, default=10, metavar="N", help="candidates for each blank (10)")
    predict.add_argument("text", nargs="+", metavar="TEXT", help="one or several texts, each in quotes")
    predict.add_argument("--text-pair", metavar="TEXT", help="the second text, or the context of a question")
    predict.add_argument("--choices", nargs="+", metavar="TEXT", help="what there is to choose from")
    detect.set_defaults(act=detect_replaced)
    fill.set_defaults(act=fill_blanks)
    predict.set_defaults(act=predict_answers)


def detect_replaced(chosen: argparse.Namespace) -> Answer:
    """Each token with P(replaced)."""
    result = _model(chosen).detect(" ".join(chosen.text))
    rows = [
        (token["text"], figure(token["p_replaced"]), bar(token["p_replaced"])) for token in result["tokens"]
    ]
    return Answer(table([("token", "p", ""), *rows]), result)


def fill_blanks(chosen: argparse.Namespace) -> Answer:
    """The candidates for each blank."""
    result = _model(chosen).fill(" ".join(chosen.text), top_k=chosen.top)
    blocks = []
    for number, blank in enumerate(result["blanks"], 1):
        rows = [
            (candidate["text"], figure(candidate["probability"]), bar(candidate["probability"]))
            for candidate in blank["candidates"]
        ]
        heading = f"blank {number}" if len(result["blanks"]) > 1 else "candidate"
        blocks.append(table([(heading, "p", ""), *rows]))
    return Answer("\n\n".join(blocks), result)


def predict_answers(chosen: argparse.Namespace) -> Answer:
    """What the model says of each text; the JSON object also carries the first text's answer by itself."""
    model = _model(chosen)
    said = [{"text": text, **model.predict(text, chosen.text_pair, chosen.choices)} for text in chosen.text]
    blocks = [f"{shortened(one['text'], 100)}\n{in_words(one)}" for one in said]
    first = {name: part for name, part in said[0].items() if name != "text"}
    return Answer("\n\n".join(blocks), {**first, "predictions": said})


def _model(chosen: argparse.Namespace) -> Any:
    from electra_engine.inference.loading import load_model

    return load_model(chosen.model, workspace_of(chosen))
