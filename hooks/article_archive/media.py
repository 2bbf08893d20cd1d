"""Files beside the content that published pages use -> their addresses, which change with their bytes."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import addresses, reading
from .catalogue import Catalogue
from .links import Map, destination
from .markdown import is_elsewhere
from .model import Body, Image
from .settings import Settings


def media(root: Path, catalogue: Catalogue, settings: Settings, known: Map) -> Mapping[str, str]:
    """The address of each file that a published page shows or links to, by its path.

    It lies under the first page that uses it, as NAME-HASH.ext, so that it can be kept by browsers for ever.
    """
    found: dict[str, str] = {}
    for path, address, body, image in _users(catalogue, settings):
        targets = [link.target for link in body.links]
        if image is not None and not is_elsewhere(image.src):
            targets.append(image.src)
        for target in targets:
            to = destination(target, path, known)
            if to.leads == "file" and to.path not in found:
                found[to.path] = address + _hashed(posixpath.basename(to.path), reading.contents(root, to.path))
    return found


def _hashed(name: str, data: bytes) -> str:
    stem, ending = posixpath.splitext(name)
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:8]}{ending.lower()}"


def _users(catalogue: Catalogue, settings: Settings) -> Iterator[tuple[str, str, Body, Image | None]]:
    for article in catalogue.articles:
        yield article.place.path, addresses.article(article, settings.permalink), article.body, article.image
    for author in catalogue.authors:
        yield author.place.path, addresses.author(author), author.body, author.image
    for terms in catalogue.terms.values():
        for term in terms:
            yield term.place.path, addresses.term(term), term.body, None
