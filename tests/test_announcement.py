from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from article_archive.announcement import Notice, announcement
from article_archive.settings import judge

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def shown(now: datetime, zone: str = "UTC", **written: Any) -> Notice | None:
    settings, problems = judge(
        {"announcement": {"text": "We *moved*", **written}, "timezone": zone},
        "",
        name="An archive",
        address="https://example.org/archive/",
    )
    assert problems == []
    return announcement(settings, now)


def test_a_site_without_an_announcement_shows_none() -> None:
    assert announcement(judge({}, "", name="An archive", address="https://example.org/")[0], NOON) is None


def test_an_announcement_without_a_last_day_stands() -> None:
    notice = shown(NOON)
    assert notice is not None
    assert (notice.text, notice.href) == ("We <em>moved</em>", "")


@pytest.mark.parametrize(
    ("zone", "last", "first_gone"),
    [
        ("UTC", datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 12, 2, 4, 59, 59, tzinfo=UTC), datetime(2026, 12, 2, 5, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 12, 1, 18, 14, 59, tzinfo=UTC), datetime(2026, 12, 1, 18, 15, tzinfo=UTC)),
    ],
)
def test_an_announcement_stands_through_its_last_day_where_the_site_is(zone: str, last: datetime, first_gone: datetime) -> None:
    assert shown(last, zone, until="2026-12-01") is not None
    assert shown(first_gone, zone, until="2026-12-01") is None


@pytest.mark.parametrize(
    ("until", "first_gone"),
    [
        ("2026-12", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2026", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2026-12-01 09:30", datetime(2026, 12, 1, 9, 31, tzinfo=UTC)),
        ("2026-12-01 09:30+02:00", datetime(2026, 12, 1, 7, 31, tzinfo=UTC)),
    ],
)
def test_a_month_a_year_and_a_minute_last_to_their_end(until: str, first_gone: datetime) -> None:
    assert shown(first_gone - timedelta(seconds=1), until=until) is not None
    assert shown(first_gone, until=until) is None


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("/about/", "/archive/about/"),
        ("/", "/archive/"),
        ("/é/?a=b&c#d", "/archive/%C3%A9/?a=b&c#d"),
        ("/about/#a?b", "/archive/about/#a?b"),
        ("https://example.com/x/", "https://example.com/x/"),
    ],
)
def test_a_link_of_this_site_starts_at_its_path(link: str, href: str) -> None:
    notice = shown(NOON, link=link)
    assert notice is not None
    assert notice.href == href
