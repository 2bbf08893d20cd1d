"""Catalogue -> what search engines ask for: sitemap.xml (sitemaps.org protocol 0.9) and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from html import escape

from . import addresses
from .catalogue import Articles, Catalogue
from .dates import machine
from .settings import Settings

# The most bytes of one file; a part is half as long as may be, so that it is never too heavy.
HEAVIEST = 50 * 1024 * 1024
A_PART = addresses.MOST_IN_SITEMAP // 2


def sitemaps(catalogue: Catalogue, settings: Settings, prose: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Every page but the further ones of a list, each with the day of its last change, by the articles' own dates.

    One file by its address; where that would be too long or too heavy, an index and its parts.
    """
    rows = sorted({**dict.fromkeys(prose, ""), **dict(_changed(catalogue, settings))}.items())
    whole = _listed("urlset", "url", rows, settings)
    if len(rows) <= addresses.MOST_IN_SITEMAP and len(whole) <= HEAVIEST:
        yield addresses.SITEMAP, whole
        return
    parts = {addresses.sitemap_part(n // A_PART + 1): rows[n : n + A_PART] for n in range(0, len(rows), A_PART)}
    changed = [(at, max(day for _, day in part)) for at, part in parts.items()]
    yield addresses.SITEMAP, _listed("sitemapindex", "sitemap", changed, settings)
    yield from ((at, _listed("urlset", "url", part, settings)) for at, part in parts.items())


def robots(settings: Settings) -> bytes:
    """Everything may be read, and where the list of it stands."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {addresses.full(addresses.SITEMAP, settings)}\n".encode()


def _listed(table: str, row: str, rows: Iterable[tuple[str, str]], settings: Settings) -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{table} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    body = "".join(
        f"<{row}><loc>{escape(addresses.full(at, settings))}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{row}>\n"
        for at, day in rows
    )
    return f"{head}{body}</{table}>\n".encode()


def _changed(catalogue: Catalogue, settings: Settings) -> Iterator[tuple[str, str]]:
    last = partial(_last, _days(catalogue))
    newest = last(catalogue.articles)
    yield addresses.HOME, newest
    yield addresses.ARTICLES, newest
    yield addresses.AUTHORS, newest
    yield addresses.YEARS, newest
    for article in catalogue.articles:
        yield addresses.article(article, settings.permalink), last((article,))
    for author in catalogue.authors:
        yield addresses.author(author), last(catalogue.by_author.get(author.id, ()))
    for facet, terms in catalogue.terms.items():
        days = [last(catalogue.by_term.get((facet, term.id), ())) for term in terms]
        yield addresses.facet(facet), max(days, default="")
        yield from ((addresses.term(term), day) for term, day in zip(terms, days, strict=True))
    if catalogue.clips:
        yield addresses.CLIPS, ""
    yield from ((addresses.clip(clip), "") for clip in catalogue.clips)
    yield addresses.BROWSE, newest
    for (one, other), articles in catalogue.by_pair.items():
        yield addresses.pair(catalogue.term[one], catalogue.term[other]), last(articles)
    for year, articles in catalogue.by_year.items():
        yield addresses.year(year), last(articles)


def _days(catalogue: Catalogue) -> dict[int, str]:
    """The day of each article's last change, by its `id`: an article stands on eight lists or so."""
    return {id(a): machine(day)[:10] for a in catalogue.articles if (day := a.updated or a.date) is not None}


def _last(days: Mapping[int, str], articles: Articles) -> str:
    return max((days.get(id(a), "") for a in articles), default="")
