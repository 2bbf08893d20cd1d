"""A page before it is rendered, and what pages are laid out from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from markupsafe import Markup
from msgspec import Struct

from ..catalogue import Catalogue
from ..links import Map
from ..media import Media
from ..model import Clip
from ..newsletter import Form
from ..panels import Prose
from ..related import Neighbours
from ..settings import Settings

Value = TypeVar("Value")


class Translation(Struct, frozen=True):
    """The same article in a language: its code, its own name for itself, and the page's address."""

    lang: str
    name: str
    address: str


class Page(Struct, frozen=True, kw_only=True):
    """An address, a template and the finished plain data for it. `section` names the tab under which it belongs.

    `players` are the origins that a film on it may be loaded from after a click; `scripts` are named as in assets/.
    `feed` is the address of its own feed, `head` what machines read of it, as safe HTML.
    """

    address: str
    template: str
    section: str
    title: str
    context: Mapping[str, Any]
    description: str = ""
    canonical: str = ""
    previous: str = ""
    following: str = ""
    is_hidden: bool = False
    players: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()
    feed: str = ""
    head: Markup = Markup()


class Draft(Struct, frozen=True):
    """A page that is laid out only where what it is made of has changed: `of` is the digest of all that."""

    address: str
    section: str
    of: bytes
    lay_out: Callable[[], Page]


class Site(Struct, frozen=True):
    """What pages are laid out from. `clips` are known by their files' paths, the editors' pages by their addresses.

    `share_cards` are the addresses of the pictures that other sites show of a page, by the page's address.
    `marks` are digests of what was judged, by the files' paths.
    `kept` is what many pages need and one has made: links and people, by kind and name.
    """

    catalogue: Catalogue
    settings: Settings
    map: Map
    media: Media
    now: datetime
    neighbours: Neighbours
    sign_up: Form | None = None
    prose: Mapping[str, Prose] = {}
    clips: Mapping[str, Clip] = {}
    share_cards: Mapping[str, str] = {}
    has_search: bool = True
    marks: Mapping[str, bytes] = {}
    kept: dict[tuple[str, Any], Any] = {}

    def once(self, name: str, make: Callable[[Site], Value]) -> Value:
        """What is found out about the whole archive for many pages, and once for all of them."""
        if ("once", name) not in self.kept:
            self.kept["once", name] = make(self)
        found: Value = self.kept["once", name]
        return found
