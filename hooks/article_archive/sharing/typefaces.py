"""A font's bytes -> the letters that it can draw (OpenType 1.9, `cmap`)."""

from __future__ import annotations

import hashlib
import io
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

# Where a table of letters may stand, by platform and encoding, the one with most letters first: all of Unicode, then its start.
_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
_LAST = 0x10FFFF


class Typeface(Struct, frozen=True):
    """A font: its file, the digest of that, and its letters. `is_ours`: the program's own."""

    data: bytes
    digest: str
    letters: frozenset[str]
    is_ours: bool = False

    def draws(self, letter: str) -> bool:
        """Whether there is a sign for a letter, or for each of the signs that make it up."""
        return letter in self.letters or self.letters.issuperset(unicodedata.normalize("NFD", letter))


class NoFont(ValueError):
    """The bytes are no TrueType or OpenType font."""


@cache
def source_serif() -> Typeface:
    """Source Serif 4, variable in weight and optical size: Latin, Greek, Cyrillic, Vietnamese. The same on every machine."""
    from importlib.resources import files  # takes longer to load than most of our own rooms

    data = files("fontpkg_source_serif_4").joinpath("files", "SourceSerif4[opsz,wght].ttf").read_bytes()
    return Typeface(data, hashlib.sha256(data).hexdigest(), _letters(data), is_ours=True)


def typeface(data: bytes) -> Typeface:
    """The font in these bytes, or the first of a collection; raises NoFont."""
    from PIL import ImageFont  # takes a tenth of a second to load, and most archives bring no font

    try:
        letters = _letters(data)
        ImageFont.truetype(io.BytesIO(data), 20)
    except (struct.error, OSError) as reason:
        raise NoFont from reason
    if not letters:
        raise NoFont
    return Typeface(data, hashlib.sha256(data).hexdigest(), letters)


@cache
def joins() -> bool:
    """Whether this machine can join letters (Arabic, Hindi) and set them from the right: by Raqm, which needs FriBiDi."""
    from PIL import features

    return bool(features.check("raqm"))


def _letters(data: bytes) -> frozenset[str]:
    table = _table(data, b"cmap")
    found = {}
    for n in range(struct.unpack_from(">H", data, table + 2)[0]):
        platform, encoding, at = struct.unpack_from(">HHI", data, table + 4 + 8 * n)
        found[platform, encoding] = table + at
    best = next((found[kind] for kind in _UNICODE if kind in found), None)
    return frozenset() if best is None else frozenset(map(chr, _listed(data, best)))


def _table(data: bytes, name: bytes) -> int:
    """Where a table of the font starts."""
    start = struct.unpack_from(">I", data, 12)[0] if data.startswith(b"ttcf") else 0
    if data[start : start + 4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise NoFont
    tables = {}
    for n in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _, at, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * n)
        if at + length > len(data):  # it was not copied to its end
            raise NoFont
        tables[tag] = at
    if name not in tables:
        raise NoFont
    return int(tables[name])


def _listed(data: bytes, at: int) -> Iterator[int]:
    kind = struct.unpack_from(">H", data, at)[0]
    if kind == 4:
        return _in_segments(data, at)
    if kind == 12:
        return _in_groups(data, at)
    raise NoFont


def _in_segments(data: bytes, at: int) -> Iterator[int]:
    """Format 4: stretches of the first 65,536 letters, each with the distance to its signs or the place of their list."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    rows = [struct.unpack_from(f">{count}H", data, at + 14 + 2 * count * n + 2 * (n > 0)) for n in range(4)]
    for n, (last, first, delta, offset) in enumerate(zip(*rows, strict=True)):
        listed = at + 16 + 2 * count * 3 + 2 * n + offset
        for letter in range(first, min(last, 0xFFFE) + 1):
            sign = struct.unpack_from(">H", data, listed + 2 * (letter - first))[0] if offset else letter
            if sign and (sign + delta) & 0xFFFF:
                yield letter


def _in_groups(data: bytes, at: int) -> Iterator[int]:
    """Format 12: stretches of all letters."""
    for n in range(struct.unpack_from(">I", data, at + 12)[0]):
        first, last, sign = struct.unpack_from(">III", data, at + 16 + 12 * n)
        if not first <= last <= _LAST:
            raise NoFont
        yield from range(first + (sign == 0), last + 1)
