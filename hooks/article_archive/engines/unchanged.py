"""Whether anything has changed since the last build: if not, what it said is said again, and nothing is done."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import MsgspecError, Struct, msgpack

from ..options import Options
from ..problems import Problem
from ..program import edition
from ..publish import opened
from ..reading import Folder, Found
from ..store import Store
from ..watching import Watched, of, sight

if TYPE_CHECKING:  # they load most of the program
    from ..archive import Archive
    from ..settings import Settings


# To look at so many files takes as long as to load the program.
MANY = 4_000


class Last(Struct, frozen=True):
    """The last build: what it was asked for, what it saw, what it said. It holds as `Kept` does.

    `tree` is the identity of the site's folder: where a release before was brought back, another one stands there.
    `files` is the number of files in the content folders.
    """

    edition: bytes
    options: Options
    watched: Watched
    seen: bytes
    folders: tuple[Folder, ...]
    content: bytes
    since: float
    until: float
    site: str
    tree: tuple[int, int]
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...]
    said: str
    files: int


_LAST = msgpack.Decoder(Last)


def last(store: Store, config_file: Path) -> Last | None:
    data = store.find(_key(config_file))
    try:
        return None if data is None else _LAST.decode(data)
    except MsgspecError:
        return None


def remember(build: Last, store: Store, config_file: Path) -> None:
    store.keep(_key(config_file), msgpack.encode(build))


def is_the_same(before: Last, options: Options, now: datetime) -> bool:
    """Whether all but the content is as the last build saw it."""
    is_same = before.edition == edition() and before.options == options and before.since <= now.timestamp() < before.until
    return is_same and sight(before.watched).digest == before.seen


def has_the_same(before: Last, found: Found) -> bool:
    """Whether the content is as the last build saw it."""
    return of(_seen(found)).digest == before.content


def stands(before: Last, kept: Path) -> bool:
    """Whether the site is still what the last build published. Raises Unwritable."""
    with opened(Path(before.site), kept) as releases:
        return tree(before.site) == before.tree and releases.is_whole()


def tree(site: str) -> tuple[int, int]:
    """The identity of the folder that stands in the site's place; zeros where none does."""
    try:
        found = os.stat(site)
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def content(found: Found) -> bytes | None:
    """The digest of what was found; None where something was changed so lately that it may change again unseen."""
    seen = of(_seen(found))
    return seen.digest if seen.settled else None


def _seen(found: Found) -> Iterable[tuple[str, tuple[int, int, int], int]]:
    return ((path, stamp, 0) for path, stamp in found.stamps.items())


def span(archive: Archive) -> tuple[float, float]:
    """From when on, and until when, the archive is what it is now (seconds since 1970)."""
    now = archive.now.timestamp()
    dates = [a.date.at for a in (*archive.catalogue.articles, *archive.catalogue.unpublished) if a.date and not a.draft]
    here = archive.now.astimezone(archive.settings.zone)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    new_year = here.replace(year=here.year + 1, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    until = [new_year.timestamp(), *(at for at in dates if at > now), *_of_announcement(archive.settings, midnight, now)]
    old_year = here.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    return max([old_year.timestamp(), *(at for at in dates if at <= now)]), min(until)


def _of_announcement(settings: Settings, midnight: datetime, now: float) -> Iterable[float]:
    written = settings.announcement
    if written is None or written.until is None:
        return ()
    return [at for at in (midnight.timestamp(), float(written.until.at + 60)) if at > now]


def _key(config_file: Path) -> str:
    return f"last build 3, {os.path.abspath(config_file)}"
