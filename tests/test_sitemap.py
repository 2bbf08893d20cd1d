from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from article_archive import addresses, claims, offers
from article_archive.problems import SEVERITY
from article_archive.publish import addresses_at
from article_archive.sitemap import robots, sitemaps

from .archives import ENGINE, article, gathered, judged_settings, small

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://archive.example.org"


def rows(root: Path) -> dict[str, str]:
    """Each address of the archive's sitemap with the day of its last change, "" where it has none."""
    archive = gathered(root)
    ((address, data),) = sitemaps(archive.catalogue, archive.settings, ENGINE.pages.values())
    assert address == "/sitemap.xml"
    tree = ElementTree.fromstring(data)
    found = [(row.findtext(f"{SPACE}loc", ""), row.findtext(f"{SPACE}lastmod", "")) for row in tree]
    assert len(found) == len(dict(found)), "an address stands twice"
    return dict(found)


def test_every_page_of_the_archive_and_of_the_engine_is_in_it(tmp_path: Path) -> None:
    root = small(tmp_path)
    archive = gathered(root)
    pages = {a for a, _ in claims.owned(archive.catalogue, archive.settings)} | {
        *claims.lists(archive.catalogue, archive.settings)
    }
    hidden = {
        "/sitemap.xml",
        "/404.html",
        "/search/",
        "/robots.txt",
        "/archive.json",
        "/messages/",
        *map(addresses.message, SEVERITY),
        *offers.every(archive.catalogue, archive.settings),
    }
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
    once, again = (list(sitemaps(archive.catalogue, settings, order)) for order in (prose, reversed(prose)))
    assert once == again


def many(count: int) -> list[str]:
    return [f"/page-{n:06}/" for n in range(count)]


def of_many(root: Path, count: int) -> dict[str, bytes]:
    """The files of a sitemap by their addresses, where the engine has so many pages."""
    archive = gathered(root)
    return dict(sitemaps(archive.catalogue, archive.settings, many(count)))


def test_fifty_thousand_addresses_stand_in_one_file_and_more_in_an_index(tmp_path: Path) -> None:
    root = small(tmp_path)
    own = len(rows(root)) - 1  # about.md is the engine's
    assert [*of_many(root, 50_000 - own)] == ["/sitemap.xml"]
    assert [*of_many(root, 50_001 - own)] == ["/sitemap.xml", "/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]


def test_a_file_that_is_too_heavy_is_parted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("article_archive.sitemap.HEAVIEST", 500)
    assert len(of_many(small(tmp_path), 1)) == 2


def test_the_parts_of_an_index_hold_every_address_once_and_the_index_their_last_change(tmp_path: Path) -> None:
    root = small(tmp_path)
    files = of_many(root, 60_000)
    index = ElementTree.fromstring(files["/sitemap.xml"])
    assert index.tag == f"{SPACE}sitemapindex"
    parts = [row.findtext(f"{SPACE}loc", "") for row in index]
    assert parts == [SITE + address for address in files if address != "/sitemap.xml"]
    trees = [ElementTree.fromstring(files[part.removeprefix(SITE)]) for part in parts]
    found = [row.findtext(f"{SPACE}loc", "") for tree in trees for row in tree]
    assert sorted(found) == sorted({*rows(root), *(SITE + at for at in many(60_000))} - {f"{SITE}/about/"})
    assert all(len(tree) <= 25_000 for tree in trees)
    days = [max(row.findtext(f"{SPACE}lastmod", "") for row in tree) for tree in trees]
    assert [row.findtext(f"{SPACE}lastmod", "") for row in index] == days


def test_published_addresses_are_known_from_an_index_too(tmp_path: Path) -> None:
    files = of_many(small(tmp_path), 60_000)
    for address, data in files.items():
        (tmp_path / address.removeprefix("/")).write_bytes(data)
    found = addresses_at(tmp_path)
    assert {SITE + at for at in many(60_000)} <= found
    assert not [address for address in found if address.endswith(".xml")]
    (tmp_path / "sitemap-2.xml").unlink()
    assert len(addresses_at(tmp_path)) == len(found) - 25_000


def test_parts_have_addresses_of_their_own_before_they_are_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = gathered(small(tmp_path))
    assert "/sitemap-1.xml" not in {*claims.lists(archive.catalogue, archive.settings)}
    monkeypatch.setattr("article_archive.addresses.MOST_IN_SITEMAP", 10)
    assert {"/sitemap-1.xml", "/sitemap-2.xml"} <= {*claims.lists(archive.catalogue, archive.settings)}


def test_robots_may_read_everything_and_learn_of_the_sitemap(tmp_path: Path) -> None:
    text = robots(judged_settings(small(tmp_path))[0]).decode()
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.can_fetch("anybody", f"{SITE}/articles/")
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]


def test_the_lists_of_authors_and_terms_have_the_day_of_their_newest_article(tmp_path: Path) -> None:
    found = rows(small(tmp_path, {"docs/articles/new.md": article(date="2019-02-03")}))
    assert found[f"{SITE}/authors/"] == found[f"{SITE}/attributes/"] == "2019-02-03"
    assert found[f"{SITE}/categories/"] == "2016-10"
