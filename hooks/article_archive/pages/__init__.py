"""Catalogue -> pages: one small module for each kind of page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .. import addresses
from ..catalogue import Catalogue
from ..model import Article
from ..problems import SEVERITY
from . import article, articles, authors, clips, finding, lists, messages, missing, pairs, prose, terms, years
from .drafts import draft
from .page import Draft, Site


def of_articles(site: Site, articles: Iterable[Article]) -> Iterator[Draft]:
    """One page for each of these articles."""
    return article.drafts(site, articles)


def of_lists_count(catalogue: Catalogue) -> int:
    """About how many pages lead to articles."""
    shelves = (catalogue.articles, *catalogue.by_author.values(), *catalogue.by_term.values(), *catalogue.by_year.values())
    return sum(len(shelf) // lists.A_PAGE + 1 for shelf in shelves) + len(catalogue.by_pair) + len(SEVERITY)


# Modules with a function `pages`: those whose pages show articles' cards, and the others.
_LISTS: tuple[Any, ...] = (prose, articles, authors, terms, pairs, years)
_OTHERS: tuple[Any, ...] = (clips, finding, messages, missing)
# The pages of each lie below one step of the address, where they are no editors'.
_BY_STEP: Mapping[str, Any] = {"articles": articles, "authors": authors, "archive": years, "clips": clips, "messages": messages}


def kinds(address: str, site: Site) -> tuple[Any, ...]:
    """The kinds of lists of which a page may stand at this address."""
    step = address.split("/")[1]
    if address == addresses.HOME or address in site.prose:
        return (prose,)
    if step in site.settings.facets:
        return (terms, pairs)
    return (_BY_STEP[step],) if step in _BY_STEP else (finding, missing)


def of_lists(site: Site) -> Iterator[Draft]:
    """Every page on which articles have their cards."""
    return _of(_LISTS, site)


def of_no_cards(site: Site) -> Iterator[Draft]:
    """Every other page that is no article's."""
    return _of(_OTHERS, site)


def _of(kinds: tuple[Any, ...], site: Site) -> Iterator[Draft]:
    for kind in kinds:
        yield from (page if isinstance(page, Draft) else draft(page, site) for page in kind.pages(site))
