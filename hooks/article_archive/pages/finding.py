"""The two pages on which articles are found by any combination of traits: /browse/, and /search/ with words as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from .. import addresses
from ..postings import KIND_WORDS, address, postings
from ..traits import AUTHOR, KIND, KINDS, YEAR, kinds
from . import lists, metadata, terms
from .drafts import digest, of_names
from .page import Draft, Page, Site

# Without script a page names so many values of a trait, and leads to the list of all.
MOST = 24

Data = dict[str, Any]


def pages(site: Site) -> Iterator[Draft]:
    about = "The archive by any combination of author, term, year and kind."
    yield _draft(addresses.BROWSE, "Browse", "browse", about, site)
    yield _draft(addresses.SEARCH, "Search", "search", f"Search {site.settings.name}.", site)


def file(site: Site) -> tuple[str, bytes]:
    """The postings, by their path below the site."""
    data = site.once("postings", _postings)
    return addresses.file_of(address(data)), data


def _draft(at: str, title: str, section: str, description: str, site: Site) -> Draft:
    made_of = digest(of_names(site), site.share_cards.get(at))
    return Draft(at, section, made_of, partial(_page, at, title, section, description, site))


def _page(at: str, title: str, section: str, description: str, site: Site) -> Page:
    return Page(
        address=at,
        template="finding",
        section=section,
        title=title,
        description=description,
        # A page of results is not a result of its own; the way to browse is.
        is_hidden=at == addresses.SEARCH,
        scripts=("finding",),
        head=metadata.of_page(title, at, description, site),
        context={
            "title": title,
            "is_search": at == addresses.SEARCH,
            "search": addresses.href(addresses.SEARCH, site.settings),
            "browse": addresses.href(addresses.BROWSE, site.settings),
            "bundle": addresses.href(addresses.SEARCH_BUNDLE, site.settings) if site.has_search else "",
            "postings": addresses.href(address(site.once("postings", _postings)), site.settings),
            "list": addresses.href(addresses.ARTICLES, site.settings),
            "a_page": lists.A_PAGE,
            "count": len(site.catalogue.articles),
            "traits": _traits(site),
        },
    )


def _postings(site: Site) -> bytes:
    return postings(site.catalogue, site.settings)


def _traits(site: Site) -> list[Data]:
    """Each trait with its values, as links and counts; `more` is how many others its list holds."""
    return [
        *(
            _trait(name, facet.many, terms.rows(name, site), addresses.facet(name), site)
            for name, facet in site.settings.facets.items()
        ),
        _trait(AUTHOR, "Authors", _writing(site), addresses.AUTHORS, site),
        _trait(YEAR, "Years", _years(site), addresses.YEARS, site),
        _trait(KIND, "Kinds", _kinds(site), "", site),
    ]


def _trait(name: str, words: str, values: list[Data], index: str, site: Site) -> Data:
    shown = values[:MOST]
    href = addresses.href(index, site.settings) if index else ""
    return {"name": name, "words": words, "rows": shown, "more": len(values) - len(shown), "href": href}


def _writing(site: Site) -> list[Data]:
    """Those who wrote most, first."""
    written = site.catalogue.written
    ordered = sorted((a for a in site.catalogue.authors if a.id in written), key=lambda a: -len(written[a.id]))
    return [
        {"name": a.name, "href": addresses.href(addresses.author(a), site.settings), "count": len(written[a.id])} for a in ordered
    ]


def _years(site: Site) -> list[Data]:
    return [
        {"name": str(year), "href": addresses.href(addresses.year(year), site.settings), "count": len(found)}
        for year, found in sorted(site.catalogue.by_year.items(), reverse=True)
    ]


def _kinds(site: Site) -> list[Data]:
    counts = Counter(kind for article in site.catalogue.articles for kind in kinds(article))
    return [{"name": KIND_WORDS[kind], "href": "", "count": counts[kind]} for kind in KINDS if counts[kind]]
