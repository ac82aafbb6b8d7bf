"""How often each token occurs, most frequent first, on two logarithmic axes."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import Any

from studio.charts.panels import Figure, Panel, Words, live_value, stacked
from studio.charts.thinning import spread_ranks

RARE = 10  # occurrences below which a token is hardly learned


def frequencies_value(counts: Mapping[str, int], text: Words) -> dict[str, Any]:
    """The frequencies as the value of a live chart, with its reading line and its summary in words."""
    return live_value(
        frequencies_chart(counts, text),
        reading=text["frequency.reading"],
        summary=frequencies_summary(counts, text),
    )


def frequencies_chart(counts: Mapping[str, int], text: Words) -> Figure:
    """One dot a token: rank against occurrences; of many tokens, a thousand spread over the ranks."""
    ranked = _ranked(counts)
    figure = stacked(
        [Panel(text["frequency.title"], "var(--ink)", [], height=300, note=frequencies_now(counts, text))],
        text["chart.rank"],
        "frequencies",
    )
    kept = [(rank, *ranked[rank]) for rank in spread_ranks(len(ranked))]
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": text["frequency.tokens"],
            "uid": "frequencies",
            "x": [rank + 1 for rank, _, _ in kept],
            "y": [count for _, _, count in kept],
            "text": [
                literal(
                    text["frequency.hover"].format(token=token[:40], rank=f"{rank + 1:,}", count=f"{count:,}")
                )
                for rank, token, count in kept
            ],
            "hoverinfo": "text",
            "showlegend": False,
            "marker": {"size": 6, "color": "var(--ink-quiet)", "opacity": 0.75},
        }
    )
    figure["layout"]["hovermode"] = "closest"
    figure["layout"]["xaxis"] |= {"type": "log", "dtick": 1, "showspikes": False}
    figure["layout"]["yaxis"] |= {"type": "log", "dtick": 1}
    return figure


def frequencies_summary(counts: Mapping[str, int], text: Words) -> str:
    """The picture in one sentence, for those who do not see it."""
    ranked = _ranked(counts)
    if not ranked:
        return text["frequency.summary_start"]
    token, most = ranked[0]
    median = statistics.median_low([count for _, count in ranked])
    return text["frequency.summary"].format(
        count=f"{len(ranked):,}", token=token[:40], most=f"{most:,}", median=f"{median:,}"
    )


def frequencies_now(counts: Mapping[str, int], text: Words) -> str:
    """How few tokens make up half of the text, and how many are too rare to learn much about."""
    ranked = _ranked(counts)
    half, reached, few = sum(count for _, count in ranked) / 2, 0, 0
    while few < len(ranked) and reached < half:
        reached += ranked[few][1]
        few += 1
    rare = sum(count < RARE for _, count in ranked)
    said = text["frequency.now"].format(
        few=f"{few:,}", count=f"{len(ranked):,}", rare=f"{rare:,}", times=RARE
    )
    return said if ranked else ""


def literal(foreign: str) -> str:
    """Foreign text as plotly shows it unchanged: plotly reads tags and entities in hover texts."""
    return foreign.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Tokens that occur at all, most frequent first; a logarithm has no place for zero."""
    return sorted(((token, count) for token, count in counts.items() if count > 0), key=lambda pair: -pair[1])
