"""What readers type finds what they mean: the queries of queries.yml, asked of our own site's bundle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from .conftest import Sites

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yml").read_text(encoding="utf-8"))
PEOPLE = {"shelf": {"any": ["author", "term"]}}
THINGS = {"shelf": {"none": ["author", "term"]}}
FIRST = 3

ASK = """async ([query, filters, first]) => {
    const pagefind = await import("/pagefind/pagefind.js");
    const { results } = await pagefind.search(query, { filters });
    return Promise.all(results.slice(0, first).map((result) => result.data()));
}"""


@pytest.fixture(scope="module")
def asked(browser: Browser, sites: Sites) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{sites.ours.address}/404.html")
    yield page
    context.close()


def found(page: Page, query: str, filters: dict[str, Any]) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = page.evaluate(ASK, [query, filters, FIRST])
    return results


@pytest.mark.parametrize("case", QUERIES, ids=[case["query"] for case in QUERIES])
def test_a_query_finds_its_page_among_the_first_three(case: dict[str, Any], asked: Page) -> None:
    results = found(asked, case["query"], PEOPLE if case.get("people") else THINGS)
    assert case["page"] in [result["url"] for result in results]
    if "line" in case:
        (clip,) = (result for result in results if result["url"] == case["page"])
        assert f"{case['page']}#t={case['line']}" in [part["url"] for part in clip["sub_results"]]


def test_there_are_thirty_queries() -> None:
    assert len({case["query"] for case in QUERIES}) >= 30


@pytest.mark.parametrize("query", ["September", "min", "Recorded voice", "46", "___PAGEFIND_WEIGHT___9"])
def test_what_is_only_shown_with_a_result_is_not_found(query: str, asked: Page) -> None:
    for result in found(asked, f'"{query}"', THINGS):
        words = f"{result['content']} {result['meta']['title']} {result['meta'].get('people', '')}".casefold()
        assert query.casefold() in words


def test_an_exact_phrase_stands_in_every_result(asked: Page) -> None:
    for result in found(asked, '"have a say"', THINGS):
        assert "have a say" in " ".join(result["content"].casefold().split())
