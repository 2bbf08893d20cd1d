from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.dates import NoDate, date, in_words, machine
from article_archive.model import Date

NEW_YORK = ZoneInfo("America/New_York")
ZONES: st.SearchStrategy[tzinfo] = st.sampled_from((UTC, NEW_YORK, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Kiritimati")))
ABOUT = st.sampled_from(("", "~"))


def at(*moment: int, zone: tzinfo = UTC) -> int:
    return int(datetime(*moment, tzinfo=zone).timestamp())  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2016-09-14", Date(at(2016, 9, 14), 2016, 9, 14)),
        ("2016-9-4", Date(at(2016, 9, 4), 2016, 9, 4)),
        ("2016-09", Date(at(2016, 9, 1), 2016, 9, precision="month")),
        ("2016", Date(at(2016, 1, 1), 2016, precision="year")),
        ("~2016", Date(at(2016, 1, 1), 2016, precision="year", about=True)),
        ("~ 2016-09", Date(at(2016, 9, 1), 2016, 9, precision="month", about=True)),
        (" 2016 ", Date(at(2016, 1, 1), 2016, precision="year")),
        ("2016-09-14 09:30", Date(at(2016, 9, 14, 9, 30), 2016, 9, 14, "09:30+00:00", "minute")),
        ("2016-09-14T09:30:59.5Z", Date(at(2016, 9, 14, 9, 30), 2016, 9, 14, "09:30+00:00", "minute")),
        ("2016-09-14 09:30 -0400", Date(at(2016, 9, 14, 13, 30), 2016, 9, 14, "09:30-04:00", "minute")),
        ("2016-09-14T23:30+05:45", Date(at(2016, 9, 14, 17, 45), 2016, 9, 14, "23:30+05:45", "minute")),
        ("2016-02-29", Date(at(2016, 2, 29), 2016, 2, 29)),
        ("0001-01-01", Date(at(1, 1, 1), 1, 1, 1)),
        ("9999-12-31", Date(at(9999, 12, 31), 9999, 12, 31)),
    ],
)
def test_a_date_is_read_as_precisely_as_it_was_written(written: str, read: Date) -> None:
    assert date(written, UTC) == read


def test_a_date_without_an_offset_is_in_the_archives_zone() -> None:
    assert date("2016-09-14", NEW_YORK).at == at(2016, 9, 14, 4)
    assert date("2016-12-14 09:30", NEW_YORK).at == at(2016, 12, 14, 14, 30)
    assert date("2016-12-14 09:30", NEW_YORK).time == "09:30-05:00"


def test_the_calendar_shows_the_day_that_was_written_whatever_the_zone() -> None:
    read = date("2016-09-14 23:30 -0400", ZoneInfo("Asia/Kathmandu"))
    assert (read.year, read.month, read.day) == (2016, 9, 14)


@pytest.mark.parametrize(
    "written",
    [
        "", "soon", "16", "201", "20160", "2016/09/14", "14.9.2016", "9/14/2016", "2016-", "2016-09-", "2016-09-14 9", "~",
        "-2016", "2016-09-14 09:30:1", "2016-09-14 09:30 EST",
        "2016-09-14 09:30 +1", "2016 09 14", "2016-09-14x", "2016-09-14 morning",
    ],
)  # fmt: skip
def test_other_words_are_no_date_and_the_remedy_shows_one(written: str) -> None:
    with pytest.raises(NoDate, match="such as 2016-09-14"):
        date(written, UTC)


@pytest.mark.parametrize(
    "written", ["2016-02-30", "2015-02-29", "2016-13", "2016-00", "2016-00-10", "2016-09-31", "0000", "0000-01-01"]
)
def test_a_day_that_does_not_exist_is_told(written: str) -> None:
    with pytest.raises(NoDate, match="no such day"):
        date(written, UTC)


@pytest.mark.parametrize("written", ["2016-09-14 25:00", "2016-09-14 24:00", "2016-09-14 09:60", "2016-09-14 09:30 +99:00"])
def test_a_time_that_does_not_exist_is_told(written: str) -> None:
    with pytest.raises(NoDate, match="no such time"):
        date(written, UTC)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2016-09-14", "14 September 2016"),
        ("2016-09", "September 2016"),
        ("2016", "2016"),
        ("~2016", "about 2016"),
        ("~2016-09", "about September 2016"),
        ("2016-01-05 23:59 -0500", "5 January 2016"),
        ("2016-12-01", "1 December 2016"),
    ],
)
def test_a_date_is_shown_at_its_precision(written: str, words: str) -> None:
    assert in_words(date(written, UTC)) == words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2016-09-14", "2016-09-14"),
        ("2016-9", "2016-09"),
        ("~2016", "2016"),
        ("0987-01-02", "0987-01-02"),
        ("2016-09-14 9:30", "2016-09-14T09:30+00:00"),
    ],
)
def test_a_machine_reads_a_date_at_its_precision(written: str, shown: str) -> None:
    assert machine(date(written, UTC)) == shown


def test_dates_sort_by_their_first_moment() -> None:
    written = ["2015-12-31 23:59", "2016", "2016-01-02", "2016-02", "2016-02-01 00:01", "2017"]
    assert sorted(written, key=lambda w: date(w, UTC).at) == written


@given(st.dates(), st.sampled_from(("%Y-%m-%d", "%Y-%m", "%Y")), ABOUT, ZONES)
def test_a_date_comes_back_as_it_was_written(day: datetime, form: str, about: str, zone: tzinfo) -> None:
    parts = form.count("%")
    written = "-".join((f"{day.year:04d}", f"{day.month:02d}", f"{day.day:02d}")[:parts])
    read = date(about + written, zone)
    assert machine(read) == written
    assert read.about == bool(about)
    assert date(machine(read), zone).at == read.at


@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_a_moment_comes_back_as_it_was_written(moment: datetime, offset: int) -> None:
    zoned = moment.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    read = date(zoned.isoformat(timespec="minutes"), NEW_YORK)
    assert machine(read) == zoned.isoformat(timespec="minutes")
    assert read.at == int(zoned.timestamp())


@given(st.text(st.sampled_from(list("0123456789-~: TZ+/.²٣")), max_size=25), ZONES)
def test_any_words_are_a_date_or_none(words: str, zone: tzinfo) -> None:
    try:
        read = date(words, zone)
    except NoDate:
        return
    assert machine(read)
