"""The index of each facet, and each term's page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

from markupsafe import Markup

from .. import addresses, offers
from ..catalogue import writers
from ..model import Term
from ..settings import Facet
from ..traits import AUTHOR
from . import lists, metadata, pairs
from .drafts import digest, of
from .page import Draft, Page, Site
from .parts import parts, players
from .player import row

MOST_ACTIVE = 5

Data = dict[str, Any]


def pages(site: Site) -> Iterator[Page | Draft]:
    for name, facet in site.settings.facets.items():
        yield _index(facet, site)
        for term in site.catalogue.terms[name]:
            yield from _term(term, facet, site)


def rows(facet: str, site: Site) -> list[Data]:
    """A facet's terms, in their order."""
    return [_row(term, site) for term in site.catalogue.terms[facet]]


def _term(term: Term, facet: Facet, site: Site) -> Iterator[Draft]:
    articles, context = site.catalogue.by_term.get((term.facet, term.id), ()), _context(term, facet, site)
    return lists.pages(
        lists.List(
            address=addresses.term(term),
            articles=articles,
            of=digest(of(term, site), context),
            template="term",
            section=term.facet,
            title=term.name,
            description=term.summary.text if term.summary else term.body.opening,
            head=lambda page: metadata.of_term(term, facet, page, site),
            players=players(term.body),
            feed=offers.feed_of(addresses.term(term), articles),
            context=lambda: context,
        ),
        site,
    )


def _context(term: Term, facet: Facet, site: Site) -> Data:
    return {
        "facet": facet.one,
        "facet_href": addresses.href(addresses.facet(facet.name), site.settings),
        "facet_name": facet.name,
        "term": term.id,
        "summary": Markup(term.summary.html) if term.summary else "",
        "parts": parts(term.body.parts, term.place.path, site),
        "active": most_active(term, site),
        "pairs": pairs.of_term(term, site),
        "browse": addresses.browse(site.settings, {term.facet: term.id}),
        "heard": [row(clip, site) for clip in site.catalogue.clips if term.id in clip.terms.get(term.facet, ())],
    }


def most_active(term: Term, site: Site) -> list[Data]:
    """The authors with most articles on a term, each a link to these; among equals, the one who sorts first."""
    names = site.once("writers", _writers)
    counts = Counter(chain.from_iterable(names[id(a)] for a in site.catalogue.by_term.get((term.facet, term.id), ())))
    # Among equals the catalogue's order stays.
    ordered = sorted((a for a in site.catalogue.authors if a.id in counts), key=lambda author: -counts[author.id])
    return [
        {
            "name": author.name,
            "href": addresses.browse(site.settings, {AUTHOR: author.id, term.facet: term.id}),
            "count": counts[author.id],
        }
        for author in ordered[:MOST_ACTIVE]
    ]


def _writers(site: Site) -> dict[int, tuple[str, ...]]:
    """By each article's `id`: an article stands on the shelves of several terms."""
    return {id(a): tuple(writers(a)) for a in site.catalogue.articles}


def _index(facet: Facet, site: Site) -> Page:
    address, description = addresses.facet(facet.name), f"The archive by {facet.one.lower()}."
    return Page(
        address=address,
        template="facet",
        section=facet.name,
        title=facet.many,
        description=description,
        head=metadata.of_index(facet.many, address, description, len(site.catalogue.terms[facet.name]), site),
        context={"title": facet.many, "facet_name": facet.name, "terms": rows(facet.name, site)},
    )


def _row(term: Term, site: Site) -> Data:
    return {
        "name": term.name,
        "id": term.id,
        "href": addresses.href(addresses.term(term), site.settings),
        "summary": Markup(term.summary.html) if term.summary else "",
        "count": len(site.catalogue.by_term.get((term.facet, term.id), ())),
    }
