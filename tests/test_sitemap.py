from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from article_archive import claims
from article_archive.sitemap import sitemap

from .archives import ENGINE, article, gathered, judged_settings, small

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://archive.example.org"


def rows(root: Path) -> dict[str, str]:
    """Each address of the archive's sitemap with the day of its last change, "" where it has none."""
    archive = gathered(root)
    tree = ElementTree.fromstring(sitemap(archive.catalogue, archive.settings, ENGINE.pages.values()))
    found = [(row.findtext(f"{SPACE}loc", ""), row.findtext(f"{SPACE}lastmod", "")) for row in tree]
    assert len(found) == len(dict(found)), "an address stands twice"
    return dict(found)


def test_every_page_of_the_archive_and_of_the_engine_is_in_it(tmp_path: Path) -> None:
    root = small(tmp_path)
    archive = gathered(root)
    pages = {a for a, _ in claims.owned(archive.catalogue, archive.settings)} | {
        *claims.lists(archive.catalogue, archive.settings)
    }
    hidden = {"/sitemap.xml", "/404.html", "/feed.xml", "/search/", "/search/list.json", "/archive.json"}
    assert {*rows(root)} == {SITE + address for address in (pages | {"/about/"}) - hidden}


def test_an_article_has_the_day_of_its_last_change(tmp_path: Path) -> None:
    root = small(tmp_path, {"docs/articles/new.md": article(updated="2019-02-03")})
    found = rows(root)
    assert found[f"{SITE}/articles/new/"] == "2019-02-03"
    assert found[f"{SITE}/articles/second-words/"] == "2016-10"
    assert found[f"{SITE}/articles/desks/"] == "2017"
    assert found[f"{SITE}/articles/elsewhere/"] == ""


def test_a_list_has_the_day_of_its_newest_article(tmp_path: Path) -> None:
    found = rows(small(tmp_path, {"docs/articles/new.md": article(date="2019-02-03 10:30")}))
    assert found[f"{SITE}/"] == found[f"{SITE}/articles/"] == found[f"{SITE}/archive/2019/"] == "2019-02-03"
    assert found[f"{SITE}/authors/writer-one/"] == "2019-02-03"
    assert found[f"{SITE}/categories/interviews/"] == "2016-10"


def test_drafts_articles_of_the_future_and_redirects_are_not_in_it(tmp_path: Path) -> None:
    files = {"docs/articles/draft.md": article(draft="true"), "docs/articles/future.md": article(date="2031-01-01")}
    found = rows(small(tmp_path, files))
    assert not [address for address in found if re.search(r"draft|future|2031|/2016/09/14/", address)]


def test_addresses_are_encoded_and_in_order(tmp_path: Path) -> None:
    found = list(rows(small(tmp_path, {"docs/articles/über-uns.md": article()})))
    assert f"{SITE}/articles/%C3%BCber-uns/" in found
    assert found == sorted(found, key=unquote)


def test_the_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    archive = gathered(small(tmp_path))
    settings = judged_settings(archive.root)[0]
    prose = ["/about/", "/", "/contribute/"]
    assert sitemap(archive.catalogue, settings, prose) == sitemap(archive.catalogue, settings, reversed(prose))
