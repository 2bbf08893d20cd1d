"""The list of all feeds."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from ..archives import article, small
from ..everything import everything
from .followed import ROOT, feeds, tree


def top(root: Path) -> list[Element]:
    return list(tree(feeds(root)["/feeds.opml"]).find("body") or ())


def test_the_list_names_every_feed_of_rss_once(tmp_path: Path) -> None:
    root = everything(tmp_path)
    found = [row.get("xmlUrl", "") for row in tree(feeds(root)["/feeds.opml"]).iter("outline") if row.get("type") == "rss"]
    others = ("/feeds.opml", "/atom.xml", "/feed.json")
    assert sorted(found) == sorted(ROOT + address for address in feeds(root) if address not in others)


def test_the_list_is_grouped_as_the_archive_is(tmp_path: Path) -> None:
    assert [row.get("text") for row in top(everything(tmp_path))] == [
        "A small archive",
        "A small archive: recorded voices",
        "Authors",
        "Attributes",
        "Categories",
    ]


def test_a_feed_is_named_with_its_page(tmp_path: Path) -> None:
    authors = top(small(tmp_path))[1]
    assert {(row.get("text"), row.get("title"), row.get("htmlUrl")) for row in authors} == {
        ("Writer One", "Writer One", f"{ROOT}/authors/writer-one/"),
        ("Writer Two", "Writer Two", f"{ROOT}/authors/writer-two/"),
    }


def test_who_has_no_feed_is_not_in_the_list(tmp_path: Path) -> None:
    files = {
        "authors/new.md": "---\nname: Canary\n---\n",
        "docs/articles/card.md": article(author="new", kind="reference", original="https://example.org/"),
    }
    assert b"Canary" not in feeds(small(tmp_path, files))["/feeds.opml"]
