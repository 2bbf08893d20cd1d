"""The index of years with their months, and each year's page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from .. import addresses
from ..catalogue import Articles
from ..dates import MONTHS
from ..model import Article
from . import lists, metadata
from .drafts import digest
from .page import Draft, Page, Site

DESCRIPTION = "The archive year by year."

Data = dict[str, Any]


def pages(site: Site) -> Iterator[Page | Draft]:
    by_year = {year: _by_month(found) for year, found in site.catalogue.by_year.items()}
    newest_first = sorted(by_year, reverse=True)
    yield Page(
        address=addresses.YEARS,
        template="years",
        section="archive",
        title="Years",
        description=DESCRIPTION,
        head=metadata.of_index("Years", addresses.YEARS, DESCRIPTION, len(newest_first), site),
        context={
            "title": "Years",
            "years": [_row(year, by_year[year], site) for year in newest_first],
            "undated": sum(1 for a in site.catalogue.articles if a.date is None),
        },
    )
    for year in newest_first:
        yield from _year(year, by_year[year], site)


def months(year: int, articles: Articles, site: Site) -> list[Data]:
    """The year's months that have articles, newest first, each with its count and the place where its list begins."""
    found: list[Data] = []
    start = 0
    for month, group in groupby(articles, key=_month):
        count = len(list(group))
        page = addresses.page_of(addresses.year(year), start // lists.A_PAGE + 1)
        href = f"{addresses.href(page, site.settings)}#{_anchor(month)}"
        found.append({"name": _name(month), "anchor": _anchor(month), "count": count, "href": href})
        start += count
    return found


def _year(year: int, articles: Articles, site: Site) -> Iterator[Draft]:
    context = {"months": months(year, articles, site), **_neighbours(year, site)}
    return lists.pages(
        lists.List(
            address=addresses.year(year),
            articles=articles,
            of=digest(context),
            template="year",
            section="archive",
            title=str(year),
            description=f"Articles of {year}.",
            head=lambda page: metadata.of_year(year, page, site),
            groups=lambda shown: [
                {"name": _name(month), "anchor": _anchor(month), "count": len(list(group))}
                for month, group in groupby(shown, _month)
            ],
            context=lambda: context,
        ),
        site,
    )


def _neighbours(year: int, site: Site) -> Data:
    """The years before and after, as links."""
    years = sorted(site.catalogue.by_year)
    here = years.index(year)
    before, after = years[here - 1 : here], years[here + 1 : here + 2]
    return {
        name: {"name": str(found[0]), "href": addresses.href(addresses.year(found[0]), site.settings)} if found else None
        for name, found in (("earlier", before), ("later", after))
    }


def _row(year: int, articles: Articles, site: Site) -> Data:
    return {
        "year": year,
        "href": addresses.href(addresses.year(year), site.settings),
        "count": len(articles),
        "months": months(year, articles, site),
    }


def _by_month(articles: Articles) -> Articles:
    # Moments alone don't keep a month together: clocks differ from zone to zone, and a bare year begins with its January.
    return tuple(sorted(articles, key=_month, reverse=True))


def _month(article: Article) -> int:
    """1 to 12; 0 where only the year is known."""
    return article.date.month if article.date and article.date.precision != "year" else 0


def _name(month: int) -> str:
    return MONTHS[month - 1] if month else "Without a month"


def _anchor(month: int) -> str:
    return f"__{MONTHS[month - 1].lower()}" if month else "__undated"
