"""An archive's feeds as a feed reader gets them, and archives made of nothing but values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import feedparser
import jsonschema
from msgspec.structs import replace

from article_archive import addresses, claims
from article_archive.catalogue import Catalogue
from article_archive.feeds.files import files
from article_archive.links import Map
from article_archive.media import Media
from article_archive.model import Article
from article_archive.pages.page import Site
from article_archive.related import Neighbours
from article_archive.rendering import Press
from article_archive.settings import Feeds, Settings

from ..archives import NOW, SMALL, judged_settings, site

ROOT = "https://archive.example.org"
SETTINGS: Settings = judged_settings(SMALL)[0]
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
HISTORY = "{http://purl.org/syndication/history/1.0}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
SCHEMA = json.loads((Path(__file__).parent / "json_feed.schema.json").read_text(encoding="utf-8"))


def printed(of: Site) -> dict[str, bytes]:
    """Every feed of a site by its address."""
    made = [(f"/{draft.path}", draft.make()) for draft in files(of, press())]
    assert len(made) == len(dict(made)), "a feed stands twice"
    return dict(made)


def feeds(root: Path) -> dict[str, bytes]:
    """Every feed of the archive below `root` by its address."""
    return printed(site(root))


@cache
def press() -> Press:
    """The templates of the archive; what is printed for a feed does not ask them for a site."""
    return Press((), valued((), SETTINGS), {})


def valued(articles: Sequence[Article], settings: Settings = SETTINGS, shelved: Catalogue | None = None) -> Site:
    """A site of these articles, without any file."""
    from article_archive.catalogue import catalogue

    shelves = shelved or catalogue(articles, (), (), (), (), settings.facets, NOW)
    pages = {place.path: address for address, place in claims.owned(shelves, settings)}
    known = Map(pages, frozenset(), frozenset(), frozenset(), frozenset(), {})
    return Site(shelves, settings, known, Media(), NOW, Neighbours(shelves))


def archived(settings: Settings = SETTINGS) -> Settings:
    """The settings with archived pages of Atom."""
    return replace(settings, feeds=Feeds(archived=True))


def read(data: bytes) -> Any:
    """A feed as feedparser reads it, without any complaint of its."""
    found = feedparser.parse(data)
    assert not found.bozo, found.get("bozo_exception")
    return found


def json_read(data: bytes) -> Any:
    """A JSON Feed that is one by the schema."""
    found = json.loads(data)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def tree(data: bytes) -> Element:
    return ElementTree.fromstring(data)


def items(data: bytes) -> list[Element]:
    """The items of an RSS feed."""
    return tree(data).findall("channel/item")


def entries(data: bytes) -> list[Element]:
    """The entries of an Atom feed."""
    return tree(data).findall(f"{ATOM}entry")


def links(data: bytes) -> list[str]:
    """The addresses of the articles in a feed of any kind, in its order."""
    if data.startswith(b"{"):
        return [found["url"] for found in json_read(data)["items"]]
    return [e.findtext(f"{ATOM}id", "") for e in entries(data)] or [i.findtext("link", "") for i in items(data)]


def full(articles: Iterable[Article]) -> list[str]:
    return [ROOT + addresses.article(article, SETTINGS.permalink) for article in articles]


def at(article: Article) -> datetime:
    """The first moment of an article's date."""
    assert article.date is not None
    return datetime.fromtimestamp(article.date.at, UTC)


def words(html: str) -> str:
    """What a reader sees of HTML."""
    found: list[str] = []

    class Words(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data)

    reader = Words()
    reader.feed(html)
    reader.close()
    return " ".join("".join(found).split())
