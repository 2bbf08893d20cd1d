from __future__ import annotations

from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive import addresses
from article_archive.dates import date
from article_archive.model import Article, Author, Body, Line, Place, Term
from article_archive.settings import Settings


def article(slug: str = "a-typo", day: str = "2016-09-14") -> Article:
    zone = ZoneInfo("America/New_York")
    return Article(
        slug=slug,
        place=Place("docs/articles/a-typo.md"),
        title=Line("A typo", "A typo"),
        credits=(),
        body=Body(),
        terms={},
        date=date(day, zone) if day else None,
    )


@pytest.mark.parametrize(
    ("permalink", "day", "address"),
    [
        ("/articles/{slug}/", "2016-09-14", "/articles/a-typo/"),
        ("/{slug}/", "2016-09-14", "/a-typo/"),
        ("/{year}/{month}/{slug}/", "2016-09-14", "/2016/09/a-typo/"),
        ("/{year}/{month}/{slug}/", "2016", "/2016/01/a-typo/"),
        ("/{year}/{month}/{slug}/", "0987-01", "/0987/01/a-typo/"),
        ("/{year}/{month}/{slug}/", "2016-12-31 23:30", "/2016/12/a-typo/"),
        ("/{year}/{month}/{slug}/", "", "/undated/00/a-typo/"),
        ("/{year}/{slug}/", "", "/undated/a-typo/"),
        ("/articles/{slug}/", "", "/articles/a-typo/"),
    ],
)
def test_an_articles_address_follows_the_pattern(permalink: str, day: str, address: str) -> None:
    assert addresses.article(article(day=day), permalink) == address


def test_an_author_a_term_a_facet_and_a_year_have_their_addresses() -> None:
    assert addresses.author(Author(id="writer-one", place=Place("x"), name="Writer One")) == "/authors/writer-one/"
    assert addresses.term(Term(facet="attributes", id="voice", place=Place("x"), name="Voice")) == "/attributes/voice/"
    assert addresses.facet("attributes") == "/attributes/"
    assert addresses.year(987) == "/archive/0987/"


def test_the_first_page_of_a_list_is_the_list() -> None:
    assert addresses.page_of("/articles/", 1) == "/articles/"
    assert addresses.page_of("/articles/", 2) == "/articles/page/2/"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/articles/", "articles/index.html"),
        ("/404.html", "404.html"),
        ("/a/b.htm", "a/b.htm"),
        ("/sitemap.xml", "sitemap.xml"),
    ],
)
def test_a_file_answers_at_each_address(address: str, file: str) -> None:
    assert addresses.file_of(address) == file


@pytest.mark.parametrize(
    ("site", "href", "full"),
    [
        ("https://example.org/", "/articles/ein-brief-%C3%BCber/", "https://example.org/articles/ein-brief-%C3%BCber/"),
        (
            "https://example.org/old/",
            "/old/articles/ein-brief-%C3%BCber/",
            "https://example.org/old/articles/ein-brief-%C3%BCber/",
        ),
    ],
)
def test_a_link_lies_below_the_sites_base_and_is_encoded(site: str, href: str, full: str) -> None:
    settings = Settings("An archive", site)
    assert addresses.href("/articles/ein-brief-über/", settings) == href
    assert addresses.full("/articles/ein-brief-über/", settings) == full


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/articles/Typo/", "/articles/typo/"),
        ("/articles/u\u0308ber/", "/articles/über/"),
        ("/STRASSE/", "/straße/"),
        ("/É/", "/e\u0301/"),
    ],
)
def test_what_a_disk_takes_for_one_is_folded_into_one(one: str, other: str) -> None:
    assert addresses.folded(one) == addresses.folded(other)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), min_size=1, max_size=20))
def test_a_link_leads_back_to_its_address(name: str) -> None:
    address = f"/articles/{name.replace('/', '')}/"
    link = addresses.href(address, Settings("An archive", "https://example.org/"))
    assert unquote(urlsplit(link).path) == address
    assert not set(link) & set('"<> ?#\\')


@given(st.text(max_size=12))
def test_folding_twice_is_folding_once(address: str) -> None:
    once = addresses.folded(address)
    assert addresses.folded(once) == once
