"""Catalogue -> sitemap.xml (sitemaps.org protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from . import addresses
from .catalogue import Articles, Catalogue
from .dates import machine
from .settings import Settings


def sitemap(catalogue: Catalogue, settings: Settings, prose: Iterable[str]) -> bytes:
    """Every page but the further ones of a list, each with the day of its last change, by the articles' own dates."""
    rows = {**dict.fromkeys(prose, ""), **dict(_changed(catalogue, settings))}
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    body = "".join(
        f"<url><loc>{escape(addresses.full(at, settings))}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for at, day in sorted(rows.items())
    )
    return f"{head}{body}</urlset>\n".encode()


def _changed(catalogue: Catalogue, settings: Settings) -> Iterator[tuple[str, str]]:
    newest = _last(catalogue.articles)
    yield addresses.HOME, newest
    yield addresses.ARTICLES, newest
    yield addresses.AUTHORS, ""
    yield addresses.YEARS, newest
    for article in catalogue.articles:
        yield addresses.article(article, settings.permalink), _last((article,))
    for author in catalogue.authors:
        yield addresses.author(author), _last(catalogue.by_author.get(author.id, ()))
    for facet, terms in catalogue.terms.items():
        yield addresses.facet(facet), ""
        for term in terms:
            yield addresses.term(term), _last(catalogue.by_term.get((facet, term.id), ()))
    if catalogue.clips:
        yield addresses.CLIPS, ""
    yield from ((addresses.clip(clip), "") for clip in catalogue.clips)
    yield addresses.BROWSE, newest
    for (one, other), articles in catalogue.by_pair.items():
        yield addresses.pair(catalogue.term[one], catalogue.term[other]), _last(articles)
    for year, articles in catalogue.by_year.items():
        yield addresses.year(year), _last(articles)


def _last(articles: Articles) -> str:
    days = (machine(day)[:10] for a in articles if (day := a.updated or a.date) is not None)
    return max(days, default="")
