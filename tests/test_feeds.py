"""The feed: it parses whatever stands in a title, holds the same words, and announces what is ours and out."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from article_archive.catalogue import catalogue
from article_archive.dates import date
from article_archive.feeds import NEWEST, feed
from article_archive.lines import line
from article_archive.markdown import body
from article_archive.model import Article, Credit, Place
from article_archive.reading import HIDDEN
from article_archive.settings import Settings

from .archives import NOW, SMALL, article, gathered, judged_settings, small

SETTINGS: Settings = judged_settings(SMALL)[0]
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
HOSTILE = ["]]>", "<![CDATA[x]]>", "&amp;", "&", "<script>alert(1)</script>", '"quotes"', "'", "日本語"]
HOSTILE += ["\u202eabc", "\u2028", "😀"]


def written(title: str, words: str = "Words.", name: str = "Writer One", day: str = "2016-09-14") -> Article:
    return Article(
        slug="a",
        place=Place("docs/articles/a.md"),
        title=line(title),
        credits=(Credit(name),),
        body=body(words, "docs/articles/a.md", 1)[0],
        date=date(day, NOW.tzinfo) if NOW.tzinfo else None,
        terms={},
    )


def items(articles: list[Article], settings: Settings = SETTINGS) -> list[ElementTree.Element]:
    made = feed(catalogue(articles, (), (), (), (), (), NOW), settings)
    return ElementTree.fromstring(made).findall("channel/item")


def of(root: Path) -> list[ElementTree.Element]:
    archive = gathered(root)
    return ElementTree.fromstring(feed(archive.catalogue, archive.settings)).findall("channel/item")


def test_the_feed_holds_our_articles_newest_first() -> None:
    titles = [item.findtext("title") for item in of(SMALL)]
    assert titles == ["Two desks", "Second words", "First words"]


def test_cards_drafts_undated_articles_and_those_of_the_future_are_not_announced(tmp_path: Path) -> None:
    files = {
        "docs/articles/draft.md": article(title="Canary", draft="true"),
        "docs/articles/future.md": article(title="Canary", date="2031-01-01"),
        "docs/articles/card.md": article(title="Canary", kind="reference", original="https://example.org/"),
    }
    assert "Canary" not in {item.findtext("title") for item in of(small(tmp_path, files))}


def test_an_item_says_where_it_stands_when_it_came_and_by_whom() -> None:
    second = of(SMALL)[1]
    assert second.findtext("link") == second.findtext("guid") == "https://archive.example.org/articles/second-words/"
    assert [creator.text for creator in second.findall(CREATOR)] == ["Writer Two", "Writer One", "Sample voice A"]
    assert parsedate_to_datetime(second.findtext("pubDate", "")).isoformat() == "2016-10-01T00:00:00+00:00"
    assert (second.findtext("description") or "").startswith("Somebody asked, and the first day was not forgotten.")


def test_a_summary_goes_before_the_opening() -> None:
    assert of(SMALL)[2].findtext("description") == "What happened on the first day."


def test_the_feed_is_not_endless(tmp_path: Path) -> None:
    files = {f"docs/articles/a{n}.md": article(title=f"Number {n}", date="2019-01-01") for n in range(NEWEST + 5)}
    assert len(of(small(tmp_path, files))) == NEWEST


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    (item,) = items([written(f"`{words}`", f"Opening `{words}` here.", words)])
    assert item.findtext("title") == line(f"`{words}`").text
    assert item.findtext(CREATOR) == words
    assert item.findtext("description") == " ".join(f"Opening {words} here.".split())


@pytest.mark.parametrize("words", HOSTILE)
def test_the_sites_own_words_are_escaped(words: str) -> None:
    settings = replace(SETTINGS, name=words, description=words)
    made = ElementTree.fromstring(feed(catalogue((), (), (), (), (), (), NOW), settings))
    assert made.findtext("channel/title") == made.findtext("channel/description") == words


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1b", "\x7f", "\ufffe", "\uffff", "\ue001"])
@pytest.mark.parametrize("where", ["title", "body", "entity"])
def test_a_character_that_no_feed_may_hold_reaches_none(tmp_path: Path, character: str, where: str) -> None:
    files = {
        "title": article(title=json.dumps(f"A {character} title")),
        "body": article(f"Some {character} words.\n"),
        "entity": article(f"Some &#{ord(character)}; words.\n"),
    }
    archive = gathered(small(tmp_path, {"docs/articles/a.md": files[where]}))
    made = feed(archive.catalogue, archive.settings)
    ElementTree.fromstring(made)
    assert character.encode() not in made


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(WORDS, WORDS)
def test_the_feed_parses_whatever_people_write(title: str, name: str) -> None:
    title, name = HIDDEN.sub("", title), HIDDEN.sub("", name)
    (item,) = items([replace(written("A"), title=line(title), credits=(Credit(name),))])
    shown = item.findtext("title") or ""
    assert shown.split() == line(title).text.split()
    assert (item.findtext(CREATOR) or "").split() == name.split()
