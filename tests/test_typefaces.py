from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.sharing.typefaces import NoFont, source_serif, typeface

from .fonts import with_letters, with_table


@pytest.mark.parametrize("text", ["Writer One", "Žofie Łuczak", "Ελληνικά", "Кириллица", "Tiếng Việt", "„Zitat“ – ‘so’…", "ĭ"])
def test_the_programs_own_typeface_draws_european_letters(text: str) -> None:
    assert all(source_serif().draws(letter) for letter in text)


@pytest.mark.parametrize("letter", ["作", "ع", "א", "क", "🎉", "\ue000"])
def test_it_draws_no_others(letter: str) -> None:
    assert not source_serif().draws(letter)


@given(st.dictionaries(st.integers(0x20, 0x10FFFF), st.integers(1, 900), min_size=1, max_size=30))
def test_a_font_has_the_letters_of_its_table(letters: dict[int, int]) -> None:
    assert typeface(with_letters(letters)).letters == {*map(chr, letters)}


def test_a_letter_without_a_sign_is_none() -> None:
    assert typeface(with_letters({0x41: 40, 0x42: 0})).letters == {"A"}


def test_stretches_of_letters_may_list_their_signs_or_tell_their_distance() -> None:
    # Format 4: A to C by their distance, a to c by a list in which b has no sign; the last stretch is the closing one.
    ends, starts = (0x43, 0x63, 0xFFFF), (0x41, 0x61, 0xFFFF)
    deltas, offsets, listed = (0x10000 - 25, 0, 1), (0, 4, 0), (40, 0, 42)
    numbers = struct.pack(">3HH3H3H3H3H", *ends, 0, *starts, *deltas, *offsets, *listed)
    head = struct.pack(">7H", 4, 14 + len(numbers), 0, 6, 4, 1, 2)
    table = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + head + numbers
    assert typeface(with_table(table)).letters == {*"ABCac"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Dear editors, here is the font.",
        b"wOF2" + bytes(200),
        source_serif().data[:1000],
        source_serif().data[:100_000],
        with_table(b""),
        with_table(struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, 5, 0xFFFFFFFF, 1)),
        with_table(struct.pack(">HHHHI", 0, 1, 1, 0, 12) + bytes(300)),
        b"ttcf" + bytes(8) + b"\xff\xff\xff\xff",
    ],
    ids=range(9),
)
def test_other_bytes_are_no_font(data: bytes) -> None:
    with pytest.raises(NoFont):
        typeface(data)


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(data: bytes) -> None:
    with pytest.raises(NoFont):
        typeface(b"OTTO" + data)
