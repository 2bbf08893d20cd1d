"""Whatever people write, every feed parses, and the words stay words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from article_archive.dates import date
from article_archive.lines import line
from article_archive.model import Article, Credit, Place
from article_archive.reading import HIDDEN
from article_archive.text.markdown import body

from ..archives import NOW, article, small
from ..everything import CLIPS, everything
from .followed import ATOM, DC, SETTINGS, archived, entries, feeds, items, json_read, printed, read, tree, valued, words

HOSTILE = ["]]>", "<![CDATA[x]]>", "&amp;", "&", "<script>alert(1)</script>", '"quotes"', "'", "日本語"]
HOSTILE += ["\u202eabc", "\u2028", "😀", "<b>5 < 6</b>", "</title></item>", "عنوان", "&#1;", "a\u0301"]
# A title and a name as people may type them, what a file may not hold taken out as it is at the door.
TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda typed: HIDDEN.sub("", typed))
# What no door has looked at.
RAW = st.text(max_size=30)


def written(title: str, text: str = "Words.", name: str = "Writer One") -> Article:
    return Article(
        slug="a",
        place=Place("docs/articles/a.md"),
        title=line(title),
        credits=(Credit(name),),
        body=body(text, "docs/articles/a.md", 1)[0],
        date=date("2016-09-14", NOW.tzinfo) if NOW.tzinfo else None,
        terms={},
    )


def squeezed(found: str | None) -> str:
    return " ".join((found or "").split())


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_words_stay_words(said: str) -> None:
    made = printed(valued([written(f"`{said}`", f"Opening `{said}` here.", said)]))
    title, opening = line(f"`{said}`").text, squeezed(f"Opening {said} here.")
    (of_rss,), (of_atom,) = items(made["/feed.xml"]), entries(made["/atom.xml"])
    (of_json,) = json_read(made["/feed.json"])["items"]
    assert of_rss.findtext("title") == of_atom.findtext(f"{ATOM}title") == of_json["title"] == title
    assert (
        of_rss.findtext(f"{DC}creator") == of_atom.findtext(f"{ATOM}author/{ATOM}name") == of_json["authors"][0]["name"] == said
    )
    assert words(of_rss.findtext("description", "")) == of_atom.findtext(f"{ATOM}summary") == of_json["summary"] == opening
    assert words(of_json["content_html"]) == opening


@pytest.mark.parametrize("said", HOSTILE)
def test_the_sites_own_words_are_escaped(said: str) -> None:
    made = printed(valued((), replace(SETTINGS, name=said, description=said)))
    rss, atom = tree(made["/feed.xml"]), tree(made["/atom.xml"])
    assert rss.findtext("channel/title") == rss.findtext("channel/description") == said
    assert atom.findtext(f"{ATOM}title") == atom.findtext(f"{ATOM}subtitle") == json_read(made["/feed.json"])["title"] == said
    assert squeezed(tree(made["/feeds.opml"]).findtext("head/title")) == squeezed(said)


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1b", "\x7f", "\ufffe", "\uffff", "\ue001"])
@pytest.mark.parametrize("where", ["title", "body", "entity"])
def test_a_character_that_no_feed_may_hold_reaches_none(tmp_path: Path, character: str, where: str) -> None:
    texts = {
        "title": article(title=json.dumps(f"A {character} title")),
        "body": article(f"Some {character} words.\n"),
        "entity": article(f"Some &#{ord(character)}; words.\n"),
    }
    for data in feeds(small(tmp_path, {"docs/articles/a.md": texts[where]})).values():
        assert character.encode() not in data
        assert data.startswith(b"{") or tree(data) is not None


@pytest.mark.parametrize("said", HOSTILE)
def test_feedparser_has_no_complaint_about_a_hostile_archive(tmp_path: Path, said: str) -> None:
    # Tags are dropped from a title and a name: some words of theirs must be left.
    quoted = json.dumps(f"Words {said}", ensure_ascii=False).replace("\u2028", "\\u2028")
    speaker = f"speakers: [{{name: {quoted}}}, writer-x]\nsound: voice.mp3\ntranscript: q3.vtt"
    files = {
        "docs/articles/a.md": article(
            f"`{said}`\n\n[x](../clips/q3.md)\n", title=quoted, summary=quoted, author="", authors="[writer-x]", date="2019"
        ),
        "authors/writer-x.md": f"---\nname: {quoted}\n---\nWords.\n",
        "docs/attributes/voice.md": f"---\nname: Voice\nsummary: {quoted}\n---\n",
        "docs/clips/q3.md": f"---\ntitle: {quoted}\n{speaker}\n---\n",
        "docs/clips/q3.vtt": f"WEBVTT\n\n00:00.000 --> 00:02.000\n<v {said}>{said}\n",
    }
    made = feeds(small(tmp_path, {**CLIPS, **files}))
    assert {"/authors/writer-x/feed.xml", "/podcast.xml", "/attributes/voice/feed.xml"} <= {*made}
    for address, data in made.items():
        if address.endswith(".json"):
            json_read(data)
        else:
            assert tree(data) is not None
            assert address.endswith(".opml") or read(data).entries


def test_feedparser_has_no_complaint_about_an_archive_with_everything(tmp_path: Path) -> None:
    for address, data in feeds(everything(tmp_path)).items():
        if address.endswith(".xml"):
            assert all(entry.link and entry.id and entry.title for entry in read(data).entries), address


def test_an_archive_of_nothing_has_its_feeds() -> None:
    made = printed(valued((), archived()))
    assert sorted(made) == ["/atom.xml", "/feed.json", "/feed.xml", "/feeds.opml"]
    assert json_read(made["/feed.json"])["items"] == read(made["/feed.xml"]).entries == read(made["/atom.xml"]).entries == []


@given(TYPED, TYPED)
@settings(deadline=None)
def test_every_feed_parses_whatever_people_write(title: str, name: str) -> None:
    made = printed(valued([replace(written("A"), title=line(title), credits=(Credit(name),))]))
    (of_rss,), (of_json,) = items(made["/feed.xml"]), json_read(made["/feed.json"])["items"]
    assert squeezed(of_rss.findtext("title")) == squeezed(of_json.get("title")) == squeezed(line(title).text)
    assert squeezed(of_rss.findtext(f"{DC}creator")) == squeezed(name)
    assert not read(made["/feed.xml"]).bozo


@given(RAW, RAW)
@settings(deadline=None)
def test_every_feed_parses_whatever_slips_through_the_door(title: str, name: str) -> None:
    odd = replace(written("A"), title=replace(line("A"), text=title), summary=line(name), credits=(Credit(name),))
    made = printed(valued([odd], replace(SETTINGS, name=name)))
    assert tree(made["/feed.xml"]) is not None
    assert tree(made["/atom.xml"]) is not None
    assert tree(made["/feeds.opml"]) is not None
    json_read(made["/feed.json"])
