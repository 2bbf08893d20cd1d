"""Who owns which address: one namespace for articles, authors, terms, lists, redirects and the engine's own pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from . import addresses, offers
from .catalogue import Catalogue
from .model import Place
from .problems import SEVERITY
from .redirects import redirects
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
    for clip in catalogue.clips:
        yield addresses.clip(clip), clip.place


def lists(catalogue: Catalogue, settings: Settings) -> Iterator[str]:
    """The addresses of what the archive makes of itself."""
    made = list(_made(catalogue, settings))
    yield from made
    count = len(made) + sum(map(len, (catalogue.articles, catalogue.authors, catalogue.term, catalogue.clips)))
    # Kept free a little before they are needed, since pages of the engine's count, too.
    parts = count // (addresses.MOST_IN_SITEMAP // 2) + 1 if count > addresses.MOST_IN_SITEMAP * 4 // 5 else 0
    yield from (addresses.sitemap_part(n) for n in range(1, parts + 1))


def _made(catalogue: Catalogue, settings: Settings) -> Iterator[str]:
    yield from (addresses.HOME, addresses.ARTICLES, addresses.AUTHORS, addresses.YEARS, addresses.SITEMAP, addresses.NOT_FOUND)
    yield from (addresses.SEARCH, addresses.BROWSE, addresses.ROBOTS, addresses.DATA)
    yield from (addresses.MESSAGES, *map(addresses.message, SEVERITY))
    yield from offers.every(catalogue, settings)
    if settings.editor:
        yield addresses.EDITOR
    if catalogue.clips:
        yield addresses.CLIPS
    yield from (addresses.facet(name) for name in settings.facets)
    yield from (addresses.year(year) for year in catalogue.by_year)
    yield from (addresses.pair(catalogue.term[one], catalogue.term[other]) for one, other in catalogue.by_pair)


def claims(catalogue: Catalogue, settings: Settings, engine: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    """Every claim to an address. `engine` maps the engine's files to their addresses, home and 404 left out."""
    yield from owned(catalogue, settings)
    for article in catalogue.unpublished:  # the day on which one comes out is too late to learn of it
        yield from ((address, article.place) for address in (addresses.article(article, settings.permalink), *article.aliases))
    yield from ((address, Place("mkdocs.yml")) for address in lists(catalogue, settings))
    yield from ((former, place) for former, _, place in redirects(catalogue, settings.permalink))
    yield from ((address, Place(path)) for path, address in engine.items() if not _goes_first(path, address))


def _goes_first(path: str, address: str) -> bool:
    # docs/index.md is what the home page is made of; docs/index.html would take its place. A robots.txt is the editors' to write.
    return address == addresses.ROBOTS or (address == addresses.HOME and path.endswith((".md", ".markdown")))
