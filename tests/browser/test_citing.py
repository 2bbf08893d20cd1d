"""At the end of an article: its citation is copied with a click, and its files are downloaded without script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from .conftest import Sites
from .pages import BY_NAME

LISTEN = """window.broken = [];
addEventListener("securitypolicyviolation", e => broken.push(`${e.effectiveDirective} ${e.blockedURI}`))"""
AT = "https://www.learningpersonalized.com/articles/what-choice-costs/"


@pytest.mark.parametrize(
    ("style", "start"), [("APA", "The editors. (20"), ("MLA", "The editors. “"), ("Chicago", "The editors. “")]
)
def test_a_citation_is_copied_as_it_stands(context: BrowserContext, sites: Sites, style: str, start: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(sites.address(BY_NAME["article"]))
    if style != "APA":
        page.locator(".a-citing summary").click()
    page.get_by_role("button", name=f"Copy {style}").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(start)
    assert AT in copied
    assert copied == page.locator(f"dt:has-text('{style}') + dd").inner_text()


@pytest.mark.parametrize("is_awake", [True, False])
def test_the_files_lie_in_the_page_itself(browser: Browser, sites: Sites, is_awake: bool) -> None:
    context = browser.new_context(java_script_enabled=is_awake)
    page, asked = context.new_page(), list[str]()
    page.add_init_script(LISTEN)
    page.goto(sites.address(BY_NAME["article"]))
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")  # pictures that load late are there now
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".a-citing summary").click()
    saved = {}
    for name in ("BibTeX", "RIS", "CSL-JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        saved[download.value.suggested_filename] = Path(download.value.path()).read_text(encoding="utf-8")
    assert [*saved] == ["what-choice-costs.bib", "what-choice-costs.ris", "what-choice-costs.json"]
    assert saved["what-choice-costs.bib"].startswith("@article{what-choice-costs,\n")
    assert f"\nUR  - {AT}\n" in saved["what-choice-costs.ris"]
    assert json.loads(saved["what-choice-costs.json"])[0]["URL"] == AT
    assert [url for url in asked if not url.startswith("data:")] == []
    if is_awake:
        assert page.evaluate("broken") == []
    context.close()


def test_the_handout_carries_one_citation(context: BrowserContext, sites: Sites) -> None:
    page = context.new_page()
    page.goto(sites.address(BY_NAME["article"]))
    page.emulate_media(media="print")
    assert page.locator(".a-citing > .a-cite dd").is_visible()
    assert not page.locator(".a-citing details").is_visible()
    assert not page.locator(".a-cite button").first.is_visible()
