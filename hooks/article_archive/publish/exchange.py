"""Two folders change places; what a kill amid that left is put right."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import sys
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
# A folder on which a disk is mounted can't change places.
_HELD_FAST = (errno.EBUSY, errno.EXDEV)


class HeldFast(OSError):
    """The folder is mounted there: it stays where it is."""


def exchange(site: Path, other: Path, spare: Path, *, at_once: bool = True) -> None:
    """Let the two change places: in one step, or where the system can't by way of `spare`.

    Raises HeldFast or another OSError, and then nothing has changed.
    """
    try:
        if not (at_once and _exchanged(site, other)):
            _by_way_of(site, other, spare)
    except OSError as reason:
        if reason.errno in _HELD_FAST:
            raise HeldFast(reason.errno, reason.strerror, str(site)) from reason
        raise


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (renameat2, Linux 3.15); False where the system or the disk can't."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    failed: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if failed and ctypes.get_errno() in _HELD_FAST:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one))
    return not failed


def _by_way_of(site: Path, other: Path, spare: Path) -> None:
    os.rename(site, spare)
    try:
        os.rename(other, site)
    except BaseException:
        os.rename(spare, site)
        raise
    # The other stands in its place by now; what is left over here is a matter for the next run.
    with contextlib.suppress(OSError):
        os.rename(spare, other)


def is_mounted(folder: Path) -> bool:
    """Whether a disk, or a part of one, is mounted on the folder."""
    if os.path.ismount(folder):
        return True
    # Two folders of one disk, mounted on each other, look alike to every other question.
    try:
        mounts = Path("/proc/self/mountinfo").read_bytes()
    except OSError:
        return False
    places = (line.split(b" ")[4] for line in mounts.splitlines())
    return os.fsencode(folder) in (re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]), place) for place in places)
