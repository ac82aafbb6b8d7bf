"""A tokenizer that somebody else learned, taken as it is: its casing, its accents, its cuts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from electra_engine.errors import UserError
from electra_engine.vocabulary.loading import LARGEST_FILE, load_tokenizer
from electra_engine.vocabulary.saving import save_tokenizer
from electra_engine.vocabulary.special import CLS, SEP, SPECIAL_TOKENS, UNKNOWN, special_ids


def adopt_tokenizer(source: Path, folder: Path) -> Tokenizer:
    """Writes the tokenizer of `source` to `folder` in the form that runs and exports have."""
    tokenizer = read_tokenizer(source)
    save_tokenizer(tokenizer, folder)
    return tokenizer


def read_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a folder from its tokenizer.json, else from a WordPiece vocab.txt.

    Raises `UserError` where there is neither, or what is there cannot be used.
    """
    if not (folder / "tokenizer.json").is_file() and (folder / "vocab.txt").is_file():
        return _from_word_list(folder)
    return load_tokenizer(folder)


def lowercases(tokenizer: Tokenizer) -> bool:
    """Whether the tokenizer makes every letter small before it cuts."""
    normalizer = json.loads(tokenizer.to_str())["normalizer"] or {}
    parts = [normalizer, *normalizer.get("normalizers", [])]
    return any(part.get("lowercase") or part.get("type") == "Lowercase" for part in parts)


def _from_word_list(folder: Path) -> Tokenizer:
    """BERT's own tokenization around vocab.txt, with the switches of tokenizer_config.json."""
    file = folder / "vocab.txt"
    if file.stat().st_size > LARGEST_FILE:
        raise UserError("The vocab.txt in {folder} is too large to be one.", "tokenizer", folder=folder)
    try:
        words = file.read_text("utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError):
        raise UserError("The vocab.txt in {folder} cannot be read.", "tokenizer", folder=folder) from None
    tokens = {word.rstrip("\r"): number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordPiece(tokens, unk_token=UNKNOWN))
    ids = special_ids(tokenizer)
    switches = _switches(folder)
    tokenizer.normalizer = normalizers.BertNormalizer(
        lowercase=bool(switches.get("do_lower_case", True)),
        strip_accents=switches.get("strip_accents"),
        handle_chinese_chars=bool(switches.get("tokenize_chinese_chars", True)),
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{CLS} $A {SEP}",
        pair=f"{CLS} $A {SEP} $B:1 {SEP}:1",
        special_tokens=[(CLS, ids.cls), (SEP, ids.sep)],
    )
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL_TOKENS])
    return tokenizer


def _switches(folder: Path) -> dict[str, Any]:
    try:
        stored = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}
