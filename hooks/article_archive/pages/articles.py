"""The list of all articles."""

from __future__ import annotations

from collections.abc import Iterator

from .. import addresses
from . import lists, metadata
from .page import Draft, Site


def pages(site: Site) -> Iterator[Draft]:
    yield from lists.pages(
        lists.List(
            address=addresses.ARTICLES,
            articles=site.catalogue.articles,
            of=b"",
            template="list",
            section="articles",
            title="Articles",
            feed=addresses.FEED,
            description="All articles of the archive, newest first.",
            head=lambda page: metadata.of_list(page, site),
        ),
        site,
    )
