"""Small changes to a text, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from ..model import Place


class Edit(Struct, frozen=True, order=True):
    """What stands from `start` up to `end` (offsets in characters) becomes `text`."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all of these changes, which don't touch one another."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*pieces, text[at:]))


def line_starts(text: str) -> list[int]:
    """The offset at which each line starts, the first one's at 0 in the list."""
    return [0, *(found.end() for found in re.finditer("\n", text))]


def offset(starts: list[int], place: Place) -> int:
    """Where a place is in the text with these starts of lines."""
    return starts[place.line - 1] + place.column - 1
