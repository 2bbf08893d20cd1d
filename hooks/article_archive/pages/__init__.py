"""Catalogue -> pages: one small module for each kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..catalogue import Articles
from . import article, articles, authors, clips, finding, lists, missing, pairs, prose, terms, years
from .drafts import draft
from .page import Draft, Site


def of_articles(site: Site, articles: Articles) -> Iterator[Draft]:
    """One page for each of these articles."""
    return article.drafts(site, articles)


def middle(site: Site) -> int:
    """How many articles, with the feeds and the files for machines, cost as much as the other articles and all lists.

    A page of a list costs three fifths of an article's; what those files tell of an article, a seventh of its page.
    """
    catalogue = site.catalogue
    shelves = (catalogue.articles, *catalogue.by_author.values(), *catalogue.by_term.values(), *catalogue.by_year.values())
    of_lists = sum(len(shelf) // lists.A_PAGE + 1 for shelf in shelves) + len(catalogue.by_pair)
    return min(len(catalogue.articles), (17 * len(catalogue.articles) + 12 * of_lists) // 40)


def of_lists(site: Site) -> Iterator[Draft]:
    """Every page that leads to articles."""
    kinds: tuple[Any, ...] = (prose, articles, authors, terms, pairs, years, clips, finding, missing)
    for kind in kinds:
        yield from (page if isinstance(page, Draft) else draft(page, site) for page in kind.pages(site))
