"""The whole text in a feed: every link leads to the right place, and nothing needs our style or a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from ..archives import article, printed, site, small
from ..everything import Look, everything
from .followed import ATOM, CONTENT, ROOT, entries, feeds, items, json_read, words
from .followed import printed as feeds_of

HERE = f"{ROOT}/articles/everything/"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return everything(tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="module")
def content(root: Path) -> str:
    found = {item["url"]: item["content_html"] for item in json_read(feeds(root)["/feed.json"])["items"]}
    return str(found[HERE])


def test_all_formats_hold_the_same_text(root: Path) -> None:
    made = feeds(root)
    rss = [item.findtext(CONTENT) for item in items(made["/feed.xml"])]
    assert rss == [entry.findtext(f"{ATOM}content") for entry in entries(made["/atom.xml"])]
    assert rss == [item["content_html"] for item in json_read(made["/feed.json"])["items"]]


def test_every_address_is_whole(content: str) -> None:
    found = Look(content).links
    assert len(found) > 20
    assert [link for link in found if not link.startswith(("https://", "mailto:"))] == []


def test_every_link_of_the_text_is_answered_by_the_site(root: Path, content: str) -> None:
    of = site(root)
    known = {*printed(of), *of.media.files}
    pages = {address: set(Look(text).ids) for address, text in printed(of).items()}
    ours = [link.removeprefix(ROOT) for link in Look(content).links if link.startswith(ROOT)]
    assert [link for link in ours if link.partition("#")[0] not in known] == []
    places = [link.partition("#") for link in ours if "#" in link]
    assert len(places) > 4
    assert [(page, anchor) for page, _, anchor in places if anchor not in pages[page]] == []


def test_a_link_to_a_footnote_and_one_to_a_heading_lead_to_the_articles_page(content: str) -> None:
    assert f'href="{HERE}#fn-1"' in content
    assert f'<a href="{HERE}#heard">Heard</a>' in content
    assert f'href="{ROOT}/articles/first-words/#what-was-said"' in content


def test_nothing_needs_a_script_and_nothing_is_loaded_from_elsewhere(content: str) -> None:
    assert not re.search(r"<(?:script|style|iframe|button|form|template|svg)\b|\son\w+=|\sdata-", content)
    loaded = re.findall(r'<(?:img|source|audio|video|track)\b[^>]* (?:src|srcset)="([^"]*)"', content)
    assert loaded
    assert [found for found in loaded if not found.startswith(f"{ROOT}/")] == []
    assert Look(content).faults == []


@pytest.mark.parametrize(
    "said",
    [
        "What does it look like? (Writer One and <Sample voice A>)",
        "with <b>weeds</b> & paths.",
        "A talk (YouTube)",
        "A picture elsewhere",
        "The workshop",
        "They set the goals",
        "The handout",
        "Try the first day.",
        "Why?",
        "We listened",
        "Statement 7",
        "A footnote.",
    ],
)
def test_the_text_holds_every_component(content: str, said: str) -> None:
    assert said in words(content)


def test_the_picture_at_the_head_stands_before_the_text(root: Path) -> None:
    found = {item["url"]: item for item in json_read(feeds(root)["/feed.json"])["items"]}
    desks = found[f"{ROOT}/articles/desks/"]
    assert desks["content_html"].startswith("<figure")
    assert f'src="{desks["image"]}"' in desks["content_html"]


def test_a_site_below_a_path_has_its_path_in_every_address(root: Path) -> None:
    of = site(root)
    below = replace(of, settings=replace(of.settings, address="https://example.org/some/where/"), kept={})
    for address, data in feeds_of(below).items():
        found = re.findall(r"https?://[^\s\"<>&]+", data.decode())
        ours = [link for link in found if link.startswith("https://example.org/")]
        assert ours, address
        assert [
            link for link in ours if not link.startswith(("https://example.org/some/where/", "https://example.org/desk.png"))
        ] == []
        assert ROOT not in data.decode()


def test_the_pages_of_the_site_keep_their_short_addresses(root: Path) -> None:
    of = site(root)
    before = printed(of)
    feeds_of(of)
    assert printed(of) == before


def test_words_of_a_text_are_no_template(tmp_path: Path) -> None:
    made = feeds(small(tmp_path, {"docs/articles/a.md": article("{{ 6 * 7 }}\n", date="2019")}))
    assert json_read(made["/feed.json"])["items"][0]["content_html"].strip() == "<p>{{ 6 * 7 }}</p>"
