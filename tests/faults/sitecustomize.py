"""What a Python process sees of another machine: with this folder on PYTHONPATH, the variables FAULT_* hold from its start.

FAULT_YEARS moves the clock, FAULT_ORDER=1 turns the order of files around, FAULT_CORES=1 leaves one core, FAULT_UMASK is octal.
"""

from __future__ import annotations

import ctypes
import datetime
import gc
import os
import time
from collections.abc import Iterator
from typing import Any

YEAR = 31_556_952  # seconds


def moved(seconds: int) -> None:
    """The clock, wherever Python asks for it."""
    now, of_day, of_gmt = time.time, time.localtime, time.gmtime
    in_nanoseconds, words, read = time.time_ns, time.strftime, time.clock_gettime
    time.time = lambda: now() + seconds
    time.time_ns = lambda: in_nanoseconds() + seconds * 10**9
    time.localtime = lambda at=None: of_day(time.time() if at is None else at)
    time.gmtime = lambda at=None: of_gmt(time.time() if at is None else at)
    time.strftime = lambda form, at=None: words(form, time.localtime() if at is None else at)
    time.ctime = lambda at=None: time.asctime(time.localtime(at))
    time.clock_gettime = lambda clock: read(clock) + (seconds if clock == time.CLOCK_REALTIME else 0)
    real = datetime.datetime.now
    # A type of C's own has no attribute to set; its table can be reached.
    table = gc.get_referents(datetime.datetime.__dict__)[0]
    table["now"] = classmethod(lambda cls, tz=None: real(tz) + datetime.timedelta(seconds=seconds))
    table["utcnow"] = classmethod(lambda cls: real(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(seconds=seconds))
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))


class Turned:
    """The entries of a folder, from Z to A."""

    def __init__(self, found: Any) -> None:
        with found as entries:
            self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

    def __iter__(self) -> Iterator[Any]:
        return self.entries

    def __next__(self) -> Any:
        return next(self.entries)

    def __enter__(self) -> Turned:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.entries = iter(())


def turned() -> None:
    """The order in which a disk names its files."""
    scandir, listdir = os.scandir, os.listdir
    os.scandir = lambda path=".": Turned(scandir(path))  # type: ignore[assignment]
    os.listdir = lambda path=".": sorted(listdir(path), reverse=True)  # type: ignore[assignment]


def alone() -> None:
    """One core, for this process and those that it starts."""
    os.cpu_count = lambda: 1
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


if years := os.environ.get("FAULT_YEARS"):
    moved(int(years) * YEAR)
if os.environ.get("FAULT_ORDER"):
    turned()
if os.environ.get("FAULT_CORES"):
    alone()
if mask := os.environ.get("FAULT_UMASK"):
    os.umask(int(mask, 8))
