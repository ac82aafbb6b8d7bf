"""A model by its name on the Hugging Face hub: what of it is needed, in this machine's own cache.

Only what is safe to read is ever asked for: the configuration, the tokenizer, and weights as
safetensors. With HF_HUB_OFFLINE set (the studio does, because nothing leaves the machine there) the cache
alone is looked at.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from electra_engine.errors import UserError

NEEDED = (
    *("config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt"),
    *("*.safetensors", "*.safetensors.index.json"),
)
# The hub's own bot offers old models as safetensors in a proposed change, which is a revision like any other.
CONVERTER = "SFconvertbot"
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


def looks_like_a_name(reference: str) -> bool:
    """Whether this could be OWNER/MODEL."""
    return _NAME.fullmatch(reference) is not None


def fetch(name: str) -> Path:
    """The folder with the model called `name`, downloaded unless it is in the cache.

    Raises `UserError` when the hub cannot be reached, has no such model, or has no safe weights of it.
    """
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    if constants.HF_HUB_OFFLINE:
        return _in_cache(name)
    # OSError and the error of the hub's HTTP library, which is not the same one in all its versions.
    of_the_library = cast(tuple[type[Exception], ...], HfHubHTTPError.__bases__)
    no_answer: tuple[type[Exception], ...] = (LocalEntryNotFoundError, *of_the_library)
    try:
        folder = Path(snapshot_download(name, allow_patterns=list(NEEDED)))
        if not any(folder.glob("*.safetensors")):
            folder = Path(snapshot_download(name, revision=_converted(name), allow_patterns=list(NEEDED)))
    except HfHubHTTPError as error:
        status = getattr(error.response, "status_code", None)
        raise UserError(
            "The hub has no model called {name} that you may read (it answered {status}): "
            "check the name, or give a folder on this machine.",
            "pair.start_from",
            name=name,
            status=status or type(error).__name__,
        ) from None
    except no_answer:
        raise UserError(
            "The hub cannot be reached, and {name} is not on this machine yet: "
            "try again with a connection, or give a folder.",
            "pair.start_from",
            name=name,
        ) from None
    return folder


def _in_cache(name: str) -> Path:
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    try:
        kept = [repo for repo in scan_cache_dir().repos if repo.repo_id == name]
    except CacheNotFound:
        kept = []
    snapshots = [revision.snapshot_path for repo in kept for revision in repo.revisions]
    whole = [path for path in snapshots if _is_whole(path)]
    if not whole:
        raise UserError(
            "{name} is not on this machine, and nothing is fetched from here: download it once with "
            "`electra-engine pretrain … --from {name}` or `hf download {name}`, or give a folder.",
            "pair.start_from",
            name=name,
        )
    return max(whole, key=lambda path: path.stat().st_mtime)


def _converted(name: str) -> str:
    """The revision that holds the weights as safetensors; raises `UserError` when there is none."""
    from huggingface_hub import HfApi

    offers = HfApi().get_repo_discussions(name, author=CONVERTER, discussion_type="pull_request")
    number = next((offer.num for offer in offers if "safetensors" in offer.title.lower()), None)
    if number is None:
        raise pickled(name)
    return f"refs/pr/{number}"


def pickled(model: object) -> UserError:
    """The refusal of weights that could run code when they are opened."""
    return UserError(
        "{model} has its weights as a pickle (.bin), which can run code when it is opened: convert them "
        "where you trust them with transformers, from_pretrained(…).save_pretrained(FOLDER), and start from "
        "that folder.",
        "pair.start_from",
        model=model,
    )


def _is_whole(snapshot: Path) -> bool:
    return (snapshot / "config.json").exists() and any(snapshot.glob("*.safetensors"))
