"""Years and their months: all articles are counted, and every link leads to where its month begins."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from article_archive.catalogue import catalogue
from article_archive.dates import MONTHS, date
from article_archive.model import Article, Body, Credit, Line, Place
from article_archive.pages import years
from article_archive.pages.lists import A_PAGE
from article_archive.pages.page import Draft, Page, Site
from article_archive.related import Neighbours

from ..archives import NOW, SMALL, site

ZONE = NOW.tzinfo
DAYS = (
    *("2015", "~2015", "2015-01", "2015-01-01", "2015-01-01 00:00", "2015-12-31", "2015-03", "2015-03-14", "~2015-03"),
    *("2015-03-01 00:30+14:00", "2015-02-28 20:00-11:00", "2015-01-01 00:30+14:00", "2014-12-31 20:00-11:00", "2014", "2013-07"),
)


@cache
def empty() -> Site:
    return site(SMALL)


def archive(days: list[str]) -> Site:
    """An archive of articles of these dates."""
    found = [
        Article(
            slug=f"a{n}",
            place=Place(f"docs/articles/a{n}.md"),
            title=Line(f"a{n}", f"a{n}"),
            credits=(Credit("A visitor"),),
            body=Body(),
            date=date(day, ZONE) if day and ZONE else None,
            terms={},
        )
        for n, day in enumerate(days)
    ]
    made = catalogue(found, (), (), (), (), (), NOW)
    return replace(empty(), catalogue=made, neighbours=Neighbours(made), kept={})


def laid_out(days: list[str]) -> dict[str, Page]:
    found = (made.lay_out() if isinstance(made, Draft) else made for made in years.pages(archive(days)))
    return {page.address: page for page in found}


def test_a_year_has_its_months_newest_first_and_bare_years_last() -> None:
    (row,) = laid_out(["2015-03", "2015-12-31", "2015", "2015-03-14"])["/archive/"].context["years"]
    assert [(m["name"], m["count"], m["href"]) for m in row["months"]] == [
        ("December", 1, "/archive/2015/#__december"),
        ("March", 2, "/archive/2015/#__march"),
        ("Without a month", 1, "/archive/2015/#__undated"),
    ]


def test_a_month_that_begins_on_the_second_page_is_linked_there() -> None:
    (row,) = laid_out(["2015-03"] * (A_PAGE - 1) + ["2015-02"] * 2 + ["2015-01"])["/archive/"].context["years"]
    assert [m["href"] for m in row["months"]] == [
        "/archive/2015/#__march",
        "/archive/2015/#__february",
        "/archive/2015/page/2/#__january",
    ]


@pytest.mark.parametrize(
    "days",
    [
        ["2015", "2015-01", "2015"],
        ["2015-01-01", "2015", "2015-01"],
        ["2015-03-01 00:30+14:00", "2015-02-28 20:00-11:00", "2015-03-01 00:10+14:00"],
    ],
)
def test_a_month_stands_on_a_page_once_whatever_the_clocks_say(days: list[str]) -> None:
    groups = [group["anchor"] for group in laid_out(days)["/archive/2015/"].context["groups"]]
    assert len(groups) == len({*groups})


def test_articles_without_a_date_are_counted_apart() -> None:
    page = laid_out(["2015", "", ""])["/archive/"]
    assert (page.context["undated"], [row["count"] for row in page.context["years"]]) == (2, [1])


def test_years_lead_to_those_before_and_after() -> None:
    made = laid_out(["2013-07", "2014", "2018"])
    found = [made[f"/archive/{year}/"].context for year in (2013, 2014, 2018)]
    assert [page["earlier"] and page["earlier"]["name"] for page in found] == [None, "2013", "2014"]
    assert [page["later"] and page["later"]["name"] for page in found] == ["2014", "2018", None]


LISTS = st.lists(st.sampled_from(("", *DAYS)), max_size=30)


@given(LISTS)
def test_the_months_of_a_year_sum_to_its_count(days: list[str]) -> None:
    page = laid_out(days)["/archive/"]
    for row in page.context["years"]:
        assert sum(month["count"] for month in row["months"]) == row["count"]
    assert sum(row["count"] for row in page.context["years"]) + page.context["undated"] == len(days)


@given(LISTS)
def test_every_month_leads_to_the_page_on_which_it_begins(days: list[str]) -> None:
    made = laid_out(days)
    for row in made["/archive/"].context["years"]:
        anchors = [month["anchor"] for month in row["months"]]
        assert len(anchors) == len({*anchors})
        for month in row["months"]:
            address, _, anchor = month["href"].partition("#")
            assert anchor in {group["anchor"] for group in made[address].context["groups"]}
            number = made[address].context["number"]
            if number > 1:
                before = made[address.replace(f"page/{number}/", f"page/{number - 1}/" if number > 2 else "")]
                assert anchor not in {group["anchor"] for group in before.context["groups"]}


@given(LISTS)
def test_the_groups_of_a_page_hold_its_articles_under_their_own_month(days: list[str]) -> None:
    for address, page in laid_out(days).items():
        if not re.match(r"/archive/\d", address):
            continue
        articles, at = page.context["articles"], 0
        for group in page.context["groups"]:
            shown = articles[at : at + group["count"]]
            at += group["count"]
            names = {MONTHS[a.date.month - 1] if a.date.precision != "year" else "Without a month" for a in shown}
            assert names == {group["name"]}
        assert at == len(articles)


@given(LISTS)
def test_within_a_month_the_newest_stands_first(days: list[str]) -> None:
    for page in laid_out(days).values():
        at = 0
        for group in page.context.get("groups", ()):
            shown = page.context["articles"][at : at + group["count"]]
            at += group["count"]
            assert all(one.date.at >= other.date.at for one, other in pairwise(shown))
