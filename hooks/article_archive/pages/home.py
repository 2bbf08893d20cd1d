"""The home page: the editors' words, and the newest articles."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from .. import addresses
from .page import Page, Site

NEWEST = 10


def pages(site: Site) -> Iterator[Page]:
    words, settings = site.frontispiece, site.settings
    yield Page(
        address=addresses.HOME,
        template="home",
        section="home",
        title="",
        description=words.get("description", ""),
        context={
            "title": settings.name,
            "motto": words.get("motto", ""),
            "introduction": words.get("introduction", ""),
            "words": Markup(words.get("html", "")),
            "articles": site.catalogue.articles[:NEWEST],
            "articles_href": addresses.href(addresses.ARTICLES, settings),
            "ways": [
                {"name": name, "href": addresses.href(address, settings), "count": count} for name, address, count in _ways(site)
            ],
        },
    )


def _ways(site: Site) -> list[tuple[str, str, int]]:
    catalogue = site.catalogue
    facets = [(f.many, addresses.facet(f.name), len(catalogue.terms[f.name])) for f in site.settings.facets.values()]
    fixed = [("Articles", addresses.ARTICLES, len(catalogue.articles)), ("Authors", addresses.AUTHORS, len(catalogue.authors))]
    return [*fixed, *facets, ("Years", addresses.YEARS, len(catalogue.by_year))]
