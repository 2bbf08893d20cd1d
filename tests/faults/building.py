"""A process of its own that builds a whole archive again and again while writing fails.

`python -m tests.faults.building TASK FOLDER`. Each build is forked from this process, in which everything is loaded already.
"""

from __future__ import annotations

import builtins
import errno
import io
import json
import mmap
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from .driver import PLAN, fail

_AN_INT = 8
_MOST = mmap.mmap(-1, _AN_INT)  # shared with every process forked from here: how many calls one of them has made
_open = io.open


def _opened(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
    """Python's own `open`: the driver wraps that of the system only."""
    if set(mode) & set("wax+") and not _is_pipe(file):
        PLAN.count()
    return _open(file, mode, *given, **named)


def _is_pipe(file: Any) -> bool:
    """Whether it is the way from a helper to its parent, which no disk can fill."""
    return isinstance(file, int) and stat.S_ISFIFO(os.fstat(file).st_mode)


def _counted() -> None:
    _count()
    if (PLAN.in_helper == (os.getpid() != PLAN.builder)) and PLAN.done > int.from_bytes(_MOST[:]):
        _MOST[:] = PLAN.done.to_bytes(_AN_INT)


_count = PLAN.count
setattr(PLAN, "count", _counted)  # noqa: B010
io.open = builtins.open = _opened

import article_archive.engines.building  # noqa: E402
import article_archive.engines.mkdocs  # noqa: E402, F401
from article_archive import cli  # noqa: E402
from tests.engine.conftest import tree  # noqa: E402

from .editions import EPOCH, archive, turned_to  # noqa: E402
from .points import FAULTS  # noqa: E402

Row = dict[str, Any]
BALLAST = "ballast"


def built(root: Path, prepare: Callable[[], None] = lambda: None) -> tuple[int, str]:
    """The exit code of `archive build` (3 where it ends by a traceback, -9 where it was killed), and what it said."""
    with tempfile.TemporaryFile(dir=root.parent.parent) as words:
        process = os.fork()
        if not process:
            _build(root, prepare, words.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        words.seek(0)
        return code, words.read().decode()


def _build(root: Path, prepare: Callable[[], None], words: int) -> NoReturn:
    code = 3
    os.dup2(words, 2)
    os.chdir(root)
    try:
        prepare()
        cli.main(["build"])
    except SystemExit as reason:
        code = int(reason.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        PLAN.set(-1, lambda: None)
        sys.stderr.flush()
        os._exit(code)


class Archive:
    """An archive of which both editions were published once, so that a release before lies beside its site."""

    def __init__(self, folder: Path) -> None:
        self.root, self.edition, self.sites = archive(folder), 0, []
        for edition in (0, 1):
            turned_to(self.root, edition)
            assert built(self.root)[0] == 0
            self.sites.append(tree(self.root / "site"))
        self.edition = 1

    def turn(self, prepare: Callable[[], None]) -> Row:
        """What stands after a build of the other edition to which something happens, and whether the next one is right."""
        self.edition = 1 - self.edition
        turned_to(self.root, self.edition)
        code, said = built(self.root, prepare)
        stood = tree(self.root / "site")
        word = "new" if stood == self.sites[self.edition] else "old" if stood == self.sites[1 - self.edition] else "torn"
        (self.root.parent / BALLAST).unlink(missing_ok=True)
        again, then = built(self.root)
        is_right = again == 0 and tree(self.root / "site") == self.sites[self.edition]
        return {"code": code, "said": said, "stood": word, "next": is_right, "then": then}


def failing(folder: Path) -> Iterator[Row]:
    """One call that writes fails in each build; they are spread over all that it makes, in itself and in its helpers."""
    of = Archive(folder)
    for in_helper in (False, True):
        _MOST[:] = bytes(_AN_INT)
        of.turn(partial(PLAN.set, -1, lambda: None, in_helper=in_helper))
        most = int.from_bytes(_MOST[:])
        points = min(most, FAULTS)
        for point in range(points):
            at, what = 1 + point * most // points, fail((errno.ENOSPC, errno.EIO)[point % 2])
            yield {"at": at, "in_helper": in_helper, **of.turn(partial(PLAN.set, at, what, in_helper=in_helper))}


def full(folder: Path) -> Iterator[Row]:
    """A disk on which there is room for nothing at first, and then each time for a little more.

    At every second point the engine's own work lies on it, too.
    """
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", os.fspath(folder)]
    is_disk = not subprocess.run(mount, capture_output=True, check=False).returncode
    of, points = Archive(folder), FAULTS
    sizes = [path.stat().st_size for path in (of.root / "site").rglob("*")]
    for_site = sum(4096 + size for size in sizes) if is_disk else max(sizes)
    for point in range(points):
        # Without a release before, each changed page needs room of its own.
        shutil.rmtree(of.root / ".site.before", ignore_errors=True)
        room = (FOR_MKDOCS if point % 2 else for_site) * (point - point % 2) // (points - 2)
        temporary = folder / "temporary" if point % 2 else folder.parent
        yield {"room": room, **of.turn(partial(_leave, room, folder, temporary, is_disk=is_disk))}


# What MkDocs and Material write for themselves, and more (bytes).
FOR_MKDOCS = 6 << 20
_WORDS = 8 << 10  # what a build may say, all the same


def _leave(room: int, folder: Path, temporary: Path, *, is_disk: bool) -> None:
    """Leave so many bytes on the disk; where there is none of its own, let no file be longer."""
    temporary.mkdir(exist_ok=True)
    os.environ["TMPDIR"] = os.fspath(temporary)
    if is_disk:
        found = os.statvfs(folder)
        with _open(folder / BALLAST, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, found.f_bavail * found.f_frsize - room))
    else:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(room, _WORDS), resource.RLIM_INFINITY))


TASKS: dict[str, Callable[[Path], Iterator[Row]]] = {"failing": failing, "full": full}

if __name__ == "__main__":
    os.environ |= {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    for _row in TASKS[sys.argv[1]](Path(sys.argv[2])):
        print(json.dumps(_row), flush=True)
