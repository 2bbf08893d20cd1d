"""Two pieces of work at once: the second in a process of its own, where the system can fork."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Generic, Literal, NoReturn, TypeVar

from msgspec import msgpack

Result = TypeVar("Result")
Item = TypeVar("Item")

# What one article, picture or set of slides may take: processor time, in seconds, and room in memory, in bytes.
MOST_SECONDS, MOST_ROOM = 5, 512 * 1024 * 1024
# What a piece of work took too much of.
Excess = Literal["time", "room"]

# So often, in seconds, a helper looks whether its parent is still there.
_LOOK = 0.05


def both(first: Callable[[], Result], second: Callable[[], Result], kind: type[Result]) -> tuple[Result, Result]:
    """The results of two pieces of work that share nothing. `kind` is their type, which msgspec can encode.

    An exception in either is raised here. The second piece runs after the first where a fork would not help or be safe.
    """
    with _undisturbed():
        return _both(first, second, kind)


# From so many things on, a second process is worth its start.
MANY = 100


def in_halves(items: Sequence[Item], work: Callable[[Sequence[Item]], list[Result]], kind: type[list[Result]]) -> list[Result]:
    """What the work gives for all items, in their order; many of them are shared by two processes."""
    middle = len(items) // 2
    if len(items) < MANY:
        return work(items)
    first, second = both(lambda: work(items[:middle]), lambda: work(items[middle:]), kind)
    return first + second


class Begun(Generic[Result]):
    """A piece of work in a process of its own, whose result is fetched later; without a safe fork it is done only then."""

    def __init__(self, work: Callable[[], Result], kind: type[Result], *, is_long: bool = True) -> None:
        """`kind` is as for `both`; what is not long waits until it is fetched, too."""
        self._work, self._kind = work, kind
        self._helper = _sent_off(work) if is_long and _can_fork() else None
        self._is_over = False

    def is_begun(self) -> bool:
        """Whether another process is at it, so that there is something else to do meanwhile."""
        return self._helper is not None

    def result(self) -> Result:
        """The result, once. An exception of the work is raised here."""
        if self._is_over:
            raise RuntimeError("this work was fetched or dropped before")
        self._is_over = True
        if self._helper is None:
            return self._work()
        helper, self._helper = self._helper, None
        return _received(_awaited(*helper)[0], self._kind)

    def __enter__(self) -> Begun[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def drop(self) -> None:
        """End it, if nobody has fetched the result."""
        self._is_over = True
        if self._helper is not None:
            (helper, pipe), self._helper = self._helper, None
            os.kill(helper, signal.SIGKILL)
            os.waitpid(helper, 0)
            os.close(pipe)


class Shared(Generic[Item]):
    """Items of which each of two processes takes the next few when it is free; whoever comes first takes all where there is one.

    Each item is given once, to one of them. Their lots are drawn from a pipe, which both have open after a fork.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        # A pipe holds 4 KiB at least, on every system.
        self._few = max(_FEW, -(-len(items) // _LOTS))
        receiving, sending = os.pipe()
        self._lots = open(receiving, "rb", buffering=0)  # noqa: SIM115
        with open(sending, "wb", buffering=0) as pipe:
            pipe.write(b"".join(n.to_bytes(_LOT, "big") for n in range(-(-len(items) // self._few))))

    def __iter__(self) -> Iterator[Item]:
        while not self._lots.closed:
            if not (lot := self._lots.read(_LOT)):
                self._lots.close()
                return
            first = int.from_bytes(lot, "big") * self._few
            yield from self._items[first : first + self._few]


# The fewest items of a lot, the most lots, and the bytes of one.
_FEW, _LOTS, _LOT = 16, 1_000, 2


def guarded(work: Callable[[], Result], kind: type[Result]) -> Result | Excess:
    """The result of a stranger's work, done in a process of its own, or what it took too much of; nothing here ends with it.

    `kind` is as for `both`. An exception of the work is raised here. Without a safe fork the work is done unguarded.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return work()
    helper, pipe = _sent_off(lambda: _within_limits(work))
    sent, status = _awaited(helper, pipe)
    if os.WIFSIGNALED(status):
        return "time" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else "room"
    try:
        return _received(sent, kind)
    except MemoryError:
        return "room"


def _within_limits(work: Callable[[], Result]) -> Result:
    import resource  # not on every system

    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError), open("/proc/self/statm", "rb") as taken:  # Linux alone counts so
        most = int(taken.read().split()[5]) * resource.getpagesize() + MOST_ROOM
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    return work()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the garbage collector: what is made is kept or freed as it goes, and looking through it costs a sixth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _both(first: Callable[[], Result], second: Callable[[], Result], kind: type[Result]) -> tuple[Result, Result]:
    if not _can_fork():
        return first(), second()
    helper, pipe = _sent_off(second)
    mine: list[Result] = []
    sent, _ = _awaited(helper, pipe, lambda: mine.append(first()))
    return mine[0], _received(sent, kind)


def _sent_off(work: Callable[[], Any]) -> tuple[int, int]:
    """The helper that does the work, and where it sends the result."""
    receiving, sending = os.pipe()
    parent = os.getpid()
    helper = os.fork()
    if helper == 0:
        _end_with(parent)
        os.close(receiving)
        _work(work, sending)
    os.close(sending)
    return helper, receiving


def _awaited(helper: int, receiving: int, meanwhile: Callable[[], None] = lambda: None) -> tuple[bytes, int]:
    """What the helper sends, and how it ended."""
    status = 0
    try:
        with open(receiving, "rb") as pipe:
            meanwhile()
            sent = pipe.read()
    except BaseException:
        os.kill(helper, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(helper, 0)
    return sent, status


def _can_fork() -> bool:
    # A fork copies one thread only: with others about, a lock could stay shut for ever.
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


def _end_with(parent: int) -> None:
    """End as soon as the parent has: nobody would hear of the work, and others wait for what both hold."""

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)


def _work(work: Callable[[], Any], sending: int) -> NoReturn:
    """The helper's whole life: it ends without the clean-up that belongs to its parent."""
    try:
        try:
            sent = b"+" + msgpack.encode(work())
        except BaseException as reason:
            sent = b"-" + pickle.dumps(reason)
        with open(sending, "wb") as pipe:
            pipe.write(sent)
    finally:
        os._exit(0)


def _received(sent: bytes, kind: type[Result]) -> Result:
    if sent[:1] == b"+":
        return msgpack.decode(memoryview(sent)[1:], type=kind)
    if sent[:1] == b"-":
        raise pickle.loads(sent[1:])
    raise RuntimeError("the helping process ended without a word")
