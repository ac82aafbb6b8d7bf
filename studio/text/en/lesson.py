"""The words of lessons: settings in the address, and the link that carries them."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "lesson.copy": "Copy a link to this page as it is",
    "lesson.copied": "Copied.",
    "lesson.by_hand": "The browser does not let the page copy: copy this link by hand.",
    "lesson.hide": "Hide controls from whoever opens the link",
    "lesson.hide_help": "For a class: tick what your pupils need not see. It keeps the value it has now.",
    "lesson.link": "Link to this page",
    "lesson.not_a_setting": "“{text}” in the address is not a setting with its value, such as "
    "training.minutes:2: it was passed over.",
    "lesson.no_control": "The address hides “{name}”, but there is no such control: it was passed over.",
    "lesson.no_corpus": "The corpus that the address names is not in this workspace: upload it or choose "
    "another.",
}
