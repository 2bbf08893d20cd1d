"""The page for an address at which nothing stands."""

from __future__ import annotations

from collections.abc import Iterator

from .. import addresses
from .page import Page, Site
from .prose import holdings


def pages(site: Site) -> Iterator[Page]:
    yield Page(
        address=addresses.NOT_FOUND,
        template="missing",
        section="",
        title="Page not found",
        is_hidden=True,
        context={
            "title": "Page not found",
            "home": addresses.href(addresses.HOME, site.settings),
            "ways": holdings(site),
            "search": addresses.href(addresses.SEARCH, site.settings),
        },
    )
