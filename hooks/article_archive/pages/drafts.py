"""What a page is made of -> a digest: while that stays the same, the page that is published stands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup
from msgspec import Struct, msgpack
from msgspec.structs import asdict

from .. import addresses
from ..model import Article, Author, Clip, Series, Term
from ..traits import kinds
from .page import Draft, Page, Site
from .parts import led
from .people import face
from .player import player


class FileDraft(Struct, frozen=True):
    """A file that is no page, and is made only where what it is made of has changed."""

    path: str
    of: bytes
    make: Callable[[], bytes]


Judged = Article | Author | Term | Series | Clip


def digest(*values: Any) -> bytes:
    """16 bytes for values that are plain data: structs, texts, numbers, and sequences and mappings of these."""
    return hashlib.sha256(_ENCODER.encode(values)).digest()[:16]


def _plain(value: object) -> str:
    if isinstance(value, Markup):
        return str.__str__(value)
    raise TypeError(f"{type(value)} is no plain data")


_ENCODER = msgpack.Encoder(enc_hook=_plain)


def draft(page: Page, site: Site) -> Draft:
    """The draft of a page whose laying out costs little: it is made of what stands on it."""
    context = dict(page.context)
    marks = [card_marks(site)[id(article)] for article in context.pop("articles", ())]
    said = {name: value for name, value in asdict(page).items() if name != "context"}
    return Draft(page.address, page.section, digest(said, context, marks), partial(_itself, page))


def _itself(page: Page) -> Page:
    return page


def of(item: Judged, site: Site) -> bytes:
    """The digest of one judged thing."""
    path = item.place.path
    return site.marks[path] if path in site.marks else digest(item)


def card_marks(site: Site) -> Mapping[int, bytes]:
    """By each article's `id`, the digest of all that lists and feeds show of it: itself, its people, the files that it shows."""
    return site.once("marks", _marks)[0]


def name_marks(site: Site) -> Mapping[int, bytes]:
    """By each article's `id`, the digest of what pages say of it that name it: title, address, dates, what it is found by."""
    return site.once("marks", _marks)[1]


def _marks(site: Site) -> tuple[Mapping[int, bytes], Mapping[int, bytes]]:
    articles = site.catalogue.articles
    return {id(item): _shown(item, site) for item in articles}, {id(item): _named(item, site) for item in articles}


def _shown(item: Article, site: Site) -> bytes:
    # Where a portrait lies follows from all who use the same file.
    people = [(of(a, site), face(a, site)) for c in item.credits if (a := site.catalogue.author.get(c.author))]
    return digest(of(item, site), people, led(item.body, item.image, item.place.path, site))


def _named(item: Article, site: Site) -> bytes:
    address = addresses.article(item, site.settings.permalink)
    people = [(c.author, c.role) for c in item.credits]
    times, shelves = (item.date, item.updated), (item.terms, people, item.series, kinds(item))
    return digest(item.title.html, address, item.lang, times, shelves)


def of_everything(site: Site) -> bytes:
    """The digest of all that is published, in its order."""
    catalogue = site.catalogue
    clips = [(of(clip, site), player(clip, site)) for clip in catalogue.clips]
    return digest([*card_marks(site).values()], _others(site), clips)


def of_names(site: Site) -> bytes:
    """The digest of what is published, by name, date and what it is found by, in its order."""
    return site.once("of names", _of_names)


def _of_names(site: Site) -> bytes:
    return digest([*name_marks(site).values()], _others(site), [of(clip, site) for clip in site.catalogue.clips])


def _others(site: Site) -> list[bytes]:
    catalogue = site.catalogue
    found: list[Judged] = [*catalogue.authors, *catalogue.series.values(), *catalogue.term.values()]
    return [of(item, site) for item in found]
