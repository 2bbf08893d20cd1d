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
    """A name as it is printed, and parted as lists of sources sort it; one that can't be parted, such as a group's, is whole."""

    full: str
    family: str = ""
    given: str = ""
    suffix: str = ""


class Source(Struct, frozen=True):
    """What every form of a citation says of an article. `key` is its name among other sources, `site` what it appeared in."""

    key: str
    title: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    translators: tuple[Name, ...]
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
    """The article as a source. People who are interviewed are not its authors; where nobody wrote it, interviewers are."""

    def people(*roles: Role) -> tuple[Name, ...]:
        return tuple(dict.fromkeys(_name(c, catalogue) for c in article.credits if c.role in roles))

    return Source(
        key=article.slug,
        title=article.title.text,
        authors=people(*WRITERS) or people("interviewer"),
        editors=people("editor"),
        translators=people("translator"),
        date=article.date,
        site=settings.name,
        address=addresses.full(addresses.article(article, settings.permalink), settings),
        lang=article.lang or settings.language,
    )


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
    date = f"({_date(of.date, 'ca.') or 'n.d.'})."
    people = _with_stop(_apa_list(of.authors)) if of.authors else _apa_editors(of.editors)
    translated = f" ({_joined([_apa_natural(n) for n in of.translators], '&')}, Trans.)" if of.translators else ""
    stop = "." if translated else _stop(of.title)
    middle = f"{translated}{stop} " if people else f"{translated}{stop} {date} "
    return Cited(f"{people} {date} " if people else "", of.title, middle, of.site, f"{_stop(of.site)} {of.address}")


def mla(of: Source) -> Cited:
    """The citation in the style of the Modern Language Association, ninth edition: a source without a date has none."""
    people = _mla_list(of.authors) or _role(_mla_list(of.editors), of.editors, "editor", "editors")
    others = _others(of, ("edited by", "translated by"), ", ")
    others = f"{others[:1].upper()}{others[1:]}, " if others else ""
    date = f", {_mla_date(of.date)}" if of.date else ""
    before = f"{_with_stop(people)} “" if people else "“"
    return Cited(before, _inside(of.title), f"{_stop(of.title)}” {others}", of.site, f"{date}, {of.address}.")


def chicago(of: Source) -> Cited:
    """The citation as a bibliography of the Chicago Manual of Style, eighteenth edition, has it."""
    people = _chicago_list(of.authors) or _role(_chicago_list(of.editors), of.editors, "ed.", "eds.")
    others = _others(of, ("Edited by", "Translated by"), ". ")
    others = f"{_with_stop(others)} " if others else ""
    date = _chicago_date(of.date) if of.date else "n.d."
    before = f"{_with_stop(people)} “" if people else "“"
    return Cited(before, _inside(of.title), f"{_stop(of.title)}” {others}", of.site, f", {_with_stop(date)} {of.address}.")


def _name(credit: Credit, catalogue: Catalogue) -> Name:
    author = catalogue.author.get(credit.author)
    return name(author.name, author.sort) if author else Name(credit.name)


def _begins_group(sort: str) -> bool:
    return sort.rpartition(",")[2].strip().casefold() in _GROUP


# ---- Names ----


def turned(of: Name) -> str:
    """Family name first: One, Writer, Jr."""
    return ", ".join(filter(None, (of.family, of.given, of.suffix))) or of.full


def _initials(given: str) -> str:
    """Jean-Luc Mary -> J.-L. M.; a name in a script without capitals has no initials."""
    return " ".join("-".join(_initial(part) for part in word.split("-") if part) for word in given.split())


def _initial(word: str) -> str:
    first = unicodedata.normalize("NFC", word)[0]
    return word if first.upper() == first.lower() else f"{first.upper()}."


def _apa_name(of: Name) -> str:
    return ", ".join(filter(None, (of.family, _initials(of.given), of.suffix))) or of.full


def _apa_natural(of: Name) -> str:
    return f"{_initials(of.given)} {of.family}" if of.family else of.full


def _apa_list(people: tuple[Name, ...]) -> str:
    names = [_apa_name(n) for n in people]
    if len(names) > _MOST_APA:
        return f"{', '.join(names[: _MOST_APA - 1])}, … {names[-1]}"
    return ", & ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _apa_editors(people: tuple[Name, ...]) -> str:
    return f"{_apa_list(people)} ({'Eds' if len(people) > 1 else 'Ed'}.)." if people else ""


def _mla_list(people: tuple[Name, ...]) -> str:
    if len(people) > 2:  # the handbook's own number
        return f"{turned(people[0])}, et al."
    return ", and ".join((turned(people[0]), *(n.full for n in people[1:]))) if people else ""


def _chicago_list(people: tuple[Name, ...]) -> str:
    names = [turned(n) if at == 0 else n.full for at, n in enumerate(people)]
    if len(names) > _MOST_CHICAGO:
        return f"{', '.join(names[:3])}, et al."
    return ", and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def _role(names: str, people: tuple[Name, ...], one: str, many: str) -> str:
    """People who did something other than write: One, Writer, editor"""
    return f"{names}, {many if len(people) > 1 else one}" if names else ""


def _others(of: Source, words: tuple[str, str], joint: str) -> str:
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


def _date(date: Date | None, about: str) -> str:
    """2016, September 14; 2016, September; 2016; ca. 2016."""
    if date is None:
        return ""
    words = [f"{date.year}"]
    if date.precision != "year":
        month = MONTHS[date.month - 1]
        words.append(month if date.precision == "month" else f"{month} {date.day}")
    return f"{f'{about} ' if date.about else ''}{', '.join(words)}"


def _mla_date(date: Date) -> str:
    """14 Sept. 2016; Sept. 2016; circa 2016."""
    day = [f"{date.day}"] if date.precision in ("minute", "day") else []
    month = [_SHORT[date.month - 1]] if date.precision != "year" else []
    return " ".join((*(["circa"] if date.about else []), *day, *month, f"{date.year}"))


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


def styles(of: Source) -> Iterable[tuple[str, Cited]]:
    """Each style's name with its citation."""
    return (("APA", apa(of)), ("MLA", mla(of)), ("Chicago", chicago(of)))
