"""A title or a name -> the name of its file, as the judge accepts it on every disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ..addresses import folded
from ..reading import DEVICES, LONGEST_NAME

# So long a name still fits into a line, and an address into a letter.
MOST_LETTERS = 60
# Letters that are no others with an accent, as English writes them.
_LATIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "ng"})
# Within a word, these stand for nothing.
_INSIDE = "'\u2019\u02bc"


def file_name(words: str, kind: str, reserved: Iterable[str] = ()) -> str:
    """Small letters, digits and hyphens, without accents; other alphabets keep their letters. "" where nothing is left.

    A name that a system or the site needs for itself gets what it is, such as `article`, at its end.
    """
    plain = words.casefold().translate(_LATIN)
    letters = "".join(map(_letters, unicodedata.normalize("NFC", plain))).split()
    name = _cut(letters)
    return f"{name}-{kind}" if name in {*DEVICES, "page", *reserved} else name


def taken(name: str, others: Iterable[str]) -> str:
    """The name among others that a disk without case takes for the same; "" where there is none."""
    return next((other for other in others if folded(other) == folded(name)), "")


def _letters(letter: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if c.isascii() and c.isalnum())
    if plain or letter in _INSIDE:
        return plain
    return letter if letter.isalnum() else " "


def _cut(words: list[str]) -> str:
    """The words joined by hyphens, as many as fit; the first one at any rate, as far as it fits."""
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:MOST_LETTERS]
        if len(longer) > MOST_LETTERS or len(longer.encode()) > LONGEST_NAME - MOST_LETTERS:
            break
        name = longer
    return name
