"""Where a reader finds a feed: in the head of a page, and as a link on it."""

from __future__ import annotations

import re
from pathlib import Path

from article_archive.frames import SLOTS, mark, split
from article_archive.pages.page import Site
from article_archive.pages.signing import every_feed, feeds
from article_archive.rendering import depth, framed

from ..archives import article, pages, printed, site, small
from ..everything import CLIPS

FRAME = split("".join(mark(slot) for slot in SLOTS))
ALTERNATE = re.compile(r'<link rel="alternate" type="application/rss\+xml" title="([^"]*)" href="([^"]*)">')


def heads(of: Site) -> dict[str, list[tuple[str, str]]]:
    """The feeds in each page's head, those of every page left out: title and address."""
    made = {address: (page, {(page.section, depth(address)): FRAME}) for address, page in pages(of).items()}
    heads = {address: framed(page, b"", frames, of.settings).decode() for address, (page, frames) in made.items()}
    return {address: found for address, head in heads.items() if (found := ALTERNATE.findall(head))}


def visible(of: Site) -> dict[str, list[str]]:
    """The links to feeds on each page of a list."""
    found = {address: re.findall(r'<a href="([^"]*)">(?:Feed|Podcast)</a>', text) for address, text in printed(of).items()}
    return {address: links for address, links in found.items() if links}


def test_the_page_of_an_author_or_a_term_names_its_feed(tmp_path: Path) -> None:
    of = site(small(tmp_path))
    assert heads(of) == {
        "/authors/writer-one/": [("Writer One - A small archive", "/authors/writer-one/feed.xml")],
        "/authors/writer-two/": [("Writer Two - A small archive", "/authors/writer-two/feed.xml")],
        "/attributes/voice/": [("Voice - A small archive", "/attributes/voice/feed.xml")],
        "/attributes/co-creation/": [("Co-Creation - A small archive", "/attributes/co-creation/feed.xml")],
        "/categories/interviews/": [("Interviews - A small archive", "/categories/interviews/feed.xml")],
        "/categories/opinions/": [("Opinions - A small archive", "/categories/opinions/feed.xml")],
    }
    assert visible(of) == {"/articles/": ["/feed.xml"], **{address: [href] for address, [(_, href)] in heads(of).items()}}


def test_who_has_no_feed_has_no_link_to_one(tmp_path: Path) -> None:
    files = {
        "authors/new.md": "---\nname: Sample voice B\n---\n",
        "docs/articles/card.md": article(author="new", kind="reference", original="https://example.org/"),
    }
    of = site(small(tmp_path, files))
    assert "/authors/new/" in pages(of)
    assert "/authors/new/" not in heads(of)
    assert "/authors/new/" not in visible(of)


def test_every_page_of_a_long_list_leads_to_the_one_feed(tmp_path: Path) -> None:
    of = site(small(tmp_path, {f"docs/articles/a{n}.md": article() for n in range(12)}))
    assert heads(of)["/attributes/voice/page/2/"] == [("Voice - A small archive", "/attributes/voice/feed.xml")]
    assert visible(of)["/attributes/voice/page/2/"] == ["/attributes/voice/feed.xml"]


def test_the_recorded_voices_lead_to_the_podcast(tmp_path: Path) -> None:
    of = site(small(tmp_path, CLIPS))
    assert heads(of)["/clips/"] == [("Recorded voices - A small archive", "/podcast.xml")]
    assert visible(of)["/clips/"] == ["/podcast.xml"]


def test_the_sites_feeds_are_named_with_their_formats(tmp_path: Path) -> None:
    of = site(small(tmp_path, CLIPS))
    assert [(feed.name, feed.href) for feed in every_feed(of)] == [
        ("All new articles (RSS)", "/feed.xml"),
        ("All new articles (Atom)", "/atom.xml"),
        ("All new articles (JSON Feed)", "/feed.json"),
        ("Recorded voices (podcast)", "/podcast.xml"),
        ("All feeds, one for each author and term (OPML)", "/feeds.opml"),
    ]
    assert [feed.name for feed in feeds(of)] == ["RSS", "Atom", "JSON Feed", "podcast"]
    assert [feed.name for feed in feeds(site(small(tmp_path / "silent")))] == ["RSS", "Atom", "JSON Feed"]
