"""What an automatic scan (axe-core) finds that would shut somebody out."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = ("serious", "critical")


def serious_barriers(page: Page) -> list[str]:
    """The serious and critical findings in what the page shows now, a line for each part of the page."""
    return [
        f"{violation['id']}: {node['html'][:150]}"
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
