"""A process of its own that publishes, and in which the system's calls fail when they are told to.

`python -m tests.faults.driver TASK FOLDER`; the site is FOLDER/site. The calls are wrapped before the room is imported.
"""

from __future__ import annotations

import errno
import functools
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

CALLS = ("link", "mkdir", "open", "rename", "replace", "rmdir", "unlink", "write")


class Plan:
    """What happens at which of the wrapped calls of a build, or of the helper that it forks."""

    def __init__(self) -> None:
        self.done, self.at, self.builder, self.in_helper = 0, -1, 0, False
        self.what: Callable[[], None] = lambda: None

    def set(self, at: int, what: Callable[[], None], *, in_helper: bool = False) -> None:
        self.done, self.at, self.what, self.builder, self.in_helper = 0, at, what, os.getpid(), in_helper

    def count(self) -> None:
        if self.in_helper == (os.getpid() != self.builder):
            self.done += 1
            if self.done == self.at:
                self.what()


PLAN = Plan()


def _wrapped(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def counting(*given: Any, **named: Any) -> Any:
        PLAN.count()
        return call(*given, **named)

    return counting


for _name in CALLS:
    setattr(os, _name, _wrapped(_name, getattr(os, _name)))

from article_archive.publish import Unwritable, opened  # noqa: E402
from tests.releases import batch, kept, tree  # noqa: E402

from .points import FAULTS  # noqa: E402


def release(number: int, count: int = min(12, FAULTS), size: int = 300) -> dict[str, bytes]:
    """A site of which half changes, some files go and some come from one number to the next."""
    page = b"%d words " % number * size
    pages = {f"articles/{n:03}/index.html": b"%d" % n + (page if n % 2 else b" stays") for n in range(count)}
    own = {f"only/{number}/{n}.html": b"only %d" % number for n in range(count // 6)}
    return pages | own | {"index.html": page, "sitemap.xml": b"<urlset/>", "style.css": b"p{}"}


def publish(site: Path, files: Mapping[str, bytes], pause: float = 0, *, at_once: bool = True) -> tuple[str, ...]:
    """Publish files in two batches; the notes of it."""

    def slowly(some: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        for item in some.items():
            time.sleep(pause)
            yield item

    every = sorted(files.items())
    with opened(site, kept(site), at_once=at_once) as releases:
        one, other = batch(slowly(dict(every[::2]))), batch(slowly(dict(every[1::2])))
        return releases.publish(one, other).notes


def fail(number: int) -> Callable[[], None]:
    """A call that fails with an error of the system."""

    def failing() -> NoReturn:
        raise OSError(number, os.strerror(number))

    return failing


def kill() -> None:
    """The process ends amid what it does."""
    os.kill(os.getpid(), signal.SIGKILL)


def forked(work: Callable[[], object]) -> int:
    """The exit code of a process that does the work: 0, 1 where the site is unwritable, 3 with a traceback, -9 if killed."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    code = 3
    try:
        work()
        code = 0
    except Unwritable:
        code = 1
    finally:
        PLAN.set(-1, lambda: None)
        os._exit(code)


def at_every_call(folder: Path, what: Callable[[], None], *, at_once: bool = True) -> Iterator[dict[str, Any]]:
    """What stands after something happened at the first, second, ... call of a build, and of the build that follows."""
    for in_helper in (False, True):
        for k in range(1, 100_000):
            found = _at_call(folder, functools.partial(PLAN.set, k, in_helper=in_helper), what, at_once=at_once)
            if not found:
                break
            yield found


def _at_call(folder: Path, plan: Callable[..., None], what: Callable[[], None], *, at_once: bool) -> dict[str, Any]:
    site, hit, old, new = folder / "site", folder / "hit", release(0), release(1)
    for number in (2, 0):
        publish(site, release(number))

    def noted() -> None:
        hit.touch()
        what()

    def work() -> None:
        plan(noted)
        publish(site, new, at_once=at_once)

    code = forked(work)
    stood = tree(site) if site.exists() else None
    word = "nothing" if stood is None else "old" if stood == old else "new" if stood == new else "torn"
    publish(site, new)
    if not hit.exists():
        return {}
    hit.unlink()
    return {"code": code, "stood": word, "next": tree(site) == new}


def full(folder: Path) -> Iterator[dict[str, Any]]:
    """Releases that are too large for the disk, one after the other a little larger, and a small one after each."""
    small(folder)
    site = folder / "site"
    for size in range(400, 12_000, 700):
        publish(site, release(0))
        new = release(1, size=size)
        code = forked(lambda new=new: publish(site, new))  # type: ignore[misc]
        stood = tree(site)
        publish(site, release(1))
        word = "old" if stood == release(0) else "new" if stood == new else "torn"
        yield {"code": code, "stood": word, "next": tree(site) == release(1)}


def small(folder: Path) -> None:
    """Let the folder be a disk of 300 KB; where nobody may do that, let no file be longer than 20 KB."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder], capture_output=True, check=False).returncode:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def mounted(folder: Path) -> Iterator[dict[str, Any]]:
    """Releases of a site that is mounted, with a build killed at each call in between; torn is allowed there."""
    site, new = folder / "site", release(1)
    site.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", site], capture_output=True, check=False).returncode:
        is_mount = os.path.ismount
        setattr(os.path, "ismount", lambda path: path == site or is_mount(path))  # noqa: B010
    yield {"notes": publish(site, release(0)), "next": tree(site) == release(0)}
    yield {"notes": publish(site, new), "next": tree(site) == new}
    yield {"notes": publish(site, release(0)), "next": tree(site) == release(0)}
    yield {"notes": publish(site, release(0)), "next": tree(site) == release(0)}
    yield from at_every_call(folder, kill)


def held_fast(folder: Path) -> Iterator[dict[str, Any]]:
    """A site that turns out to be mounted only when it is to change places."""
    site, rename = folder / "site", os.rename
    publish(site, release(0))

    def refusing(one: Any, other: Any) -> None:
        if os.fspath(one) == os.fspath(site):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        rename(one, other)

    setattr(os, "rename", refusing)  # noqa: B010
    for number in (1, 2, 2):
        yield {"notes": publish(site, release(number), at_once=False), "next": tree(site) == release(number)}


def linkless(folder: Path) -> Iterator[dict[str, Any]]:
    """A disk without hard links."""
    setattr(os, "link", lambda *_: fail(errno.EPERM)())  # noqa: B010
    for number in (0, 1, 0, 0, 2):
        notes = publish(folder / "site", release(number))
        yield {"notes": notes, "next": tree(folder / "site") == release(number)}


def slowly(folder: Path) -> Iterator[dict[str, Any]]:
    """Say when it begins, publish a release with some time between its files, and say when it is done."""
    number = 1 if tree(folder / "site") == release(0) else 0
    yield {"begun": number}
    publish(folder / "site", release(number), pause=float(os.environ.get("PAUSE", "0.001")))
    yield {"done": number}


TASKS: dict[str, Callable[[Path], Iterator[dict[str, Any]]]] = {
    "failing-to-write": lambda folder: at_every_call(folder, fail(errno.ENOSPC)),
    "failing": lambda folder: at_every_call(folder, fail(errno.EIO), at_once=False),
    "killed": lambda folder: at_every_call(folder, kill),
    "killed-between-two-steps": lambda folder: at_every_call(folder, kill, at_once=False),
    "full": full,
    "mounted": mounted,
    "held-fast": held_fast,
    "linkless": linkless,
    "slowly": slowly,
}

if __name__ == "__main__":
    for _row in TASKS[sys.argv[1]](Path(sys.argv[2])):
        print(json.dumps(_row), flush=True)
