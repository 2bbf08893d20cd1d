"""The article's own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from .. import addresses, dates
from ..links import destination
from ..markdown import is_elsewhere, opening, resolved
from ..model import Article, Html, Image, Part
from .cards import card
from .page import Page, Site

# A contents list helps from here on.
LONG_WORDS, LONG_HEADINGS = 700, 3


def pages(site: Site) -> Iterator[Page]:
    """One page for each published article."""
    for item in site.catalogue.articles:
        yield page(item, site)


def page(item: Article, site: Site) -> Page:
    settings, address = site.settings, addresses.article(item, site.settings.permalink)
    return Page(
        address=address,
        template="article",
        section="articles",
        title=item.title.text,
        description=item.summary.text if item.summary else opening(item.body.parts),
        canonical=item.original if item.canonical else "",
        context={
            "card": card(item, site),
            "parts": parts(item.body.parts, item.place.path, site),
            "has_summary": item.summary is not None,
            "contents": contents(item),
            "image": picture(item.image, item.place.path, site),
            "updated": dates.in_words(item.updated) if item.updated else "",
            "updated_datetime": dates.machine(item.updated) if item.updated else "",
            "original": item.original,
            "is_reference": item.kind == "reference",
            "also_at": item.also_at,
            "series": series(item, site),
            "edit": settings.edit + item.place.path if settings.edit else "",
        },
    )


def parts(body: tuple[Part, ...], path: str, site: Site) -> list[dict[str, Any]]:
    """The parts of a text written in the file at `path`, their links led to addresses: plain data for parts.html."""
    return [_part(p, path, site) for p in resolved(body, lambda target: href(target, path, site))]


def href(target: str, path: str, site: Site) -> str | None:
    """The link to print for an inner target, or None where nothing is there."""
    to = destination(target, path, site.map)
    if to.leads == "file":
        address = site.media.get(to.path)
        return addresses.href(address, site.settings) if address else None
    address = site.map.pages.get(to.path) if to.leads == "page" else to.path if to.leads == "address" else None
    if address is None:
        return None
    return addresses.href(address, site.settings) + (f"#{to.anchor}" if to.anchor else "")


def contents(item: Article) -> list[dict[str, Any]]:
    """The contents list of a long article: its headings of the first two levels."""
    headings = [h for h in item.body.headings if h.level <= 3]
    if item.body.words < LONG_WORDS or len(headings) < LONG_HEADINGS:
        return []
    return [{"level": h.level, "anchor": h.anchor, "text": h.text} for h in headings]


def picture(image: Image | None, path: str, site: Site) -> dict[str, Any] | None:
    """A picture named in a field, for the template; one on another host is a link."""
    if image is None:
        return None
    remote = image.src if is_elsewhere(image.src) else ""
    src = "" if remote else href(image.src, path, site) or ""
    caption = Markup(image.caption.html) if image.caption else Markup("")
    return {"kind": "picture", "src": src, "alt": image.alt, "caption": caption, "remote": remote}


def series(item: Article, site: Site) -> dict[str, Any] | None:
    """The series that the article belongs to, with all of its parts."""
    if item.series is None:
        return None
    members = site.catalogue.by_series.get(item.series.series, ())
    return {
        "name": site.catalogue.series[item.series.series].name,
        "parts": [
            {
                "title": Markup(a.title.html),
                "href": addresses.href(addresses.article(a, site.settings.permalink), site.settings),
                "is_here": a is item,
            }
            for a in members
        ],
    }


def _part(part: Part, path: str, site: Site) -> dict[str, Any]:
    if isinstance(part, Html):
        return {"kind": "html", "html": Markup(part.html)}
    if part.__class__.__name__ == "Alert":
        inner = [{"kind": "html", "html": Markup(p.html)} for p in part.parts]  # type: ignore[union-attr]
        return {"kind": "alert", "alert": part.kind, "title": part.title, "parts": inner}  # type: ignore[union-attr]
    return {"kind": "picture", "src": part.src, "alt": part.alt, "caption": Markup(part.caption), "remote": part.remote}  # type: ignore[union-attr]
