"""Article -> what a list shows of it."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from .. import addresses, dates
from ..model import Article, Credit, Kind, Role
from ..traits import kinds
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


_FROM_THE_RIGHT = frozenset("ar arc ckb dv fa he ks mzn nqo pnb ps sd syr ug ur yi".split())


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
    """What a list shows of an article; texts are plain, but title and summary are safe HTML. `holds`: Audio, Video, Slides."""

    title: Markup
    href: str
    byline: list[Person]
    date: str
    datetime: str
    summary: str | Markup
    kind: str
    holds: list[str]
    minutes: int
    chips: tuple[Chip, ...]
    lang: str
    dir: str


class ArticleLink(Struct, frozen=True, array_like=True):
    """An article's title as safe HTML, its page, and its language where that is not the site's."""

    title: Markup
    href: str
    lang: str
    dir: str


def direction(lang: str) -> str:
    """Which way a text runs whose language is named: ltr or rtl (Unicode CLDR's layouts)."""
    return "" if not lang else "rtl" if lang.split("-")[0].lower() in _FROM_THE_RIGHT else "ltr"


def link(article: Article, site: Site) -> ArticleLink:
    """The link to an article; made once, since every one stands on many pages."""
    key = "link", article.place.path
    found: ArticleLink | None = site.kept.get(key)
    if found is None:
        href = addresses.href(addresses.article(article, site.settings.permalink), site.settings)
        found = site.kept[key] = ArticleLink(Markup(article.title.html), href, article.lang, direction(article.lang))
    return found


def card(article: Article, site: Site) -> Card:
    return Card(
        title=Markup(article.title.html),
        href=link(article, site).href,
        byline=byline(article.credits, site),
        date=dates.in_words(article.date) if article.date else "",
        datetime=dates.machine(article.date) if article.date else "",
        summary=Markup(article.summary.html) if article.summary else article.body.opening,
        kind=_KIND_WORDS[article.kind],
        holds=[_KIND_WORDS[kind] for kind in kinds(article)[1:]],
        minutes=minutes(article),
        chips=chips(article.terms, site),
        lang=article.lang,
        dir=direction(article.lang),
    )


def what(article: Article) -> str:
    """The word for an article that is no plain text; "" for one that is."""
    return _KIND_WORDS[article.kind]


def minutes(article: Article) -> int:
    """Reading time in whole minutes; 0 for a card that points elsewhere."""
    return 0 if article.kind == "reference" else max(1, round(article.body.words / WORDS_A_MINUTE))


def byline(credits: tuple[Credit, ...], site: Site) -> list[Person]:
    """People in the order written, those with one role together: By A and B, with C."""
    people: list[Person] = []
    for role, found in _by_role(credits).items():
        opening_words = f"{', ' if people else ''}{_ROLE_WORDS[role]} "
        people += _joined(opening_words, found, site)
    return people


def byline_in_words(credits: tuple[Credit, ...]) -> str:
    """The byline as plain text: By A and B, with C."""
    return ", ".join(f"{_ROLE_WORDS[role]} {in_words(tuple(found))}" for role, found in _by_role(credits).items())


def names(credits: tuple[Credit, ...], site: Site) -> list[Person]:
    """People in the order written, without their roles: A, B and C."""
    return list(_joined("", list(credits), site))


def in_words(credits: tuple[Credit, ...]) -> str:
    """The names alone: A, B and C."""
    written = [credit.name for credit in credits]
    return " and ".join(filter(None, (", ".join(written[:-1]), written[-1]))) if written else ""


def chips(terms: Mapping[str, tuple[str, ...]], site: Site) -> tuple[Chip, ...]:
    """An article's or a clip's terms, facet by facet."""
    return tuple([_chip(facet, name, site) for facet, names in terms.items() for name in names])


def _chip(facet: str, name: str, site: Site) -> Chip:
    found: Chip | None = site.kept.get(("chip", (facet, name)))
    if found is None:
        term = site.catalogue.term[facet, name]
        href = addresses.href(addresses.term(term), site.settings)
        found = site.kept["chip", (facet, name)] = Chip(term.name, href, facet, name)
    return found


def _by_role(credits: tuple[Credit, ...]) -> dict[Role, list[Credit]]:
    by_role: dict[Role, list[Credit]] = {}
    for credit in credits:
        by_role.setdefault(credit.role, []).append(credit)
    return by_role


def _joined(before: str, found: list[Credit], site: Site) -> list[Person]:
    joints = [before, *[", "] * (len(found) - 2), *[" and "] * (len(found) > 1)]
    return [Person(joint, c.name, _page(c, site)) for joint, c in zip(joints, found, strict=True)]


def _page(credit: Credit, site: Site) -> str:
    if credit.author not in site.catalogue.author:
        return ""
    if ("author", credit.author) not in site.kept:
        site.kept["author", credit.author] = addresses.href(addresses.author(site.catalogue.author[credit.author]), site.settings)
    return str(site.kept["author", credit.author])
