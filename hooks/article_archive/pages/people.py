"""Author -> what other pages show: portrait or initials, and a box with what else there is by the same person."""

from __future__ import annotations

import zlib

from msgspec import Struct
from msgspec.structs import replace

from .. import addresses
from ..links import destination
from ..media import Shown
from ..model import Article, Author
from .cards import ArticleLink, link
from .page import Site

MORE = 3
TINTS = 6


class Face(Struct, frozen=True, array_like=True):
    """An author in brief: the portrait's file and its side in pixels, and initials on a tint where there is none."""

    name: str
    role: str
    href: str
    initials: str
    tint: int
    portrait: str = ""
    side: int = 0


class Box(Struct, frozen=True, array_like=True):
    """Who an author is, and the newest of the other articles, for the foot of one."""

    face: Face
    biography: str
    more: tuple[ArticleLink, ...]


def boxes(item: Article, site: Site) -> list[Box]:
    """A box for everybody with a page who had a part in the article, once."""
    ids = dict.fromkeys(c.author for c in item.credits if c.author in site.catalogue.author)
    return [box(site.catalogue.author[name], item, site) for name in ids]


def others(item: Article, site: Site) -> list[Article]:
    """The articles that the boxes name."""
    ids = dict.fromkeys(c.author for c in item.credits if c.author in site.catalogue.author)
    return [a for name in ids for a in _newest(name, item, site)]


def _newest(author: str, item: Article, site: Site) -> list[Article]:
    """The newest of an author's other articles."""
    return [a for a in site.catalogue.by_author.get(author, ())[: MORE + 1] if a is not item][:MORE]


def box(author: Author, item: Article, site: Site) -> Box:
    """Of somebody under age an article tells the name alone."""
    more = tuple(link(a, site) for a in _newest(author.id, item, site))
    whole = face(author, site)
    if author.minor:
        return Box(replace(whole, role="", portrait="", side=0), "", more)
    return Box(whole, author.body.opening, more)


def face(author: Author, site: Site) -> Face:
    if ("face", author.id) not in site.kept:
        site.kept["face", author.id] = _face(author, site)
    found: Face = site.kept["face", author.id]
    return found


def _face(author: Author, site: Site) -> Face:
    href, tint = addresses.href(addresses.author(author), site.settings), zlib.crc32(author.id.encode()) % TINTS
    found = _portrait(author, site)
    portrait, side = (addresses.href(found.address, site.settings), found.width) if found else ("", 0)
    return Face(author.name, author.role, href, initials(author.name), tint, portrait, side)


def _portrait(author: Author, site: Site) -> Shown | None:
    if author.image is None:
        return None
    return site.media.portraits.get(destination(author.image.src, author.place.path, site.map).path)


def initials(name: str) -> str:
    """The first letters of the first and the last word that begin with one."""
    letters = [word[0].upper() for word in name.split() if word[0].isalnum()]
    return letters[0] + letters[-1] if len(letters) > 1 else "".join(letters)
