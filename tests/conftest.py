"""What every test process needs before torch is loaded, and the order in which files are handed out."""

import os

import pytest

# As in the workers: threads that wait give their core away, or two processes on two cores stand still.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if "PYTEST_XDIST_WORKER" in os.environ:  # the tests beside this process want the other core
    os.environ.setdefault("OMP_NUM_THREADS", "1")

LONGEST = ("tests/test_readme.py", "tests/browser/test_main_job.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with one long test come first, so that no process waits for them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
