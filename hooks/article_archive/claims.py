"""Who owns which address: one namespace for articles, authors, terms, lists, redirects and the engine's own pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from . import addresses
from .catalogue import Catalogue
from .model import Place
from .pages.redirects import redirects
from .settings import Settings


def owned(catalogue: Catalogue, settings: Settings) -> Iterator[tuple[str, Place]]:
    """The addresses of content files, each with its file."""
    for article in catalogue.articles:
        yield addresses.article(article, settings.permalink), article.place
    for author in catalogue.authors:
        yield addresses.author(author), author.place
    for terms in catalogue.terms.values():
        for term in terms:
            yield addresses.term(term), term.place


def lists(catalogue: Catalogue, settings: Settings) -> Iterator[str]:
    """The addresses of the pages that the archive makes of itself."""
    yield from (addresses.HOME, addresses.ARTICLES, addresses.AUTHORS, addresses.YEARS, addresses.SITEMAP, addresses.NOT_FOUND)
    yield from (addresses.facet(name) for name in settings.facets)
    yield from (addresses.year(year) for year in catalogue.by_year)


def claims(catalogue: Catalogue, settings: Settings, engine: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    """Every claim to an address. `engine` maps the engine's files to their addresses, home and 404 left out."""
    yield from owned(catalogue, settings)
    yield from ((address, Place("mkdocs.yml")) for address in lists(catalogue, settings))
    yield from ((former, place) for former, _, place in redirects(catalogue, settings.permalink))
    ours = {addresses.HOME, addresses.NOT_FOUND, addresses.SITEMAP}
    yield from ((address, Place(path)) for path, address in engine.items() if address not in ours)
