"""Hugging Face folders small enough to make in a test: a real tokenizer and real, untrained networks."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import (
    AutoModel,
    AutoModelForMaskedLM,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    ElectraConfig,
    ElectraForPreTraining,
    ModernBertConfig,
    PreTrainedTokenizerFast,
)

from electra_engine.inference.notes import NOTES_FILE

BACKBONES = ("electra", "modern")
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ADJECTIVES = ["good", "bad", "nice", "awful", "very"]
WORDS = ["the", "a", "dog", "cat", "bird", "sun", "rain", "day", *ADJECTIVES, "is", "was", "and", "on", "ran"]
WORDS += ["bark", "##ed", "##s", ".", ",", "!"]
POSITIONS = 32


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    """WordPiece over a few words, lower-casing, with the special tokens in their usual places."""
    vocabulary = {token: number for number, token in enumerate(SPECIAL + WORDS)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])],
    )
    names = dict(zip(("pad", "unk", "cls", "sep", "mask"), SPECIAL, strict=True))
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, **{f"{role}_token": token for role, token in names.items()}
    )


def tiny_config(backbone: str, **details: object) -> ElectraConfig | ModernBertConfig:
    """Two layers of 32, or as `details` say."""
    size = {"vocab_size": len(SPECIAL) + len(WORDS), "hidden_size": 32, "num_hidden_layers": 2}
    size |= {"num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": POSITIONS}
    size |= {"pad_token_id": 0, **details}
    if backbone == "electra":
        return ElectraConfig(**size, embedding_size=16)
    ends = {"cls_token_id": 2, "bos_token_id": 2, "sep_token_id": 3, "eos_token_id": 3}
    return ModernBertConfig(**size, **ends, layer_types=["full_attention"] * size["num_hidden_layers"])


def write_folder(
    folder: Path, backbone: str = "modern", kind: str = "discriminator", **details: object
) -> Path:
    """A folder with one untrained network of a kind (discriminator, generator, classifier, encoder)."""
    if kind == "discriminator":
        details = {"id2label": {0: "original", 1: "replaced"}, **details}
    torch.manual_seed(7)
    config = tiny_config(backbone, **details)
    if kind == "discriminator" and backbone == "electra":
        network = ElectraForPreTraining(config)
    else:
        classes = {
            "discriminator": AutoModelForTokenClassification,
            "generator": AutoModelForMaskedLM,
            "classifier": AutoModelForSequenceClassification,
            "encoder": AutoModel,
        }
        network = classes[kind].from_config(config)
    with torch.no_grad():  # far from the flat start, so that numbers differ from one another
        for parameter in network.parameters():
            parameter.add_(0.3 * torch.randn_like(parameter))
    network.save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)
    return folder


BREAKING_TOKENIZERS = {
    "aborts": {"type": "BPE", "vocab": {"aa": 0, "é": 1, "aaé": 2}, "merges": ["aa é"]}
    | {"continuing_subword_prefix": "#"},  # cuts a letter in two and cannot say so
    "panics": {"type": "BPE", "vocab": {"aa": 0, "é": 1, "aaé": 2}, "merges": ["aa é"]}
    | {"continuing_subword_prefix": "zzzzzzzzzz"},
    "lacks its table": {"type": "WordLevel", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]"},
}


def write_breaking_tokenizer(folder: Path, kind: str) -> Path:
    """The folder with a tokenizer.json of known parts on which the library breaks down."""
    folder.mkdir(exist_ok=True)
    normalizer = {"type": "Precompiled", "precompiled_charsmap": ""} if kind == "lacks its table" else None
    content = {"version": "1.0", "normalizer": normalizer, "model": BREAKING_TOKENIZERS[kind]}
    (folder / "tokenizer.json").write_text(json.dumps({**content, "added_tokens": []}))
    return folder


def write_pair(folder: Path, backbone: str = "modern") -> Path:
    """A folder with generator/ and discriminator/."""
    for kind in ("generator", "discriminator"):
        write_folder(folder / kind, backbone, kind)
    return folder


def write_tagger(folder: Path, tags: tuple[str, ...] = ("X", "Y", "Z"), backbone: str = "modern") -> Path:
    """A folder with an untrained network that gives every word a tag."""
    labels = {"id2label": dict(enumerate(tags)), "label2id": {tag: n for n, tag in enumerate(tags)}}
    torch.manual_seed(7)
    network = AutoModelForTokenClassification.from_config(tiny_config(backbone, **labels))
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.3 * torch.randn_like(parameter))
    network.save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)
    (folder / NOTES_FILE).write_text(json.dumps({"task": "tagging", "columns": {"text": "words"}}))
    return folder
