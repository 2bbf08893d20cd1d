"""Article -> what a list shows of it."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from .. import addresses, dates
from ..markdown import opening
from ..model import Article, Credit, Kind, Role
from .page import Site

WORDS_A_MINUTE = 230

# How a byline says what somebody did.
_ROLE_WORDS: dict[Role, str] = {
    "author": "By",
    "with": "with",
    "guest": "Guest post by",
    "interviewee": "Interview with",
    "interviewer": "Interview by",
    "translator": "Translated by",
    "editor": "Edited by",
}
_KIND_WORDS: dict[Kind, str] = {
    "text": "",
    "interview": "Interview",
    "audio": "Audio",
    "video": "Video",
    "slides": "Slides",
    "reference": "Elsewhere",
}


class Person(Struct, frozen=True):
    """A name in a byline, the words before it, and its page where it has one."""

    before: str
    name: str
    href: str


class Chip(Struct, frozen=True):
    """A term of an article, as a label that leads to its page."""

    name: str
    href: str
    facet: str
    term: str


class Card(Struct, frozen=True):
    """What a list shows of an article; texts are plain, but title and summary are safe HTML."""

    title: Markup
    href: str
    byline: list[Person]
    date: str
    datetime: str
    summary: str | Markup
    kind: str
    minutes: int
    chips: list[Chip]
    lang: str


def card(article: Article, site: Site) -> Card:
    return Card(
        title=Markup(article.title.html),
        href=addresses.href(addresses.article(article, site.settings.permalink), site.settings),
        byline=byline(article.credits, site),
        date=dates.in_words(article.date) if article.date else "",
        datetime=dates.machine(article.date) if article.date else "",
        summary=Markup(article.summary.html) if article.summary else opening(article.body.parts),
        kind=_KIND_WORDS[article.kind],
        minutes=minutes(article),
        chips=chips(article, site),
        lang=article.lang,
    )


def minutes(article: Article) -> int:
    """Reading time in whole minutes; 0 for a card that points elsewhere."""
    return 0 if article.kind == "reference" else max(1, round(article.body.words / WORDS_A_MINUTE))


def byline(credits: tuple[Credit, ...], site: Site) -> list[Person]:
    """People in the order written, those with one role together: By A and B, with C."""
    by_role: dict[Role, list[Credit]] = {}
    for credit in credits:
        by_role.setdefault(credit.role, []).append(credit)
    people: list[Person] = []
    for role, found in by_role.items():
        opening_words = f"{', ' if people else ''}{_ROLE_WORDS[role]} "
        joints = [opening_words, *[", "] * (len(found) - 2), *[" and "] * (len(found) > 1)]
        people += (Person(before, c.name, _page(c, site)) for before, c in zip(joints, found, strict=True))
    return people


def chips(article: Article, site: Site) -> list[Chip]:
    """The article's terms, facet by facet."""
    terms = (site.catalogue.term[facet, name] for facet, names in article.terms.items() for name in names)
    return [Chip(t.name, addresses.href(addresses.term(t), site.settings), t.facet, t.id) for t in terms]


def _page(credit: Credit, site: Site) -> str:
    author = site.catalogue.author.get(credit.author)
    return addresses.href(addresses.author(author), site.settings) if author else ""
