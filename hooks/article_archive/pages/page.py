"""A page before it is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..catalogue import Catalogue
from ..links import Map
from ..settings import Settings


class Page(Struct, frozen=True, kw_only=True):
    """An address, a template and the finished plain data for it. `section` names the tab under which it belongs."""

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


class Site(Struct, frozen=True):
    """What pages are laid out from."""

    catalogue: Catalogue
    settings: Settings
    map: Map
    media: Mapping[str, str]
    frontispiece: Mapping[str, str] = {}
