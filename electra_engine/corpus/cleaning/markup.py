"""Marks that are not text: HTML, WikiText, Markdown. Each becomes the words that a reader would see.

Every expression reads its text once; none can be made slow by what is written.
"""

from __future__ import annotations

import html
import re

_BLOCKS = (
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 head header hr html li main meta nav ol option p pre section table tbody td tfoot "
    "th thead title tr ul"
)
_SPANS = (
    "a abbr acronym b base basefont bdi bdo big button caption cite code col colgroup data del details "
    "dfn em embed font i iframe img input ins kbd label legend link map mark noscript object param q rp "
    "rt ruby s samp script select small source span strike strong style sub summary sup svg textarea time "
    "tt u var video wbr"
)
_CODE = re.compile(r"<(script|style)\b[^<>]{0,1000}>[^<]{0,100000}</\1\s{0,9}>", re.I)
_COMMENT = re.compile(r"<!--[^<>]{0,10000}-->|<!doctype[^<>]{0,1000}>", re.I)
_BLOCK = re.compile(rf"</?(?:{'|'.join(_BLOCKS.split())})(?:[\s/][^<>]{{0,4000}})?>", re.I)
_SPAN = re.compile(rf"</?(?:{'|'.join(_SPANS.split())})(?:[\s/][^<>]{{0,4000}})?>", re.I)
_SPACES = re.compile(r"[ \t]{2,}")
_GAPS = re.compile(r"\n[ \t\n]*\n")


def strip_html(text: str) -> str:
    """Tags and comments gone, entities as the characters that they stand for."""
    if "<" in text:
        bare = _SPAN.sub("", _BLOCK.sub("\n", _COMMENT.sub("", _CODE.sub("", text))))
        text = text if bare == text else _tidy(bare)
    return html.unescape(text) if "&" in text else text


_JOINTS = re.compile(r" @([-,.])@ ")
_TITLE = re.compile(r"^[ \t]*(={1,6}(?: =){0,5})[ \t]*([^=\n][^\n]*?)[ \t]*=[ =]*$", re.M)
_TEMPLATE = re.compile(r"\{\{[^{}]{0,10000}\}\}")
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{0,500}\|)?([^\[\]|\n]{1,500})\]\]")
_OUTER_LINK = re.compile(r"\[(?:https?|ftp)://[^\s\]]{1,1000}(?: ([^\]\n]{0,500}))?\]")
_REFERENCE = re.compile(r"<ref\b[^<>]{0,1000}(?:/>|>[^<]{0,10000}</ref>)", re.I)
_QUOTES = re.compile(r"'{2,5}")
_WIKI_ITEM = re.compile(r"^[*#:;]+[ \t]*", re.M)


def strip_wikitext(text: str) -> str:
    """Headings, links and joints as plain words; templates and references gone."""
    text = _JOINTS.sub(r"\1", text)
    if "=" in text:
        text = _TITLE.sub(r"\2", text)
    if "{{" in text:
        for _ in range(5):  # templates stand in one another
            text, found = _TEMPLATE.subn("", text)
            if not found:
                break
    if "[" in text:
        text = _OUTER_LINK.sub(r"\1", _LINK.sub(r"\1", text))
    if "''" in text or "<ref" in text:
        text = _QUOTES.sub("", _REFERENCE.sub("", text))
    return _WIKI_ITEM.sub("", text)


_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$\n?", re.M)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.M)
_RULE = re.compile(r"^[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+|-+)$\n?", re.M)
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", re.M)
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M)
_PICTURE_OR_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,500})\](?:\([^()\s]{0,1000}(?: \"[^\"\n]{0,200}\")?\)|\[[^\[\]\n]{0,200}\])"
)
_STRONG = re.compile(r"(\*{1,3}|_{1,3}|~~)(?=\S)([^*_~\n]{1,500}?)(?<=\S)\1(?!\w)")
_CODE_SPAN = re.compile(r"(`{1,3})([^`\n]{1,500})\1")


def strip_markdown(text: str) -> str:
    """Headings, items, quotes, links, emphasis and code as the plain words in them."""
    text = _FENCE.sub("", text)
    text = _HEADING.sub(r"\1", text)
    text = _RULE.sub("", text)
    text = _ITEM.sub("", _QUOTE.sub("", text))
    if "[" in text:
        text = _PICTURE_OR_LINK.sub(r"\1", text)
    return _CODE_SPAN.sub(r"\2", _STRONG.sub(r"\2", text))


def _tidy(text: str) -> str:
    return _GAPS.sub("\n\n", _SPACES.sub(" ", text))
