"""Beginning a run from weights that were trained before: a run's, an exported pair's, released ones.

a reference ─► places (which folders) ─► layouts (their sizes, checked) ─► settings that fit ─► a copy in
the run's folder ─► weights (put into the fresh pair by the worker)

Nothing but `weights` imports torch, so that a front door can say what a start means before it is made.
"""

from electra_engine.starting.adopting import adopt
from electra_engine.starting.fitting import fit_to_start

__all__ = ["adopt", "fit_to_start"]
