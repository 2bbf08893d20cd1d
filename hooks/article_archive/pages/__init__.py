"""Catalogue -> pages: one small module for each kind of page, in the order of this list."""

from __future__ import annotations

from collections.abc import Iterator

from . import article, articles, authors, home, missing, terms, years
from .page import Page, Site

KINDS = (home, article, articles, authors, terms, years, missing)


def lay_out(site: Site) -> Iterator[Page]:
    """Every page of the archive, as plain data for its template."""
    for kind in KINDS:
        yield from kind.pages(site)
