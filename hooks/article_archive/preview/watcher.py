"""Says which files have changed; how, is for those to see who look at them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable

import click
from watchfiles import watch

from ..watching import Watched

# So long, in milliseconds, nothing more may change before it is said, and so long it is waited for at most.
_QUIET, _LONGEST = 20, 400
# Where the system keeps no more watches, files are looked at so often (milliseconds).
_LOOK = 1_000

# A folder and its number on the disk: one that was put anew in the place of another must be watched anew.
Folder = tuple[str, int]


class Watcher:
    """Tells each time something changes in the folders that it follows: full paths, or None where it can't name them."""

    def __init__(self, tell: Callable[[frozenset[str] | None], None]) -> None:
        self._tell = tell
        self._followed: tuple[frozenset[Folder], frozenset[Folder]] = (frozenset(), frozenset())
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    def follow(self, watched: Watched) -> None:
        """From now on, follow these folders with all below them, and the folders in which these files lie."""
        deep, flat = _there(watched.folders), _there(os.path.dirname(path) for path in watched.files)
        if (deep, flat) == self._followed:
            return
        before = self._over, self._threads
        self._followed, self._over = (deep, flat), threading.Event()
        self._threads = [self._begun(deep, recursive=True), self._begun(flat, recursive=False)]
        _end(*before)
        self._tell(None)  # what changed between two watches

    def stop(self) -> None:
        """Follow nothing any more."""
        _end(self._over, self._threads)

    def _begun(self, folders: frozenset[Folder], *, recursive: bool) -> threading.Thread:
        paths, over = sorted(path for path, _ in folders), self._over
        thread = threading.Thread(target=lambda: self._watch(paths, over, recursive=recursive), daemon=True)
        if paths:
            thread.start()
        return thread

    def _watch(self, paths: list[str], over: threading.Event, *, recursive: bool, polling: bool | None = None) -> None:
        try:
            for changes in watch(
                *paths,
                watch_filter=None,
                debounce=_LONGEST,
                step=_QUIET,
                stop_event=over,
                raise_interrupt=False,
                force_polling=polling,
                poll_delay_ms=_LOOK,
                recursive=recursive,
            ):
                self._tell(frozenset(path for _, path in changes))
        except OSError as reason:
            if not polling and not over.is_set():
                click.echo(f"Changes can't be heard of ({reason}); the files are looked at each second instead.", err=True)
                self._watch(paths, over, recursive=recursive, polling=True)


def _there(paths: Iterable[str]) -> frozenset[Folder]:
    """Those of these folders that are there."""
    return frozenset((path, os.stat(path).st_ino) for path in paths if os.path.isdir(path))


def _end(over: threading.Event, threads: Iterable[threading.Thread]) -> None:
    over.set()
    for thread in threads:
        if thread.is_alive():
            thread.join(1)
