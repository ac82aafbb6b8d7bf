"""rewrite, nearest, explain, flip: what else a trained model can be asked."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from electra_engine.command_line.answers import Answer, figure, shortened, table
from electra_engine.command_line.model_commands import add_asked, add_model, asked, model_of
from electra_engine.command_line.options import Subcommands
from electra_engine.command_line.predictions import bar
from electra_engine.errors import UserError

LONGEST_SHOWN = 100  # characters of a sentence in a table
LARGEST_FILE = 16 << 20  # bytes of sentences to compare with


def add_to(subcommands: Subcommands) -> None:
    """Adds the subcommands to the parser."""
    rewrite = subcommands.add_parser("rewrite", help="let the generator hide and fill words again and again")
    nearest = subcommands.add_parser("nearest", help="the sentences that mean most nearly the same")
    explain = subcommands.add_parser("explain", help="which words a fine-tuned model's answer rests on")
    flip = subcommands.add_parser("flip", help="the fewest words without which the answer is another")
    for parser in (rewrite, nearest, explain, flip):
        add_model(parser)
        parser.add_argument("text", nargs="+", metavar="TEXT", help="one text")
    add_asked(rewrite, "passes", "kept", "temperature", "seed")
    nearest.add_argument(
        "--among", metavar="FILE", help="sentences, one a line (default: those a run learned from)"
    )
    add_asked(nearest, "sentences", sentences="top")
    for parser in (explain, flip):
        parser.add_argument("--text-pair", metavar="TEXT", help="the second text, where there is one")
        parser.add_argument("--choices", nargs="+", metavar="TEXT", help="what there is to choose from")
    explain.add_argument(
        "--method", default="leave-one-out", metavar="METHOD", help="leave-one-out (the default) or gradient"
    )
    explain.add_argument("--about", metavar="WORD", help="of tags: the word whose tag it is (the surest one)")
    explain.set_defaults(act=explain_answer)
    flip.set_defaults(act=flip_answer)
    rewrite.set_defaults(act=rewrite_text)
    nearest.set_defaults(act=show_nearest)


def rewrite_text(chosen: argparse.Namespace) -> Answer:
    """The text after each pass."""
    values = asked(chosen, "passes", "kept", "temperature", "seed")
    result = model_of(chosen).rewrite(" ".join(chosen.text), *values)
    return Answer("\n".join(result["versions"]), result)


def show_nearest(chosen: argparse.Namespace) -> Answer:
    """The nearest sentences with their cosines."""
    given = _lines_of(Path(chosen.among).expanduser()) if chosen.among else []
    result = model_of(chosen).nearest(" ".join(chosen.text), given, *asked(chosen, "sentences"))
    rows = [(figure(one["similarity"]), shortened(one["text"], LONGEST_SHOWN)) for one in result["nearest"]]
    return Answer(table([("cosine", "sentence"), *rows]), result)


def explain_answer(chosen: argparse.Namespace) -> Answer:
    """Each word with what it weighs."""
    text, method = " ".join(chosen.text), chosen.method
    result = model_of(chosen).explain(text, chosen.text_pair, chosen.choices, method, chosen.about)
    most = max(abs(word["weight"]) for word in result["words"]) or 1.0
    rows = [
        (_in_its_text(word), f"{word['weight']:+.3f}", bar(abs(word["weight"]) / most))
        for word in result["words"]
    ]
    word = f"{result['about']['text']}: " if "about" in result else ""
    head = f"{word}{result['answer']} ({figure(result['value'])})"
    return Answer(f"{head}\n{table([('word', 'weight', ''), *rows])}", result)


def flip_answer(chosen: argparse.Namespace) -> Answer:
    """The words left out, and what the model said after each."""
    result = model_of(chosen).flip(" ".join(chosen.text), chosen.text_pair, chosen.choices)
    rows = [
        (f"without {_in_its_text(one)}", one["answer"], figure(one["value"])) for one in result["deleted"]
    ]
    end = "" if result["flipped"] else "\nThe answer stays the same whatever is left out."
    return Answer(table([(result["answer"], "", ""), *rows]) + end, result)


def _in_its_text(word: dict[str, Any]) -> str:
    """A word, and the text that it stands in where that is not the first one."""
    part = word.get("part", "text")
    place = {"text": "", "text_pair": " (second text)"}.get(part, f" (choice {word.get('number', 0) + 1})")
    return shortened(word["text"], LONGEST_SHOWN) + place


def _lines_of(file: Path) -> list[str]:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise UserError(
                "{file} is larger than {most} MB: give fewer sentences.",
                file=file.name,
                most=LARGEST_FILE >> 20,
            )
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        raise UserError("{file} cannot be read as UTF-8 text: give a text file.", file=file.name) from None
    return [line for line in lines if line.strip()]
