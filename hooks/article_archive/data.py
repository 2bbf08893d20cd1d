"""Catalogue -> archive.json: all of it but the texts, as one file for programs (docs/data.md, docs/archive.schema.json)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from . import addresses, dates
from .links import destination
from .model import Article, Author, Clip, Credit, Date, Image, Series, Term
from .pages.page import Site
from .settings import Facet

# Raised when something that is there changes its name or its meaning; what is only added leaves it as it is.
VERSION = 1

Data = dict[str, Any]


def data(site: Site) -> bytes:
    """The file (JSON, UTF-8). What a thing does not have is left out; addresses are full."""
    catalogue, settings, encoder = site.catalogue, site.settings, msgspec.json.Encoder()
    facets = [_facet(facet, site) for facet in settings.facets.values()]
    whole = {
        "version": VERSION,
        "name": settings.name,
        "address": _address(addresses.HOME, site),
        "description": settings.description,
        "language": settings.language,
        "counts": {
            "articles": len(catalogue.articles),
            "authors": len(catalogue.authors),
            "terms": sum(len(facet["terms"]) for facet in facets),
            "series": len(catalogue.series),
            "clips": len(catalogue.clips),
        },
        "facets": facets,
        "authors": [_author(author, site) for author in catalogue.authors],
        "series": [_series(series, site) for series in catalogue.series.values()],
        "clips": [_clip(clip, site) for clip in catalogue.clips],
        # Each becomes bytes at once: ten thousand nested ones take longer to lay by and to clear away than to make.
        "articles": [msgspec.Raw(encoder.encode(_article(article, site))) for article in catalogue.articles],
    }
    return encoder.encode(whole)


def _facet(facet: Facet, site: Site) -> Data:
    return {
        "name": facet.name,
        "one": facet.one,
        "many": facet.many,
        "address": _address(addresses.facet(facet.name), site),
        "terms": [_term(term, site) for term in site.catalogue.terms[facet.name]],
    }


def _term(term: Term, site: Site) -> Data:
    return _filled(
        id=term.id,
        name=term.name,
        address=_address(addresses.term(term), site),
        also=term.also,
        summary=term.summary.text if term.summary else "",
    ) | {"articles": len(site.catalogue.by_term.get((term.facet, term.id), ()))}


def _author(author: Author, site: Site) -> Data:
    """An author; of somebody under age the file tells no more than the byline does."""
    named = {"id": author.id, "name": author.name, "sort": author.sort, "address": _address(addresses.author(author), site)}
    about = {} if author.minor else _filled(role=author.role, also=author.also, links=author.links, featured=author.featured)
    written, part = (shelf.get(author.id, ()) for shelf in (site.catalogue.written, site.catalogue.by_author))
    return named | about | {"written": len(written), "articles": len(part)}


def _series(series: Series, site: Site) -> Data:
    parts = site.catalogue.by_series.get(series.id, ())
    told = _filled(id=series.id, name=series.name, summary=series.summary.text if series.summary else "")
    return told | {"articles": [_address(addresses.article(a, site.settings.permalink), site) for a in parts]}


def _clip(clip: Clip, site: Site) -> Data:
    path = clip.place.path
    return _filled(
        id=clip.id,
        title=clip.title.text,
        address=_address(addresses.clip(clip), site),
        speakers=_people(clip.speakers),
        sound=_file(clip.sound, path, site),
        video=_file(clip.video, path, site),
        transcript=_file(clip.transcript, path, site),
        group=clip.group,
        order=clip.order,
        terms=_terms(clip.terms),
    )


def _article(item: Article, site: Site) -> Data:
    group = site.catalogue.translations.get(item.place.path, ())
    # A text that is not out yet has no address to name.
    first = next((a for a in group if not a.translation_of and a is not item), None)
    return {
        "slug": item.slug,
        "address": _address(addresses.article(item, site.settings.permalink), site),
        "title": item.title.text,
        "kind": item.kind,
        "language": item.lang or site.settings.language,
        "people": _people(item.credits),
        "words": item.body.words,
    } | _filled(
        date=_date(item.date),
        updated=_date(item.updated),
        summary=item.summary.text if item.summary else "",
        image=_image(item.image, item.place.path, site),
        terms=_terms(item.terms),
        series={"id": item.series.series, "part": item.series.part} if item.series else None,
        translation_of=_address(addresses.article(first, site.settings.permalink), site) if first else "",
        translations=[_address(addresses.article(a, site.settings.permalink), site) for a in group if a is not item],
        original=item.original,
        canonical=item.canonical,
        also_at=item.also_at,
        former=[_address(former, site) for former in item.aliases],
    )


def _people(credits: tuple[Credit, ...]) -> list[Data]:
    return [{"name": c.name, "role": c.role} | ({"id": c.author} if c.author else {}) for c in credits]


def _terms(terms: Mapping[str, tuple[str, ...]]) -> Data:
    return {facet: names for facet, names in terms.items() if names}


def _date(date: Date | None) -> Data | None:
    """The date as far as it is known, and how far that is."""
    if date is None:
        return None
    return {"date": dates.machine(date), "precision": date.precision, "about": date.about}


def _image(image: Image | None, path: str, site: Site) -> Data | None:
    found = site.media.pictures.get(destination(image.src, path, site.map).path) if image else None
    if image is None or found is None:
        return None
    shown = {"address": _address(found.address, site), "width": found.width, "height": found.height, "alt": image.alt}
    return shown | _filled(caption=image.caption.text if image.caption else "")


def _file(name: str, path: str, site: Site) -> str:
    address = site.media.addresses.get(destination(name, path, site.map).path) if name else None
    return _address(address, site) if address else ""


def _address(address: str, site: Site) -> str:
    return addresses.full(address, site.settings)


def _filled(**values: Any) -> Data:
    """The values that say something."""
    return {name: value for name, value in values.items() if value}
