"""Former addresses: each leads to where its page stands now."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from . import addresses
from .catalogue import Catalogue
from .model import Place
from .settings import Settings


def redirects(catalogue: Catalogue, permalink: str) -> Iterator[tuple[str, str, Place]]:
    """From, to, and the file that says so."""
    for article in catalogue.articles:
        yield from ((alias, addresses.article(article, permalink), article.place) for alias in article.aliases)
    for author in catalogue.authors:
        yield from ((alias, addresses.author(author), author.place) for alias in author.aliases)
    for terms in catalogue.terms.values():
        for term in terms:
            yield from ((alias, addresses.term(term), term.place) for alias in term.aliases)


def redirect(to: str, settings: Settings) -> bytes:
    """A small page that leads on, with and without script (HTML, "http-equiv refresh")."""
    href, full = escape(addresses.href(to, settings)), escape(addresses.full(to, settings))
    return (
        f'<!doctype html><html lang="{escape(settings.language)}"><head><meta charset="utf-8"><title>This page has moved</title>'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        f'<meta name="viewport" content="width=device-width">'
        f'<link rel="canonical" href="{full}"><meta http-equiv="refresh" content="0; url={href}"></head>'
        f'<body><p>This page has moved to <a href="{href}">{full}</a>.</p></body></html>\n'
    ).encode()
