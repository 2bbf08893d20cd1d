"""How far a work in two processes is, said in a line on the terminal once it takes a while."""

from __future__ import annotations

import mmap
import os
import time
from typing import TextIO

# Seconds after which something is said, and between two lines that take each other's place.
PATIENCE, PAUSE = 2.0, 0.1
_WIDTH = 30
# Bytes of a count.
_NUMBER = 4
# The clock is asked after so many steps: of ten thousand things most take less than a millisecond.
EACH = 8


class Progress:
    """Counts what is done in two halves; both processes of a fork see both counts, and either may say them.

    Nothing is said before the work has taken two seconds; what is found instead of made takes none. In a terminal the line
    is a bar that is drawn anew; elsewhere one line says that it goes on, and one that it is done.
    """

    def __init__(self, what: str, total: int, stream: TextIO | None) -> None:
        """`what` names the things counted, such as "Pictures"; without a stream nothing is said."""
        self.what, self.total, self.stream = what, total, stream
        # Each half has a count of its own, so that no lock is needed; the third number is whether something was said.
        self.shared = memoryview(mmap.mmap(-1, 3 * _NUMBER)).cast("I")
        self.began = self.said_at = 0.0
        self.owner = os.getpid()

    def begin(self) -> None:
        """Something is made now: from here the seconds count."""
        self.began = self.began or time.monotonic()

    def step(self, half: int | None = None) -> None:
        """One more is done in the first half (0) or the second (1): by default, in that of this process."""
        half = int(os.getpid() != self.owner) if half is None else half
        self.shared[half] = mine = self.shared[half] + 1
        if self.stream is not None and (mine % EACH == 0 or mine + self.shared[1 - half] == self.total):
            self._say(mine + self.shared[1 - half], self.stream)

    def reach(self, done: int) -> None:
        """So many of all are done, by the only one who counts."""
        if done != self.shared[0]:
            self.shared[0] = done
            if self.stream is not None:
                self._say(done, self.stream)

    def end(self) -> None:
        """Whatever was counted, it is done."""
        counted = self.shared[0] + self.shared[1]
        if self.stream is not None and self.shared[2] and counted != self.total:
            self.total = counted
            self._say(self.total, self.stream)

    def _say(self, done: int, stream: TextIO) -> None:
        now, is_last, was_said = time.monotonic(), done == self.total, self.shared[2] > 0
        if not was_said and (not self.began or now - self.began < PATIENCE):
            return
        if stream.isatty() and (is_last or now - self.said_at >= PAUSE):
            self.said_at = now
            left = "" if is_last else time_left(done, self.total, now - self.began)
            self._write(f"\r{bar(self.what, done, self.total)}{left}\x1b[K{chr(10) * is_last}", stream)
        elif not stream.isatty() and (is_last or not was_said):
            self._write(f"{self.what}: {done:,} of {max(done, self.total):,}.\n", stream)

    def _write(self, line: str, stream: TextIO) -> None:
        self.shared[2] = 1
        stream.write(line)
        stream.flush()


def bar(what: str, done: int, total: int) -> str:
    """The line of a terminal: a name, a bar, the counts."""
    full = min(_WIDTH, _WIDTH * done // max(total, 1))
    return f"{what} [{'#' * full}{'.' * (_WIDTH - full)}] {done:,} of {max(done, total):,}"


def time_left(done: int, total: int, seconds: float) -> str:
    """How long the rest will take, if it goes on like this; "" where that would say nothing."""
    left = seconds * (total - done) / done if done else 0.0
    return f", {left:.0f} s left" if left >= 1 else ""
