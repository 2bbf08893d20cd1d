"""Words that are not quite right have one right answer, or none."""

from __future__ import annotations

from datetime import UTC
from datetime import date as day_of

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.dates import date
from article_archive.mending.readings import day, meant, spelled_like


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("2026/3/1", "2026-03-01"),
        ("2026.3.1", "2026-03-01"),
        ("2026. 3. 1.", "2026-03-01"),
        ("2026/03", "2026-03"),
        ("20260301", "2026-03-01"),
        ("2026\u201303\u201301", "2026-03-01"),
        ("1 March 2026", "2026-03-01"),
        ("1. March 2026", "2026-03-01"),
        ("1st of March, 2026", "2026-03-01"),
        ("Sunday, 1 March 2026", "2026-03-01"),
        ("Sun, March 1, 2026", "2026-03-01"),
        ("Mar. 1 2026", "2026-03-01"),
        ("Sept 2026", "2026-09"),
        ("about 2016", "~2016"),
        ("c. 2016", "~2016"),
        ("31/12/2026", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("5.5.2026", "2026-05-05"),
    ],
)
def test_a_date_with_one_reading_is_read(words: str, right: str) -> None:
    assert day(words) == right


@pytest.mark.parametrize(
    "words",
    [
        *("03/04/2026", "3.4.2026", "03-04-2026", "1/2/26", "2026/13/1", "30 February 2026", "31/13/2026", "March", "Ma 2026"),
        *("1 Marsh 2026", "Monday, 1 March 2026", "soon", "", "2026", "12 2026", "1 March 26", "20261301", "2026/3-1"),
    ],
)
def test_any_other_date_is_left_to_its_writer(words: str) -> None:
    assert day(words) in (None, words)


@given(st.dates(day_of(1000, 1, 1)))
def test_every_day_is_read_from_its_words(found: day_of) -> None:
    for words in (
        f"{found:%d %B} {found.year:04d}",
        f"{found:%B %d}, {found.year:04d}",
        f"{found.year}/{found.month}/{found.day}",
    ):
        right = day(words)
        assert right is not None
        at = date(right, UTC)
        assert (at.year, at.month, at.day) == (found.year, found.month, found.day)


TERMS = [
    ("voice", "voice"),
    ("cocreation", "co-creation"),
    ("makingtogether", "co-creation"),
    ("goals", "goals"),
    ("goats", "goats"),
]


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("Voice", "voice"),
        ("Voíce!", "voice"),
        ("Voise", "voice"),
        ("Co-creaton", "co-creation"),
        ("making togehter", "co-creation"),
        ("goal", None),
        ("goalz", None),
        ("voi", None),
        ("", None),
        ("Vices", None),
    ],
)
def test_a_word_of_a_closed_list_is_found_by_one_wrong_letter_at_most(word: str, right: str | None) -> None:
    assert meant(word, TERMS) == right


def test_a_spelling_that_two_share_is_nobodys() -> None:
    assert spelled_like("Same Name", [("same-name", "one"), ("Same Name", "two")]) is None
    assert spelled_like("same name", [("same-name", "one"), ("Same Name", "one")]) == "one"
