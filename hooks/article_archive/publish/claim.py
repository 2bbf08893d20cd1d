"""One build of a site at a time: who comes second waits."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 30  # Windows lets nobody read the bytes that are locked: this one holds no words.


@contextlib.contextmanager
def claimed(site: Path) -> Iterator[bool]:
    """Hold the site through a file beside it. Another build is named on standard error, and waited for: whether one was.

    A process that was forked meanwhile shares the claim; the system lets go of it when the last of them ends, however it ends.
    """
    file = site.with_name(f".{site.name}.lock")
    descriptor, has_waited = _held(file)
    try:
        _sign(descriptor)
        yield has_waited
    finally:
        # Whoever waits for this very file finds that it lies there no more, and asks again.
        with contextlib.suppress(OSError):
            file.unlink()
        os.close(descriptor)


def _held(file: Path) -> tuple[int, bool]:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    has_waited = False
    while True:
        descriptor = os.open(file, flags, 0o644)
        try:
            if not _lock(descriptor, wait=False):
                has_waited = True
                print(f"{_holder(file)} Waiting for it to end.", file=sys.stderr, flush=True)
                _lock(descriptor, wait=True)
            if _is_there(descriptor, file):
                return descriptor, has_waited
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_there(descriptor: int, file: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), os.lstat(file))
    return False


def _sign(descriptor: int) -> None:
    words = f"process {os.getpid()} since {time.strftime('%Y-%m-%d %H:%M:%S')}\n"
    # A full disk is no reason to wait for nobody: the words are a courtesy.
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, words.encode())


def _holder(file: Path) -> str:
    try:
        words = file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        words = ""
    return f"Another build is writing this site now{f' ({words})' if words else ''}."


if sys.platform == "win32":

    def _lock(descriptor: int, *, wait: bool) -> bool:
        while True:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.1)
            else:
                os.lseek(descriptor, 0, os.SEEK_SET)
                return True

else:

    def _lock(descriptor: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
