"""The index of each facet, and each term's page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from .. import addresses
from ..markdown import opening
from ..model import Term
from ..settings import Facet
from . import lists
from .article import parts
from .page import Page, Site


def pages(site: Site) -> Iterator[Page]:
    for name, facet in site.settings.facets.items():
        yield _index(facet, site)
        for term in site.catalogue.terms[name]:
            yield from _term(term, facet, site)


def _term(term: Term, facet: Facet, site: Site) -> Iterator[Page]:
    return lists.pages(
        addresses.term(term),
        site.catalogue.by_term.get((term.facet, term.id), ()),
        site,
        template="term",
        section=term.facet,
        title=term.name,
        description=term.summary.text if term.summary else opening(term.body.parts),
        facet=facet.one,
        facet_href=addresses.href(addresses.facet(facet.name), site.settings),
        facet_name=facet.name,
        term=term.id,
        summary=Markup(term.summary.html) if term.summary else "",
        parts=parts(term.body.parts, term.place.path, site),
    )


def _index(facet: Facet, site: Site) -> Page:
    return Page(
        address=addresses.facet(facet.name),
        template="facet",
        section=facet.name,
        title=facet.many,
        description=f"The archive by {facet.one.lower()}.",
        context={
            "title": facet.many,
            "facet_name": facet.name,
            "terms": [_row(t, site) for t in site.catalogue.terms[facet.name]],
        },
    )


def _row(term: Term, site: Site) -> dict[str, Any]:
    return {
        "name": term.name,
        "id": term.id,
        "href": addresses.href(addresses.term(term), site.settings),
        "summary": Markup(term.summary.html) if term.summary else "",
        "count": len(site.catalogue.by_term.get((term.facet, term.id), ())),
    }
