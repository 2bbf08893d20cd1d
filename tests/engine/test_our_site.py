"""The archive of this repository itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from article_archive.engines.mkdocs import Adapter, adapter_of

from ..feeds.followed import json_read, read
from .conftest import REPOSITORY, build, run


@pytest.fixture(scope="module")
def site(our_site: Path) -> Path:
    return our_site


def test_the_news_are_served_by_mkdocs_blog_plugin() -> None:
    plugin = load_config(str(REPOSITORY / "mkdocs.yml")).plugins["blog"]
    assert (type(plugin).__module__, type(plugin).__name__) == ("mkdocs_blog", "Blog")
    assert plugin.config["folder"] == "news"


def test_the_news_have_pages_and_a_place_in_the_navigation(site: Path) -> None:
    [opening] = (site / "news/2026/10/15").glob("*/index.html")
    assert "[15/10]" in (site / "news/index.html").read_text() + opening.read_text()


def test_the_hook_brings_the_adapter_once() -> None:
    config = load_config(str(REPOSITORY / "mkdocs.yml"))
    assert adapter_of(config) is adapter_of(config)
    assert sum(isinstance(plugin, Adapter) for plugin in config.plugins.values()) == 1


def test_our_content_has_no_errors_and_no_warnings() -> None:
    done = run("article_archive.cli", "check", "--strict", at=REPOSITORY)
    assert done.returncode == 0, done.stderr


def test_every_inner_link_of_our_site_leads_somewhere(site: Path) -> None:
    from html.parser import HTMLParser
    from urllib.parse import unquote, urljoin, urlsplit

    class Links(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: set[str] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found |= {value for name, value in attrs if name in ("href", "src") and value}

    dead = set()
    for page in site.rglob("*.html"):
        links = Links()
        links.feed(page.read_text())
        address = "/" + page.relative_to(site).as_posix().removesuffix("index.html")
        for link in links.found:
            parts = urlsplit(urljoin(f"https://here{address}", link))
            if parts.netloc != "here" or parts.scheme != "https":
                continue
            target = site / unquote(parts.path).lstrip("/")
            if not (target.is_file() or (target / "index.html").is_file()):
                dead.add((address, link))
    assert not dead


def test_our_feeds_are_feeds_without_a_fault(site: Path) -> None:
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in (*site.glob("*.xml"), *site.rglob("feed.xml"))}
    entries = {path: len(read(data).entries) for path, data in found.items() if path != "sitemap.xml"}
    assert min(entries.values()) > 0
    assert {"feed.xml", "atom.xml", "podcast.xml", "attributes/voice/feed.xml", "authors/editors/feed.xml"} <= {*entries}
    assert len(json_read((site / "feed.json").read_bytes())["items"]) == entries["feed.xml"] == entries["atom.xml"]


def test_every_page_of_our_site_has_one_first_heading(site: Path) -> None:
    for page in site.rglob("index.html"):
        text = page.read_text()
        if "http-equiv" not in text:
            assert text.count("<h1") == 1, page


def test_building_says_in_one_line_what_was_published(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(REPOSITORY / "tests/sites/small", tmp_path / "small")
    assert "are published in" in build(tmp_path / "small").stderr
