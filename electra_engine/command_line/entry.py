"""The entry point: reads the arguments, runs one subcommand, prints its answer, returns the exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence

from electra_engine.arguments import Parser
from electra_engine.command_line import (
    asking_commands,
    bench_commands,
    compare_command,
    doctor,
    model_commands,
    run_commands,
    text_commands,
    training_commands,
)
from electra_engine.command_line.answers import Answer, without_nan
from electra_engine.errors import UserError

DONE, OUR_FAULT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

DESCRIPTION = (
    "Trains an ELECTRA on your own text: a generator forges words, a discriminator catches them. "
    "Runs train in processes of their own and live in a workspace."
)


def build_parser() -> argparse.ArgumentParser:
    """All subcommands with their arguments; each sets `act`, the function that answers it."""
    parser = Parser(prog="electra-engine", description=DESCRIPTION)
    subcommands = parser.add_subparsers(metavar="SUBCOMMAND", required=True)
    for commands in (
        text_commands,
        training_commands,
        model_commands,
        asking_commands,
        run_commands,
        compare_command,
        bench_commands,
        doctor,
    ):
        commands.add_to(subcommands)
    for subcommand in subcommands.choices.values():
        subcommand.add_argument(
            "--json", action="store_true", help="make the last line of standard output one JSON object"
        )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 our fault, 2 bad input (one line on standard error)."""
    try:
        chosen = build_parser().parse_args(arguments)
        answer: Answer = chosen.act(chosen)
        _print(answer, chosen.json)
        return answer.exit_code
    except UserError as error:
        return _complain(error.sentence, BAD_INPUT)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except Exception as error:
        traceback.print_exc()
        return _complain(f"This is a fault in the program ({type(error).__name__}).", OUR_FAULT)


def _print(answer: Answer, as_json: bool) -> None:
    if answer.complaint:
        _complain(answer.complaint, answer.exit_code)
    elif as_json:
        print(json.dumps(without_nan(answer.result), ensure_ascii=False, allow_nan=False))
    elif answer.text:
        print(answer.text)
    sys.stdout.flush()


def _complain(sentence: str, exit_code: int) -> int:
    print(f"electra-engine: {sentence}", file=sys.stderr)
    return exit_code
