"""The table of fields, as a list on an editors' page: what each field is for, and an example."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ..fields import ROLES, SHAPES, Field
from ..judging.vocabulary import tables
from ..lines import line
from ..model import Shelf
from .page import Site

Data = dict[str, Any]


def rows(shelf: Shelf, site: Site) -> list[Data]:
    """Each field of a kind of file, in the table's order."""
    return [_row(shelf, field, site) for field in tables(site.settings.facets)[shelf]]


def _row(shelf: Shelf, field: Field, site: Site) -> Data:
    example = field.example or _term(field.name, site)
    return {
        "id": f"field-{shelf}-{field.name}",
        "name": field.name,
        "is_required": field.required,
        "meaning": Markup(line(field.meaning).html),
        "shape": Markup(line(SHAPES[field.type]).html),
        "has_roles": field.type == "people",
        "choices": field.choices or (ROLES if field.type == "people" else ()),
        "example": f"{field.name}: {example}" if example else "",
    }


def _term(facet: str, site: Site) -> str:
    """A facet's first term, as an example."""
    return next((f"[{term.name}]" for term in site.catalogue.terms.get(facet, ())), "")
