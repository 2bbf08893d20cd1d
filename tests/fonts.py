"""Fonts for the tests: Source Serif 4 with other letters, made by giving it another table of them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from article_archive.sharing.typefaces import source_serif

# The numbers of some glyphs in Source Serif 4 that can be seen.
SEEN = range(40, 60)


def with_letters(letters: Mapping[int, int]) -> bytes:
    """The font with these letters only, each with the number of its glyph."""
    groups = b"".join(struct.pack(">III", letter, letter, glyph) for letter, glyph in sorted(letters.items()))
    listed = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(letters)) + groups
    return with_table(struct.pack(">HHHHI", 0, 1, 3, 10, 12) + listed)


def with_table(table: bytes) -> bytes:
    """The font with this in place of its table of letters (`cmap`)."""
    data = bytearray(source_serif().data)
    for n in range(struct.unpack_from(">H", data, 4)[0]):
        at = 12 + 16 * n
        if data[at : at + 4] == b"cmap":
            struct.pack_into(">II", data, at + 8, len(data), len(table))
    return bytes(data) + table


def of_text(text: str) -> bytes:
    """The font with the letters of a text."""
    return with_letters({ord(c): SEEN[n % len(SEEN)] for n, c in enumerate(sorted({*text}))})
