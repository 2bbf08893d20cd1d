"""The index of authors, and each author's page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import addresses
from ..markdown import opening
from ..model import Author
from . import lists
from .article import parts, picture
from .page import Page, Site


def pages(site: Site) -> Iterator[Page]:
    yield _index(site)
    for author in site.catalogue.authors:
        articles = site.catalogue.by_author.get(author.id, ())
        yield from lists.pages(
            addresses.author(author),
            articles,
            site,
            template="author",
            section="authors",
            title=author.name,
            description=opening(author.body.parts) or f"Articles by {author.name}.",
            role=author.role,
            also=author.also,
            links=[{"name": name.capitalize(), "href": href} for name, href in author.links.items()],
            image=picture(author.image, author.place.path, site),
            parts=parts(author.body.parts, author.place.path, site),
        )


def _index(site: Site) -> Page:
    authors = site.catalogue.authors
    featured = sorted((a for a in authors if a.featured), key=lambda a: a.featured)
    by_letter: dict[str, list[Author]] = {}
    for author in authors:
        by_letter.setdefault(_letter(author), []).append(author)
    return Page(
        address=addresses.AUTHORS,
        template="authors",
        section="authors",
        title="Authors",
        description="Everybody who wrote for the archive.",
        context={
            "title": "Authors",
            "count": len(authors),
            "featured": [_row(a, site) for a in featured],
            "letters": [{"letter": letter, "authors": [_row(a, site) for a in found]} for letter, found in by_letter.items()],
        },
    )


def _letter(author: Author) -> str:
    first = author.sort[:1].upper()
    return first if first.isalpha() else "#"


def _row(author: Author, site: Site) -> dict[str, Any]:
    articles = site.catalogue.by_author.get(author.id, ())
    years = sorted({a.date.year for a in articles if a.date})
    return {
        "name": author.name,
        "role": author.role,
        "href": addresses.href(addresses.author(author), site.settings),
        "count": len(articles),
        "years": "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}",
    }
