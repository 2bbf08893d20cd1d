"""Our site in a real browser: it reads, it browses, it asks nobody else for anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from .conftest import FRAMES, Sites

PAGES = (
    "/",
    "/articles/",
    "/articles/page/2/",
    "/authors/",
    "/authors/editors/",
    "/attributes/",
    "/attributes/voice/",
    "/archive/",
    "/about/",
)


@pytest.fixture
def address(sites: Sites) -> str:
    """Our own site's."""
    return sites.ours.address


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_screen_and_asks_nobody_else(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + path, wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate(FRAMES)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.wait_for_load_state("networkidle")
    assert {url for url in asked if not url.startswith(address)} == set()
    assert said == []


def test_a_reader_goes_from_home_to_an_article_to_its_author_and_attribute(page: Page, address: str) -> None:
    page.goto(address)
    title = page.locator(".a-card__title a").first.inner_text()
    page.locator(".a-card__title a").first.click()
    assert page.locator("h1").inner_text() == title
    page.locator(".a-head .a-meta a").first.click()
    assert "/authors/" in page.url
    page.go_back()
    page.locator(".a-foot .a-chip").first.click()
    assert page.locator("h1").is_visible()


def test_the_site_reads_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/attributes/voice/")
    page.locator(".a-card__title a").first.click()
    assert page.locator(".a-text p").first.is_visible()
    context.close()


def test_every_id_of_the_chrome_starts_with_two_underscores(page: Page, address: str) -> None:
    page.goto(address + "/articles/")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert [name for name in ids if not name.startswith("__")] == []


def test_a_picture_beside_an_article_is_shown(page: Page, address: str) -> None:
    page.goto(address + "/articles/the-ten-minute-conference/")
    widths = []
    for picture in page.locator(".a-figure img").all():
        picture.scroll_into_view_if_needed()  # those far below are loaded when the reader comes near
        widths.append(picture.evaluate("async e => { await e.decode(); return e.naturalWidth; }"))
    assert len(widths) >= 2
    assert min(widths) > 0


def test_the_page_for_a_missing_address_leads_on(page: Page, address: str) -> None:
    page.goto(address + "/404.html")
    page.get_by_role("main").get_by_role("link", name="Authors").click()
    assert page.url.endswith("/authors/")


def test_a_former_address_leads_to_the_article(page: Page, address: str) -> None:
    page.goto(address + "/2026/02/10/start-small/")
    page.wait_for_url("**/articles/start-with-five-minutes/")
    assert page.locator("h1").is_visible()
