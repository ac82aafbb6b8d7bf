"""A page that has watched a run for an hour holds hardly more than after its first minutes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from electra_engine import find_workspace
from tests.browser.made_hour import RECORDS, MadeHour
from tests.browser.open_studio import HurriedStudio, OpenStudio, open_page, opened

pytestmark = pytest.mark.browser
RUN = "an hour"
FIRST = 1_000  # records; from here on no curve has more points
AT_ONCE = 60  # records between two updates: half a minute of training
# What the hour itself adds: the time machine's columns, its moments, the curves' judgements. Were it a leak,
# the bytes would be 40 KB an update, and 140 MB in an hour of one update a second.
MORE_NODES, MORE_LISTENERS, MORE_BYTES = 700, 50, 4 << 20
SHOWN = """step => {
  const curves = document.querySelector("#train-chart .live-chart-plot")?.data ?? [];
  return curves.some((curve) => (curve.x.at(-1) ?? 0) >= step);
}"""


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[OpenStudio]:
    with opened(tmp_path / "workspace", kind=HurriedStudio) as running:
        yield running
        assert "Traceback" not in running.log


def held(page: Page) -> dict[str, float]:
    """Nodes, listeners and bytes that the page holds once its garbage is gone."""
    session = page.context.new_cdp_session(page)
    for command in ("HeapProfiler.enable", "HeapProfiler.collectGarbage", "Performance.enable"):
        session.send(command)
    found = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return {name: found[name] for name in ("Nodes", "JSEventListeners", "JSHeapUsedSize")}


def watch_until(page: Page, hour: MadeHour, records: int) -> None:
    """Writes on, never further than the page has drawn."""
    while hour.written < records:
        page.locator("#train-chart .live-chart-plot").scroll_into_view_if_needed()  # out of sight it rests
        step = hour.write(min(AT_ONCE, records - hour.written))
        page.wait_for_function(SHOWN, arg=step)


def test_a_page_that_watched_for_an_hour_holds_hardly_more_than_after_minutes(
    page: Page, studio: OpenStudio
) -> None:
    hour = MadeHour(find_workspace(studio.workspace), RUN)
    hour.write(AT_ONCE)
    open_page(page, f"{studio.address}?tab=train&run={RUN}&lang=en")
    watch_until(page, hour, FIRST)
    early = held(page)
    watch_until(page, hour, RECORDS)
    late = held(page)
    hour.end()
    grown = {name: late[name] - early[name] for name in early}
    most = {"Nodes": MORE_NODES, "JSEventListeners": MORE_LISTENERS, "JSHeapUsedSize": MORE_BYTES}
    assert {name: by for name, by in grown.items() if by > most[name]} == {}, (early, late)
