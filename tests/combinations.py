"""Which widths, colours and the like are tried together: a few that hold every pair, or each with each where COMBINATIONS=all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import product
from typing import TypeVar

ALL = os.environ.get("COMBINATIONS") == "all"
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")


def covering(these: Iterable[A], those: Sequence[B], ways: Sequence[C]) -> list[tuple[A, B, C]]:
    """Combinations in which each of these meets each of those, and each of both meets each way (two at the most)."""
    if ALL:
        return [*product(these, those, ways)]
    return [(this, that, ways[(turn + n) % len(ways)]) for turn, this in enumerate(these) for n, that in enumerate(those)]


def in_turn(these: Sequence[A], those: Sequence[B]) -> list[tuple[A, B]]:
    """Combinations in which each of these meets one of those, and each of those as many as the others."""
    return [*product(these, those)] if ALL else [(this, those[turn % len(those)]) for turn, this in enumerate(these)]
