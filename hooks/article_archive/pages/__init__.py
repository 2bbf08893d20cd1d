"""Catalogue -> pages: one small module for each kind of page."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Articles
from . import article, articles, authors, clips, finding, lists, missing, pairs, prose, terms, years
from .page import Page, Site


def of_articles(site: Site, articles: Articles) -> Iterator[Page]:
    """One page for each of these articles."""
    return article.pages(site, articles)


def middle(site: Site) -> int:
    """How many articles cost as much as the others and all lists: a page of a list costs two thirds of an article's."""
    catalogue = site.catalogue
    shelves = (catalogue.articles, *catalogue.by_author.values(), *catalogue.by_term.values(), *catalogue.by_year.values())
    of_lists = sum(len(shelf) // lists.A_PAGE + 1 for shelf in shelves) + len(catalogue.by_pair)
    return min(len(catalogue.articles), (3 * len(catalogue.articles) + 2 * of_lists) // 6)


def of_lists(site: Site) -> Iterator[Page]:
    """Every page that leads to articles."""
    for kind in (prose, articles, authors, terms, pairs, years, clips, finding, missing):
        yield from kind.pages(site)
