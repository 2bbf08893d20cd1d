"""Catalogue -> pages: one small module for each kind of page."""

from __future__ import annotations

from collections.abc import Iterator

from . import article, articles, authors, home, missing, terms, years
from .page import Page, Site


def of_articles(site: Site) -> Iterator[Page]:
    """One page for each article."""
    return article.pages(site)


def of_lists(site: Site) -> Iterator[Page]:
    """Every page that leads to articles."""
    for kind in (home, articles, authors, terms, years, missing):
        yield from kind.pages(site)
