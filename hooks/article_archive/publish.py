"""The only room that writes the site: all of it or nothing."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from .crew import both

if sys.platform != "win32":
    import fcntl

# Paths below the site, each with its contents or a file to copy.
Files = Iterable[tuple[str, bytes | Path]]

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class Unwritable(Exception):
    """The site can't be written there; the message says why, and what stood there stands still."""


def publish(site: Path, one: Files, other: Files) -> int:
    """Put two batches of files in place of what is at `site`, in one exchange; each is written by a process of its own.

    The tree is written beside the site, so a reader or a crash meets the old site or the new one. A site that is a
    symbolic link is published where it leads. Returns the number of files. Raises Unwritable, and then nothing has changed.
    """
    site = site.resolve()
    coming, before = site.with_name(f".{site.name}.coming"), site.with_name(f".{site.name}.before")
    try:
        _refuse_foreign(site)
        with _readable(), _claimed(coming):
            try:
                count = sum(both(lambda: _write(coming, one), lambda: _write(coming, other), int))
                _remove(before)
                _exchange(coming, site, before)
            except BaseException:
                shutil.rmtree(coming, ignore_errors=True)
                raise
    except OSError as reason:
        raise Unwritable(f"{reason.strerror}: {reason.filename or site}") from reason
    # The new site stands; an old one that can't be deleted is a matter for the next run.
    shutil.rmtree(before, ignore_errors=True)
    return count


def _refuse_foreign(site: Path) -> None:
    """Raise Unwritable where the folder holds what no build has written: publishing would replace it."""
    if site.is_file():
        raise Unwritable(f"{site} is a file, and the site needs a folder there.")
    if site.is_dir() and not (site / "sitemap.xml").is_file() and any(site.iterdir()):
        raise Unwritable(f"{site} holds files that no build has written. Empty it, or choose another `site_dir`.")


@contextmanager
def _readable() -> Iterator[None]:
    """What is written may be read by everybody, as a web server must, whatever the user's umask keeps to them."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _claimed(coming: Path) -> Iterator[None]:
    """Make an empty folder and hold its lock, which the system lets go of when the last process of a build ends.

    Raises Unwritable where another build holds it. What a build that was killed has left there is cleared away.
    """
    if coming.is_symlink() or coming.is_file():
        coming.unlink()
    coming.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        _remove(coming)
        coming.mkdir()
        yield
        return
    descriptor = os.open(coming, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_mine = os.fstat(descriptor).st_ino == coming.stat().st_ino  # it may have become the site meanwhile
        except (BlockingIOError, FileNotFoundError):
            is_mine = False
        if not is_mine:
            raise Unwritable("Another build is writing this site now; wait for it.")
        for entry in coming.iterdir():
            _remove(entry)
        yield
    finally:
        os.close(descriptor)


def addresses_at(site: Path) -> frozenset[str]:
    """The full addresses in the sitemap of what is published there now, in all its parts; none where nothing is."""
    text = _read(site / "sitemap.xml")
    if "<sitemapindex" in text:
        text = "".join(_read(site / part) for part in re.findall(r"/(sitemap-[0-9]+\.xml)</loc>", text))
    return frozenset(unescape(found) for found in re.findall(r"<loc>([^<]*)</loc>", text))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def _write(root: Path, files: Files) -> int:
    # os.open, no pathlib, no look whether a folder is there: with 17,000 files the difference is a second.
    base, count = f"{root}{os.sep}", 0
    made: set[str] = set()
    for path, contents in files:
        data = contents.read_bytes() if isinstance(contents, Path) else contents
        folder = path.rpartition("/")[0]
        if folder not in made:
            _make(base + folder)
            made.add(folder)
        descriptor = os.open(base + path, _NEW, 0o644)
        try:
            _write_all(descriptor, data)
        finally:
            os.close(descriptor)
        count += 1
    return count


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _make(folder: str) -> None:
    try:
        os.mkdir(folder)
    except FileExistsError:
        return
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)


def _write_all(descriptor: int, data: bytes) -> None:
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, data[written:])


def _exchange(coming: Path, site: Path, before: Path) -> None:
    """Let `coming` become the site; what was the site becomes `before`."""
    if not site.exists():
        coming.rename(site)
    elif _exchanged(coming, site):
        coming.rename(before)
    else:
        site.rename(before)
        coming.rename(site)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (renameat2, Linux 3.15); False where the system or the disk can't."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
