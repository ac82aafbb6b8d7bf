"""What lies free between blocks in use is given back to the system."""

from __future__ import annotations

import subprocess
import sys

# 600 MB of blocks too small to be mapped one by one, of which every second stays, the last one surely.
HOLES = """
import ctypes
from electra_engine.finetuning.control import TidyControl, held

class Control:
    def should_stop(self):
        return True

c = ctypes.CDLL(None)
c.malloc.restype, c.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
blocks = [c.malloc(100_000) for _ in range(6_000)]
for block in blocks:
    ctypes.memset(block, 1, 100_000)
for block in blocks[::2]:
    c.free(block)
before = held()
assert TidyControl(Control(), 2 * before).should_stop()
untouched = held()
assert TidyControl(Control(), before // 2).should_stop()
print(before, untouched, held())
"""


def test_holes_are_given_back_as_soon_as_more_is_held_than_was_planned() -> None:
    """In a process of its own, whose heap nothing else has cut up."""
    told = subprocess.run([sys.executable, "-c", HOLES], capture_output=True, text=True, check=True).stdout
    before, untouched, after = map(int, told.split())
    assert untouched > 0.95 * before
    assert after < before - 200_000_000
