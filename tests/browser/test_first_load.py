"""What a reader's first page costs: every file that Chromium asks for, as it comes over the wire (gzip, level 6)."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Request

from .conftest import Sites
from .pages import BY_NAME, Kind

MOST = 32 * 1024
# Pages without a picture, a recording or tens of thousands of words.
PLAIN = (
    *("home", "articles", "article", "article-in-a-series", "interview", "reflections", "statements", "translation", "reference"),
    *("authors", "author", "facet", "term", "years", "year", "clips", "prose", "long-prose", "feeds", "search", "news"),
    *("missing", "film", "from-the-right", "long-title", "long-words", "five-words", "newsletter"),
)


def weights(context: BrowserContext, sites: Sites, kind: Kind) -> dict[str, int]:
    """The bytes of each file of a first visit, by its path; the sign for the tab, which a headless Chromium leaves out, too."""
    page, asked = context.new_page(), list[Request]()
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto(sites.address(kind), wait_until="networkidle")
    icon = page.locator("link[rel=icon]").evaluate("link => fetch(link.href).then(file => file.blob()).then(() => link.href)")
    page.wait_for_load_state("networkidle")
    found = {request.url.removeprefix(sites.host(kind)): request.sizes()["responseBodySize"] for request in asked}
    assert icon.removeprefix(sites.host(kind)) in found
    return found


@pytest.mark.parametrize("name", PLAIN)
def test_a_first_page_is_light(context: BrowserContext, sites: Sites, name: str) -> None:
    found = weights(context, sites, BY_NAME[name])
    print(f"\n{name}: {sum(found.values()) / 1024:.1f} KB in {len(found)} files", found)
    assert sum(found.values()) <= MOST, found
