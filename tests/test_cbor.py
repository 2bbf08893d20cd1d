from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.cbor import decoded, encoded

NUMBERS = st.integers(0, 2**64 - 1)
VALUES = st.recursive(NUMBERS | st.text(), lambda inner: st.lists(inner, max_size=30), max_leaves=60)


@given(VALUES)
def test_what_was_encoded_is_read_back(value: Any) -> None:
    assert decoded(encoded(value)) == value


@given(VALUES, st.data())
def test_half_a_value_is_no_value(value: Any, data: st.DataObject) -> None:
    whole = encoded(value)
    with pytest.raises(ValueError, match="CBOR"):
        decoded(whole[: data.draw(st.integers(0, len(whole) - 1))])


# RFC 8949, appendix A.
@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("00", 0),
        ("17", 23),
        ("1818", 24),
        ("1903e8", 1000),
        ("1a000f4240", 1000000),
        ("1bffffffffffffffff", 18446744073709551615),
        ("60", ""),
        ("6161", "a"),
        ("62c3bc", "ü"),
        ("80", []),
        ("8301820203820405", [1, [2, 3], [4, 5]]),
        ("9fff", []),
        ("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
    ],
)
def test_the_standards_own_examples(written: str, value: Any) -> None:
    assert decoded(bytes.fromhex(written)) == value
    if not written.startswith("9"):
        assert encoded(value).hex() == written


@pytest.mark.parametrize("written", ["", "20", "4101", "a10102", "f6", "1c", "0000", "62ffff", "9f01"])
def test_what_pagefind_never_writes_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="CBOR"):
        decoded(bytes.fromhex(written))
