"""Every payload, and some at every place, through the real build, in a real browser: nothing runs, no component is forged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from msgspec import Struct
from playwright.sync_api import Browser

from ..browser.conftest import Served, serving
from ..combinations import ALL
from ..engine.conftest import build
from .archive import hostile, reached
from .payloads import EVERY, FORGED, GROUPS
from .visits import SHAPES, Visit, without_policy

IN_ONE_QUERY = 16
FRAGMENTS = "second-words"


class Sites(Struct, frozen=True):
    """The archive, what its build said, and its site with and without the policy."""

    archive: Path
    said: str
    guarded: Served
    open: Served


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    folder = tmp_path_factory.mktemp("hostile")
    root = hostile(folder, EVERY, FORGED, each=1 if ALL else 4)
    done = build(root, "--leave-out", "--no-cards")
    assert done.returncode == 0, done.stderr[-2000:]
    with serving(root / "site") as guarded, serving(without_policy(root / "site", folder / "open")) as opened:
        yield Sites(root, done.stderr, guarded, opened)


def pages(site: Path) -> tuple[list[str], list[str]]:
    """The addresses of all pages, and of those that only lead on to another; of the explanations, the same everywhere, one."""
    found: tuple[list[str], list[str]] = ([], [])
    alike = set() if ALL else {*sorted((site / "messages").glob("*/index.html"))[1:]}
    for path in sorted({*site.rglob("*.html")} - alike):
        leads_on = 'http-equiv="refresh"' in path.read_text(encoding="utf-8")[:1000]
        found[leads_on].append("/" + quote(path.relative_to(site).as_posix().removesuffix("index.html")))
    return found


def queries(every: Sequence[str]) -> list[str]:
    """Searches for every payload, several in one."""
    return [quote(" ".join(every[n : n + IN_ONE_QUERY])) for n in range(0, len(every), IN_ONE_QUERY)]


def seen_everywhere(chromium: Browser, served: Served, every: Sequence[str]) -> Visit:
    """A visit to every page, with every payload in the address, too."""
    context = chromium.new_context()
    visit = Visit(context, served.address)
    whole, leading_on = pages(served.folder)
    for path in whole:
        visit.see(path)
    for path in leading_on:
        visit.follow(path)
    for query in queries(every):
        visit.see(f"/search/?q={query}")
        visit.see(f"/browse/?attributes={query}&year={query}&{query}=x")
    for path in ("/browse/", f"/articles/{FRAGMENTS}/"):
        visit.fragments(path, every)
    context.close()
    return visit


def test_no_payload_runs_where_no_policy_stands_in_its_way(sites: Sites, browser: Browser) -> None:
    visit = seen_everywhere(browser, sites.open, EVERY)
    assert (visit.heard, visit.asked) == ([], [])


def test_no_page_goes_against_its_policy(sites: Sites, browser: Browser) -> None:
    visit = seen_everywhere(browser, sites.guarded, EVERY[::IN_ONE_QUERY])
    assert (visit.heard, visit.asked) == ([], [])


def test_the_visits_would_hear_a_payload(sites: Sites, browser: Browser) -> None:
    page = sites.open.folder / "hostile-example.html"
    page.write_text("<main><img src=x onerror=alert(1)><a href='javascript:confirm(2)'>x</a><p onmouseover=prompt(3)>x")
    (sites.guarded.folder / page.name).write_text(
        "<meta http-equiv=Content-Security-Policy content=\"img-src 'none'\"><img src=x>"
    )
    for served, count in ((sites.open, 3), (sites.guarded, 1)):
        context = browser.new_context()
        visit = Visit(context, served.address)
        visit.see(f"/{page.name}")
        said = {heard for heard in visit.heard if served.address in heard}
        context.close()
        (served.folder / page.name).unlink()
        assert len(said) == count, said


def test_every_payload_is_on_a_page_or_refused_with_its_file(sites: Sites) -> None:
    published = {path.parent.name for path in (sites.guarded.folder / "articles").rglob("index.html")}
    for source in sorted((sites.archive / "docs/articles/2020").iterdir()):
        assert source.name in published
        page = (sites.guarded.folder / "articles" / source.name / "index.html").read_text(encoding="utf-8")
        assert [words for words in reached((source / "index.md").read_text()) if words not in page] == [], source.name
    left_out = re.split(r"\d+ files? (?:is|are) left out:\n", sites.said)[1]
    refused = sorted((sites.archive / "docs/articles/refused").iterdir())
    assert [path.name for path in refused if f"docs/articles/refused/{path.name}:" not in left_out] == []
    print(f"\n{len(EVERY)} payloads; {len(refused)} texts are refused; {len(published)} articles are published")


def test_nothing_forged_has_the_shape_of_a_component(sites: Sites, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    shapes = []
    for name in ("forged", "twin"):
        page.goto(f"{sites.guarded.address}/articles/{name}/")
        shapes.append(Counter(page.evaluate(SHAPES)))
        assert page.locator("[data-player], [data-clip], .a-player, iframe, form.a-newsletter, object, embed").count() == 0
    context.close()
    assert shapes[0] - shapes[1] == Counter()
    assert shapes[1]["figure a-figure"] > len(FORGED)


def test_there_are_many_payloads_of_every_kind() -> None:
    assert len(set(EVERY)) == len(EVERY) >= 150
    assert all(len(group) >= 10 for group in GROUPS.values())
    assert all(re.search("alert|%61lert|forged|YWxlcnQ|hbGVydC", payload) for payload in EVERY)
