"""Files that somebody handed over, kept in the workspace under a name made from their content.

A file in Gradio's cache is readable by every visitor and may vanish, so it is copied here at once.
An entry is whole or not there at all; the same files handed over twice are one entry.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from electra_engine import StopRequested, UserError, Watch
from studio.text import say, words

log = logging.getLogger(__name__)

MOST_FILES = 1_000
CHUNK = 1 << 20
CARD = "entry.json"


@dataclass(frozen=True)
class Entry:
    """Kept files: `id` is their folder's name, `name` what people call them, `about` what was found in
    them, `created` a UNIX time, `reading` how somebody says they are read, empty for as usual."""

    id: str
    name: str
    folder: Path
    file_names: tuple[str, ...]
    about: dict[str, Any]
    created: float
    reading: dict[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> list[Path]:
        return [self.folder / name for name in self.file_names]


class Shelf:
    """A folder of entries.

    `look` reads an entry's files, in the way that somebody says, and says what is in them, as what JSON can
    hold; it raises `UserError` when they are of no use. Whoever looks on is handed to it as ``watch``, and
    may break off what is begun: `StopRequested` is raised and nothing has changed. `check_room` raises a
    `UserError` when nothing more may be kept.
    """

    def __init__(
        self,
        folder: Path,
        look: Callable[..., dict[str, Any]],
        check_room: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder, self._look, self._check_room = folder, look, check_room

    def entries(self) -> list[Entry]:
        """What is kept, newest first; damaged entries are passed over."""
        found = [self._read(path) for path in self._folder.glob("[!.]*")]
        return sorted((entry for entry in found if entry), key=lambda entry: entry.created, reverse=True)

    def find(self, id: str) -> Entry:
        """One entry; raises `UserError` when it is not there."""
        entry = self._read(self._folder / checked_id(id))
        if entry is None:
            raise UserError(say("shelf.missing"))
        return entry

    def remove(self, id: str) -> None:
        """Deletes an entry and all its files; raises `UserError` when it is not there."""
        doomed = self._folder / f".removed-{uuid.uuid4().hex}"
        self.find(id).folder.rename(doomed)  # at once for everybody, even if deleting is interrupted
        shutil.rmtree(doomed, ignore_errors=True)

    def keep(
        self,
        uploads: Sequence[Path],
        reading: Mapping[str, Any] | None = None,
        watch: Watch | None = None,
    ) -> Entry:
        """Copies files that were handed over, checks them, and removes the handed-over ones.

        Files that are kept already and are to be read in another way (`reading`) are read again.
        """
        # What was handed over in the same moment as something before may have been kept with that already.
        uploads = [upload for upload in uploads if upload.is_file()]
        if not uploads:
            raise UserError(say("shelf.nothing"))
        if len(uploads) > MOST_FILES:
            raise UserError(say("shelf.too_many", count=len(uploads), most=MOST_FILES))
        try:
            self._check_room()  # what was handed over lies in the workspace already, and is counted
            with self._draft() as draft:
                names: list[str] = []
                digest = hashlib.sha256()
                for upload in uploads:
                    names.append(_free_name(upload.name, names))
                    _copy(upload, draft / names[-1], digest, watch)
                id, read = digest.hexdigest()[:16], dict(reading or {})
                return self._settle(Entry(id, title_of(names), draft, tuple(names), {}, 0.0, read), watch)
        finally:
            for upload in uploads:
                upload.unlink(missing_ok=True)

    def write(self, name: str, file_name: str, write: Callable[[Path, Watch], None], watch: Watch) -> Entry:
        """An entry of one file, which `write` makes; what is written twice is one entry."""
        self._check_room()
        with self._draft() as draft:
            file = draft / _free_name(file_name, [])
            write(file, watch)
            digest = hashlib.sha256()
            for _ in _chunks(file, file.name, digest, watch):
                pass  # only for the digest
            return self._settle(Entry(digest.hexdigest()[:16], name, draft, (file.name,), {}, 0.0), watch)

    def read_again(self, id: str, reading: Mapping[str, Any], watch: Watch | None = None) -> Entry:
        """Looks at a kept entry anew, in another way; where that is refused it stays as it was."""
        entry = replace(self.find(id), reading=dict(reading))
        card = json.loads((entry.folder / CARD).read_text(encoding="utf-8"))
        about = self._seen(entry, watch)
        if watch and watch.should_stop():  # it may be read in yet another way by now
            raise StopRequested
        draft = entry.folder / f".{CARD}-{uuid.uuid4().hex}"
        try:
            draft.write_text(json.dumps({**card, "about": about, "reading": entry.reading}), encoding="utf-8")
            draft.replace(entry.folder / CARD)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise UserError(say("shelf.no_room", folder=entry.folder, reason=error.strerror)) from None
        return replace(entry, about=about)

    def make(self, id: str, name_key: str, write: Callable[[Path], Sequence[Path]]) -> Entry:
        """An entry that the program writes itself, such as a sample; made once, then found again.

        Its name is the sentence with that key, in the language of whoever looks at it.
        """
        if ready := self._read(self._folder / id):
            return ready
        with self._draft() as draft:
            names = tuple(path.name for path in write(draft))
            return self._settle(Entry(id, say(name_key), draft, names, {}, 0.0), name_key=name_key)

    @contextmanager
    def _draft(self) -> Iterator[Path]:
        draft = self._folder / f".new-{uuid.uuid4().hex}"
        try:
            draft.mkdir(parents=True)
            yield draft
        except OSError as error:
            raise UserError(say("shelf.no_room", folder=self._folder, reason=error.strerror)) from None
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _settle(self, draft: Entry, watch: Watch | None = None, name_key: str = "") -> Entry:
        """The entry in its place, once its files lie in a draft's folder and are looked at."""
        if ready := self._read(self._folder / draft.id):
            if ready.reading == draft.reading:
                return ready
            return self.read_again(draft.id, draft.reading, watch)
        about = self._seen(draft, watch)
        entry = replace(draft, folder=self._folder / draft.id, about=about, created=time.time())
        card = {key: value for key, value in asdict(entry).items() if key not in ("id", "folder")}
        (draft.folder / CARD).write_text(json.dumps({**card, "name_key": name_key}), encoding="utf-8")
        try:
            draft.folder.rename(entry.folder)
        except OSError:  # another page handed over the same files in this very moment
            return self.find(draft.id)
        return entry

    def _seen(self, entry: Entry, watch: Watch | None) -> dict[str, Any]:
        """What is in an entry's files, as JSON gives it back."""
        how = [entry.reading] if entry.reading else []
        looking_on = {"watch": watch} if watch else {}
        seen: dict[str, Any] = json.loads(json.dumps(self._look(entry.files, *how, **looking_on)))
        return seen

    def _read(self, folder: Path) -> Entry | None:
        try:
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
            names = tuple(str(name) for name in card["file_names"])
            about, created = dict(card["about"]), float(card["created"])
            name = words().get(card.get("name_key", ""), str(card["name"]))
            entry = Entry(folder.name, name, folder, names, about, created, dict(card.get("reading", {})))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            log.warning("The entry %s cannot be read and is passed over.", folder)
            return None
        return entry if all(file.is_file() for file in entry.files) else None


def checked_id(id: object) -> str:
    """`id` where an entry can be called that, and so a folder; raises `UserError` otherwise."""
    if not isinstance(id, str) or not re.fullmatch(r"[\w-]+", id):
        raise UserError(say("shelf.missing"))
    return id


def _copy(source: Path, target: Path, digest: hashlib._Hash, watch: Watch | None) -> None:
    with target.open("xb") as writer:
        for chunk in _chunks(source, target.name, digest, watch):
            writer.write(chunk)


def _chunks(source: Path, name: str, digest: hashlib._Hash, watch: Watch | None) -> Iterator[bytes]:
    """A file's bytes, which go into the digest with its name."""
    digest.update(f"\0{name}\0".encode())
    with source.open("rb") as reader:
        while chunk := reader.read(CHUNK):
            if watch and watch.should_stop():
                raise StopRequested
            digest.update(chunk)
            yield chunk


def _free_name(name: str, taken: Sequence[str]) -> str:
    """A file name that is safe in a folder and not yet used there."""
    cleaned = re.sub(r"[^\w .+()-]", "_", Path(name).name).lstrip(". ")[-100:] or "file"
    return f"{len(taken) + 1}-{cleaned}" if cleaned in (*taken, CARD) else cleaned


def title_of(names: Sequence[str]) -> str:
    """What people call these files together."""
    if len(names) == 1:
        return names[0]
    return say("shelf.title_of_many", first=names[0], more=len(names) - 1)
