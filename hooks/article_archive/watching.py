"""Files on the disk -> a digest of their stamps: while that stays the same, they hold what they held."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator

from msgspec import Struct, msgpack

from .reading import Stamp, is_settled

# A path, its stamp, and when its entry on the disk last changed.
Seen = tuple[str, Stamp, int]


class Watched(Struct, frozen=True):
    """Files, and folders with all below them but the folders `aside`; full paths."""

    files: tuple[str, ...]
    folders: tuple[str, ...]
    aside: frozenset[str] = frozenset()


class Sight(Struct, frozen=True):
    """What was seen; `settled`: nothing was changed so lately that it may change again unseen."""

    digest: bytes
    settled: bool


def sight(watched: Watched) -> Sight:
    """Look at every file that is watched."""
    return of([*_files(watched.files), *(seen for folder in watched.folders for seen in _below(folder, watched.aside))])


def of(seen: Iterable[Seen]) -> Sight:
    """The sight of these."""
    every = sorted(seen)
    latest = max((stamp[1] for _, stamp, _ in every), default=0)
    return Sight(hashlib.sha256(msgpack.encode(every)).digest()[:16], is_settled(latest))


def shut(watched: Watched) -> list[OSError]:
    """Why folders of these can't be looked into: all that lies in them would be missing without a word."""
    reasons: list[OSError] = []
    for folder in watched.folders:
        for at, folders, _ in os.walk(folder, onerror=reasons.append):
            folders[:] = [name for name in folders if os.path.join(at, name) not in watched.aside]
    return reasons


def _files(paths: Iterable[str]) -> Iterator[Seen]:
    for path in paths:
        try:
            yield _seen(path, os.stat(path))
        except OSError:
            yield path, (-1, -1, -1), -1


def _below(folder: str, aside: frozenset[str]) -> Iterator[Seen]:
    try:
        found = list(os.scandir(folder))
    except OSError:
        return
    for entry in found:
        if entry.is_dir():  # what lies behind a link is watched, too
            yield from _below(entry.path, aside) if entry.path not in aside else ()
        else:
            yield from _files([entry.path])


def _seen(path: str, found: os.stat_result) -> Seen:
    return path, (found.st_size, found.st_mtime_ns, found.st_ino), found.st_ctime_ns
