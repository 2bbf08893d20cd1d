"""An archive with every component, built as a person builds it: each page has its shape, and each link its end."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from article_archive import addresses
from article_archive.problems import SEVERITY

from ..everything import Look, everything, lost
from .conftest import build_all


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the archive that has everything."""
    root = everything(tmp_path_factory.mktemp("published"))
    done = build_all(root, SOURCE_DATE_EPOCH="1700000000")
    assert done.returncode == 0, done.stderr
    return root / "site"


@pytest.fixture(scope="module")
def looks(published: Path) -> dict[str, Look]:
    """Every page by its address, but for those that only send on to another one."""
    pages = {address_of(path, published): path.read_text(encoding="utf-8") for path in published.rglob("*.html")}
    return {address: Look(text) for address, text in pages.items() if 'http-equiv="refresh"' not in text}


def address_of(path: Path, published: Path) -> str:
    return "/" + path.relative_to(published).as_posix().removesuffix("index.html")


def test_every_page_is_well_formed(looks: dict[str, Look]) -> None:
    assert {address: look.faults for address, look in looks.items() if look.faults} == {}


def test_no_id_stands_twice_on_a_page(looks: dict[str, Look]) -> None:
    assert {address: look.twice() for address, look in looks.items() if look.twice()} == {}


def test_every_label_names_something_on_its_page(looks: dict[str, Look]) -> None:
    assert {address: look.unlabelled() for address, look in looks.items() if look.unlabelled()} == {}


def test_every_link_is_answered(looks: dict[str, Look], published: Path) -> None:
    files = {address_of(path, published) for path in published.rglob("*") if path.is_file()}
    assert lost(looks, files) == []


def test_every_kind_of_page_is_there(looks: dict[str, Look]) -> None:
    kinds = ["/", "/articles/", "/articles/everything/", "/authors/writer-one/", "/attributes/voice/", "/archive/2016/"]
    kinds += ["/clips/", "/clips/q1/", "/search/", "/voices/", "/404.html", "/about/"]
    assert [address for address in kinds if address not in looks] == []


def test_search_engines_are_kept_from_results_and_messages_and_from_nothing_else(looks: dict[str, Look], published: Path) -> None:
    hidden = '<meta name="robots" content="noindex">'
    texts = {address: (published / f"{address}index.html".lstrip("/")) for address in looks if address.endswith("/")}
    found = {address for address, path in texts.items() if hidden in path.read_text(encoding="utf-8")}
    assert found == {"/search/", "/messages/", *map(addresses.message, SEVERITY)}


def test_the_lists_in_the_editors_pages_are_filled(looks: dict[str, Look]) -> None:
    assert "What does it look like?" in looks["/voices/"].words
    assert {"/clips/q1/", "/attributes/voice/"} <= {*looks["/voices/"].links}


def test_the_feed_is_whole(published: Path) -> None:
    titles = [item.findtext("title") for item in ElementTree.parse(published / "feed.xml").iter("item")]
    assert "Every component" in titles


def test_every_page_names_the_feeds_of_the_site(published: Path) -> None:
    named = re.compile(r'<link rel="alternate" type="application/(rss|atom|feed)\+(xml|json)" title="([^"]*)" href="([^"]*)">')
    for address, up in {"index.html": "", "articles/everything/index.html": "../../", "about/index.html": "../"}.items():
        found = named.findall((published / address).read_text(encoding="utf-8"))
        assert found == [
            ("rss", "xml", "A small archive (RSS)", f"{up}feed.xml"),
            ("atom", "xml", "A small archive (Atom)", f"{up}atom.xml"),
            ("feed", "json", "A small archive (JSON Feed)", f"{up}feed.json"),
        ], address


def test_every_page_has_a_policy_and_none_names_another_host_before_a_click(published: Path) -> None:
    for path in published.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in text, path
        assert "<iframe" not in text, path


def test_only_pages_with_films_may_load_their_players(published: Path) -> None:
    policies = {address_of(path, published): path.read_text(encoding="utf-8") for path in published.rglob("*.html")}
    assert {address for address, text in policies.items() if "frame-src https" in text} == {"/articles/everything/"}
