"""A long list -> numbered pages of ten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from .. import addresses
from ..catalogue import Articles
from .page import Page, Site

A_PAGE = 10

Data = dict[str, Any]


class Listed(Struct, frozen=True):
    """One page of a list: its number and its articles; `start` is the place of the first among all `count`, from 1."""

    title: str
    address: str
    description: str
    number: int
    articles: Articles
    start: int
    count: int


def pages(
    address: str,
    articles: Articles,
    site: Site,
    *,
    template: str,
    section: str,
    title: str,
    head: Callable[[Listed], Markup],
    description: str = "",
    players: tuple[str, ...] = (),
    feed: str = "",
    groups: Callable[[Articles], list[Data]] | None = None,
    **context: Any,
) -> Iterator[Page]:
    """The list's pages, newest articles first; an empty list has one page too.

    `groups` gives those of a page's articles, `head` what machines read of a page; `feed` is the address of the list's feed,
    "" where it has none.
    """
    count = max(1, -(-len(articles) // A_PAGE))
    for number in range(1, count + 1):
        start = (number - 1) * A_PAGE
        shown, at = articles[start : start + A_PAGE], addresses.page_of(address, number)
        named = title if number == 1 else f"{title}, page {number} of {count}"
        yield Page(
            address=at,
            template=template,
            section=section,
            title=named,
            description=description,
            previous=addresses.page_of(address, number - 1) if number > 1 else "",
            following=addresses.page_of(address, number + 1) if number < count else "",
            players=players if number == 1 else (),
            feed=feed if feed != addresses.FEED else "",  # every page names that one
            scripts=("components",) if number == 1 and _has_components(context) else (),
            head=head(Listed(named, at, description, number, shown, start + 1, len(articles))),
            context={
                **context,
                "title": title,
                "articles": shown,
                "feed": addresses.href(feed, site.settings) if feed else "",
                "groups": groups(shown) if groups else (),
                "count": len(articles),
                "number": number,
                "pages": count,
                "steps": _steps(address, number, count, site),
            },
        )


def _has_components(context: Data) -> bool:
    return any(part["kind"] not in ("html", "picture") for part in context.get("parts", ()))


def _steps(address: str, number: int, count: int, site: Site) -> list[Data]:
    """Links to the first, the last and the neighbouring pages; a gap has no number."""
    near = sorted({1, count, *(n for n in range(number - 2, number + 3) if 1 <= n <= count)})
    steps: list[Data] = []
    for before, n in zip([0, *near], near, strict=False):
        if n - before > 1:
            steps.append({"number": 0, "href": "", "is_here": False})
        steps.append({"number": n, "href": addresses.href(addresses.page_of(address, n), site.settings), "is_here": n == number})
    return steps
