"""What stands in a tree of files, and whether it still does."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path

from msgspec import DecodeError, Struct, msgpack

from ..crew import both

# A file's fingerprint (16 bytes), size, time of its last change (nanoseconds), inode and mode.
Entry = tuple[bytes, int, int, int, int]

_FORMAT = b"article archive, manifest 1\n"
_DIGEST = 16
# Two changes within one tick of a disk's clock leave a folder the same time: one so young is looked into the next time.
_TICK = 20_000_000
# So many files are looked at by two processes.
MANY = 4_000


class Manifest(Struct, frozen=True):
    """The files of a tree by their paths, and its folders (the tree itself is "") with the time of their last change."""

    files: dict[str, Entry]
    folders: dict[str, int]


class Found(Struct, frozen=True):
    """What no longer stands as the manifest says: files, and folders that were changed; and what it doesn't name."""

    fallen: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()
    foreign_folders: tuple[str, ...] = ()


class Manifests:
    """The manifests of a site's trees. A tree is known by its folder's identity, which it keeps whatever it is called."""

    def __init__(self, kept: Path, site: Path) -> None:
        self._kept, self._is_open = kept, _is_open(kept)
        self._site = f"tree-{blake2b(os.fsencode(site), digest_size=8).hexdigest()}-"

    def of(self, root: Path) -> Manifest | None:
        """The tree's manifest; None where there is none, or it is damaged, or of another version."""
        return decoded(self.bytes_of(root))

    def bytes_of(self, root: Path) -> bytes:
        """The tree's manifest as it is kept, to be looked into later; empty where there is none."""
        try:
            return self._file(root).read_bytes() if self._is_open else b""
        except OSError:
            return b""

    def keep(self, root: Path, manifest: Manifest) -> None:
        """Keep the tree's manifest, where the folder may be written. Raises OSError."""
        if not self._is_open:
            return
        data, file = msgpack.encode(manifest), self._file(root)
        beside = file.with_name(f".{file.name}")
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        try:
            beside.write_bytes(_FORMAT + blake2b(data, digest_size=_DIGEST).digest() + data)
            os.replace(beside, file)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    def forget(self, root: Path) -> None:
        """From now on, nothing is known of the tree. Raises OSError."""
        if not self._is_open:
            return
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            self._file(root).unlink()

    def forget_others(self, *roots: Path) -> None:
        """Keep the manifests of these trees only."""
        with contextlib.suppress(OSError):
            names = {self._file(root).name for root in roots if root.exists()}
            for other in set(os.listdir(self._kept)) - names:
                if other.removeprefix(".").startswith(self._site):
                    (self._kept / other).unlink()

    def _file(self, root: Path) -> Path:
        identity = os.lstat(root)
        return self._kept / f"{self._site}{identity.st_dev:x}-{identity.st_ino:x}"


def _is_open(folder: Path) -> bool:
    """Whether files can be kept there: where an old one could not be deleted either, no file of it may be believed."""
    there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    may = os.R_OK | os.W_OK | os.X_OK
    return there.is_dir() and os.access(there, may, effective_ids=os.access in os.supports_effective_ids)


def decoded(data: bytes) -> Manifest | None:
    """A manifest from its bytes; None where they are none, or not all."""
    after = len(_FORMAT) + _DIGEST
    if data[:after] != _FORMAT + blake2b(memoryview(data)[after:], digest_size=_DIGEST).digest():
        return None
    try:
        return msgpack.decode(memoryview(data)[after:], type=Manifest)
    except DecodeError:
        return None


def found(root: Path, manifest: Manifest) -> Found:
    """What has changed in the tree since its manifest was made."""
    files, folders = partial(_fallen, root, manifest.files), partial(_touched, root, manifest.folders)
    fallen, touched = both(files, folders, list[str]) if len(manifest.files) > MANY else (files(), folders())
    return _judged(root, manifest, fallen, touched)


def added(root: Path, manifest: Manifest) -> Found:
    """What lies in the tree that its manifest doesn't name; the files that it names are not looked at."""
    return _judged(root, manifest, (), _touched(root, manifest.folders))


def found_beside(root: Path, manifest: Manifest, known: Mapping[str, Entry]) -> Found:
    """What has changed in a tree some of whose files are one with `known` ones: those stand, and are not looked at again."""
    own = {path: entry for path, entry in manifest.files.items() if known.get(path) != entry}
    return _judged(root, manifest, _fallen(root, own), _touched(root, manifest.folders), looked_at=own)


def _judged(
    root: Path, manifest: Manifest, fallen: Iterable[str], touched: Iterable[str], looked_at: Collection[str] | None = None
) -> Found:
    touched, fallen = frozenset(touched), set(fallen)
    lost = tuple(f"{folder}/" if folder else "" for folder in touched if not _is_folder(root / folder))
    if lost:
        fallen.update(path for path in manifest.files if path.startswith(lost))
    if looked_at is not None:
        # A changed folder may hold other files under the names of those that were not looked at.
        doubtful = {p: e for p, e in manifest.files.items() if p not in looked_at and folder_of(p) in touched}
        fallen.update(_fallen(root, doubtful))
    listed = (folder for folder in sorted(touched) if not f"{folder}/".startswith(lost or ("\0",)))
    foreign = [path for folder in listed for path in _foreign(root, folder, manifest)]
    files = tuple(path for path in foreign if not path.endswith("/"))
    return Found(frozenset(fallen), touched, files, tuple(path[:-1] for path in foreign if path.endswith("/")))


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _fallen(root: Path, files: Mapping[str, Entry]) -> list[str]:
    base, lstat, fallen = f"{root}{os.sep}", os.lstat, []
    for path, (_, size, changed, inode, mode) in files.items():
        try:
            now = lstat(base + path)
        except OSError:
            fallen.append(path)
            continue
        if now.st_mtime_ns != changed or now.st_size != size or now.st_ino != inode or now.st_mode != mode:
            fallen.append(path)
    return fallen


def _touched(root: Path, folders: Mapping[str, int]) -> list[str]:
    base, lstat, touched = f"{root}{os.sep}", os.lstat, []
    for path, changed in folders.items():
        try:
            now = lstat(base + path)
        except OSError:
            touched.append(path)
            continue
        if now.st_mtime_ns != changed or not stat.S_ISDIR(now.st_mode):
            touched.append(path)
    return touched


def _foreign(root: Path, folder: str, manifest: Manifest) -> Iterator[str]:
    """What lies in a folder, and below what is foreign itself, that the manifest doesn't name; folders end in a stroke."""
    for entry in _entries(root / folder):
        path = f"{folder}/{entry.name}" if folder else entry.name
        if not entry.is_dir(follow_symlinks=False):
            if path not in manifest.files:
                yield path
        elif path not in manifest.folders:
            yield f"{path}/"
            yield from _foreign(root, path, manifest)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except PermissionError:
        return []  # such as a disk's lost+found


def walked(root: Path) -> tuple[dict[str, int], list[str]]:
    """Every file below a folder with its inode, and every folder; a link is a file."""
    files: dict[str, int] = {}
    folders, waiting = [""], [""]
    while waiting:
        folder = waiting.pop()
        for entry in _entries(root / folder):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
                waiting.append(path)
            else:
                files[path] = entry.inode()
    return files, folders


def everything(root: Path) -> Manifest:
    """All that lies in a tree of which nothing is known."""
    files, folders = walked(root)
    return Manifest(dict.fromkeys(files, (b"", -1, -1, -1, -1)), dict.fromkeys(folders, 0))


def folder_of(path: str) -> str:
    """The folder in which a file or folder lies; "" for the tree itself."""
    return path.rpartition("/")[0]


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder in which, at whatever depth, one of the files lies; "" is the tree itself."""
    every = {""}
    for path in paths:
        folder = folder_of(path)
        while folder not in every:
            every.add(folder)
            folder = folder_of(folder)
    return every


def times(root: Path, folders: Iterable[str]) -> dict[str, int]:
    """The time of each folder's last change; 0 where another change could have the same."""
    base, lstat, young = f"{root}{os.sep}", os.lstat, time.time_ns() - _TICK
    changed = ((folder, lstat(base + folder).st_mtime_ns) for folder in folders)
    return {folder: when if when < young else 0 for folder, when in changed}
