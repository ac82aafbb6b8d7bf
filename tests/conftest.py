"""What every test process needs before torch is loaded, and the order in which files are handed out."""

import os

import pytest

# As in the workers: threads that wait give their core away, or two processes on two cores stand still.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if "PYTEST_XDIST_WORKER" in os.environ:  # the tests beside this process want the other core
    os.environ.setdefault("OMP_NUM_THREADS", "1")

MEANS = "by way of"  # the property of a test that says how a fault was made on this machine
LONGEST = ("tests/test_readme.py", "tests/browser/test_main_job.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with one long test come first, so that no process waits for them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how faults were made, so that a green run tells what it has shown."""
    reports = [report for state in ("passed", "failed") for report in terminalreporter.getreports(state)]
    for report in reports:
        for name, means in report.user_properties:
            if name == MEANS and report.when == "call":
                terminalreporter.write_line(f"{report.nodeid}: by way of {means}")
