"""How much there is to calculate in a fine-tuning run, and was in those before it."""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.finetuning.encoder_sizes import EncoderSizes, sizes_of
from electra_engine.finetuning.epochs import planned_epochs
from electra_engine.finetuning.preparing import Base
from electra_engine.finetuning.row_sizes import RowSizes
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.trial_plan import plan_trials
from electra_engine.jobs.runs import RunRequest
from electra_engine.workspace import Workspace

# A pass forward, one backward for what is read and one for the weights.
PASSES = {"full": 3.0, "head": 1.0}
OF_FEW_WEIGHTS = 2.0  # spared: nearly all of the last one


@dataclass(frozen=True)
class Work:
    """`tokens` that all trainings of a run read, at so many operations each, `tokens_a_step` at a time."""

    tokens: float
    operations_per_token: float
    tokens_a_step: float


def planned_work(settings: FineTuneSettings, encoder: EncoderSizes, rows: RowSizes) -> Work:
    """At most what a run calculates: as if every row were learned from, in every epoch."""
    orders = 2 if settings.pair_order == "both" else 1
    trainings = sum(trial.share for trial in plan_trials(settings, base_is_random=False))
    tokens_a_row = rows.tokens / max(rows.rows, 1)
    return Work(
        trainings * planned_epochs(settings, rows.rows * orders) * rows.tokens * orders,
        operations_per_token(settings, encoder, tokens_a_row),
        settings.batch_size * tokens_a_row,
    )


def operations_per_token(settings: FineTuneSettings, encoder: EncoderSizes, tokens_a_row: float) -> float:
    """Floating-point operations of the matrix products for one token that is learned from."""
    products = 2 * sum(a * b for a, b in encoder.matrices) + 4 * encoder.hidden * tokens_a_row
    passes = PASSES.get(settings.method, OF_FEW_WEIGHTS)
    if settings.method == "top":
        passes = 1 + 2 * min(settings.top_layers / encoder.layers, 1)
    return passes * encoder.layers * products


def work_done(workspace: Workspace, request: RunRequest, steps: int, tokens: int) -> Work | None:
    """What a run that has read so many tokens in so many steps calculated; None where that is not known.

    Raises `UserError` where its settings or its base cannot be used.
    """
    settings = FineTuneSettings().with_changes(request.settings)
    encoder = sizes_of(Base.from_request(str(request.extra.get("from"))).reference, workspace)
    if encoder is None:
        return None
    a_step = tokens / max(steps, 1)
    return Work(tokens, operations_per_token(settings, encoder, a_step / settings.batch_size), a_step)
