"""One content file onto the disk: in one step, never through a link, never over another file."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from .. import reading

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class NotWritten(Exception):
    """The disk is as it was; the message says why."""


def rewrite(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Let a file that held `before` hold `after`. Raises NotWritten where it is another file by now, or can't be written."""
    if problem := reading.not_plain(root, path):
        raise NotWritten(f"{path}: {problem.message}")
    try:
        if reading.contents(root, path) != before:
            raise NotWritten(f"{path} was changed meanwhile, and is left as it is.")
        beside = _beside(root / path, after, (root / path).lstat().st_mode & 0o777)
        _exchange(beside, root / path)
    except OSError as reason:
        raise NotWritten(f"{path} can't be written: {reason.strerror}.") from None


def begin(root: Path, path: str, data: bytes) -> None:
    """Write a new file, and the folders above it. Raises NotWritten where something is in its place, or it can't be written."""
    file = root / path
    try:
        if linked := reading.link_on_the_way(root, path):
            raise NotWritten(f"{linked} is a symbolic link, which could lead anywhere on the disk.")
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, "xb", opener=lambda name, _: os.open(name, _WRITE, 0o644)) as opened:
            opened.write(data)
    except FileExistsError:
        raise NotWritten(f"{path} is there already, and is left as it is.") from None
    except OSError as reason:
        raise NotWritten(f"{path} can't be written: {reason.strerror}.") from None


def _beside(file: Path, data: bytes, mode: int) -> Path:
    """A new file of these bytes beside the old one; its name starts with a dot, so that nobody takes it for content."""
    beside = file.with_name(f".{os.urandom(8).hex()}.mend")
    try:
        with open(beside, "xb", opener=lambda name, _: os.open(name, _WRITE, 0o600)) as opened:
            opened.write(data)
            os.fsync(opened.fileno())
        beside.chmod(mode)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    return beside


def _exchange(beside: Path, file: Path) -> None:
    try:
        os.replace(beside, file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
