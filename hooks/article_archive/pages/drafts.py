"""What a page is made of -> a digest: while that stays the same, the page that is published stands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup
from msgspec import Struct, msgpack
from msgspec.structs import asdict

from ..model import Article, Author, Clip, Series, Term
from .page import Draft, Page, Site
from .parts import led
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
    marks = [of_article(article, site) for article in context.pop("articles", ())]
    said = {name: value for name, value in asdict(page).items() if name != "context"}
    return Draft(page.address, page.section, digest(said, context, marks), partial(_itself, page))


def _itself(page: Page) -> Page:
    return page


def of(item: Judged, site: Site) -> bytes:
    """The digest of one judged thing."""
    path = item.place.path
    return site.marks[path] if path in site.marks else digest(item)


def of_article(item: Article, site: Site) -> bytes:
    """The digest of all that lists and feeds show of an article: itself, its people, and the files that it shows."""
    key = "mark", item.place.path
    found: bytes | None = site.kept.get(key)
    if found is None:
        people = [of(author, site) for c in item.credits if (author := site.catalogue.author.get(c.author))]
        found = site.kept[key] = digest(of(item, site), people, led(item.body, item.image, item.place.path, site))
    return found


def of_everything(site: Site) -> bytes:
    """The digest of all that is published, in its order."""
    if ("mark", "") not in site.kept:
        catalogue = site.catalogue
        named: list[Judged] = [*catalogue.authors, *catalogue.series.values(), *catalogue.term.values()]
        others = [of(item, site) for item in named]
        clips = [(of(clip, site), player(clip, site)) for clip in catalogue.clips]
        site.kept["mark", ""] = digest([of_article(item, site) for item in catalogue.articles], others, clips)
    found: bytes = site.kept["mark", ""]
    return found
