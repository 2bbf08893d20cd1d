"""Article -> how a list of sources names it, as APA, MLA and Chicago print it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from . import addresses
from .catalogue import Catalogue
from .dates import MONTHS
from .model import WRITERS, Article, Credit, Date, Role
from .settings import Settings

# A word that stands before a group's name in some of its languages, and is nobody's given name.
_GROUP = frozenset(("the", "los", "las", "les", "die"))
_WORD = re.compile(r"[^\s,]+")
# After these signs a title needs no full stop.
_ENDS = frozenset(".?!…؟。？！")
# MLA's handbook, ninth edition, appendix 1: the months that are long are cut.
_SHORT = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
# APA names so many people; of more it names the first nineteen and the last one.
_MOST_APA = 20
# Chicago (eighteenth edition) names so many people; of more it names the first three.
_MOST_CHICAGO = 6


class Name(Struct, frozen=True):
    """A name as it is printed, and parted as lists of sources sort it; one that can't be parted, such as a group's, is whole.

    The same people write many articles: what each format prints of a name is kept.
    """

    full: str
    family: str = ""
    given: str = ""
    suffix: str = ""


class People(Struct, frozen=True):
    """Who made a source, in the order written."""

    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()


class Source(Struct, frozen=True):
    """What every form of a citation says of an article. `key` is its name among other sources, `site` what it appeared in."""

    key: str
    title: str
    people: People
    date: Date | None
    site: str
    address: str
    lang: str


class Cited(Struct, frozen=True):
    """A citation in its five stretches: the title stands alone because of its language, the site because of its italics."""

    before: str
    title: str
    middle: str
    site: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.title}{self.middle}{self.site}{self.after}"


def source(article: Article, catalogue: Catalogue, settings: Settings) -> Source:
    return Source(
        key=article.slug,
        title=article.title.text,
        people=people(article.credits, catalogue),
        date=article.date,
        site=settings.name,
        address=addresses.full(addresses.article(article, settings.permalink), settings),
        lang=article.lang or settings.language,
    )


def people(credits: Iterable[Credit], catalogue: Catalogue) -> People:
    """Who is cited. People who are interviewed are not authors; where nobody wrote, those who asked are."""
    did: dict[Role, dict[Name, None]] = {}
    for credit in credits:
        author = catalogue.author.get(credit.author)
        whole = name(author.name, author.sort) if author else Name(credit.name)
        did.setdefault("author" if credit.role in WRITERS else credit.role, {})[whole] = None
    authors = did.get("author") or did.get("interviewer") or {}
    return People(tuple(authors), tuple(did.get("editor", ())), tuple(did.get("translator", ())))


@cache
def name(full: str, sort: str) -> Name:
    """Part a name by how a list sorts it: "One, Writer" or "One, Writer, Jr."

    A name stays whole where `sort` has no comma, uses other words than the name, or begins a group's name, as in "Editors, The".
    """
    family, given, suffix = (part.strip() for part in (*sort.split(",", 2), "", "")[:3])
    is_group = given.casefold() in _GROUP
    words = {*_WORD.findall(full.casefold())}
    if not family or not given or is_group or not {*_WORD.findall(sort.casefold())} <= words:
        return Name(full)
    return Name(full, family, given, suffix)


def is_group(full: str, sort: str) -> bool:
    """Whether a name is a group's: it has several words, and `sort` does not turn them, or only takes "The" from their front."""
    return " " in full and not name(full, sort).family and (full.casefold() == sort.casefold() or _begins_group(sort))


def apa(of: Source) -> Cited:
    """The citation in the style of the American Psychological Association, seventh edition."""
    front, translated = _apa_people(of.people)
    date = f"({_apa_date(of.date)})." if of.date else "(n.d.)."
    stop = "." if translated else _stop(of.title)
    before, middle = (f"{front} {date} ", f"{translated}{stop} ") if front else ("", f"{translated}{stop} {date} ")
    return Cited(before, of.title, middle, of.site, f"{_stop(of.site)} {of.address}")


def mla(of: Source) -> Cited:
    """The citation in the style of the Modern Language Association, ninth edition: a source without a date has none."""
    front, others = _mla_people(of.people)
    date = f", {_mla_date(of.date)}" if of.date else ""
    return Cited(front, _inside(of.title), f"{_stop(of.title)}” {others}", of.site, f"{date}, {of.address}.")


def chicago(of: Source) -> Cited:
    """The citation as a bibliography of the Chicago Manual of Style, eighteenth edition, has it."""
    front, others = _chicago_people(of.people)
    date = f"{_chicago_date(of.date)}." if of.date else "n.d."
    return Cited(front, _inside(of.title), f"{_stop(of.title)}” {others}", of.site, f", {date} {of.address}.")


def _begins_group(sort: str) -> bool:
    return sort.rpartition(",")[2].strip().casefold() in _GROUP


# ---- Names ----


@cache
def turned(of: Name) -> str:
    """Family name first: One, Writer, Jr."""
    return ", ".join(filter(None, (of.family, of.given, of.suffix))) or of.full


def _initials(given: str) -> str:
    """Jean-Luc Mary -> J.-L. M.; a name in a script without capitals has no initials."""
    return " ".join("-".join(_initial(part) for part in word.split("-") if part) for word in given.split())


def _initial(word: str) -> str:
    first = unicodedata.normalize("NFC", word)[0]
    return word if first.upper() == first.lower() else f"{first.upper()}."


@cache
def _apa_name(of: Name) -> str:
    return ", ".join(filter(None, (of.family, _initials(of.given), of.suffix))) or of.full


def _apa_natural(of: Name) -> str:
    return f"{_initials(of.given)} {of.family}" if of.family else of.full


def _apa_list(people: tuple[Name, ...]) -> str:
    names = [_apa_name(n) for n in people]
    if len(names) > _MOST_APA:
        return f"{', '.join(names[: _MOST_APA - 1])}, … {names[-1]}"
    return ", & ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _mla_list(people: tuple[Name, ...]) -> str:
    if len(people) > 2:  # the handbook's own number
        return f"{turned(people[0])}, et al."
    return ", and ".join((turned(people[0]), *(n.full for n in people[1:]))) if people else ""


def _chicago_list(people: tuple[Name, ...]) -> str:
    names = [turned(n) if at == 0 else n.full for at, n in enumerate(people)]
    if len(names) > _MOST_CHICAGO:
        return f"{', '.join(names[:3])}, et al."
    return ", and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


# What stands before the title, and what behind it.


def _apa_people(of: People) -> tuple[str, str]:
    translated = f" ({_joined([_apa_natural(n) for n in of.translators], '&')}, Trans.)" if of.translators else ""
    if of.authors or not of.editors:
        return _with_stop(_apa_list(of.authors)) if of.authors else "", translated
    return f"{_apa_list(of.editors)} ({'Eds' if len(of.editors) > 1 else 'Ed'}.).", translated


def _mla_people(of: People) -> tuple[str, str]:
    front = _mla_list(of.authors) or _role(_mla_list(of.editors), of.editors, "editor", "editors")
    others = _others(of, ("edited by", "translated by"), ", ")
    return f"{_with_stop(front)} “" if front else "“", f"{others[:1].upper()}{others[1:]}, " if others else ""


def _chicago_people(of: People) -> tuple[str, str]:
    front = _chicago_list(of.authors) or _role(_chicago_list(of.editors), of.editors, "ed.", "eds.")
    others = _others(of, ("Edited by", "Translated by"), ". ")
    return f"{_with_stop(front)} “" if front else "“", f"{_with_stop(others)} " if others else ""


def _role(names: str, people: tuple[Name, ...], one: str, many: str) -> str:
    """People who did something other than write: One, Writer, editor"""
    return f"{names}, {many if len(people) > 1 else one}" if names else ""


def _others(of: People, words: tuple[str, str], joint: str) -> str:
    """Who else had a hand in it; editors are named here where somebody else stands in front."""
    editors = of.editors if of.authors else ()
    found = ((words[0], editors), (words[1], of.translators))
    return joint.join(f"{did} {_joined([n.full for n in people], 'and')}" for did, people in found if people)


def _joined(names: list[str], word: str) -> str:
    """A; A and B; A, B, and C."""
    if len(names) < 3:
        return f" {word} ".join(names)
    return f"{', '.join(names[:-1])}, {word} {names[-1]}"


# ---- Dates, stops, quotation marks ----


def _apa_date(date: Date) -> str:
    """2016, September 14; 2016, September; ca. 2016."""
    day = f" {date.day}" if date.precision in ("minute", "day") else ""
    month = f", {MONTHS[date.month - 1]}{day}" if date.precision != "year" else ""
    return f"{'ca. ' if date.about else ''}{date.year}{month}"


def _mla_date(date: Date) -> str:
    """14 Sept. 2016; Sept. 2016; circa 2016."""
    day = f"{date.day} " if date.precision in ("minute", "day") else ""
    month = f"{day}{_SHORT[date.month - 1]} " if date.precision != "year" else ""
    return f"{'circa ' if date.about else ''}{month}{date.year}"


def _chicago_date(date: Date) -> str:
    """September 14, 2016; September 2016; ca. 2016."""
    day = f" {date.day}," if date.precision in ("minute", "day") else ""
    month = f"{MONTHS[date.month - 1]}{day} " if date.precision != "year" else ""
    return f"{'ca. ' if date.about else ''}{month}{date.year}"


def _stop(words: str) -> str:
    return "" if words[-1:] in _ENDS else "."


def _with_stop(words: str) -> str:
    return words + _stop(words)


def _inside(title: str) -> str:
    """A title within quotation marks: its own become single ones."""
    return title.replace("“", "‘").replace("”", "’").replace('"', "'")


def styles(of: Source) -> tuple[tuple[str, Cited], ...]:
    """Each style's name with its citation."""
    return (("APA", apa(of)), ("MLA", mla(of)), ("Chicago", chicago(of)))
