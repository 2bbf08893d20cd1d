"""The script of the components in a real browser, on a small page of its own under the site's policy."""

from __future__ import annotations

import gzip
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from .conftest import Server, serving

ASSETS = Path(__file__).parent.parent.parent / "hooks" / "article_archive" / "assets"
VIDEO = "https://www.youtube-nocookie.com/embed/abc?autoplay=1"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; frame-src https://www.youtube-nocookie.com"
STYLE = """
body { margin: 0; }
.a-transcript, .a-statements__wall { block-size: 100px; margin: 0; overflow-y: auto; }
.a-transcript ol { margin: 0; }
.a-transcript li, .a-statements li { block-size: 40px; }
.a-space { block-size: 3000px; }
"""
# The first clip's lines are called t=N, those of others ID:t=N; a gap lies between 8 and 10 seconds.
TIMES = [(0, 4), (4, 8), (10, 12), (12, 20), (20, 30), (30, 30.5), (30.5, 40)]


def _id(prefix: str, start: float) -> str:
    # A second line in the same second has no address of its own.
    return f' id="{prefix}t={start}"' if isinstance(start, int) else ""


def line(prefix: str, start: float, end: float) -> str:
    link = f'<a class="a-time" href="#{prefix}t={int(start)}">0:{int(start):02}</a>'
    words = f"<b>Sample voice A</b> <span>Words at {start}</span>"
    return f'<li{_id(prefix, start)} data-start="{start}" data-end="{end}">{link} {words}</li>'


def clip(name: str, prefix: str) -> str:
    lines = "".join(line(prefix, start, end) for start, end in TIMES)
    player = f'<audio controls preload="none" src="{name}.wav"></audio>'
    return (
        f'<figure class="a-clip" id="clip-{name}">{player}<div class="a-transcript" tabindex="0"><ol>{lines}</ol></div></figure>'
    )


BODY = f"""
{clip("first", "")}{clip("other", "other:")}
<p><a id="elsewhere" href="#t=30">At half a minute</a></p>
<div class="a-video" data-src="{VIDEO}"><img alt="">
<a class="a-play" href="https://www.youtube.com/watch?v=abc"><span>Play:</span> A lesson <span>(YouTube)</span></a></div>
<div class="a-statements"><div class="a-statements__wall" tabindex="0" role="group" aria-label="Statements">
<ul>{"<li>A statement</li>" * 40}</ul></div></div>
<div class="a-statements"><div class="a-statements__wall"><ul><li>Only one</li></ul></div></div>
<ul><li hidden><button data-copy="https://example.org/a/">Copy the link</button></li></ul>
<button hidden data-print>Print</button>
<div class="a-space"></div>
"""


class Guarded(Server):
    """A server whose pages have a policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


def silence(path: Path, seconds: int) -> None:
    """A sound in which nothing is heard: 8,000 samples a second, one byte each."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * seconds)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = tmp_path_factory.mktemp("components")
    (site / "components.js").write_bytes((ASSETS / "components.js").read_bytes())
    (site / "style.css").write_text(STYLE, encoding="utf-8")
    head = '<meta charset="utf-8"><title>A page</title><link rel="stylesheet" href="style.css">'
    script = '<script src="components.js" defer></script>'
    (site / "index.html").write_text(f'<!doctype html><html lang="en">{head}{script}<body>{BODY}', encoding="utf-8")
    for name in ("first", "other"):
        silence(site / f"{name}.wav", 40)
    with serving(site, Guarded) as served:
        yield f"{served.address}/index.html"


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[BrowserContext]:
    visit = browser.new_context(viewport={"width": 800, "height": 600})
    yield visit
    visit.close()


@pytest.fixture
def said() -> list[str]:
    """What the browser complained about."""
    return []


@pytest.fixture
def page(visit: BrowserContext, said: list[str]) -> Iterator[Page]:
    page = visit.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("https://www.youtube-nocookie.com/**", answer)
    yield page
    page.close()


def answer(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>A player</title>")


def seconds(page: Page, name: str = "first") -> float:
    return float(page.evaluate(f"document.querySelector('#clip-{name} audio').currentTime"))


def is_playing(name: str) -> str:
    return f"!document.querySelector('#clip-{name} audio').paused"


def wait(page: Page, claim: str) -> None:
    """Until the claim is true on the page. Playwright's own way needs eval, which the policy forbids."""
    look = f"const look = left => {claim} ? yes(true) : left ? setTimeout(look, 25, left - 1) : yes(false); look(800);"
    assert page.evaluate(f"() => new Promise(yes => {{ {look} }})"), claim


def current(page: Page, name: str = "first") -> list[str]:
    found = page.evaluate(f"[...document.querySelectorAll('#clip-{name} [aria-current]')].map(line => line.id)")
    return [str(line) for line in found]


def test_a_page_asks_for_nothing_and_says_nothing_before_a_click(page: Page, address: str, said: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(address, wait_until="networkidle")
    assert sorted(asked) == ["components.js", "index.html", "style.css"]
    assert said == []


@pytest.mark.parametrize("where", [".a-time", "span"])
def test_a_click_on_a_line_plays_from_there_and_marks_it(page: Page, address: str, said: list[str], where: str) -> None:
    page.goto(address)
    page.locator(f"[id='t=12'] {where}").click()
    wait(page, f"{is_playing('first')} && document.querySelector('#clip-first audio').currentTime > 12")
    assert 12 < seconds(page) < 40
    assert current(page) == ["t=12"]
    assert page.url.endswith("#t=12")
    assert said == []


def test_a_second_line_of_one_second_plays_from_its_own_moment(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#clip-first [data-start='30.5'] .a-time").click()
    wait(page, f"{is_playing('first')} && document.querySelector('#clip-first audio').currentTime > 30.5")
    assert page.locator("[aria-current]").get_attribute("data-start") == "30.5"
    assert page.url.endswith("#t=30")


def test_a_line_is_played_by_keyboard_and_keeps_the_focus(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[id='t=4'] .a-time").focus()
    page.keyboard.press("Enter")
    wait(page, is_playing("first"))
    assert page.evaluate("document.activeElement.closest('li').id") == "t=4"


def test_the_mark_follows_the_voice_and_nothing_is_marked_in_a_gap_or_at_the_end(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[id='t=0'] .a-time").click()
    wait(page, is_playing("first"))
    for at, line in ((5, "t=4"), (9, None), (21, "t=20"), (10.5, "t=10")):
        page.evaluate(f"document.querySelector('#clip-first audio').currentTime = {at}")
        locator = page.locator("#clip-first [aria-current=true]")
        expect(locator).to_have_count(1 if line else 0)
        if line:
            expect(locator).to_have_id(line)
    page.evaluate("document.querySelector('#clip-first audio').currentTime = 39.8")
    wait(page, "document.querySelector('#clip-first audio').ended")
    expect(page.locator("#clip-first [aria-current]")).to_have_count(0)


def test_the_marked_line_is_kept_in_view_without_moving_the_page_or_the_focus(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[id='t=0'] .a-time").click()
    wait(page, is_playing("first"))
    page.evaluate("scrollTo(0, 2000)")
    page.evaluate("document.querySelector('#clip-first audio').currentTime = 29")
    expect(page.locator("#clip-first [aria-current]")).to_have_id("t=20")
    wait(page, "document.querySelector('#clip-first .a-transcript').scrollTop > 0")
    assert page.evaluate("scrollY") == 2000
    assert page.evaluate("document.activeElement.closest('li').id") == "t=0"
    inside = """() => {
      const box = document.querySelector('#clip-first .a-transcript').getBoundingClientRect();
      const line = document.querySelector('[aria-current]').getBoundingClientRect();
      return line.top >= box.top - 1 && line.bottom <= box.bottom + 1;
    }"""
    assert page.evaluate(inside)


@pytest.mark.parametrize(("line", "name"), [("t=20", "first"), ("other:t=20", "other")])
def test_an_address_sets_the_clip_to_its_line_and_does_not_start_it(page: Page, address: str, line: str, name: str) -> None:
    page.goto(f"{address}#{line}")
    expect(page.locator("[aria-current]")).to_have_id(line)
    assert seconds(page, name) == 20
    assert not page.evaluate(is_playing(name))
    page.evaluate(f"document.querySelector('#clip-{name} audio').play()")
    wait(page, f"document.querySelector('#clip-{name} audio').currentTime > 20")


@pytest.mark.parametrize("fragment", ["nowhere", "%", "%E0%A4%A", "clip-first", "", "t=999"])
def test_an_address_of_nothing_changes_nothing(page: Page, address: str, said: list[str], fragment: str) -> None:
    page.goto(f"{address}#{fragment}")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert (seconds(page), current(page), said) == (0, [], [])


def test_a_link_in_the_text_sets_the_clip_to_its_line(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#elsewhere").click()
    expect(page.locator("[aria-current]")).to_have_id("t=30")
    assert seconds(page) == 30
    assert not page.evaluate(is_playing("first"))


def test_only_one_clip_plays_at_a_time(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[id='t=0'] .a-time").click()
    wait(page, is_playing("first"))
    page.locator("[id='other:t=12'] .a-time").click()
    wait(page, f"{is_playing('other')} && !({is_playing('first')})")
    assert current(page, "other") == ["other:t=12"]


def test_words_can_be_marked_in_a_transcript_without_playing_them(page: Page, address: str) -> None:
    page.goto(address)
    box = page.locator("[id='t=4'] span").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 5)
    page.mouse.up()
    assert page.evaluate("String(getSelection())") != ""
    assert not page.evaluate(is_playing("first"))
    page.locator("[id='t=4'] .a-time").press("Enter")
    wait(page, is_playing("first"))


def test_a_line_is_reached_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("[id='other:t=30'] .a-time").click()
    assert page.url.endswith("#other:t=30")
    assert page.locator("button").filter(visible=True).count() == 0
    assert page.get_by_role("link", name="Play: A lesson").get_attribute("href") == "https://www.youtube.com/watch?v=abc"
    context.close()


@pytest.mark.parametrize("how", ["click", "Enter", "Space"])
def test_a_video_is_loaded_when_it_is_asked_for(page: Page, address: str, said: list[str], how: str) -> None:
    page.goto(address)
    link = page.get_by_role("link", name="Play: A lesson (YouTube)")
    with page.expect_request(VIDEO):
        link.click() if how == "click" else link.press(how)
    frame = page.locator(".a-video iframe")
    assert (frame.get_attribute("src"), frame.get_attribute("title")) == (VIDEO, "A lesson")
    assert frame.get_attribute("allow") == "autoplay; encrypted-media; picture-in-picture; fullscreen"
    assert frame.get_attribute("referrerpolicy") == "strict-origin"
    expect(frame).to_be_focused()
    assert page.locator(".a-video > *").count() == 1
    assert page.evaluate("scrollY") == 0
    assert said == []


@pytest.mark.parametrize("key", ["Control", "Shift"])
def test_a_video_opens_elsewhere_where_the_reader_wants_that(page: Page, visit: BrowserContext, address: str, key: str) -> None:
    page.goto(address)
    page.locator(".a-play").evaluate("(link, here) => link.href = here", address)
    with visit.expect_page() as opened:
        page.locator(".a-play").click(modifiers=["Control" if key == "Control" else "Shift"])
    opened.value.wait_for_url(address)  # it is empty for a moment
    opened.value.close()
    assert page.locator(".a-video iframe").count() == 0


def test_statements_stand_still_until_they_are_told_to_move(page: Page, address: str) -> None:
    page.goto(address)
    button = page.get_by_role("button", name="Let them move")
    assert page.locator(".a-statements button").filter(visible=True).count() == 1
    assert page.evaluate("document.querySelector('.a-statements__wall').scrollTop") == 0
    button.click()
    wait(page, "document.querySelector('.a-statements__wall').scrollTop > 5")
    page.get_by_role("button", name="Stop").click()
    expect(button).to_be_visible()


@pytest.mark.parametrize("by", ["hover", "focus", "hiding"])
def test_statements_stop_when_somebody_reads_them_or_nobody_does(page: Page, address: str, by: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Let them move").press("Enter")
    wait(page, "document.querySelector('.a-statements__wall').scrollTop > 2")
    wall = page.get_by_role("group", name="Statements")
    if by == "hover":
        wall.hover()
    elif by == "focus":
        wall.focus()
    else:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("button", name="Let them move")).to_be_visible()


def test_statements_start_again_after_their_end(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelector('.a-statements__wall').scrollTop = 100000")
    page.get_by_role("button", name="Let them move").press("Enter")
    wait(page, "document.querySelector('.a-statements__wall').scrollTop < 500")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()


def test_statements_stop_at_their_end(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelector('.a-statements__wall').scrollTop = 40 * 40 - 110")
    page.get_by_role("button", name="Let them move").press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.get_by_role("button", name="Let them move")).to_be_visible()


def test_statements_are_not_moved_for_those_who_want_no_motion(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert page.get_by_role("button", name="Let them move").count() == 0
    page.emulate_media(reduced_motion="no-preference")
    expect(page.get_by_role("button", name="Let them move")).to_be_visible()


def test_a_link_is_copied_and_that_is_said(page: Page, visit: BrowserContext, address: str) -> None:
    visit.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.org/a/"
    visit.clear_permissions()


def test_a_page_is_printed_by_its_button(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("addEventListener('beforeprint', () => document.body.dataset.printed = 'yes')")
    page.get_by_role("button", name="Print").click()
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")


def test_the_script_is_small() -> None:
    assert len(gzip.compress((ASSETS / "components.js").read_bytes(), 9)) < 2700
