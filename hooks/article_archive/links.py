"""A link as it was written in a file -> what it leads to."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct

Leads = Literal["page", "unpublished", "file", "address", "here", "nowhere", "outside"]


class Destination(Struct, frozen=True):
    """What a link leads to: a content file's page, a file beside it, an address of the site, or nothing."""

    leads: Leads
    path: str = ""
    anchor: str = ""


class Map(Struct, frozen=True):
    """What links can lead to: addresses by content file, files that are not out yet or broken, other files, all addresses."""

    pages: Mapping[str, str]
    unpublished: frozenset[str]
    broken: frozenset[str]
    files: frozenset[str]
    addresses: frozenset[str]
    by_last_step: Mapping[str, str]


def destination(target: str, source: str, known: Map) -> Destination:
    """Follow `target`, written in the file `source`, without touching the disk."""
    try:
        parts = urlsplit(target)
    except ValueError:  # half a bracket, as in //[x
        return Destination("nowhere", target)
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return Destination("here", source, anchor)
    if path.startswith("/"):
        return _address(path, anchor, known)
    found = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    if found.startswith("..") or "\\" in path or "\x00" in path:
        return Destination("outside", found)
    for candidate in (found, f"{found}/index.md"):
        if candidate in known.pages:
            return Destination("page", candidate, anchor)
        if candidate in known.unpublished or candidate in known.broken:
            return Destination("unpublished", candidate)
    if found in known.files:
        return Destination("file", found)
    return Destination("nowhere", found)


def _address(path: str, anchor: str, known: Map) -> Destination:
    for candidate in (path, f"{path}/"):
        if candidate in known.addresses:
            return Destination("address", candidate, anchor)
    return Destination("nowhere", path)
