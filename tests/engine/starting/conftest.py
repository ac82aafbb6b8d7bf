"""A workspace of its own for every test, and one thread, because the machine is shared."""

from tests.engine.inference.conftest import _one_thread, workspace

__all__ = ["_one_thread", "workspace"]
