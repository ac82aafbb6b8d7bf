"""Names for those parts of Gradio's own markup that it names in English alone."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "manners.upload": "Upload files: press Enter or drop them here",
    "manners.upload_field": "File upload",
    "manners.uploading": "Uploading",
    "manners.remove": "Remove this file",
    "manners.more_tabs": "More tabs",
    "manners.loading": "Working",
    "manners.dismiss": "Close",
    "manners.download": "Download",
}
