"""The preview in a browser: what is saved is seen without a hand, and a mistake is shown over the last good page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..archives import small
from ..engine.conftest import article, write
from ..engine.test_serving import eventually, served, until
from .conftest import soon
from .test_everywhere import AXE, LISTEN, axe

HERE = "docs/articles/2016/here.md"
LONG = "\n\n".join(f"Paragraph {n}." for n in range(200))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = small(tmp_path)
    write(root, HERE, article("Here", f"Words at first.\n\n{LONG}"))
    return root


@pytest.fixture
def opened(archive: Path, page: Page) -> Iterator[Page]:
    """The article's page in the preview; whatever its policy forbids is heard."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(LISTEN)
    with served("article_archive.cli", archive) as address:
        eventually(f"{address}/articles/here/", "Words at first.")
        page.goto(f"{address}/articles/here/")
        yield page
        assert page.evaluate("window.broken") == []
    assert said == []


def overlay(page: Page) -> str:
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_visible()
    return dialog.inner_text()


def test_a_saved_article_is_seen_where_the_reader_was(archive: Path, opened: Page) -> None:
    opened.evaluate("scrollTo(0, 3000)")
    write(archive, HERE, article("Here", f"Words at last.\n\n{LONG}"))
    expect(opened.get_by_text("Words at last.")).to_be_attached()
    soon(opened, "scrollY > 2900 && scrollY < 3100")


def test_a_mistake_is_shown_over_the_last_good_page_until_it_is_mended(archive: Path, opened: Page) -> None:
    write(archive, HERE, article("Here", "Words at last.", authors="[writer-on]"))
    said = overlay(opened)
    assert f"{HERE}:4:" in said
    assert "writer-one" in said
    assert "unknown-author" in said
    expect(opened.get_by_text("Words at first.")).to_be_visible()
    explained = opened.get_by_role("alertdialog").get_by_role("link", name="unknown-author").get_attribute("href")
    assert explained is not None
    eventually(f"{opened.evaluate('location.origin')}{explained}", "<h1>unknown-author</h1>")
    write(archive, HERE, article("Here", "Words at last.", colour="red"))
    expect(opened.get_by_role("alertdialog")).to_contain_text("unknown-field")
    expect(opened.get_by_role("alertdialog")).not_to_contain_text("unknown-author")
    write(archive, HERE, article("Here", "Words at last."))
    expect(opened.get_by_text("Words at last.")).to_be_visible()
    expect(opened.get_by_role("alertdialog")).to_have_count(0)


def test_the_overlay_takes_the_focus_and_gives_it_back(archive: Path, opened: Page) -> None:
    opened.get_by_role("link", name="Authors").first.focus()
    write(archive, HERE, article("Here", colour="red"))
    overlay(opened)
    assert opened.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Hide (Escape)"
    opened.keyboard.press("Escape")
    expect(opened.get_by_role("alertdialog")).to_be_hidden()
    expect(opened.get_by_role("link", name="Authors").first).to_be_focused()
    note = opened.get_by_role("button", name="A mistake keeps this from being seen")
    note.press("Enter")
    overlay(opened)
    opened.get_by_role("button", name="Hide").click()
    expect(opened.get_by_role("alertdialog")).to_be_hidden()
    expect(note).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_fault_with_the_overlay(archive: Path, opened: Page, scheme: str, width: int) -> None:
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened.set_viewport_size({"width": width, "height": 800})
    opened.reload()
    write(archive, HERE, article("Here", "![](none.png) [A link](/nowhere/)", colour="red", authors="[writer-on]"))
    overlay(opened)
    assert opened.evaluate("window.broken") == []
    opened.evaluate(AXE)
    assert axe(opened) == []
    opened.keyboard.press("Escape")
    assert axe(opened) == []
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.evaluate("window.broken = []")  # axe tries a style of its own


def test_warnings_wait_until_they_are_asked_for(archive: Path, opened: Page) -> None:
    write(archive, HERE, article("Here", "[A link](/nowhere/) at last."))
    expect(opened.get_by_text("at last.")).to_be_visible()
    note = opened.get_by_role("button", name="A warning")
    expect(note).to_be_visible()
    expect(opened.get_by_role("dialog")).to_be_hidden()
    note.click()
    expect(opened.get_by_role("dialog")).to_contain_text("dead-link")


def test_a_page_that_is_not_there_yet_is_seen_once_it_is_written(archive: Path, opened: Page) -> None:
    address = opened.url.replace("/here/", "/new/")
    response = opened.goto(address)
    assert response is not None
    assert response.status == 404
    write(archive, "docs/articles/2016/new.md", article("New", "Words of the new one."))
    expect(opened.get_by_text("Words of the new one.")).to_be_visible()


def test_before_the_first_good_pages_a_page_says_what_is_wrong(archive: Path, browser: Browser) -> None:
    write(archive, HERE, article("Here", "Words at last.", colour="red"))
    page = browser.new_page()
    page.add_init_script(LISTEN)
    with served("article_archive.cli", archive) as address:
        until(f"{address}/", lambda status, text: status == 503 and HERE in text)
        page.goto(f"{address}/articles/here/")
        expect(page.get_by_text(f"{HERE}:6:1")).to_be_visible()
        page.evaluate(AXE)
        assert axe(page) == []
        assert page.evaluate("window.broken") == []
        write(archive, HERE, article("Here", "Words at last."))
        expect(page.get_by_text("Words at last.")).to_be_visible()
    page.close()
