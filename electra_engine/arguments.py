"""How both commands, the engine's and the studio's, refuse a command line."""

from __future__ import annotations

import argparse
from typing import NoReturn

from electra_engine.errors import UserError


class Parser(argparse.ArgumentParser):
    """An argument parser whose refusals are one sentence."""

    def error(self, message: str) -> NoReturn:
        raise UserError(
            "{complaint}: see `{program} --help`.",
            complaint=f"{message[:1].upper()}{message[1:]}",
            program=self.prog,
        )
