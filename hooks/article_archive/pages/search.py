"""The search page, and the list of titles, people and terms that it looks through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from .. import addresses
from ..model import Article
from . import cards
from .page import Page, Site
from .prose import holdings


def pages(site: Site) -> Iterator[Page]:
    yield Page(
        address=addresses.SEARCH,
        template="search",
        section="search",
        title="Search",
        description=f"Search {site.settings.name} by title, person and term.",
        is_hidden=True,
        scripts=("search",),
        context={
            "title": "Search",
            "here": addresses.href(addresses.SEARCH, site.settings),
            "list": addresses.href(addresses.SEARCH_LIST, site.settings),
            "ways": holdings(site),
        },
    )


def search_list(site: Site) -> bytes:
    """JSON: people and terms as [name, what it is, link, number of articles]; articles as [title, people, date, link]."""
    catalogue, settings = site.catalogue, site.settings
    people = [
        [a.name, "Author", addresses.href(addresses.author(a), settings), len(catalogue.written.get(a.id, ()))]
        for a in catalogue.authors
    ]
    terms = [
        [t.name, facet.one, addresses.href(addresses.term(t), settings), len(catalogue.by_term.get((t.facet, t.id), ()))]
        for facet in settings.facets.values()
        for t in catalogue.terms[facet.name]
    ]
    return msgspec.json.encode({"names": people + terms, "articles": [_row(a, site) for a in catalogue.articles]})


def _row(article: Article, site: Site) -> list[Any]:
    href = addresses.href(addresses.article(article, site.settings.permalink), site.settings)
    return [article.title.text, cards.in_words(article.credits), str(article.date.year) if article.date else "", href]
