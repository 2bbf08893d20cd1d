"""A former release of a site -> the coming one, by the difference alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path

from msgspec import Struct

from ..crew import both
from .manifests import Entry, Found, Manifest, folder_of, folders_of, found_beside, times, walked
from .trees import Batch, Tree, cleared, linked

# So many links are made by two processes.
_MANY = 1_000


class Kept(Struct, frozen=True):
    """What a former release shares with the coming one, and what it has more: files and folders.

    `times` are those of the folders that have not changed.
    """

    files: dict[str, Entry]
    more: tuple[str, ...] = ()
    more_folders: tuple[str, ...] = ()
    times: Mapping[str, int] = {}


class Former(Struct, frozen=True):
    """A former release: its folder, its manifest if it has one, and what was seen to have changed in it, if somebody looked."""

    root: Path
    manifest: Manifest | None
    seen: Found | None = None


def renewed(
    former: Former, site: Path, stands: Mapping[str, Entry], made: Batch, begin: Callable[[], None]
) -> tuple[Manifest, bool]:
    """Bring a former release, into which a batch was laid, up to date: its new manifest, and whether no file had to be copied.

    Without a manifest of its own, a file of it is known by its being one with the site's. `begin` comes before the first change.
    """
    root = former.root
    coming = {path: (fingerprint, *stands[path][1:]) for path, fingerprint in made.standing.items()}
    folders = folders_of(chain(coming, made.laid))
    kept = _kept(former, stands, coming, made, folders)
    missing = [item for item in coming.items() if item[0] not in kept.files]
    Tree(root, begin).stand()
    cleared(root, kept.more, kept.more_folders)
    links = _linked(root, site, missing, begin)
    files = {**kept.files, **links.laid, **made.laid}
    disturbed = {folder_of(path) for path in chain(links.laid, kept.more, kept.more_folders, folders - kept.times.keys())}
    still = {folder: kept.times[folder] for folder in folders - disturbed if folder in kept.times}
    return Manifest(files, still | times(root, folders - still.keys())), links.has_links


def _kept(former: Former, stands: Mapping[str, Entry], coming: Mapping[str, Entry], made: Batch, folders: set[str]) -> Kept:
    root, known = former.root, former.manifest
    if not root.is_dir():
        return Kept({})
    names = coming.keys() | made.laid.keys()
    if known is None:
        inodes, there = walked(root)
        files = {path: entry for path, entry in coming.items() if inodes.get(path) == entry[3]}
        return Kept(files, tuple(inodes.keys() - names), tuple(set(there) - folders))
    seen = former.seen or found_beside(root, known, stands)
    # Whoever looked before the batch was laid has not seen what that has changed.
    touched = seen.touched | made.times.keys()
    return Kept(
        {path: entry for path, entry in _same(known, stands, coming) if path not in seen.fallen},
        tuple((known.files.keys() | set(seen.foreign)) - names),
        tuple((known.folders.keys() | set(seen.foreign_folders)) - folders),
        {folder: when for folder, when in known.folders.items() if folder not in touched},
    )


def _same(former: Manifest, stands: Mapping[str, Entry], coming: Mapping[str, Entry]) -> list[tuple[str, Entry]]:
    """The files of the former release that are those of the coming one: by their fingerprints, or one with the site's."""
    pairs = ((path, entry, former.files.get(path)) for path, entry in coming.items())
    return [(p, (e[0], *at[1:])) for p, e, at in pairs if at is not None and (at[0] == e[0] or at[1:] == e[1:])]


def _linked(root: Path, site: Path, missing: list[tuple[str, Entry]], begin: Callable[[], None]) -> Batch:
    if len(missing) < _MANY:
        return linked(Tree(root, begin), site, missing)
    half = len(missing) // 2
    one, other = both(
        lambda: linked(Tree(root, begin), site, missing[:half]), lambda: linked(Tree(root, begin), site, missing[half:]), Batch
    )
    return Batch({}, one.laid | other.laid, has_links=one.has_links and other.has_links)
