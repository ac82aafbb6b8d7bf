"""electra-engine: everything the studio does, from a terminal."""

from electra_engine.command_line.entry import main

__all__ = ["main"]
