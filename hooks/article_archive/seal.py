"""This user's secret, kept outside every archive: what bears its seal was made here, and not brought along by a stranger."""

from __future__ import annotations

import contextlib
import hmac
import os
import stat
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

# Names a file with a secret of one's own, for machines that hand on what is kept: it is read and never written.
NAMED = "ARCHIVE_KEY_FILE"
LENGTH = 32

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def seal(key: bytes, *parts: bytes) -> bytes:
    """32 bytes that nobody can tell who does not know the key (HMAC, RFC 2104, with SHA-256)."""
    made = hmac.new(key, digestmod=sha256)
    for part in parts:
        made.update(part)
    return made.digest()


def key(archive: Path) -> bytes:
    """The secret: 32 bytes. Where there is no safe place for one outside the archive, it lasts as long as this process."""
    named = os.environ.get(NAMED, "")
    path = Path(named) if named else _folder() / "article-archive" / "key"
    return _key(os.path.realpath(path), os.path.realpath(archive), bool(named))


@cache
def _key(path: str, archive: str, is_named: bool) -> bytes:
    if Path(path).is_relative_to(archive):  # it could come with the content
        return os.urandom(LENGTH)
    found = _read(path, is_named=is_named)
    if found is None and not is_named:
        _write(path)
        found = _read(path, is_named=False)
    return found or os.urandom(LENGTH)


def _folder() -> Path:
    """Where the system has programs keep what they can make again; XDG Base Directory Specification elsewhere."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if os.path.isabs(named) else Path(os.path.expanduser("~")) / ".cache"


def _read(path: str, *, is_named: bool) -> bytes | None:
    try:
        with open(path, "rb", opener=lambda name, _: os.open(name, _READ)) as opened:
            found, data = os.fstat(opened.fileno()), opened.read(4096)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode) or len(data) < LENGTH:
        return None
    return sha256(data).digest() if is_named or _is_ours(found) else None


def _is_ours(found: os.stat_result) -> bool:
    # Version control brings no file that others may not read.
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)


def _write(path: str) -> None:
    beside = f"{path}.{os.getpid()}.{os.urandom(4).hex()}"
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        try:
            with open(beside, "wb", opener=lambda name, _: os.open(name, _WRITE, 0o600)) as opened:
                opened.write(os.urandom(LENGTH))
            with contextlib.suppress(FileExistsError):
                os.link(beside, path)  # whoever comes second keeps the first one's
            if _read(path, is_named=False) is None:
                os.replace(beside, path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside)
