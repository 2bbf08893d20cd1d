"""The article's page: age, citation, share, series, boxes, contents."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from article_archive import citation
from article_archive.model import Article
from article_archive.pages.article import age, cite, contents, related, series, share
from article_archive.pages.page import Site
from article_archive.pages.people import boxes, initials

from ..archives import article, pages, printed, site, small


def made(folder: Path, **fields: str) -> tuple[Site, Article]:
    """The small archive with one more article, `a`."""
    body = fields.pop("body", "Some words.\n")
    whole = site(small(folder, {"docs/articles/a.md": article(body, **fields)}))
    return whole, named(whole, "a")


def named(of: Site, slug: str) -> Article:
    return next(a for a in of.catalogue.articles if a.slug == slug)


@pytest.mark.parametrize(
    ("fields", "years"),
    [
        ({"date": "2015-12-31"}, 5),
        ({"date": "2016-01-01"}, 0),
        ({"date": "~2010"}, 10),
        ({"date": "2010", "updated": "2018-01-01"}, 0),
        ({"date": "2005", "updated": "2012-01-01"}, 8),
        ({"date": "2010", "kind": "reference", "original": "https://example.org/"}, 0),
        ({"date": "", "kind": "reference", "original": "https://example.org/"}, 0),
    ],
)
def test_an_old_article_says_its_age(tmp_path: Path, fields: dict[str, str], years: int) -> None:
    whole, item = made(tmp_path, **fields)
    assert age(item, whole) == years
    assert (f"This article is {years} years old" in printed(whole)["/articles/a/"]) is bool(years)


def cited(whole: Site, slug: str = "a") -> str:
    """The article's citation in APA, as HTML."""
    source = citation.source(named(whole, slug), whole.catalogue, whole.settings)
    return cite(source, whole).apa


END = ". <i>A small archive</i>. https://archive.example.org/articles/a/"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "One, W. (2016, September 14). <bdi>A title</bdi>"),
        ({"date": "~2014"}, "One, W. (ca. 2014). <bdi>A title</bdi>"),
        (
            {"author": "", "authors": "[writer-one, {id: writer-two, role: editor}]"},
            "One, W. (2016, September 14). <bdi>A title</bdi>",
        ),
        ({"author": "", "authors": "[{name: A visitor, role: interviewee}]"}, "<bdi>A title</bdi>. (2016, September 14)"),
        ({"title": "'<b>Bold</b> & *more*'"}, "One, W. (2016, September 14). <bdi>Bold &amp; more</bdi>"),
        ({"title": "'a < b & \"c\"'"}, 'One, W. (2016, September 14). <bdi>a &lt; b &amp; "c"</bdi>'),
        ({"lang": "ar"}, 'One, W. (2016, September 14). <bdi lang="ar">A title</bdi>'),
    ],
)
def test_a_citation_names_the_writers_the_date_and_the_address(tmp_path: Path, fields: dict[str, str], words: str) -> None:
    assert cited(made(tmp_path, **fields)[0]) == words + END


def test_a_citation_can_be_copied_and_downloaded_from_the_page_itself(tmp_path: Path) -> None:
    page = printed(made(tmp_path)[0])["/articles/a/"]
    assert page.count("data-copy aria-label=") == 3
    assert re.findall(r'href="data:[^"]*" download="([^"]*)"', page) == ["a.bib", "a.ris", "a.json"]


def test_a_card_that_points_elsewhere_is_not_cited_as_ours(tmp_path: Path) -> None:
    page = printed(site(small(tmp_path)))["/articles/elsewhere/"]
    assert "Cite" not in page
    assert "data:" not in page


@pytest.mark.parametrize("title", ["A & B?", "100% #1 \"quoted\" + 'more'", "Ünï-wörd 日本", "<script>x</script>&body=y"])
def test_share_hands_on_the_title_and_the_address_as_they_are(tmp_path: Path, title: str) -> None:
    _, item = made(tmp_path)
    item = replace(item, title=replace(item.title, text=title))
    full = "https://archive.example.org/articles/a%20b/?x=1&y=2"
    found = share(item, full)
    assert parse_qs(f"subject={found['title']}&body={found['address']}") == {"subject": [title], "body": [full]}
    assert parse_qs(f"text={found['title']}%20{found['address']}") == {"text": [f"{title} {full}"]}
    assert re.fullmatch(r"[\w.~%-]*", "".join(found.values()), re.ASCII)


def test_the_page_has_a_link_for_each_way_to_share(tmp_path: Path) -> None:
    whole, item = made(tmp_path)
    page = printed(whole)[f"/articles/{item.slug}/"]
    links = [urlsplit(unescape(href)) for href in re.findall(r'href="((?:mailto:|https://(?:www\.linkedin|bsky))[^"]*)"', page)]
    full = f"{whole.settings.address.rstrip('/')}/articles/{item.slug}/"
    assert [(link.hostname, parse_qs(link.query)) for link in links] == [
        (None, {"subject": [item.title.text], "body": [full]}),
        ("www.linkedin.com", {"url": [full]}),
        ("bsky.app", {"text": [f"{item.title.text} {full}"]}),
    ]


def test_the_parts_of_a_series_lead_to_each_other(tmp_path: Path) -> None:
    whole, item = made(tmp_path, series="{id: small-steps, part: 3}")
    found = series(item, whole)
    assert found is not None
    assert [part["is_here"] for part in found["parts"]] == [False, False, True]
    assert found["previous"].href == "/articles/second-words/"
    assert found["following"] is None
    first = series(named(whole, "first-words"), whole)
    assert first is not None
    assert first["previous"] is None
    assert first["following"].href == "/articles/second-words/"


def test_a_draft_in_a_series_is_passed_over(tmp_path: Path) -> None:
    files = {
        "docs/articles/draft.md": article(title="Canary", draft="true", series="{id: small-steps, part: 3}"),
        "docs/articles/last.md": article(series="{id: small-steps, part: 4}"),
    }
    whole = site(small(tmp_path, files))
    found = series(named(whole, "second-words"), whole)
    assert found is not None
    assert found["following"].href == "/articles/last/"
    assert not any("Canary" in page for page in printed(whole).values())


def test_a_series_of_one_leads_nowhere(tmp_path: Path) -> None:
    files = {"docs/series/other.md": "---\nname: Other\n---\n", "docs/articles/a.md": article(series="{id: other, part: 7}")}
    whole = site(small(tmp_path, files))
    found = series(named(whole, "a"), whole)
    assert found is not None
    assert (len(found["parts"]), found["previous"], found["following"]) == (1, None, None)


def test_two_articles_with_one_number_in_a_series_both_have_a_place(tmp_path: Path) -> None:
    files = {f"docs/articles/{name}.md": article(series="{id: small-steps, part: 2}") for name in ("a", "z")}
    whole = site(small(tmp_path, files))
    walked, here = [], named(whole, "first-words")
    while True:
        walked.append(here.slug)
        found = series(here, whole)
        if not found or not found["following"]:
            break
        here = named(whole, found["following"].href.split("/")[2])
    assert walked == ["first-words", "a", "second-words", "z"]


def test_why_another_article_is_near_is_said_in_words(tmp_path: Path) -> None:
    whole, item = made(tmp_path, attributes="[Voice, Co-Creation]", series="{id: small-steps, part: 3}")
    assert {r["link"].href: r["why"] for r in related(item, whole)} == {
        "/articles/second-words/": "Also on Voice and Co-Creation; also by Writer One; also in Small steps",
        "/articles/first-words/": "Also on Voice; also by Writer One; also in Small steps",
        "/articles/desks/": "Also on Co-Creation",
        "/articles/elsewhere/": "Also on Voice",
    }


def test_everybody_with_a_page_has_a_box_once_with_what_else_there_is(tmp_path: Path) -> None:
    whole = site(small(tmp_path, {f"docs/articles/a{n}.md": article(date=f"2019-01-0{n}") for n in range(1, 6)}))
    item = named(whole, "second-words")
    assert [box.face.name for box in boxes(item, whole)] == ["Writer Two", "Writer One"]
    assert [link.href for link in boxes(item, whole)[1].more] == [f"/articles/a{n}/" for n in (5, 4, 3)]
    assert [link.href for link in boxes(named(whole, "a5"), whole)[0].more] == [f"/articles/a{n}/" for n in (4, 3, 2)]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Writer One", "WO"),
        ("Writer van der One", "WO"),
        ("Cher", "C"),
        ("élise Ünï", "ÉÜ"),
        ('Writer "Wo" One', "WO"),
        ("- !", ""),
        ("", ""),
        ("1st Class", "1C"),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_long_article_has_a_contents_list(tmp_path: Path) -> None:
    headings = "## One\n\n### Two\n\n#### Deep\n\n## Three\n\n"
    whole, item = made(tmp_path, body=headings + "word " * 800)
    assert [(row["anchor"], row["level"]) for row in contents(item)] == [("one", 2), ("two", 3), ("three", 2)]
    assert contents(named(whole, "first-words")) == []
    assert '<a href="#three">Three</a>' in printed(whole)["/articles/a/"]


def test_an_article_with_a_film_names_its_player_and_its_script(tmp_path: Path) -> None:
    whole, _ = made(tmp_path, body="[A talk](https://vimeo.com/123)\n")
    page = pages(whole)["/articles/a/"]
    assert page.players == ("https://player.vimeo.com",)
    assert page.scripts == ("components",)
    plain = pages(whole)["/articles/first-words/"]
    assert plain.players == ()
