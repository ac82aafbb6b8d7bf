"""Gradio looks into its queue a thousand times a second, also where nothing of a page goes through it.

That takes 1.5% of a core, and interrupts a training as often.
"""

from __future__ import annotations

import gradio as gr

SECONDS = 0.5


def let_queue_rest(blocks: gr.Blocks) -> None:
    """From now on the queue is looked into twice a second: all events of this page go past it."""
    queue = blocks._queue
    queue.sleep_when_free = queue.progress_update_sleep_when_free = SECONDS
