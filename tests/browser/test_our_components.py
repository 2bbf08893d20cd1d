"""What an article can hold, on real pages: players, films, slides, the form, the switch, paper."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl

import pypdfium2  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from .conftest import Sites
from .pages import BY_NAME

CLIP = "/clips/q1-first-voice/"
VOICES = "/what-is-personalized-learning/"
STATEMENTS = "/articles/twenty-sentences-to-argue-with/"
ARTICLE = "/articles/what-choice-costs/"
PLAYERS = {"film": "https://www.youtube-nocookie.com", "film-with-a-picture": "https://player.vimeo.com"}
MAIL = "writer.one@example.org"
FILM = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
WORDS = ("Sentence number 10 of the first voice.", "Slide 3", "Another line", "A label tells you", "Whom will you ask next time?")
PRINTED = ("Sentence number 1 of the first voice.", "Sentence number 10 of the second voice.", "An audience that must applaud")
PLAYING = "[...document.querySelectorAll('audio, video')].filter(p => !p.paused).map(p => p.closest('figure').id)"


def wait(page: Page, claim: str) -> None:
    """Until the claim is true on the page. Playwright's own way needs eval, which the policy forbids."""
    look = f"const look = left => {claim} ? yes(true) : left ? setTimeout(look, 25, left - 1) : yes(false); look(400);"
    assert page.evaluate(f"() => new Promise(yes => {{ {look} }})"), claim


def playing(page: Page) -> list[str]:
    """The ids of the clips that play."""
    return [str(name) for name in page.evaluate(PLAYING)]


@pytest.mark.parametrize("path", [CLIP, VOICES])
def test_a_click_on_a_line_plays_from_there_and_marks_it(page: Page, sites: Sites, path: str) -> None:
    page.goto(sites.ours.address + path)
    line = page.locator(".a-transcript").first.locator("li").nth(1)
    start = float(line.get_attribute("data-start") or "")
    line.locator(".a-time").click()
    wait(page, f"document.querySelector('audio').currentTime > {start}")
    expect(line).to_have_attribute("aria-current", "true")
    assert len(playing(page)) == 1
    assert page.url.endswith(line.locator(".a-time").get_attribute("href") or "")


def test_the_address_of_a_line_sets_the_clip_to_it(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + CLIP)
    link = page.locator(".a-time").nth(1).get_attribute("href") or ""
    page.goto("about:blank")
    page.goto(sites.ours.address + CLIP + link)
    expect(page.locator("[aria-current=true]")).to_have_id(link.removeprefix("#"))
    assert page.evaluate("document.querySelector('audio').currentTime") == pytest.approx(float(link.partition("=")[2]), abs=1)
    assert playing(page) == []


def test_an_address_inside_of_a_line_sets_the_clip_to_that_second(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + CLIP + "#t=5")
    wait(page, "document.querySelector('audio').currentTime > 0")
    expect(page.locator(".a-transcript [aria-current=true]")).to_have_count(1)


def test_one_clip_plays_at_a_time(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + VOICES)
    clips = page.locator(".a-clip")
    for number in (0, 3):
        clips.nth(number).locator(".a-time").nth(1).click()
        name = clips.nth(number).get_attribute("id")
        wait(page, f"!document.getElementById('{name}').querySelector('audio').paused")
    wait(page, "[...document.querySelectorAll('audio')].filter(p => !p.paused).length === 1")
    assert playing(page) == [name]


def test_a_transcript_is_played_by_keyboard_alone(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + CLIP)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.a-transcript li:nth-child(3) .a-time')"):
            break
    page.keyboard.press("Enter")
    wait(page, "!document.querySelector('audio').paused")
    expect(page.locator(".a-transcript li:nth-child(3)")).to_have_attribute("aria-current", "true")


def test_the_marked_line_is_known_in_forced_colours_too(page: Page, sites: Sites) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(sites.ours.address + CLIP)
    page.locator(".a-time").nth(1).click()
    line = page.locator(".a-transcript li").nth(1)
    expect(line).to_have_attribute("aria-current", "true")
    page.evaluate("document.querySelector('audio').pause(); document.activeElement.blur()")
    page.mouse.move(0, 0)
    marked = line.screenshot(animations="disabled")
    line.evaluate("line => line.removeAttribute('aria-current')")
    assert line.screenshot(animations="disabled") != marked


@pytest.mark.parametrize("name", PLAYERS)
def test_a_film_asks_its_host_after_the_click_and_nobody_else(page: Page, sites: Sites, name: str) -> None:
    own, asked, said = sites.features.address, list[Request](), list[str]()

    def answer(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>A player</title>")

    page.on("console", lambda message: said.append(message.text))
    page.route(lambda url: not url.startswith(own), answer)
    page.goto(sites.address(BY_NAME[name]), wait_until="networkidle")
    assert asked == []
    with page.expect_response(f"{PLAYERS[name]}/**"):
        page.locator(".a-play").first.click()
    frame = page.locator(".a-video iframe")
    expect(frame).to_be_focused()
    assert [request.url for request in asked] == [frame.get_attribute("src")]
    assert said == []


def test_without_script_the_sign_up_form_is_sent_with_its_fields(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, asked = context.new_page(), list[Request]()

    def take(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Taken</title>")

    page.route("https://writer-one.us21.list-manage.com/**", take)
    for kind in ("home-with-a-portrait", "five-words", "newsletter"):
        page.goto(sites.address(BY_NAME[kind]))
        page.get_by_role("textbox", name="E-mail address").fill(MAIL)
        page.get_by_role("checkbox").check()
        with page.expect_navigation(url="https://writer-one.us21.list-manage.com/**"):
            page.get_by_role("button", name="Subscribe").click()
    assert [request.method for request in asked] == ["POST"] * 3
    for request in asked:
        assert parse_qsl(request.post_data or "") == [("EMAIL", MAIL)]
    context.close()


def test_without_script_words_of_recordings_and_slides_are_there(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sites.address(BY_NAME["everything"]))
    for words in WORDS:
        expect(page.get_by_text(words).filter(visible=True).first).to_be_visible()
    assert page.locator("audio[controls]").count() == 2
    assert page.locator(".a-slides img[alt]").count() == 3
    assert page.locator(".a-play").first.get_attribute("href") == FILM
    context.close()


def test_the_statements_move_when_the_reader_lets_them(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + STATEMENTS)
    moved = "Math.max(...[...document.querySelectorAll('.a-statements, .a-statements *')].map(e => e.scrollTop))"
    assert page.evaluate(moved) == 0
    page.get_by_role("button", name="Let them move").click(timeout=5000)
    wait(page, f"{moved} > 2")
    page.get_by_role("button", name="Stop").click()


def test_the_chosen_colours_outlive_a_reload(context: BrowserContext, sites: Sites) -> None:
    page = context.new_page()
    page.goto(sites.ours.address + ARTICLE)
    switch = page.locator("#__colours")
    switch.click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    expect(page.get_by_role("button", name="Colours: dark", exact=True)).to_be_visible()
    page.goto(sites.ours.address + "/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def on_paper(page: Page, folder: Path) -> str:
    """The words of the page as it is printed."""
    path = folder / "page.pdf"
    page.pdf(path=path, format="A4")
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    finally:
        document.close()


def test_a_printed_article_says_where_it_is_from_and_leaves_the_chrome_out(page: Page, sites: Sites, tmp_path: Path) -> None:
    page.goto(sites.ours.address + ARTICLE)
    heading = page.locator("h1").inner_text()
    printed = " ".join(on_paper(page, tmp_path).split())
    assert heading in printed
    # Where a line ends at a hyphen of the address, its text is read without it.
    assert re.sub(r"\W", "", f"www.learningpersonalized.com{ARTICLE}") in re.sub(r"\W", "", printed)
    for gone in ("Skip to content", "Colours:", "Subscribe", "Copy the link", "Suggest a change"):
        assert gone not in printed


def test_a_printed_clip_keeps_its_words(page: Page, sites: Sites, tmp_path: Path) -> None:
    page.goto(sites.address(BY_NAME["everything"]))
    printed = " ".join(on_paper(page, tmp_path).split())
    for words in PRINTED:
        assert words in printed
