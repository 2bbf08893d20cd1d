"""The chrome of every kind of page in a real browser: by keyboard, without script, in both colours, on paper."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Literal
from urllib.request import urlopen

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from article_archive.engines.mkdocs import chrome

from .. import archives
from ..combinations import covering
from ..engine.conftest import build, write
from .conftest import FRAMES, Served, Sites, serving

KINDS = ("/", "/articles/", "/articles/what-choice-costs/", "/authors/editors/", "/about/", "/contribute/", "/news/", "/404.html")
MATERIALS_RULES = 1000
PAPER = {"light": "rgb(252, 251, 248)", "dark": "rgb(25, 24, 23)"}

# What Material's Markdown can do, on one page of the editors.
EVERYTHING = """# Everything

Words with `code`, a [link](about.md), a note[^1], <kbd>Ctrl</kbd> and an *emphasis*.

## One

!!! note "A note"
    Words in a note.

??? warning "Folded"
    Words of warning.

## Two

=== "First"

    Words one.

=== "Second"

    Words two.

```python
def words(number):  # a comment
    return "text" + str(number)
```

## Three

| Left | Right |
| :--- | ----: |
| one  |     2 |

> A quote.

[^1]: The note's text.
"""
EXTENSIONS = ["admonition", "footnotes", "pymdownx.details", "pymdownx.highlight", "pymdownx.superfences"]


@pytest.fixture
def ours(sites: Sites) -> Served:
    """This repository's own site."""
    return sites.ours


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A small archive whose editors use everything: an announcement, Material's Markdown and its copy button."""
    root = archives.small(tmp_path_factory.mktemp("chrome"))
    write(root, "docs/everything.md", EVERYTHING)
    settings = yaml.safe_load((root / "mkdocs.yml").read_text())
    settings["theme"]["features"] = ["content.code.copy"]
    settings["markdown_extensions"] = [*EXTENSIONS, {"pymdownx.tabbed": {"alternate_style": True}}]
    settings["extra"]["archive"]["announcement"] = {"text": "A *new* room", "link": "/about/"}
    settings["nav"][-1] = {"About": [{"About this": "about.md"}, {"Everything": "everything.md"}]}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings))
    done = build(root)
    assert done.returncode == 0, done.stderr
    with serving(root / "site") as served:
        yield served


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


@pytest.mark.parametrize("path", [*KINDS, "/clips/", "/attributes/voice/", "/articles/the-ten-minute-conference/"])
def test_each_page_has_a_policy_and_breaks_it_nowhere(page: Page, ours: Served, path: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(ours.address + path, wait_until="networkidle")
    assert said == []
    [policy] = page.evaluate("[...document.querySelectorAll('[http-equiv=Content-Security-Policy]')].map(m => m.content)")
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe" not in policy
    assert page.evaluate("document.head.children[1].httpEquiv") == "Content-Security-Policy"
    assert page.locator("[style]").count() == 0


def test_a_script_that_the_build_did_not_print_never_runs(page: Page, ours: Served) -> None:
    page.goto(ours.address + "/about/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.forged = 1'}))")
    assert page.evaluate("window.forged") is None


@pytest.mark.parametrize("path", KINDS)
def test_the_first_stop_of_the_keyboard_leads_past_the_chrome(page: Page, ours: Served, path: str) -> None:
    page.goto(ours.address + path)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "__main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null || document.querySelector('main :any-link') === null")


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_the_navigation_is_reached_by_keyboard_without_script(browser: Browser, ours: Served, width: int) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 700})
    page = context.new_page()
    page.goto(ours.address)
    for word in ("About", "Privacy"):
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.locator(":focus").inner_text() == word:
                break
        expect(page.locator("header :focus")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url != ours.address + "/")
        expect(page.locator("header [aria-current]", has_text=word).first).to_be_visible()
    assert page.url == ours.address + "/privacy/"
    context.close()


def test_the_navigation_says_where_the_reader_is(page: Page, ours: Served) -> None:
    for path, kind in (("/authors/", "page"), ("/authors/editors/", "true"), ("/news/", "page"), ("/articles/page/2/", "true")):
        page.goto(ours.address + path)
        current = page.locator("header [aria-current]")
        expect(current).to_have_count(1)
        expect(current).to_have_attribute("aria-current", kind)
    page.goto(ours.address + "/contribute/")
    assert page.locator("header [aria-current]").all_inner_texts() == ["About", "Contribute"]


def test_the_switch_changes_the_colours_and_lasts(context: BrowserContext, ours: Served) -> None:
    page = context.new_page()
    page.goto(ours.address)
    switch = page.get_by_role("button", name="Colours: auto", exact=True)
    assert paper(page) == PAPER["light"]
    switch.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Colours: dark", exact=True)).to_be_focused()
    assert paper(page) == PAPER["dark"]
    page.goto(ours.address + "/about/")
    assert paper(page) == PAPER["dark"]
    other = context.new_page()
    other.goto(ours.address + "/articles/what-choice-costs/")
    assert paper(other) == PAPER["dark"]
    other.get_by_role("button", name="Colours: dark").click()
    expect(page.get_by_role("button", name="Colours: light", exact=True)).to_be_visible()
    assert paper(page) == PAPER["light"]
    other.get_by_role("button", name="Colours: light").click()
    expect(page.get_by_role("button", name="Colours: auto", exact=True)).to_be_visible()


def test_auto_follows_the_system_while_the_page_is_open(page: Page, ours: Served) -> None:
    page.goto(ours.address)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(":root")).to_have_attribute("data-md-color-scheme", "slate")
    assert paper(page) == PAPER["dark"]


def test_the_chosen_colours_are_there_before_any_file_has_come(context: BrowserContext, ours: Served) -> None:
    page = context.new_page()
    page.goto(ours.address)
    page.evaluate("localStorage.setItem('colours', 'dark')")
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto(ours.address + "/about/")
    assert page.evaluate("document.documentElement.getAttribute('data-md-color-scheme')") == "slate"
    assert paper(page) == PAPER["dark"]


def test_without_script_the_systems_colours_count_and_no_dead_button_stands_there(browser: Browser, ours: Served) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(ours.address + "/articles/what-choice-costs/")
    expect(page.locator("#__colours")).to_be_hidden()
    assert paper(page) == PAPER["dark"]
    context.close()


def test_on_paper_the_sites_name_and_address_head_the_sheet_and_the_chrome_is_gone(page: Page, ours: Served) -> None:
    page.goto(ours.address + "/articles/what-choice-costs/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".a-top").inner_text().split("\n") == ["Learning Personalized", "www.learningpersonalized.com"]
    for gone in (".a-top nav", "#__colours", ".a-bottom", ".a-skip"):
        expect(page.locator(gone).first).to_be_hidden()
    assert paper(page) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("path", KINDS)
def test_the_chrome_fits_and_its_targets_are_large_enough(page: Page, ours: Served, path: str) -> None:
    page.goto(ours.address + path)
    for width in (320, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(FRAMES)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        sizes = page.evaluate(
            "[...document.querySelectorAll('.a-top :is(a, button), .a-bottom a')].map(e => e.getBoundingClientRect())"
            ".filter(r => r.width).map(r => Math.min(r.width, r.height))"
        )
        assert min(sizes) >= 24


@pytest.mark.parametrize("path", KINDS)
def test_ids_of_the_chrome_start_with_two_underscores(page: Page, ours: Served, path: str) -> None:
    page.goto(ours.address + path)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].filter(e => !e.closest('main > *')).map(e => e.id)")
    assert ids
    assert [name for name in ids if not name.startswith("__")] == []


def test_a_page_has_one_of_each_landmark_and_every_navigation_has_its_own_name(page: Page, small: Served) -> None:
    page.goto(small.address + "/everything/")
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    # Material's copy button brings a nav of its own.
    names = page.evaluate("[...document.querySelectorAll('nav:not([class^=md-])')].map(n => n.ariaLabel)")
    assert names == ["Main", "About", "Table of contents", "About this site"]
    announcement = page.get_by_role("region", name="Announcement")
    expect(announcement).to_have_text("A new room")
    announcement.get_by_role("link").click()
    assert page.url.endswith("/about/")


def test_an_articles_first_load_is_small(context: BrowserContext, ours: Served) -> None:
    asked: set[str] = set()
    page = context.new_page()
    page.on("request", lambda request: asked.add(request.url))
    page.goto(ours.address + "/articles/what-choice-costs/", wait_until="networkidle")
    asked.add(page.evaluate("document.querySelector('link[rel=icon]').href"))
    weights = {url: len(gzip.compress(urlopen(url).read(), 6)) for url in asked}
    assert sum(weights.values()) <= 25 * 1024, weights


def test_materials_script_is_loaded_only_where_it_does_something(page: Page, ours: Served, small: Served) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in (ours.address + "/", ours.address + "/about/", small.address + "/about/", small.address + "/articles/"):
        page.goto(address)
        assert page.locator("script[src*=bundle]").count() == 0
    page.goto(small.address + "/everything/", wait_until="networkidle")
    assert page.locator("script[src*=bundle]").count() == 1
    page.locator("pre").hover()
    expect(page.locator(".md-code__button")).to_be_visible()
    page.locator(".tabbed-labels label").nth(1).click()
    expect(page.get_by_text("Words two.")).to_be_visible()
    assert said == []


SHOWN = ("/everything/", "/articles/first-words/", "/authors/")


@pytest.mark.parametrize(("path", "width", "scheme"), covering(SHOWN, (390, 1280), ("light", "dark")))
def test_the_purged_style_sheet_paints_the_same_pixels(
    visit: BrowserContext, small: Served, path: str, scheme: Literal["light", "dark"], width: int
) -> None:
    pictures = [screenshot(visit, small.address + path, scheme, width, sheet) for sheet in ("", whole_sheet())]
    assert pictures[0] == pictures[1]


def screenshot(visit: BrowserContext, address: str, scheme: Literal["light", "dark"], width: int, sheet: str) -> bytes:
    """The whole page as it is painted; with the style sheet `sheet` in place of its own, where that is not empty."""
    page = visit.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    if sheet:
        page.route("**/theme-*.css", lambda route: route.fulfill(body=sheet, content_type="text/css"))
    page.goto(address, wait_until="networkidle")
    assert (page.evaluate("document.styleSheets[0].cssRules.length") > MATERIALS_RULES) == bool(sheet)
    taken = page.screenshot(full_page=True, animations="disabled")
    page.close()
    return taken


def whole_sheet() -> str:
    """Material's style sheets and ours as they are, in the order of the purged one."""
    folder = chrome.theme() / "assets" / "stylesheets"
    materials = [next(folder.glob(f"{name}.*.min.css")) for name in ("main", "palette")]
    ours = [path for name in chrome.SHEETS if (path := chrome.ASSETS / name).is_file()]
    return "\n".join(path.read_text(encoding="utf-8") for path in (*materials, *ours))
