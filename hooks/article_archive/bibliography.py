"""Source -> BibTeX, RIS and CSL-JSON, as programs that keep lists of sources read them, each in a link to download it from."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import Any

import msgspec
from markupsafe import Markup

from .citation import Name, People, Source, turned
from .model import Date

# What a line of a record can't hold: the next line would be another field.
_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

# Signs that mean something to LaTeX.
_LATEX = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    **{sign: f"\\{sign}" for sign in "%&#$_{}"},
}
# BibTeX counts braces even behind a backslash: where they are no pairs, they are named.
_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SIGN = re.compile(r"[\\{}^~`%&#$_]")
# Two of these in a row would be set as a dash or a quotation mark.
_LIGATURE = re.compile(r"([-',<>])(?=\1)")
# Between names "and" is a sign, and so are a comma and a brace within one.
_JOINT = re.compile(r"[,{}]|(?<!\S)and(?!\S)", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NO_KEY = re.compile(r"[^A-Za-z0-9.:-]+")

# What may not stand in an address as it is (WHATWG, "URL code points"), or in an attribute; the percent sign goes first.
_CODES = tuple((sign, f"%{ord(sign):02X}") for sign in "%\r\n\t \"#&'<>[\\]^`{|}")
# Words that are the same in all formats, and of which an address minds spaces and apostrophes only; most titles are.
_CALM = re.compile(r"(?:[^\W_]|[ .:;?!()/“”‘’–—…]|([,'-])(?!\1))*")


def links(of: Source) -> tuple[Markup, Markup, Markup]:
    """BibTeX, RIS (Research Information Systems, 2011) and CSL-JSON 1.0, each as a link that holds the file (RFC 2397)."""
    key, end = _NO_KEY.sub("", of.key) or "article", (of.site, of.lang)
    # What addresses.full lets through, BibTeX reads letter by letter.
    address = of.address.replace("%", "%25").replace("&", "%26").replace("'", "%27")
    latex, line, json = _title(of.title)
    bibtex = (key, _bibtex_people(of.people), latex, _bibtex_date(of.date), address, _bibtex_end(*end))
    # RIS takes a semicolon for the start of another address.
    ris = (_ris_people(of.people), line, _ris_date(of.date), address.replace(";", "%253B"), _ris_end(*end))
    csl = (key, json, _csl_people(of.people), _csl_date(of.date), address, _csl_end(*end))
    return Markup(_BIBTEX % bibtex), Markup(_RIS % ris), Markup(_CSL % csl)


def _title(words: str) -> tuple[str, str, str]:
    """A title as each format writes it, percent-encoded."""
    if _CALM.fullmatch(words):
        coded = words.replace(" ", "%20").replace("'", "%27")
        return coded, coded, coded
    return _coded(_latex(words)), _coded(_one_line(words)), _coded(_json(words)[1:-1])


def _coded(text: str) -> str:
    """The text percent-encoded, as an address needs it (RFC 3986); letters of all scripts may stand there (RFC 3987)."""
    for sign, code in _CODES:
        text = text.replace(sign, code)
    return text


def _form(text: str) -> str:
    """A text with a slot for each `_`, encoded once: ten thousand articles fill it."""
    return _coded(text).replace("%", "%%").replace("_", "%s")


_BIBTEX = "data:application/x-bibtex;charset=utf-8," + _form("@article{_,\n_\ttitle = {_},\n_\turl = {_},\n_}\n")
_RIS = "data:application/x-research-info-systems;charset=utf-8," + _form("TY  - MGZN\r\n_TI  - _\r\n_UR  - _\r\n_ER  - \r\n")
_CSL = "data:application/vnd.citationstyles.csl+json;charset=utf-8," + _form(
    '[{"id":"_","type":"article-magazine","title":"_",__"URL":"_",_}]'
)


def _one_line(words: str) -> str:
    return _BREAK.sub(" ", words)


def _parts(date: Date) -> list[int]:
    """The year, the month and the day, as far as they are known."""
    return [date.year, date.month, date.day][: {"year": 1, "month": 2}.get(date.precision, 3)]


# ---- BibTeX: an article of a journal is the nearest that it knows ----

_FIELD = _form("\t_ = {_},\n")
_YEAR = _form("\tyear = {_},\n")
_MONTH = _form("\tmonth = _,\n")
_DAY = _form("\tday = {_},\n")


def _latex(words: str) -> str:
    signs = _LATEX if _is_in_pairs(words) else _LATEX | _BRACES
    plain = _SIGN.sub(lambda found: signs[found[0]], _one_line(words))
    return _LIGATURE.sub(r"\1{}", plain)


def _is_in_pairs(words: str) -> bool:
    """Whether each brace is closed behind its opening."""
    depths = list(accumulate((sign == "{") - (sign == "}") for sign in words if sign in "{}"))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)


def _bibtex_people(of: People) -> str:
    fields = (("author", of.authors), ("editor", of.editors), ("translator", of.translators))
    return "".join(_FIELD % (did, "%20and%20".join(map(_bibtex_name, names))) for did, names in fields if names)


@cache
def _bibtex_name(of: Name) -> str:
    """Family, Given or Family, Jr., Given; braces keep a whole name whole."""
    if not of.family:
        return _coded(f"{{{_latex(of.full)}}}")
    return _coded(", ".join(_kept(part) for part in (of.family, of.suffix, of.given) if part))


def _kept(part: str) -> str:
    return f"{{{_latex(part)}}}" if _JOINT.search(part) else _latex(part)


def _bibtex_date(date: Date | None) -> str:
    """The year as it is printed; the month by its name, which styles print in their language; the day."""
    if date is None:
        return _YEAR % "n.d."
    year = _YEAR % (f"ca.%20{date.year}" if date.about else date.year)
    month = _MONTH % _MONTHS[date.month - 1] if date.precision != "year" else ""
    return year + month + (_DAY % date.day if date.precision in ("day", "minute") else "")


@cache
def _bibtex_end(site: str, lang: str) -> str:
    return _coded(f"\tjournal = {{{_latex(site)}}},\n\tlanguage = {{{lang}}},\n")


# ---- RIS: a magazine's article; lines end as the format asks ----

_PERSON = _form("_  - _\r\n")
_DATE = _form("PY  - _\r\nDA  - _\r\n")


def _ris_people(of: People) -> str:
    fields = (("AU", of.authors), ("A2", of.editors), ("A4", of.translators))
    return "".join(_PERSON % (tag, _ris_name(n)) for tag, names in fields for n in names)


@cache
def _ris_name(of: Name) -> str:
    return _coded(_one_line(turned(of)))


def _ris_date(date: Date | None) -> str:
    """Year/month/day/other words; what is not known is left empty: 2016/09//, 2017///circa."""
    if date is None:
        return ""
    written = [f"{part:02d}" for part in _parts(date)]
    return _DATE % (date.year, "/".join((*written, *[""] * (3 - len(written)), "circa" if date.about else "")))


@cache
def _ris_end(site: str, lang: str) -> str:
    return _coded(f"T2  - {_one_line(site)}\r\nLA  - {lang}\r\n")


# ---- CSL-JSON ----

_PEOPLE = _form('"_":[_],')
_ISSUED = _form('"issued":{"date-parts":[[_]]},')
_ISSUED_ABOUT = _form('"issued":{"date-parts":[[_]],"circa":true},')


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _csl_people(of: People) -> str:
    fields = (("author", of.authors), ("editor", of.editors), ("translator", of.translators))
    return "".join(_PEOPLE % (did, ",".join(map(_csl_name, names))) for did, names in fields if names)


@cache
def _csl_name(of: Name) -> str:
    if not of.family:
        return _coded(_json({"literal": of.full}))
    return _coded(_json({"family": of.family, "given": of.given} | ({"suffix": of.suffix} if of.suffix else {})))


def _csl_date(date: Date | None) -> str:
    if date is None:
        return ""
    return (_ISSUED_ABOUT if date.about else _ISSUED) % ",".join(map(str, _parts(date)))


@cache
def _csl_end(site: str, lang: str) -> str:
    return _coded(f'"container-title":{_json(site)},"language":{_json(lang)}')
