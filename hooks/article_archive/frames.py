"""Chrome with slots: split once, filled many times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Slot = Literal["title", "description", "canonical", "players", "head", "content"]
SLOTS: tuple[Slot, ...] = ("title", "description", "canonical", "players", "head", "content")

# Private-use characters, which no content may hold: a mark can't be forged.
_OPEN, _CLOSE = "\ue000", "\ue001"
# Half of what an engine's templates print is indentation; ten thousand pages carry it. A frame holds no <pre>.
_INDENT = re.compile(r"\n\s+")
_MARK = re.compile(f"{_OPEN}([a-z]+){_CLOSE}")


class Frame(Struct, frozen=True):
    """Stretches of chrome and the slots between them: one stretch more than slots."""

    chrome: tuple[bytes, ...]
    slots: tuple[Slot, ...]


def mark(slot: Slot) -> str:
    """What stands for a slot while the engine renders the frame."""
    return f"{_OPEN}{slot}{_CLOSE}"


def squeezed(page: str) -> str:
    """A rendered page without its indentation."""
    return _INDENT.sub("\n", page)


def split(page: str) -> Frame:
    """Cut a rendered page at its marks; raises ValueError where content would have no place, or a mark is unknown."""
    pieces = _MARK.split(squeezed(page))
    slots = tuple(pieces[1::2])
    if unknown := set(slots) - set(SLOTS):
        raise ValueError(f"unknown slots in a frame: {sorted(unknown)}")
    if slots.count("content") != 1:
        raise ValueError("a frame needs its slot for content exactly once")
    return Frame(tuple(piece.encode() for piece in pieces[0::2]), slots)  # type: ignore[arg-type]


def fill(frame: Frame, values: Mapping[Slot, bytes]) -> bytes:
    """The page: chrome, with each slot's value (HTML, UTF-8) in its place."""
    filled = [frame.chrome[0]]
    for slot, chrome in zip(frame.slots, frame.chrome[1:], strict=True):
        filled += (values[slot], chrome)
    return b"".join(filled)
