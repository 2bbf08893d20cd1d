"""What a feed says of an article, in every format."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from article_archive.feeds.item import item, moment, whole
from article_archive.model import Date

from ..archives import SMALL, article, small
from ..archives import site as site_of
from ..everything import CLIPS
from .followed import ATOM, CONTENT, DC, ROOT, entries, feeds, items, json_read, read, tree, words


def test_the_feed_holds_our_articles_newest_first() -> None:
    assert [item.findtext("title") for item in items(feeds(SMALL)["/feed.xml"])] == ["Two desks", "Second words", "First words"]


def test_cards_drafts_undated_articles_and_those_of_the_future_stand_in_no_feed(tmp_path: Path) -> None:
    files = {
        "docs/articles/draft.md": article(title="Canary", draft="true"),
        "docs/articles/future.md": article(title="Canary", date="2031-01-01"),
        "docs/articles/card.md": article(title="Canary", kind="reference", original="https://example.org/"),
    }
    assert [address for address, data in feeds(small(tmp_path, files)).items() if b"Canary" in data] == []


def test_an_item_of_rss_says_where_it_stands_when_it_came_and_by_whom() -> None:
    second = items(feeds(SMALL)["/feed.xml"])[1]
    assert second.findtext("link") == second.findtext("guid") == f"{ROOT}/articles/second-words/"
    assert [creator.text for creator in second.findall(f"{DC}creator")] == ["Writer Two", "Writer One"]
    assert [creator.text for creator in second.findall(f"{DC}contributor")] == ["Sample voice A"]
    assert parsedate_to_datetime(second.findtext("pubDate", "")).isoformat() == "2016-10-01T00:00:00+00:00"
    assert (second.findtext("description") or "").startswith("Somebody asked, and the first day was not forgotten.")
    assert [(c.text, c.get("domain")) for c in second.findall("category")] == [
        ("Voice", f"{ROOT}/attributes/"),
        ("Co-Creation", f"{ROOT}/attributes/"),
        ("Interviews", f"{ROOT}/categories/"),
    ]


def test_an_entry_of_atom_says_the_same() -> None:
    second = entries(feeds(SMALL)["/atom.xml"])[1]
    assert second.findtext(f"{ATOM}id") == f"{ROOT}/articles/second-words/"
    assert second.findtext(f"{ATOM}published") == second.findtext(f"{ATOM}updated") == "2016-10-01T00:00:00Z"
    assert [(p.findtext(f"{ATOM}name"), p.findtext(f"{ATOM}uri")) for p in second.findall(f"{ATOM}author")] == [
        ("Writer Two", f"{ROOT}/authors/writer-two/"),
        ("Writer One", f"{ROOT}/authors/writer-one/"),
    ]
    assert [p.findtext(f"{ATOM}name") for p in second.findall(f"{ATOM}contributor")] == ["Sample voice A"]
    assert [c.get("label") for c in second.findall(f"{ATOM}category")] == ["Voice", "Co-Creation", "Interviews"]


def test_an_item_of_json_feed_says_the_same() -> None:
    second = json_read(feeds(SMALL)["/feed.json"])["items"][1]
    assert second["id"] == second["url"] == f"{ROOT}/articles/second-words/"
    assert second["date_published"] == second["date_modified"] == "2016-10-01T00:00:00Z"
    assert [a["name"] for a in second["authors"]] == ["Writer Two", "Writer One"]
    assert second["tags"] == ["Voice", "Co-Creation", "Interviews"]


def test_where_nobody_wrote_those_who_are_named_stand_for_it(tmp_path: Path) -> None:
    files = {"docs/articles/a.md": article(date="2019", author="", authors="[{id: writer-one, role: interviewee}]")}
    first = items(feeds(small(tmp_path, files))["/feed.xml"])[0]
    assert [creator.text for creator in first.findall(f"{DC}creator")] == ["Writer One"]
    assert first.find(f"{DC}contributor") is None


def test_a_summary_goes_before_the_opening() -> None:
    assert items(feeds(SMALL)["/feed.xml"])[2].findtext("description") == "What happened on the first day."


def test_the_feeds_are_as_new_as_their_articles(tmp_path: Path) -> None:
    made = feeds(small(tmp_path, {"docs/articles/a.md": article(date="2010", updated="2019-02-03")}))
    assert tree(made["/feed.xml"]).findtext("channel/lastBuildDate") == "Sun, 03 Feb 2019 00:00:00 +0000"
    assert tree(made["/atom.xml"]).findtext(f"{ATOM}updated") == "2019-02-03T00:00:00Z"
    assert tree(made["/categories/interviews/feed.xml"]).findtext("channel/lastBuildDate") == "Sat, 01 Oct 2016 00:00:00 +0000"


def test_what_was_changed_before_it_came_out_came_out_last(tmp_path: Path) -> None:
    made = feeds(small(tmp_path, {"docs/articles/a.md": article(date="2019-02-03", updated="2010")}))
    assert entries(made["/atom.xml"])[0].findtext(f"{ATOM}updated") == "2019-02-03T00:00:00Z"


@pytest.mark.parametrize("at", [-(10**12), -62135596800, 0, 10**12])
def test_no_date_is_too_early_or_too_late_for_a_feed(at: int) -> None:
    assert 1 <= moment(Date(at, 1)).year <= 9999


def test_the_feed_of_a_term_tells_the_summary_with_the_picture(tmp_path: Path) -> None:
    made = feeds(SMALL)["/attributes/co-creation/feed.xml"]
    (desks,) = [item for item in items(made) if item.findtext("title") == "Two desks"]
    description = desks.findtext("description", "")
    assert f'<p><img src="{ROOT}/articles/desks/desk-' in description
    assert 'alt="A grey square"' in description
    assert desks.find(CONTENT) is None
    (thumbnail,) = desks.findall("{http://search.yahoo.com/mrss/}thumbnail")
    assert (thumbnail.get("url") or "").startswith(f"{ROOT}/articles/desks/desk-")


def test_the_feed_of_an_author_says_whose_it_is() -> None:
    channel = read(feeds(SMALL)["/authors/writer-one/feed.xml"]).feed
    assert (channel.title, channel.link) == ("Writer One - A small archive", f"{ROOT}/authors/writer-one/")
    assert channel.subtitle == "Articles by Writer One"


def test_the_recordings_of_an_article_are_its_enclosures(tmp_path: Path) -> None:
    targets = ("../clips/q1.md", "../clips/q2.md", "../clips/q1.md", "noise.OGG", "a.txt")
    text = "".join(f"[A file]({target})\n\n" for target in targets)
    files = {
        "docs/articles/a.md": article(text, date="2019"),
        "docs/articles/noise.OGG": "OggS..",
        "docs/articles/a.txt": "Text.",
    }
    made = feeds(small(tmp_path, {**CLIPS, **files}))
    found = [
        (e.get("type"), e.get("length"), (e.get("url") or "").partition("-")[0])
        for e in items(made["/feed.xml"])[0].iter("enclosure")
    ]
    assert found == [
        ("audio/mpeg", "12", f"{ROOT}/clips/q1/voice"),
        ("audio/ogg", "6", f"{ROOT}/articles/a/noise"),
    ]
    links = [link for link in entries(made["/atom.xml"])[0].findall(f"{ATOM}link") if link.get("rel") == "enclosure"]
    assert [(link.get("type"), link.get("length"), link.get("title")) for link in links] == [
        ("audio/mpeg", "12", "What does it look like?"),
        ("audio/ogg", "6", "A file"),
    ]
    attached = json_read(made["/feed.json"])["items"][0]["attachments"]
    assert [(a["mime_type"], a["size_in_bytes"], a.get("duration_in_seconds")) for a in attached] == [
        ("audio/mpeg", 12, 62),
        ("audio/ogg", 6, None),
    ]


def test_an_article_in_another_language_says_so(tmp_path: Path) -> None:
    made = feeds(small(tmp_path, {"docs/articles/a.md": article("Words.\n", date="2019", lang="ar")}))
    assert items(made["/feed.xml"])[0].findtext(f"{DC}language") == "ar"
    assert entries(made["/atom.xml"])[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    first = json_read(made["/feed.json"])["items"][0]
    assert first["language"] == "ar"
    assert first["content_html"].startswith('<div lang="ar" dir="rtl">\n<p>Words.</p>')
    assert words(first["content_html"]) == "Words."


def test_an_item_is_made_once() -> None:
    here = whole(site_of(SMALL))
    first = here.catalogue.articles[0]
    assert item(first, here) is item(first, here)
