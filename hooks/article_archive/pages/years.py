"""The index of years, and each year's page."""

from __future__ import annotations

from collections.abc import Iterator

from .. import addresses
from . import lists
from .page import Page, Site


def pages(site: Site) -> Iterator[Page]:
    by_year = site.catalogue.by_year
    years = sorted(by_year, reverse=True)
    undated = sum(1 for a in site.catalogue.articles if a.date is None)
    rows = [{"year": y, "href": addresses.href(addresses.year(y), site.settings), "count": len(by_year[y])} for y in years]
    yield Page(
        address=addresses.YEARS,
        template="years",
        section="archive",
        title="Years",
        description="The archive year by year.",
        context={"title": "Years", "years": rows, "undated": undated},
    )
    for year in years:
        yield from lists.pages(
            addresses.year(year),
            by_year[year],
            site,
            template="list",
            section="archive",
            title=str(year),
            description=f"Articles of {year}.",
        )
