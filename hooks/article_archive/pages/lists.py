"""A long list -> numbered pages of ten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from .. import addresses
from ..catalogue import Articles
from .drafts import card_marks, digest
from .page import Draft, Page, Site

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


class Step(Struct, frozen=True):
    """A link to another page of the list, or to the one where it stands."""

    number: int = 0
    href: str = ""
    is_here: bool = False


GAP = Step()


def pages(
    address: str,
    articles: Articles,
    site: Site,
    *,
    of: bytes,
    template: str,
    section: str,
    title: str,
    head: Callable[[Listed], Markup],
    description: str = "",
    players: tuple[str, ...] = (),
    feed: str = "",
    groups: Callable[[Articles], list[Data]] | None = None,
    context: Callable[[], Data] = dict,
) -> Iterator[Draft]:
    """The list's pages, newest articles first; an empty list has one page too.

    `context` gives what else stands on each page, `groups` those of its articles, and `head` what machines read of it: `of` is
    the digest of all that these three read beside its articles. `feed` is the address of the list's feed, "" where it has none.
    """
    count = max(1, -(-len(articles) // A_PAGE))
    shared = digest(of, template, title, description, players, feed, site.share_cards.get(address))

    context = cache(context)  # once for all pages, and only where one of them is laid out

    def page(number: int, listed: Listed) -> Page:
        return Page(
            address=listed.address,
            template=template,
            section=section,
            title=listed.title,
            description=description,
            previous=addresses.page_of(address, number - 1) if number > 1 else "",
            following=addresses.page_of(address, number + 1) if number < count else "",
            players=players if number == 1 else (),
            feed=feed if feed != addresses.FEED else "",  # every page names that one
            scripts=("components",) if number == 1 and _has_components(context()) else (),
            head=head(listed),
            context={
                **context(),
                "title": title,
                "articles": listed.articles,
                "feed": addresses.href(feed, site.settings) if feed else "",
                "groups": groups(listed.articles) if groups else (),
                "count": len(articles),
                "number": number,
                "pages": count,
                "steps": _steps(address, number, count, site),
            },
        )

    marks = card_marks(site)
    for number in range(1, count + 1):
        start = (number - 1) * A_PAGE
        named = title if number == 1 else f"{title}, page {number} of {count}"
        those = articles[start : start + A_PAGE]
        listed = Listed(named, addresses.page_of(address, number), description, number, those, start + 1, len(articles))
        made_of = digest(shared, number, len(articles), [marks[id(a)] for a in those])
        yield Draft(listed.address, section, made_of, partial(page, number, listed))


def _has_components(context: Data) -> bool:
    return any(part["kind"] not in ("html", "picture") for part in context.get("parts", ()))


def _steps(address: str, number: int, count: int, site: Site) -> list[Step]:
    """Links to the first, the last and the neighbouring pages; a gap has no number."""
    near = sorted({1, count, *range(max(1, number - 2), min(count, number + 2) + 1)})
    steps: list[Step] = []
    for before, n in zip([0, *near], near, strict=False):
        if n - before > 1:
            steps.append(GAP)
        steps.append(Step(n, addresses.href(addresses.page_of(address, n), site.settings), n == number))
    return steps
