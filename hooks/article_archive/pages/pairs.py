"""Pages of two terms of different facets: what stands on both shelves, for readers without script and for search engines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import addresses
from ..catalogue import Articles, Pair, TermKey
from ..model import Term
from . import metadata
from .lists import Listed
from .page import Page, Site

# So many articles stand on the page; the others are found in /browse/.
MOST = 50

Data = dict[str, Any]


def pages(site: Site) -> Iterator[Page]:
    for pair, articles in site.catalogue.by_pair.items():
        yield _page(pair, articles, site)


def of_term(term: Term, site: Site) -> list[Data]:
    """The pairs that a term belongs to, as links with their counts: the most frequent first."""
    pairs = _pairs_of((term.facet, term.id), site)
    ordered = sorted(pairs, key=lambda pair: -len(site.catalogue.by_pair[pair]))
    return [_link(term, pair, site) for pair in ordered]


def _pairs_of(key: TermKey, site: Site) -> list[Pair]:
    return site.once("pairs", _by_term).get(key, [])


def _by_term(site: Site) -> dict[TermKey, list[Pair]]:
    by_term: dict[TermKey, list[Pair]] = {}
    for pair in site.catalogue.by_pair:
        for member in pair:
            by_term.setdefault(member, []).append(pair)
    return by_term


def _link(term: Term, pair: Pair, site: Site) -> Data:
    one, other = (site.catalogue.term[key] for key in pair)
    return {
        "name": f"{one.name} and {other.name}",
        "with": (other if one is term else one).name,
        "href": addresses.href(addresses.pair(one, other), site.settings),
        "count": len(site.catalogue.by_pair[pair]),
    }


def _page(pair: Pair, articles: Articles, site: Site) -> Page:
    one, other = (site.catalogue.term[key] for key in pair)
    title, address = f"{one.name} and {other.name}", addresses.pair(one, other)
    description = f"Articles on {title}, newest first."
    return Page(
        address=address,
        template="pair",
        section=one.facet,
        title=title,
        description=description,
        head=metadata.of_list(Listed(title, address, description, 1, articles[:MOST], 1, len(articles)), site),
        context={
            "title": title,
            "terms": [{"name": t.name, "href": addresses.href(addresses.term(t), site.settings)} for t in (one, other)],
            "articles": articles[:MOST],
            "count": len(articles),
            "rest": max(0, len(articles) - MOST),
            "browse": addresses.browse(site.settings, {one.facet: one.id, other.facet: other.id}),
            "number": 1,
            "pages": 1,
            "steps": (),
            "feed": "",
        },
    )
