"""BibTeX, RIS and CSL-JSON, read back by other people's parsers: the same title, people, year, address and language."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from hypothesis import example, given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from article_archive.bibliography import links
from article_archive.citation import Name, People, Source
from article_archive.dates import date
from article_archive.lines import line
from article_archive.reading import HIDDEN

from .archives import NOW

HOSTILE = [
    "{braces} and }{ \\{",
    "\\textbf{x} \\ \\\\",
    "100% & more #1 $x$ a_b x^2 ~1",
    "«quotes» \"double\" 'single' ``latex''",
    "A -- b --- c",
    "Ünï é ñ 日本語 العربية 😀",
    "<script>alert(1)</script>",
    "</a>\"'><b>",
    "@article{x,",
    "ER  - ",
    "TY  - JOUR",
    "a; b, c and d",
    "%0A%22",
    "one\u2028two\u2029three",
    "&amp; &quot;",
    ",,",
    "+-=?&",
    "a\u00a0b",
    "[]|`^",
]

# What `lines.line` leaves of a title, and `values` of a name: one line, nothing hidden.
text = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(HOSTILE)
titles = text.map(lambda words: HIDDEN.sub("", line(words).text)).filter(bool)
words = text.map(lambda written: HIDDEN.sub("", " ".join(written.split()))).filter(bool)
parts = st.sampled_from(
    ["One", "Writer", "de la One", "O'One", "Two-Three", "Ünï", "作者", "And", "Al-One", "Sample & voice", "{x}", "a_b"]
)
names = st.builds(Name, words) | st.builds(lambda family, given: Name(f"{given} {family}", family, given), parts, parts)
people = st.builds(
    People,
    st.lists(names, max_size=4, unique=True).map(tuple),
    st.lists(names, max_size=2).map(tuple),
    st.lists(names, max_size=2).map(tuple),
)
DAYS = ["", "2016", "~2017", "2016-09", "~2016-09", "2016-09-04", "2016-12-31 09:30", "0999"]
addresses = st.sampled_from(
    [
        "https://archive.example.org/articles/a/",
        "https://archive.example.org/%E6%97%A5%25/a'(b)&c=d;e,f$g!h@i:j~k+*/",
        "http://localhost:8000/a_b/",
    ]
)
sources = st.builds(
    lambda title, found, day, site, address, lang: Source("a-b", title, found, when(day), site, address, lang),
    titles, people, st.sampled_from(DAYS), words, addresses, st.sampled_from(["en", "pt-BR", "ar"]),
)  # fmt: skip

BY_ONE = People((Name("Writer One", "One", "Writer"),))


def when(day: str) -> Any:
    return date(day, NOW.tzinfo) if day and NOW.tzinfo else None


def source(title: str = "A title", people: People = BY_ONE, day: str = "2016-09-14") -> Source:
    return Source("a-b", title, people, when(day), "A site", "https://archive.example.org/a%20b/", "en")


def downloaded(link: str, kind: str) -> str:
    """What a browser saves from a link (RFC 2397)."""
    start, _, data = link.partition(",")
    assert start == f"data:{kind};charset=utf-8"
    assert not set(link) & set("\"<>\\^`{|}[] \r\n\t&'#")
    assert urlsplit(link).fragment == ""
    return unquote(data, errors="strict")


def bibtex(of: Source) -> str:
    return downloaded(links(of)[0], "application/x-bibtex")


def ris(of: Source) -> str:
    return downloaded(links(of)[1], "application/x-research-info-systems")


def csl(of: Source) -> dict[str, Any]:
    (item,) = json.loads(downloaded(links(of)[2], "application/vnd.citationstyles.csl+json"))
    return dict(item)


def printing() -> LatexDecodingMiddleware:
    """What LaTeX prints; the decoder has no braces and another caret (LaTeX2e, "text symbols")."""
    known = get_default_latex_context_db()
    signs = (("textbraceleft", "{"), ("textbraceright", "}"), ("textasciicircum", "^"))
    known.add_context_category("signs", macros=[MacroTextSpec(name, sign) for name, sign in signs], prepend=True)
    return LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=known))


def entry(of: Source) -> tuple[dict[str, str], dict[str, str]]:
    """The fields of the one BibTeX entry: as they are written, and as LaTeX prints them."""
    raw = parse_string(bibtex(of))
    decoded = parse_string(bibtex(of), append_middleware=[printing()])
    assert raw.failed_blocks == []
    assert [e.key for e in raw.entries] == [of.key]
    return tuple({f.key: f.value for f in library.entries[0].fields} for library in (raw, decoded))  # type: ignore[return-value]


def latex(words: str) -> str:
    found = parse_string(f"@misc{{x, a = {{{words}}}}}", append_middleware=[printing()])
    return str(found.entries[0].fields[0].value)


def bibtex_name(written: str) -> Name:
    found = parse_single_name_into_parts(written)
    family, given, suffix = (latex(" ".join(part)) for part in ([*found.von, *found.last], found.first, found.jr))
    return Name(family) if not given else Name(f"{given} {family}", family, given, suffix)


@given(sources)
@example(source("{" * 20 + "\\" * 3))
def test_bibtex_is_read_back(of: Source) -> None:
    raw, printed = entry(of)
    assert (shown(printed["title"]), shown(printed["journal"])) == (shown(of.title), shown(of.site))
    assert (raw["url"], raw["language"]) == (of.address, of.lang)
    for field, those in (("author", of.people.authors), ("editor", of.people.editors), ("translator", of.people.translators)):
        found = [bibtex_name(n) for n in split_multiple_persons_names(raw[field])] if those else []
        assert [[shown(part) for part in (n.full, n.family, n.given)] for n in found] == [
            [shown(part) for part in (n.full, n.family, n.given)] for n in those
        ]
        assert (field in raw) is bool(those)


@pytest.mark.parametrize(
    ("day", "fields"),
    [
        ("2016-09-04", ("2016", "sep", "4")),
        ("2016-09", ("2016", "sep", None)),
        ("2016", ("2016", None, None)),
        ("~2017", ("ca. 2017", None, None)),
        ("", ("n.d.", None, None)),
    ],
)
def test_bibtex_knows_a_date_as_far_as_it_is_known(day: str, fields: tuple[str | None, ...]) -> None:
    raw, _ = entry(source(day=day))
    assert tuple(raw.get(name) for name in ("year", "month", "day")) == fields


def test_bibtex_is_what_a_person_would_write() -> None:
    assert bibtex(source("100% & more", People((Name("Writer One Jr.", "One", "Writer", "Jr."), Name("Sample voice A"))))) == (
        "@article{a-b,\n\tauthor = {One, Jr., Writer and {Sample voice A}},\n\ttitle = {100\\% \\& more},\n"
        "\tyear = {2016},\n\tmonth = sep,\n\tday = {14},\n\turl = {https://archive.example.org/a%20b/},\n"
        "\tjournal = {A site},\n\tlanguage = {en},\n}\n"
    )


@pytest.mark.parametrize("slug", ["作者", "a b", "x{y}", "a,b%"])
def test_a_key_is_one_that_bibtex_takes(slug: str) -> None:
    library = parse_string(bibtex(Source(slug, "A", People(), None, "S", "https://example.org/", "en")))
    assert library.failed_blocks == []
    assert len(library.entries) == 1


@given(sources)
def test_ris_is_read_back(of: Source) -> None:
    written = ris(of)
    assert written.endswith("\r\nER  - \r\n")
    assert "\n" not in written.replace("\r\n", "")
    (found,) = rispy.loads(written.replace("\r\n", "\n"))
    assert (found["type_of_reference"], found["title"], found["secondary_title"]) == ("MGZN", shown(of.title), shown(of.site))
    assert (found["urls"], found["language"]) == ([of.address.replace(";", "%3B")], of.lang)
    roles = (
        ("authors", of.people.authors),
        ("secondary_authors", of.people.editors),
        ("subsidiary_authors", of.people.translators),
    )
    for field, those in roles:
        assert found.get(field, []) == [shown(f"{n.family}, {n.given}" if n.family else n.full) for n in those]
    assert found.get("year") == (str(of.date.year) if of.date else None)


def shown(words: str) -> str:
    """A value of a record: in one line, without space at its ends."""
    return re.sub(r"[\x80-\x9f\u2028\u2029]+", " ", words).strip()


@pytest.mark.parametrize(
    ("day", "written"),
    [("2016-09-04", "2016/09/04/"), ("2016-09", "2016/09//"), ("2016", "2016///"), ("~2017", "2017///circa")],
)
def test_ris_leaves_empty_what_is_not_known_of_a_date(day: str, written: str) -> None:
    assert f"\r\nDA  - {written}\r\n" in ris(source(day=day))


def test_ris_has_no_date_for_what_has_none() -> None:
    assert "PY  -" not in ris(source(day=""))
    assert "DA  -" not in ris(source(day=""))


@given(sources)
def test_csl_json_is_read_back(of: Source) -> None:
    found = csl(of)
    assert (found["title"], found["container-title"], found["URL"]) == (of.title, of.site, of.address)
    assert (found["language"], found["type"], found["id"]) == (of.lang, "article-magazine", of.key)
    for field, those in (("author", of.people.authors), ("editor", of.people.editors), ("translator", of.people.translators)):
        assert found.get(field, []) == [
            {"family": n.family, "given": n.given} if n.family else {"literal": n.full} for n in those
        ]


@pytest.mark.parametrize(
    ("day", "issued"),
    [
        ("2016-09-04", {"date-parts": [[2016, 9, 4]]}),
        ("2016-09", {"date-parts": [[2016, 9]]}),
        ("2016", {"date-parts": [[2016]]}),
        ("~2017", {"date-parts": [[2017]], "circa": True}),
        ("", None),
    ],
)
def test_csl_json_knows_a_date_as_far_as_it_is_known(day: str, issued: dict[str, Any] | None) -> None:
    assert csl(source(day=day)).get("issued") == issued
