"""Real archives: every count is a count over the sources, and thirty queries find the article that they mean."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from ..browser.conftest import Served, serving
from ..engine.conftest import run
from .conftest import archives
from .test_archives import fields

NAME = "digitalgov"
QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive `digitalgov`, built with its index of words."""
    base = tmp_path_factory.mktemp("finding")
    source = next((path for path in archives() if path.name == NAME), None)
    assert source is not None, f"the trials of finding need the archive {NAME}"
    assert run("article_archive.cli", "init", "new", "--facet", "topics", at=base).returncode == 0
    for folder in ("docs", "authors"):
        shutil.copytree(source / folder, base / "new" / folder, dirs_exist_ok=True)
    done = run("article_archive.cli", "build", "--leave-out", "--no-cards", at=base / "new")
    assert done.returncode == 0, done.stderr[-2000:]
    return base / "new"


@pytest.fixture(scope="module")
def visited(browser: Browser, built: Path) -> Iterator[tuple[Page, Served]]:
    page = browser.new_page()
    with serving(built / "site") as served:
        yield page, served
    page.close()


def sources(archive: Path) -> list[dict[str, Any]]:
    """The fields of each article that has a page."""
    paths = sorted((archive / "docs" / "articles").rglob("*.md"))
    return [fields(path) for path in paths if (archive / "site" / "articles" / path.stem / "index.html").exists()]


def ids(written: Any, known: dict[str, str]) -> set[str]:
    """What a field names, each by its file."""
    each: Iterable[Any] = written if isinstance(written, list) else [written] if written else []
    return {known[_plain(str(name))] for name in each if _plain(str(name)) in known}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def by_hand(archive: Path) -> dict[str, Counter[str]]:
    topics: dict[str, str] = {}
    for path in (archive / "docs" / "topics").glob("*.md"):
        given = fields(path)
        topics |= {_plain(str(name)): path.stem for name in (path.stem, given["name"], *(given.get("also") or ()))}
    authors = {_plain(path.stem): path.stem for path in (archive / "authors").glob("*.md")}
    counts: dict[str, Counter[str]] = {"topics": Counter(), "author": Counter(), "year": Counter()}
    for given in sources(archive):
        counts["topics"].update(ids(given.get("topics"), topics))
        counts["author"].update(ids(given.get("authors") or given.get("author"), authors))
        counts["year"][str(given["date"])[:4]] += 1
    return counts


def test_every_count_is_the_count_over_the_sources(built: Path) -> None:
    (file,) = (built / "site" / "browse").glob("*.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    expected = by_hand(built)
    sections = {"topics": "topics", "author": "authors", "year": "archive"}
    for trait in data["traits"]:
        if trait["name"] not in expected:
            continue
        found: Counter[str] = Counter()
        for place in trait["of"][: data["articles"]]:
            found.update(trait["values"][n][0] for n in trait["sets"][place])
        assert found == expected[trait["name"]]
        for value, count in expected[trait["name"]].items():
            page = (built / "site" / sections[trait["name"]] / value / "index.html").read_text(encoding="utf-8")
            assert f"{count:,} article{'s' if count != 1 else ''}" in page, value
    print(f"\n{data['articles']} articles; {', '.join(f'{len(c)} counts by {name}' for name, c in expected.items())}")


def test_the_page_of_all_choices_shows_the_same_counts(built: Path, visited: tuple[Page, Served]) -> None:
    page, served = visited
    page.goto(f"{served.address}/browse/", wait_until="networkidle")
    for name, count in by_hand(built)["topics"].most_common(12):
        row = page.locator(f"fieldset[data-trait=topics] li:has(input[value='{name}']) .a-count")
        expect(row).to_have_text(f"{count:,}")


@pytest.mark.parametrize(("words", "slug"), QUERIES, ids=[words for words, _ in QUERIES])
def test_a_query_finds_its_article_among_the_first_three(words: str, slug: str, visited: tuple[Page, Served]) -> None:
    page, served = visited
    page.goto("about:blank")
    page.goto(f"{served.address}/search/?q={words}")
    expect(page.locator(".a-finding--awake")).to_be_visible()
    links = [link.get_attribute("href") for link in page.locator(".a-hits .a-card__title a").all()[:3]]
    assert f"/articles/{slug}/" in links
