"""Catalogue -> which feeds there are, and which articles stand in each."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from . import addresses
from .catalogue import Articles, Catalogue
from .model import Article, Author, Clip, Term
from .settings import Settings

NEWEST = 50
# In the feed of one author or one term.
NEWEST_OF_ONE = 20
# On an archived page of Atom.
A_PAGE = 50


class Offer(Struct, frozen=True):
    """A feed of the whole site: its format, its media type, its address, and what it holds, in words."""

    name: str
    type: str
    address: str
    holds: str = "All new articles"


ARTICLES = (
    Offer("RSS", "application/rss+xml", addresses.FEED),
    Offer("Atom", "application/atom+xml", addresses.ATOM),
    Offer("JSON Feed", "application/feed+json", addresses.JSON_FEED),
)
PODCAST = Offer("podcast", "application/rss+xml", addresses.PODCAST, "Recorded voices")


def of_site(catalogue: Catalogue) -> tuple[Offer, ...]:
    """The feeds of the whole site."""
    return (*ARTICLES, PODCAST) if episodes(catalogue) else ARTICLES


def is_announced(article: Article) -> bool:
    """Cards that point elsewhere are not ours to announce, and what has no date is never new."""
    return article.kind != "reference" and article.date is not None


def announced(articles: Articles, most: int | None = None) -> Articles:
    """Those that a feed may hold, newest first, and no more than `most`."""
    if most is None:
        return tuple(a for a in articles if is_announced(a))
    found: list[Article] = []
    for article in articles:
        if len(found) == most:
            break
        if is_announced(article):
            found.append(article)
    return tuple(found)


def feed_of(address: str, articles: Articles) -> str:
    """The address of the feed of an author or a term; "" where there is nothing to follow."""
    return addresses.feed_of(address) if any(is_announced(a) for a in articles) else ""


def of_authors(catalogue: Catalogue) -> Iterator[tuple[Author, Articles]]:
    """Every author with a feed, and what stands in it: the newest of what they wrote."""
    for author in catalogue.authors:
        if found := announced(catalogue.written.get(author.id, ()), NEWEST_OF_ONE):
            yield author, found


def of_terms(catalogue: Catalogue) -> Iterator[tuple[Term, Articles]]:
    """Every term with a feed, and what stands in it."""
    for terms in catalogue.terms.values():
        for term in terms:
            if found := announced(catalogue.by_term.get((term.facet, term.id), ()), NEWEST_OF_ONE):
                yield term, found


def episodes(catalogue: Catalogue) -> tuple[Clip, ...]:
    """The clips that are to be heard. Without one there is no podcast."""
    return tuple(clip for clip in catalogue.clips if clip.sound)


def archived(articles: Articles) -> tuple[Articles, ...]:
    """The archived pages of what a feed may hold, the oldest first, each newest first.

    They are full, and at least one page more is not among them: a page never changes while articles are added at the end
    (RFC 5005, section 4).
    """
    count = max(0, len(articles) // A_PAGE - 1)
    end = len(articles)
    return tuple(articles[end - A_PAGE * n : end - A_PAGE * (n - 1)] for n in range(1, count + 1))


def every(catalogue: Catalogue, settings: Settings) -> Iterator[str]:
    """The addresses of all feeds, and of the list of them."""
    yield from (offer.address for offer in of_site(catalogue))
    yield addresses.OPML
    if settings.feeds.archived:
        yield from (addresses.atom_page(n) for n, _ in enumerate(archived(announced(catalogue.articles)), 1))
    yield from (addresses.feed_of(addresses.author(author)) for author, _ in of_authors(catalogue))
    yield from (addresses.feed_of(addresses.term(term)) for term, _ in of_terms(catalogue))
