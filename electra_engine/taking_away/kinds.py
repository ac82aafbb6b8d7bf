"""What a model folder's network is for, one table entry an output layer: the Hub's name for the task, what
it gives, and a script of about ten lines that asks it.

The scripts need nothing but torch and transformers, and work from whatever folder they are called in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.inference.notes import read_notes
from electra_engine.inference.references import RTD_LABELS

_BEGIN = """\
import sys
from pathlib import Path

import torch
from transformers import AutoTokenizer, {network_class}

folder = Path(__file__).parent
tokenizer = AutoTokenizer.from_pretrained(folder)
network = {network_class}.from_pretrained(folder).eval()
"""
_TEXT = 'text = sys.argv[1] if len(sys.argv) > 1 else "The dog meowed and ran to the farm."\n'
_TOKENS = 'tokens = tokenizer.convert_ids_to_tokens(inputs["input_ids"][0])\n'
_DETECTOR = (
    _BEGIN
    + _TEXT
    + """\
inputs = tokenizer(text, return_tensors="pt")
with torch.no_grad():
    logits = network(**inputs).logits[0]
shares = {shares}  # how likely each token was replaced
"""
    + _TOKENS
    + """\
for token, share in zip(tokens, shares.tolist()):
    print(f"{{share:.4f}}  {{token}}")
"""
)
_GENERATOR = (
    _BEGIN
    + """\
text = sys.argv[1] if len(sys.argv) > 1 else f"The dog {{tokenizer.mask_token}} at the gate."
inputs = tokenizer(text, return_tensors="pt")
with torch.no_grad():
    shares = torch.softmax(network(**inputs).logits[0], dim=-1)
for place in (inputs["input_ids"][0] == tokenizer.mask_token_id).nonzero().flatten():
    for share, token in zip(*(found.tolist() for found in shares[place].topk(5))):
        print(f"{{share:.4f}}  {{tokenizer.decode([token])}}")
"""
)
_CLASSIFIER = (
    _BEGIN
    + _TEXT
    + """\
inputs = tokenizer(text, *sys.argv[2:3], truncation=True, return_tensors="pt")  # a second text may follow
with torch.no_grad():
    logits = network(**inputs).logits[0]
for number, value in enumerate({values}):
    print(f"{{value:.4f}}  {{network.config.id2label[number]}}")
"""
)
_TAGGER = (
    _BEGIN
    + _TEXT
    + """\
inputs = tokenizer(text, truncation=True, return_tensors="pt")
with torch.no_grad():
    shares, labels = torch.softmax(network(**inputs).logits[0], dim=-1).max(dim=-1)
"""
    + _TOKENS
    + """\
for token, share, label in zip(tokens, shares.tolist(), labels.tolist()):
    print(f"{{share:.4f}}  {{network.config.id2label[label]}}  {{token}}")
"""
)
_ANSWERER = (
    _BEGIN
    + """\
question, text = sys.argv[1:3] if len(sys.argv) > 2 else ("Where is the dog?", "The dog is at the gate.")
inputs = tokenizer(question, text, truncation="only_second", return_offsets_mapping=True, return_tensors="pt")
places = inputs.pop("offset_mapping")[0].tolist()
own = torch.tensor([part == 1 for part in inputs.sequence_ids(0)])
with torch.no_grad():
    said = network(**inputs)
spans = said.start_logits[0][:, None] + said.end_logits[0][None, :]
spans = spans.masked_fill(~(own[:, None] & own[None, :]).triu(), float("-inf"))
first, last = divmod(int(spans.argmax()), len(own))
found, score = text[places[first][0] : places[last][1]], float(spans.max())
{no_answer}\
print(f"{{score:.4f}}  {{found}}")
"""
)
_NO_ANSWER = """\
none = float(said.start_logits[0, 0] + said.end_logits[0, 0]) - {margin:.6g}  # decided on held-out questions
if none > score:
    found, score = "(no answer)", none
"""
_CHOOSER = (
    _BEGIN
    + """\
text, *choices = sys.argv[1:] if len(sys.argv) > 2 else ("The dog", "barked loudly.", "meowed softly.")
inputs = tokenizer([text] * len(choices), choices, padding=True, truncation=True, return_tensors="pt")
with torch.no_grad():
    logits = network(**{{name: rows[None] for name, rows in inputs.items()}}).logits[0]
for choice, share in zip(choices, torch.softmax(logits, dim=-1).tolist()):
    print(f"{{share:.4f}}  {{choice}}")
"""
)


@dataclass(frozen=True)
class NetworkKind:
    """`network_class` is transformers' class, `pipeline_tag` the Hub's name for what it does, `outputs`
    the names of the tensors it gives, `script` the source of a script that asks it."""

    network_class: str
    pipeline_tag: str
    outputs: tuple[str, ...]
    script: str


def kind_of_folder(folder: Path) -> NetworkKind:
    """What the network in a model folder is for; raises `UserError` for one of no kind known here."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    network_class = str((config.get("architectures") or [""])[0])
    if network_class == "ElectraForPreTraining":
        return _kind(network_class, "token-classification", _DETECTOR, shares="torch.sigmoid(logits)")
    if network_class.endswith("ForTokenClassification"):
        if tuple((config.get("id2label") or {}).values()) == RTD_LABELS:
            shares = "torch.softmax(logits, dim=-1)[:, 1]"
            return _kind(network_class, "token-classification", _DETECTOR, shares=shares)
        return _kind(network_class, "token-classification", _TAGGER)
    if network_class.endswith("ForMaskedLM"):
        return _kind(network_class, "fill-mask", _GENERATOR)
    if network_class.endswith("ForSequenceClassification"):
        problem = config.get("problem_type")
        values = {"regression": "logits.tolist()", "multi_label_classification": "logits.sigmoid().tolist()"}
        said = values.get(str(problem), "logits.softmax(dim=-1).tolist()")
        return _kind(network_class, "text-classification", _CLASSIFIER, values=said)
    if network_class.endswith("ForQuestionAnswering"):
        outputs, no_answer = ("start_logits", "end_logits"), _no_answer(read_notes(folder).get("meaning"))
        return _kind(network_class, "question-answering", _ANSWERER, outputs, no_answer=no_answer)
    if network_class.endswith("ForMultipleChoice"):
        return _kind(network_class, "multiple-choice", _CHOOSER)
    raise UserError(
        "The model in {folder} is a {network}, which is not exported here.",
        "model",
        folder=folder.name,
        network=network_class[:60],
    )


def _no_answer(meaning: object) -> str:
    """The lines that say that there is no answer, for a network that learned to."""
    if not isinstance(meaning, dict) or not meaning.get("no_answer"):
        return ""
    return _NO_ANSWER.format(margin=float(meaning.get("no_answer_margin", 0.0)))


def _kind(
    network_class: str, tag: str, script: str, outputs: tuple[str, ...] = ("logits",), **gaps: str
) -> NetworkKind:
    return NetworkKind(network_class, tag, outputs, script.format(network_class=network_class, **gaps))
