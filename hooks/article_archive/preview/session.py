"""What is shown now, and who looks at it: the one state that visitors and rounds share."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct

from .edition import Edition
from .remarks import MOST, Remark


class Told(Struct, frozen=True):
    """What the pages that are open are told: the edition to show ("" before the first), and what is wrong beside `more`.

    `state` is another one each time anything changes. An edition that `is_last_good` is not what the files say now.
    """

    state: str
    edition: str = ""
    is_last_good: bool = False
    remarks: Sequence[Remark] = ()
    more: int = 0


class Shown(Struct, frozen=True):
    """An edition, and what is told of it."""

    told: Told
    edition: Edition | None = None


class Session:
    """Visitors wait here for what is new."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        # Told from those of a preview that ran before at the same address.
        self._start, self._count = os.urandom(4).hex(), 0
        self._open: Counter[str] = Counter()
        self.is_closed = False
        self.shown = Shown(Told(self._next()))

    def show(self, edition: Edition, remarks: Sequence[Remark]) -> None:
        """Let this be the edition that is seen."""
        before, state = self.shown.edition, self._next()
        self._tell(Shown(Told(state, state, False, remarks[:MOST], len(remarks[MOST:])), edition))
        if before is not None:
            before.search.stop()

    def warn(self, remarks: Sequence[Remark]) -> None:
        """Let the edition stay, and say what keeps the next one from being seen."""
        before = self.shown
        told = Told(self._next(), before.told.edition, True, remarks[:MOST], len(remarks[MOST:]))
        if (told.is_last_good, told.remarks) != (before.told.is_last_good, before.told.remarks):
            self._tell(Shown(told, before.edition))

    def next(self, since: str, timeout: float) -> Told | None:
        """What is told once it is another state than `since`; None where nothing is new so long (seconds), or ever again."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_closed or self.shown.told.state != since, timeout)
            return None if self.is_closed or self.shown.told.state == since else self.shown.told

    @contextmanager
    def visited(self, path: str) -> Iterator[None]:
        """While somebody looks at the page at this path."""
        with self._changed:
            self._open[path] += 1
        try:
            yield
        finally:
            with self._changed:
                self._open[path] -= 1

    def in_view(self) -> tuple[str, ...]:
        """The paths of the pages that somebody looks at."""
        with self._changed:
            return tuple(path for path, count in self._open.items() if count > 0)

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self.is_closed = True
            self._changed.notify_all()
        if self.shown.edition is not None:
            self.shown.edition.search.stop()

    def _next(self) -> str:
        self._count += 1
        return f"{self._start}-{self._count}"

    def _tell(self, shown: Shown) -> None:
        with self._changed:
            self.shown = shown
            self._changed.notify_all()
