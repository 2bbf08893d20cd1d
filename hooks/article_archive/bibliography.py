"""Source -> BibTeX, RIS and CSL-JSON, as programs that keep lists of sources read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from .citation import Name, Source, turned
from .model import Date

# What a line of a record can't hold: the next line would be another field.
_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

# Signs that mean something to LaTeX. Braces are named: BibTeX counts them even behind a backslash.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    **{sign: f"\\{sign}" for sign in "%&#$_"},
}
_SIGN = re.compile(r"[\\{}^~`%&#$_]")
# Two of these in a row would be set as a dash or a quotation mark.
_LIGATURE = re.compile(r"([-',<>])(?=\1)")
# Between names "and" is a sign, and so is a comma within one.
_JOINT = re.compile(r",|(?<!\S)and(?!\S)", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NO_KEY = re.compile(r"[^A-Za-z0-9.:-]+")


# What may not stand in an address as it is (WHATWG, "URL code points"), the percent sign first; letters of all scripts may.
_CODES = tuple((sign, f"%{ord(sign):02X}") for sign in "%\r\n\t \"#&'<>[\\]^`{|}")


class File(Struct, frozen=True):
    """A file to download that lies in its own link (RFC 2397): what it is called, its name on disk, the link."""

    format: str
    name: str
    href: str


def files(of: Source) -> tuple[File, ...]:
    """The source in each format."""
    return (
        File("BibTeX", f"{of.key}.bib", _link("application/x-bibtex", bibtex(of))),
        File("RIS", f"{of.key}.ris", _link("application/x-research-info-systems", ris(of))),
        File("CSL-JSON", f"{of.key}.json", _link("application/vnd.citationstyles.csl+json", csl(of).decode())),
    )


def _link(kind: str, text: str) -> str:
    # Ten times as fast as urllib's quote, on each of ten thousand articles.
    for sign, code in _CODES:
        text = text.replace(sign, code)
    return f"data:{kind};charset=utf-8,{text}"


def bibtex(of: Source) -> str:
    """One BibTeX entry; an article of a journal is the nearest that BibTeX knows."""
    fields = [
        ("author", _bibtex_names(of.authors)),
        ("editor", _bibtex_names(of.editors)),
        ("translator", _bibtex_names(of.translators)),
        ("title", _latex(of.title)),
        ("journal", _latex(of.site)),
        ("year", _bibtex_year(of.date)),
        # An address is read letter by letter; it is percent-encoded, so it holds no brace.
        ("url", of.address),
        ("language", of.lang),
    ]
    lines = [f"  {field} = {{{value}}},\n" for field, value in fields if value]
    return f"@article{{{_NO_KEY.sub('', of.key) or 'article'},\n{''.join(lines)}{_bibtex_day(of.date)}}}\n"


def ris(of: Source) -> str:
    """One RIS record (Research Information Systems, 2011): a magazine's article; lines end as the format asks."""
    return "".join(f"{tag}  - {_BREAK.sub(' ', value)}\r\n" for tag, value in _ris_fields(of))


def csl(of: Source) -> bytes:
    """A list of one item, as the schema of CSL-JSON 1.0 describes it."""
    item: dict[str, Any] = {"id": of.key, "type": "article-magazine", "title": of.title, "container-title": of.site}
    people = {"author": of.authors, "editor": of.editors, "translator": of.translators}
    item |= {role: [_csl_name(n) for n in found] for role, found in people.items() if found}
    if of.date:
        item["issued"] = {"date-parts": [_parts(of.date)]} | ({"circa": True} if of.date.about else {})
    return msgspec.json.encode([item | {"URL": of.address, "language": of.lang}])


# ---- BibTeX ----


def _latex(words: str) -> str:
    plain = _SIGN.sub(lambda found: _LATEX[found[0]], _BREAK.sub(" ", words))
    return _LIGATURE.sub(r"\1{}", plain)


def _bibtex_names(people: tuple[Name, ...]) -> str:
    return " and ".join(_bibtex_name(n) for n in people)


def _bibtex_name(of: Name) -> str:
    """Family, Given or Family, Jr., Given; braces keep a whole name whole."""
    if not of.family:
        return f"{{{_latex(of.full)}}}"
    return ", ".join(_kept(part) for part in (of.family, of.suffix, of.given) if part)


def _kept(part: str) -> str:
    return f"{{{_latex(part)}}}" if _JOINT.search(part) else _latex(part)


def _bibtex_year(date: Date | None) -> str:
    return f"{'ca. ' if date.about else ''}{date.year}" if date else "n.d."


def _bibtex_day(date: Date | None) -> str:
    """The month by its name, which styles print in their language, and the day."""
    if date is None or date.precision == "year":
        return ""
    month = f"  month = {_MONTHS[date.month - 1]},\n"
    return month if date.precision == "month" else f"{month}  day = {{{date.day}}},\n"


# ---- RIS ----


def _ris_fields(of: Source) -> Iterator[tuple[str, str]]:
    yield "TY", "MGZN"
    for tag, people in (("AU", of.authors), ("A2", of.editors), ("A4", of.translators)):
        yield from ((tag, turned(n)) for n in people)
    yield "TI", of.title
    yield "T2", of.site
    if of.date:
        yield "PY", f"{of.date.year}"
        yield "DA", _ris_date(of.date)
    yield "UR", of.address
    yield "LA", of.lang
    yield "ER", ""


def _ris_date(date: Date) -> str:
    """Year/month/day/other words; what is not known is left empty: 2016/09//, 2017///circa."""
    written = [f"{part:02d}" for part in _parts(date)]
    return "/".join((*written, *[""] * (3 - len(written)), "circa" if date.about else ""))


# ---- CSL-JSON ----


def _csl_name(of: Name) -> dict[str, str]:
    if not of.family:
        return {"literal": of.full}
    return {"family": of.family, "given": of.given} | ({"suffix": of.suffix} if of.suffix else {})


def _parts(date: Date) -> list[int]:
    """The year, the month and the day, as far as they are known."""
    return [date.year, date.month, date.day][: {"year": 1, "month": 2}.get(date.precision, 3)]
