"""The podcast of the clips."""

from __future__ import annotations

import uuid
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from msgspec.structs import replace

from article_archive.settings import Feeds, Podcast

from ..archives import MP4, SMALL, article, site, small, write
from ..everything import CLIPS
from .followed import CONTENT, ITUNES, PODCAST, ROOT, feeds, items, printed, read, tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with two clips; an article led to the first one in 2017, and another in 2018."""
    files = {
        "docs/articles/early.md": article("See [a voice](../clips/q1.md).\n", date="2017-03-04"),
        "docs/articles/late.md": article("[A voice](../clips/q1.md)\n", date="2018"),
        "authors/writer-one.md": "---\nname: Writer One\nimage: {src: one.png, alt: A desk}\n---\n",
    }
    root = small(tmp_path, {**CLIPS, **files})
    write(root, "authors/one.png", (SMALL / "docs/articles/2017/desks/desk.png").read_bytes())
    return root


def channel(root: Path, podcast: Podcast = Podcast()) -> Element:  # noqa: B008 - it is frozen
    of = site(root)
    made = printed(replace(of, settings=replace(of.settings, feeds=Feeds(podcast=podcast))))["/podcast.xml"]
    found = tree(made).find("channel")
    assert found is not None
    return found


def test_the_podcast_says_what_it_is(root: Path) -> None:
    found = channel(root)
    assert found.findtext("title") == "A small archive: recorded voices"
    assert found.findtext("link") == f"{ROOT}/clips/"
    assert found.findtext("description") == "Recorded voices from A small archive, each with its transcript."
    assert (found.findtext("language"), found.findtext(f"{ITUNES}explicit")) == ("en", "false")
    assert found.findtext(f"{ITUNES}author") == "A small archive"
    assert [found.find(f"{ITUNES}{name}") for name in ("category", "image", "owner")] == [None, None, None]


def test_its_identifier_is_made_of_its_address_alone(root: Path) -> None:
    # By the rule of Podcasting 2.0: scheme and last slash do not count.
    space = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert channel(root).findtext(f"{PODCAST}guid") == str(uuid.uuid5(space, "archive.example.org/podcast.xml"))


def test_what_directories_ask_for_can_be_set(root: Path) -> None:
    found = channel(root, Podcast("Education", "editors@example.org", "/cover.png"))
    assert [x.get("text") for x in found.findall(f"{ITUNES}category")] == ["Education"]
    assert [x.get("href") for x in found.findall(f"{ITUNES}image")] == [f"{ROOT}/cover.png"]
    assert found.findtext(f"{ITUNES}owner/{ITUNES}name") == "A small archive"
    assert found.findtext(f"{ITUNES}owner/{ITUNES}email") == "editors@example.org"


def test_an_episode_is_its_recording_and_its_transcript(root: Path) -> None:
    first = items(feeds(root)["/podcast.xml"])[0]
    assert first.findtext("title") == "What does it look like?"
    assert first.findtext("link") == first.findtext("guid") == f"{ROOT}/clips/q1/"
    (sound,) = first.findall("enclosure")
    assert (sound.get("type"), sound.get("length")) == ("audio/mpeg", str(len(CLIPS["docs/clips/voice.mp3"])))
    assert (sound.get("url") or "").startswith(f"{ROOT}/clips/q1/voice-")
    assert first.findtext(f"{ITUNES}duration") == "62"
    (transcript,) = first.findall(f"{PODCAST}transcript")
    assert transcript.get("type") == "text/vtt"
    assert (transcript.get("url") or "").startswith(f"{ROOT}/clips/q1/q1-")
    assert [x.text for x in first.findall("category")] == ["Voice"]


def test_an_episode_says_who_is_heard(root: Path) -> None:
    people = items(feeds(root)["/podcast.xml"])[0].findall(f"{PODCAST}person")
    assert [(p.text, p.get("role"), p.get("href")) for p in people] == [
        ("Writer One", "guest", f"{ROOT}/authors/writer-one/"),
        ("<Sample voice A>", "guest", None),
    ]
    assert (people[0].get("img") or "").startswith(f"{ROOT}/authors/writer-one/one-")


def test_an_episode_holds_its_text_with_whole_addresses(root: Path) -> None:
    first = items(feeds(root)["/podcast.xml"])[0]
    assert first.findtext("description") == "Recorded in an empty room."
    assert f'<a href="{ROOT}/articles/desks/">empty room</a>' in first.findtext(CONTENT, "")


def test_a_clip_came_out_with_the_first_article_that_leads_to_it(root: Path) -> None:
    dates = [item.findtext("pubDate") for item in items(feeds(root)["/podcast.xml"])]
    assert dates == ["Sat, 04 Mar 2017 00:00:00 +0000", None]


def test_a_length_that_no_transcript_tells_is_left_out(root: Path) -> None:
    write(root, "docs/clips/q1.vtt", "WEBVTT\n\n00:00.000 --> 00:00.000\n<v Writer One>Words\n")
    assert items(feeds(root)["/podcast.xml"])[0].find(f"{ITUNES}duration") is None


def test_a_clip_with_a_film_alone_is_no_episode(root: Path) -> None:
    write(root, "docs/clips/q2.md", CLIPS["docs/clips/q2.md"].replace("sound: voice.mp3", "video: film.mp4"))
    write(root, "docs/clips/film.mp4", MP4)
    assert [item.findtext("title") for item in items(feeds(root)["/podcast.xml"])] == ["What does it look like?"]


def test_feedparser_reads_the_podcast(root: Path) -> None:
    found = read(feeds(root)["/podcast.xml"])
    assert [entry.enclosures[0].type for entry in found.entries] == ["audio/mpeg", "audio/mpeg"]
    assert found.feed.author == "A small archive"
