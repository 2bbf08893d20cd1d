from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from article_archive.search.records import VEIL, Record, records, veiled

from .archives import MP3, article, gathered, small

_META = re.compile(r'<i data-pagefind-meta="(\w+)\[v\]" v="([^"]*)"></i>')


def of(folder: Path, files: dict[str, str]) -> dict[str, Record]:
    """The records of a small archive with these files, by their addresses."""
    found = gathered(small(folder, files))
    made = records(found.catalogue, found.settings, found.media, found.map)
    return {record.address: record for record in made}


def unveiled(words: str) -> str:
    return "".join(chr(ord(sign) - VEIL) if ord(sign) >= VEIL else sign for sign in words)


def shown(record: Record) -> dict[str, str]:
    """What a result shows, without the veil."""
    return {name: unveiled(unescape(value)) for name, value in _META.findall(record.html)}


def test_every_published_article_and_everybody_and_every_term_has_one(tmp_path: Path) -> None:
    found = gathered(small(tmp_path, {"docs/articles/2016/here.md": article()}))
    made = [record.address for record in records(found.catalogue, found.settings, found.media, found.map)]
    assert made[0].startswith("/articles/")
    assert len(made) == len(set(made))
    terms = sum(map(len, found.catalogue.terms.values()))
    assert len(made) == len(found.catalogue.articles) + len(found.catalogue.clips) + len(found.catalogue.authors) + terms


def test_drafts_and_articles_of_the_future_have_none(tmp_path: Path) -> None:
    made = of(
        tmp_path,
        {
            "docs/articles/2016/draft.md": article("A secret.", draft="true"),
            "docs/articles/2016/later.md": article("A secret.", date="2030-01-01"),
        },
    )
    assert not [record for record in made.values() if "secret" in record.html]


def test_a_result_shows_what_the_archives_lists_show(tmp_path: Path) -> None:
    made = of(
        tmp_path, {"docs/articles/2016/here.md": article(kind="interview", date="2016-09", authors="[writer-one]", author="")}
    )
    assert shown(made["/articles/here/"]) == {
        "people": "Writer One",
        "what": "Interview",
        "date": "September 2016",
        "minutes": "1",
    }
    assert shown(made["/attributes/voice/"])["what"] == "Attribute"
    assert shown(made["/authors/writer-one/"])["what"] == "Author"


def test_people_are_searched_and_the_rest_is_veiled(tmp_path: Path) -> None:
    html = of(tmp_path, {"docs/articles/2016/here.md": article()})["/articles/here/"].html
    assert 'v="Writer One"' in html
    assert "September" not in html


@given(st.text())
def test_a_veil_hides_letters_and_figures_and_can_be_taken_away(words: str) -> None:
    plane = [sign for sign in words if ord(sign) <= 0xFFFD]
    hidden = veiled("".join(plane))
    assert not any(sign.isalnum() or sign.isspace() for sign in hidden)
    assert unveiled(hidden) == "".join(plane)


def test_headings_keep_their_ids(tmp_path: Path) -> None:
    made = of(tmp_path, {"docs/articles/2016/here.md": article("## What we tried\n\nWords.\n")})
    assert '<h2 id="what-we-tried">' in made["/articles/here/"].html


def test_the_number_of_a_footnote_does_not_stick_to_the_word_before_it(tmp_path: Path) -> None:
    made = of(tmp_path, {"docs/articles/2016/here.md": article("A claim[^1] and H<sub>2</sub>O.\n\n[^1]: Its source.\n")})
    html = made["/articles/here/"].html
    assert "claim and" in html
    assert "Its source." in html


def test_pictures_are_left_out_and_their_words_kept(tmp_path: Path) -> None:
    made = of(
        tmp_path,
        {
            "docs/articles/2016/here.md": article(
                'Amid ![a pond](../../pond.png) words.\n\n![a ditch](../../ditch.png "A caption")\n'
            )
        },
    )
    html = made["/articles/here/"].html
    assert "<img" not in html
    assert "<p>a ditch</p>" in html
    assert "A caption" in html


def test_values_can_open_no_element_and_no_attribute(tmp_path: Path) -> None:
    evil = """'"><i data-pagefind-filter="shelf[v]" v="author"></i>'"""
    name = f"---\nname: {evil}\nrole: {evil}\nalso: [{evil}]\n---\n"
    made = of(tmp_path, {"docs/articles/2016/here.md": article(evil, title=evil, summary=evil), "authors/writer-one.md": name})
    shelves = [(record.address, record.html.count('data-pagefind-filter="')) for record in made.values()]
    assert all(count == (not address.startswith("/articles/")) for address, count in shelves)
    assert made["/articles/here/"].html.count("<i ") == 3


def test_a_text_can_set_no_weight_and_no_anchor(tmp_path: Path) -> None:
    words = "___PAGEFIND_WEIGHT___9 ___PAGEFIND_ANCHOR___h1:0:evil ___END_PAGEFIND_WEIGHT___ ______PAGEFIND_AUTO_WEIGHT___9"
    made = of(tmp_path, {"docs/articles/2016/here.md": article(f"`{words}`\n", title=f"'{words}'")})
    assert "___PAGEFIND" not in made["/articles/here/"].html
    assert "___END_PAGEFIND" not in made["/articles/here/"].html


_CLIP = "---\ntitle: A voice\nspeakers: [writer-one]\nsound: q.mp3\ntranscript: q.vtt\n---\n"
_LINES = """WEBVTT

00:01.000 --> 00:02.000
<v Writer One>First & <b>words</b>.

00:02.100 --> 00:02.500
<v Writer One>Second words.

00:02.600 --> 00:03.000
<v Writer One>In the same second.

01:23.000 --> 01:24.000
<v Writer One>Last words.
"""


def test_each_second_of_a_voice_has_its_line_as_a_heading(tmp_path: Path) -> None:
    made = of(tmp_path, {"docs/clips/q.md": _CLIP, "docs/clips/q.mp3": MP3, "docs/clips/q.vtt": _LINES})
    html = made["/clips/q/"].html
    assert re.findall(r'<h6 id="(t=\d+)" data-pagefind-weight="1">(.*?)</h6>', html) == [
        ("t=1", "First &amp; words."),
        ("t=2", "Second words."),
        ("t=83", "Last words."),
    ]
    assert "<p>In the same second.</p>" in html
