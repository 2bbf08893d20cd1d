"""What was made once, kept by its digest; disposable."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from . import ahead, seal

# Below an archive's folder.
STORE, SEARCH_STORE = ".cache/archive", ".cache/search"

_FORMAT = b"article archive, kept 2\n"
_BEFORE = len(_FORMAT) + hashlib.sha256().digest_size
# Bytes -> their seal.
Sealed = Callable[[bytes], bytes]

# A link is never followed, and a pipe never waited for: strangers can put either into a folder.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Store:
    """Bytes that cost much to make, each in a file of its own. Whatever happens to the folder costs time only, never a build.

    Content and what is kept lie in one folder, so a stranger can bring both: only what bears this user's seal is believed.
    """

    def __init__(self, folder: Path | None) -> None:
        """Without a folder nothing is kept. It is made when it is first needed."""
        self._folder = folder
        self._key = seal.key(folder.parent.parent) if folder else b""

    def elsewhere(self, folder: Path) -> Store:
        """Another folder for what bears this archive's seal; where nothing is kept here, nothing is kept there."""
        other = Store(None)
        other._folder, other._key = folder if self._folder else None, self._key
        return other

    def kept(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes kept under the key, or made now and kept; the key names the maker's version and a digest of its input."""
        if (data := self.find(key)) is None:
            data = make()
            self.keep(key, data)
        return data

    def find(self, key: str) -> bytes | None:
        """The bytes kept under the key; None where there are none, or not all of them."""
        return next(self.found((key,)))

    def found(self, keys: Sequence[str]) -> Iterator[bytes | None]:
        """What `find` finds under each key; the next are on their way while one is looked into."""
        folder = self._folder
        if folder is None:
            yield from (None for _ in keys)
            return
        places = (_place(folder, _file(folder, key)) for key in keys)
        for key, descriptor in zip(keys, ahead.opened(places, _READ), strict=True):
            yield _read(descriptor, self._sealed(key))

    def keep(self, key: str, data: bytes) -> None:
        """Keep the bytes under the key, if the disk lets them be kept."""
        if self._folder is not None:
            _write(self._folder, _file(self._folder, key), self._sealed(key), data)

    def _sealed(self, key: str) -> Sealed:
        # With the name in it, a file that stands under another's name is told too.
        return partial(seal.seal, self._key, key.encode() + b"\0")

    def forget_others(self, key: str) -> None:
        """Keep nothing but what is kept under the key, if the disk lets the others be deleted."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                _forget_others(self._folder, _file(self._folder, key))


def _file(folder: Path, key: str) -> Path:
    name = hashlib.sha256(key.encode()).hexdigest()
    return folder / name[:2] / name[2:]


def _forget_others(folder: Path, the_one: Path) -> None:
    if folder.is_symlink() or not folder.is_dir():
        return
    for shelf in folder.iterdir():
        if shelf != the_one.parent or shelf.is_symlink():
            _remove(shelf)
        else:
            for other in shelf.iterdir():
                if other != the_one:
                    _remove(other)


def _remove(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        with contextlib.suppress(OSError):
            path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _place(folder: Path, file: Path) -> str:
    """Where the file is opened; "", where nothing is, if a link leads there or nobody may look."""
    try:
        return "" if _is_linked(folder, file) else os.fspath(file)
    except OSError:
        return ""


def _read(descriptor: int | OSError, sealed: Sealed) -> bytes | None:
    """What was kept; None where there is nothing, half of it, or other bits than were written."""
    if isinstance(descriptor, OSError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        with open(descriptor, "rb", closefd=False) as opened:
            before, data = opened.read(_BEFORE), opened.read()
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return data if before == _FORMAT + sealed(data) else None


def _write(folder: Path, file: Path, sealed: Sealed, data: bytes) -> None:
    beside = file.with_name(f".{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with contextlib.suppress(OSError):
        if _is_linked(folder, file):
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(beside, "wb", opener=lambda path, _: os.open(path, _WRITE, 0o644)) as opened:
                opened.writelines((_FORMAT, sealed(data), data))
            # A file that takes another's place is written out at once by some disks, and nothing here is worth the wait.
            file.unlink(missing_ok=True)
            os.replace(beside, file)
        except OSError:
            beside.unlink(missing_ok=True)


def _is_linked(folder: Path, file: Path) -> bool:
    return folder.is_symlink() or file.parent.is_symlink()
