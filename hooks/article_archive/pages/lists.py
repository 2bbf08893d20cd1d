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


class List(Struct, frozen=True, kw_only=True):
    """A list of articles, newest first, whatever its length.

    `context` gives what else stands on each page, `groups` those of its articles, and `head` what machines read of it: `of` is
    the digest of all that these three read beside its articles. `feed` is the address of the list's feed, "" where it has none.
    """

    address: str
    articles: Articles
    of: bytes
    template: str
    section: str
    title: str
    head: Callable[[Listed], Markup]
    description: str = ""
    players: tuple[str, ...] = ()
    feed: str = ""
    groups: Callable[[Articles], list[Data]] | None = None
    context: Callable[[], Data] = dict

    def count(self) -> int:
        """The number of its pages; an empty list has one, too."""
        return max(1, -(-len(self.articles) // A_PAGE))

    def on(self, number: int) -> Articles:
        """The articles of a page."""
        return self.articles[(number - 1) * A_PAGE : number * A_PAGE]


def pages(whole: List, site: Site) -> Iterator[Draft]:
    """The list's pages."""
    card = site.share_cards.get(whole.address)
    shared = digest(
        whole.of, whole.template, whole.title, whole.description, whole.players, whole.feed, card, len(whole.articles)
    )
    marks, context = card_marks(site), cache(whole.context)  # once for all pages, and only where one of them is laid out
    for number in range(1, whole.count() + 1):
        made_of = digest(shared, number, [marks[id(a)] for a in whole.on(number)])
        lay_out = partial(_page, whole, number, context, site)
        yield Draft(addresses.page_of(whole.address, number), whole.section, made_of, lay_out)


def _page(whole: List, number: int, context: Callable[[], Data], site: Site) -> Page:
    listed, count = _listed(whole, number), whole.count()
    return Page(
        address=listed.address,
        template=whole.template,
        section=whole.section,
        title=listed.title,
        description=whole.description,
        previous=addresses.page_of(whole.address, number - 1) if number > 1 else "",
        following=addresses.page_of(whole.address, number + 1) if number < count else "",
        players=whole.players if number == 1 else (),
        feed=whole.feed if whole.feed != addresses.FEED else "",  # every page names that one
        scripts=("components",) if number == 1 and _has_components(context()) else (),
        head=whole.head(listed),
        context={
            **context(),
            "title": whole.title,
            "articles": listed.articles,
            "feed": addresses.href(whole.feed, site.settings) if whole.feed else "",
            "groups": whole.groups(listed.articles) if whole.groups else (),
            "count": listed.count,
            "number": number,
            "pages": count,
            "steps": _steps(whole.address, number, count, site),
        },
    )


def _listed(whole: List, number: int) -> Listed:
    title = whole.title if number == 1 else f"{whole.title}, page {number} of {whole.count()}"
    start, address = (number - 1) * A_PAGE + 1, addresses.page_of(whole.address, number)
    return Listed(title, address, whole.description, number, whole.on(number), start, len(whole.articles))


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
