"""Files by their paths -> a tree of them on the disk, in which no file is ever changed where it stands."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from .manifests import Entry, folder_of, times

# One file of the site: its path below it, a fingerprint (16 bytes; equal fingerprint = equal bytes), and its bytes, a file to
# copy, or None where the file stands already with this fingerprint.
Files = Iterable[tuple[str, bytes, bytes | Path | None]]

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# A file to copy may have become a link since it was judged.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20
# What a disk says of a place that is taken, or of a folder that can't go.
_FULL = {errno.EEXIST, errno.ENOTEMPTY}
# What a disk says that has no hard links, or none between these two places.
_LINKLESS = {errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class Twice(Exception):
    """Two files would stand at one path."""


class Batch(Struct):
    """What became of files: those that stand already, by their fingerprints, and those that were put into the tree.

    `times` are those of the folders in which files were put, as in a manifest.
    """

    standing: dict[str, bytes]
    laid: dict[str, Entry]
    times: dict[str, int] = {}
    written: int = 0
    has_links: bool = True


class Tree:
    """A tree in the making. Whatever stands at a path gives way to what is put there."""

    def __init__(self, root: Path, begin: Callable[[], None]) -> None:
        """`begin` is called once, before the first change."""
        self._root, self._base, self._begin = root, f"{root}{os.sep}", begin
        self._made: set[str] = set()

    def stand(self) -> None:
        """Begin, even where no file follows."""
        self._make("")

    def write(self, path: str, fingerprint: bytes, contents: bytes | Path) -> Entry:
        """Write a file, or copy it from where it lies."""
        descriptor = self._new(path)
        try:
            if isinstance(contents, bytes):
                _write_all(descriptor, contents)
            else:
                for piece in _pieces(os.fspath(contents)):
                    _write_all(descriptor, piece)
            return _entry(fingerprint, os.fstat(descriptor))
        finally:
            os.close(descriptor)

    def link(self, path: str, entry: Entry, there: Path) -> tuple[Entry, bool]:
        """Let the file that stands in the tree `there` stand at the same path here; where it can't be one file, it is copied."""
        source, place = f"{there}{os.sep}{path}", self._base + path
        self._ready(path)
        try:
            try:
                os.link(source, place)
            except FileExistsError:
                _clear(place)
                os.link(source, place)
        except OSError as reason:
            if reason.errno not in _LINKLESS:
                raise
            return self.write(path, entry[0], Path(source)), False
        return entry, True

    def replace(self, path: str, fingerprint: bytes, contents: bytes | Path, beside: str) -> Entry:
        """Write a file at the path `beside`, then let it take its place in one step, for those who read meanwhile."""
        entry = self.write(beside, fingerprint, contents)
        try:
            os.replace(self._base + beside, self._base + path)
        except OSError:
            if not os.path.isdir(self._base + path):
                raise
            _clear(self._base + path)
            os.replace(self._base + beside, self._base + path)
        return entry

    def times(self) -> dict[str, int]:
        """When each of the folders in which something was put has changed last, as in a manifest."""
        return times(self._root, self._made)

    def _new(self, path: str) -> int:
        # os.open, no pathlib, no look whether a folder is there: with 17,000 files the difference is a second.
        self._ready(path)
        try:
            return os.open(self._base + path, _NEW, 0o644)
        except FileExistsError:
            with _alone(path):
                _clear(self._base + path)
                return os.open(self._base + path, _NEW, 0o644)
        except (FileNotFoundError, NotADirectoryError):
            # The folder was there: the other process has cleared it away for a file.
            raise Twice(folder_of(path)) from None

    def _ready(self, path: str) -> None:
        folder = folder_of(path)
        if folder not in self._made:
            self._make(folder)

    def _make(self, folder: str) -> None:
        parent = folder_of(folder)
        if folder and parent not in self._made:
            self._make(parent)
        if not folder:
            self._begin()
        place = self._base + folder if folder else self._base[:-1]
        try:
            os.mkdir(place, 0o755)
        except FileExistsError:
            # A link is no folder: what is written must not lie where it leads.
            with _alone(folder):
                if not _is_folder(place):
                    os.unlink(place)
                    os.mkdir(place, 0o755)
        except (FileNotFoundError, NotADirectoryError):
            if not parent:
                raise
            raise Twice(parent) from None  # as in _new
        self._made.add(folder)


@contextlib.contextmanager
def _alone(path: str) -> Iterator[None]:
    """Whatever comes to a place that is cleared, or goes from it, is the other process's doing."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise Twice(folder_of(path) or path) from None
    except OSError as reason:
        if reason.errno not in _FULL:
            raise
        raise Twice(path) from None


def batch(tree: Tree, site: Path, known: Mapping[str, Entry], files: Files) -> Batch:
    """Put into a tree what doesn't stand in the site already with the same fingerprint, or with the same bytes.

    Raises Twice, ValueError where a file that doesn't stand comes without contents, and OSError.
    """
    made, base = Batch({}, {}), f"{site}{os.sep}"
    standing, laid = made.standing, made.laid
    for path, fingerprint, contents in files:
        if path in standing or path in laid:
            raise Twice(path)
        at = known.get(path)
        if at is not None and (at[0] == fingerprint or _is_equal(base + path, at[1], contents)):
            standing[path] = fingerprint
        elif contents is None:
            raise ValueError(f"{path} doesn't stand in the site, and comes without contents")
        else:
            laid[path] = tree.write(path, fingerprint, contents)
    made.written, made.times = len(laid), tree.times()
    return made


def linked(tree: Tree, site: Path, entries: Iterable[tuple[str, Entry]]) -> Batch:
    """Let files that stand in the site stand in a tree, too."""
    made = Batch({}, {})
    for path, entry in entries:
        made.laid[path], is_link = tree.link(path, entry, site)
        made.has_links &= is_link
    return made


def cleared(root: Path, files: Iterable[str], folders: Iterable[str]) -> None:
    """Take files and folders out of a tree; those that have gone already don't matter."""
    base = f"{root}{os.sep}"
    for path in files:
        # A file may have given way to a folder, or its folder to a file.
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            if not _is_folder(base + path):
                os.unlink(base + path)
    for folder in sorted(folders, key=len, reverse=True):
        try:
            os.rmdir(base + folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as reason:
            if reason.errno not in _FULL:
                raise


def removed(root: Path) -> None:
    """Take a whole tree away. A link in its place goes, and what it leads to stays."""
    if os.path.lexists(root):
        _clear(os.fspath(root))


def _clear(place: str) -> None:
    if _is_folder(place):
        shutil.rmtree(place)
    else:
        os.unlink(place)


def _is_folder(place: str) -> bool:
    return stat.S_ISDIR(os.lstat(place).st_mode)


def _entry(fingerprint: bytes, found: os.stat_result) -> Entry:
    return fingerprint, found.st_size, found.st_mtime_ns, found.st_ino, found.st_mode


def _write_all(descriptor: int, data: bytes) -> None:
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, data[written:])


def _pieces(file: str) -> Iterator[bytes]:
    descriptor = os.open(file, _READ)
    try:
        while piece := os.read(descriptor, _PIECE):
            yield piece
    finally:
        os.close(descriptor)


def _is_equal(file: str, size: int, contents: bytes | Path | None) -> bool:
    """Whether the file, which is `size` bytes long, holds these contents."""
    if isinstance(contents, bytes):
        return len(contents) == size and all(contents[n : n + len(p)] == p for n, p in _places(file))
    if contents is None or os.stat(contents).st_size != size:
        return False
    return all(one == other for one, other in zip(_pieces(file), _pieces(os.fspath(contents)), strict=False))


def _places(file: str) -> Iterator[tuple[int, bytes]]:
    at = 0
    for piece in _pieces(file):
        yield at, piece
        at += len(piece)
