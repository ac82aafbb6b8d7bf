"""What the page calls a fault of the studio stands in its log file, with the trace."""

from __future__ import annotations

import logging
from pathlib import Path

from studio.app import keep_log
from studio.page import guarded
from studio.text import say


def broken_off(_: object) -> dict[object, object]:
    raise ZeroDivisionError("<b>no sentence for anybody</b>")


def test_the_log_file_has_the_trace_of_what_the_page_calls_a_fault(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    keep_log(tmp_path / "studio.log")
    try:
        shown = guarded(broken_off, "notices", "tab", str)(1)
    finally:
        for handler in set(logging.getLogger().handlers) - set(before):
            logging.getLogger().removeHandler(handler)
            handler.close()
    assert say("page.fault") in str(shown)
    assert "no sentence for anybody" not in str(shown)
    written = (tmp_path / "studio.log").read_text("utf-8")
    assert "Traceback" in written
    assert "broken_off" in written
    assert "ZeroDivisionError" in written
