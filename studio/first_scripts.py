"""Scripts that run before Gradio's own, which a page's widgets and styles come too late for."""

from __future__ import annotations

from pathlib import Path

STILLNESS = (Path(__file__).parent / "frames.js").read_text(encoding="utf-8")


def first_in(page: str, script: str) -> str:
    """The page with `script`, then what lets it come to rest, ahead of everything in its head."""
    return page.replace("<head>", f"<head><script>{script}{STILLNESS}</script>", 1)
