"""What an engine made, kept as long as all that it read is the same: then it is left out of a build."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack

from ..announcement import announcement
from ..archive import Archive, Engine
from ..frames import Frame
from ..pages.drafts import digest
from ..panels import Prose
from ..problems import Problem
from ..program import edition
from ..settings import Settings
from ..store import Store
from ..watching import Watched, sight


class Kept(Struct, frozen=True):
    """The engine's last work, and all that it holds for. `copies` are files that it only copied, with where they lie.

    `seen` is the sight of what is `watched`, `content` the digest of what its pages link to: of the addresses `named`, or of
    all. It holds from `since` on and
    until `until` (seconds since 1970): then another page of the editors comes out.
    """

    edition: bytes
    watched: Watched
    seen: bytes
    content: bytes
    named: tuple[str, ...] | None
    since: float
    until: float
    notice: bytes
    settings: Settings
    site: str
    pages: Mapping[str, str]
    others: Mapping[str, str]
    frames: list[tuple[str, int, Frame]]
    files: Mapping[str, bytes]
    copies: Mapping[str, str]
    prose: Mapping[str, Prose]
    overrides: tuple[str, ...]
    has_search: bool
    problems: tuple[Problem, ...]

    def engine(self) -> Engine:
        """What the engine made."""
        return Engine(
            self.pages,
            self.others,
            {(section, deep): frame for section, deep, frame in self.frames},
            {**self.files, **{path: Path(lying) for path, lying in self.copies.items()}},
            self.prose,
            tuple(map(Path, self.overrides)),
            self.has_search,
        )

    def may_hold(self, now: datetime) -> bool:
        """Whether nothing that the engine reads has changed; what its pages link to is asked for later."""
        is_time = self.since <= now.timestamp() < self.until and self.notice == notice_of(self.settings, now)
        return is_time and self.edition == edition() and sight(self.watched).digest == self.seen


_KEPT = msgpack.Decoder(Kept)


def recall(store: Store, config_file: Path) -> Kept | None:
    """The engine's last work for this mkdocs.yml."""
    data = store.find(_key(config_file))
    try:
        return None if data is None else _KEPT.decode(data)
    except MsgspecError:
        return None


def keep(kept: Kept, store: Store, config_file: Path) -> None:
    store.keep(_key(config_file), msgpack.encode(kept))


def _key(config_file: Path) -> str:
    return f"engine 1, {os.path.abspath(config_file)}"


def notice_of(settings: Settings, now: datetime) -> bytes:
    """The digest of the announcement that every page shows."""
    notice = announcement(settings, now)
    return digest(notice.text, notice.href) if notice else b""


def content_of(archive: Archive, named: tuple[str, ...] | None) -> bytes:
    """The digest of what the engine's pages link to, and of the lists that they can ask for.

    `named` are the addresses that they name. None where they name something that is not there: anything new may be that.
    """
    known, there = archive.map.pages, archive.map.addresses
    lists = [(clip.id, clip.group) for clip in archive.catalogue.clips], sorted(a for a in there if a.count("/") < 3)
    if named is None:
        sets = (there, archive.map.unpublished, archive.map.broken)
        return digest(lists, sorted(known.items()), [sorted(found) for found in sets])
    owners = {address: path for path, address in known.items()}
    return digest(lists, [(address, owners.get(address, ""), address in there) for address in named])
