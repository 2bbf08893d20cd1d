"""The stages of a run: which one it is in, said once it takes a while, and where its time went."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from msgspec import Struct

from .progress import Progress


class Spent(Struct):
    """Seconds of the clock, and of all processors together."""

    clock: float = 0.0
    processors: float = 0.0


class Stages:
    """Times each stage; one that begins within another interrupts that one. What takes a while is said on the stream."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream
        self.spent: dict[str, Spent] = {}
        self._names: list[str] = []
        self._since = self._now()

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Progress]:
        """A stage with so many steps; they are counted in what this gives."""
        self._turn(name)
        progress = Progress(name, total, self.stream)
        progress.begin()
        try:
            yield progress
        finally:
            progress.end()
            self._turn(None)

    def _turn(self, name: str | None) -> None:
        """Note what the present stage has spent until now, and enter another or go back to the one around it."""
        now = self._now()
        if self._names:
            spent = self.spent.setdefault(self._names[-1], Spent())
            spent.clock += now.clock - self._since.clock
            spent.processors += now.processors - self._since.processors
        self._since = now
        if name is None:
            self._names.pop()
        else:
            self._names.append(name)

    def table(self) -> str:
        """Each stage in the order of their beginnings: its seconds, those of all processors, and its share of the clock."""
        whole = sum(spent.clock for spent in self.spent.values()) or 1.0
        rows = [
            f"{name:32} {spent.clock:7.2f} s {spent.processors:7.2f} s of processors {spent.clock / whole:5.0%}"
            for name, spent in self.spent.items()
        ]
        return "\n".join((*rows, f"{'All':32} {whole:7.2f} s"))

    @staticmethod
    def _now() -> Spent:
        used = os.times()
        return Spent(time.monotonic(), used.user + used.system + used.children_user + used.children_system)
