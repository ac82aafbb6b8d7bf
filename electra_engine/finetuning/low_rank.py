"""LoRA through `peft` (Hu et al. 2022): a product of two narrow matrices learns beside each matrix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from torch import nn
from transformers import PreTrainedModel

from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.model.additions import layers_of

ADAPTER_FOLDER = "adapter"
SCALE = 2  # the product counts this many times: alpha = 2 x rank, as is usual
TASK_TYPES = {
    "ForSequenceClassification": "SEQ_CLS",
    "ForTokenClassification": "TOKEN_CLS",
    "ForQuestionAnswering": "QUESTION_ANS",
}


def add_low_rank(network: PreTrainedModel, settings: FineTuneSettings) -> Callable[[Path], None]:
    """Puts the narrow matrices beside the layers' own, which stay still; the output layer learns whole.

    Finishing writes them as a PEFT adapter into `adapter/` and adds them to the matrices, so that the
    saved model is an ordinary one.
    """
    from peft import LoraConfig, get_peft_model  # takes a second to import

    layers = {id(module) for module in layers_of(network).modules()}
    inside = [n for n, m in network.named_modules() if isinstance(m, nn.Linear) and id(m) in layers]
    config = LoraConfig(
        r=settings.rank,
        lora_alpha=SCALE * settings.rank,
        target_modules=inside,
        modules_to_save=_output_layer(network),
        task_type=_task_type(network),
    )
    wrapped = get_peft_model(network, config)
    for own in wrapped.peft_config.values():  # it goes where this machine's folders mean nothing
        own.base_model_name_or_path = Path(own.base_model_name_or_path or "").name

    def finish(folder: Path) -> None:
        wrapped.save_pretrained(folder / ADAPTER_FOLDER)
        (folder / ADAPTER_FOLDER / "README.md").unlink(missing_ok=True)  # a form that nobody has filled in
        wrapped.merge_and_unload()

    return finish


def _output_layer(network: PreTrainedModel) -> list[str]:
    """What stands on the encoder, with a pooler, which released encoders often come without."""
    base = network.base_model
    own = [name for name, part in network.named_children() if part is not base and list(part.parameters())]
    return [*own, *(["pooler"] if getattr(base, "pooler", None) is not None else [])]


def _task_type(network: PreTrainedModel) -> str | None:
    """What peft calls the task; None where it has no name for it."""
    name = type(network).__name__
    return next((kind for ending, kind in TASK_TYPES.items() if name.endswith(ending)), None)
