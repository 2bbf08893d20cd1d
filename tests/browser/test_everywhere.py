"""Every kind of page holds what the archive promises everyone: access, privacy, room, and a page without script."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .conftest import Sites
from .pages import KINDS, Kind

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
COLUMN = 75  # letters in a line
TARGET = 24  # CSS pixels (WCAG 2.2, 2.5.8)

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)

RUN_AXE = """async tags => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"],
  });
  return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(" ")}`));
}"""
UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true"

# What breaks the policy is heard from the first byte on.
LISTEN = "window.broken = []; addEventListener('securitypolicyviolation', e => broken.push(`${e.effectiveDirective} ${e.blockedURI}`))"

# The mean width of a letter, by the paragraph's own type, tells how many go into its lines.
LETTERS = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const long = [...document.querySelectorAll("main :is(p, li, blockquote, figcaption)")]
    .filter(e => e.checkVisibility() && !e.querySelector("p, li, ul, ol") && e.textContent.trim().length > 150);
  return long.map(e => {
    const style = getComputedStyle(e), text = e.textContent.trim();
    pen.font = style.font;
    const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return [Math.round(room / (pen.measureText(text).width / text.length)), text.slice(0, 40)];
  });
}"""

# Targets that are no part of a line of text; the exception of 2.5.8 for those with room around them is axe's to judge.
SMALL = """least => [...document.querySelectorAll("button, summary, input:not([type=hidden]), select, textarea, nav a, .a-chip")]
  .filter(e => e.checkVisibility() && !e.closest("[aria-hidden=true]"))
  .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 80)])
  .filter(([r]) => r.width && (r.width < least - .01 || r.height < least - .01))
  .map(([r, html]) => `${r.width.toFixed(1)}x${r.height.toFixed(1)} ${html}`)
"""

# Once the keyboard was used, focus that a script sets is shown as the keyboard's own.
UNSEEN = """() => {
  const look = e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow,
    s.backgroundColor, s.borderColor, s.borderWidth, s.textDecorationThickness, s.textDecorationLine, s.color].join(); };
  const unseen = [];
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls], [tabindex='0']";
  for (const e of document.querySelectorAll(all)) {
    if (!e.checkVisibility() || e.tabIndex < 0) continue;
    document.activeElement.blur();
    const before = look(e);
    e.focus({preventScroll: true});
    if (document.activeElement === e && look(e) === before) unseen.push(e.outerHTML.slice(0, 90));
  }
  return unseen;
}"""

MOVING = """() => [...document.querySelectorAll("*")].flatMap(e => [null, "::before", "::after"].map(part => {
  const s = getComputedStyle(e, part), longest = times => Math.max(...times.split(",").map(parseFloat));
  const moves = s.animationName !== "none" && longest(s.animationDuration) > .01;
  return moves || longest(s.transitionDuration) > .01 || s.scrollBehavior === "smooth" ? `${e.tagName}.${e.className}${part ?? ""}` : "";
})).filter(Boolean)"""

# In forced colours backgrounds and shadows are gone: what is to be used must have words, or an edge.
FAINT = """() => [...document.querySelectorAll(".a-chip, button, .a-play, input:not([type=hidden]), audio, video")]
  .filter(e => e.checkVisibility())
  .filter(e => { const s = getComputedStyle(e), r = e.getBoundingClientRect();
    const isSeen = r.width >= 8 && r.height >= 8 && s.opacity === "1";
    const isEdged = parseFloat(s.borderTopWidth) > 0 && s.borderTopStyle !== "none" && s.borderTopColor !== s.backgroundColor;
    const isBox = e.matches("button, input, .a-chip");
    return !isSeen || (s.color === s.backgroundColor) || (isBox && !isEdged && !e.matches("[type=checkbox]") && !e.textContent.trim()); })
  .map(e => e.outerHTML.slice(0, 90))"""

DEAD = "button:not([type=submit]):not(.a-newsletter button)"
COMPLAINTS = ("enable javascript", "not supported", "turn on javascript", "something went wrong", "loading")


def seen(page: Page) -> Iterator[tuple[str, int]]:
    """The page in every scheme and width, one after the other."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            yield scheme, width


@every_kind
def test_axe_finds_no_fault(page: Page, sites: Sites, kind: Kind) -> None:
    page.goto(sites.address(kind), wait_until="load")
    page.evaluate(AXE)
    page.evaluate(UNFOLD)
    faults: dict[str, list[str]] = {}
    for scheme, width in seen(page):
        for fault in page.evaluate(RUN_AXE, TAGS):
            faults.setdefault(fault, []).append(f"{scheme} {width}")
    assert faults == {}


@every_kind
def test_nobody_else_is_asked_and_nothing_breaks_the_policy(page: Page, sites: Sites, kind: Kind) -> None:
    asked: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(LISTEN)
    page.goto(sites.address(kind), wait_until="networkidle")
    page.mouse.wheel(0, 100_000)  # what loads late is asked for now
    page.evaluate("() => new Promise(done => requestIdleCallback(done, {timeout: 500}))")
    assert {url for url in asked if not url.startswith(sites.host(kind) + "/")} == set()
    assert (said, page.evaluate("broken")) == ([], [])
    policies = page.locator("meta[http-equiv=Content-Security-Policy]")
    assert policies.count() == 1
    assert "default-src 'none'" in (policies.get_attribute("content") or "")


@every_kind
def test_a_page_fits_every_screen_and_its_lines_are_readable(page: Page, sites: Sites, kind: Kind) -> None:
    page.goto(sites.address(kind))
    page.evaluate(UNFOLD)
    for width in (320, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    assert [line for line in page.evaluate(LETTERS) if line[0] > COLUMN] == []


@every_kind
def test_what_is_to_be_pressed_is_large_enough(page: Page, sites: Sites, kind: Kind) -> None:
    page.goto(sites.address(kind))
    page.evaluate(UNFOLD)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SMALL, TARGET) == [], width


@every_kind
def test_the_focus_is_seen_on_all_that_can_have_it(page: Page, sites: Sites, kind: Kind) -> None:
    page.goto(sites.address(kind))
    page.evaluate(UNFOLD)
    page.keyboard.press("Tab")
    assert page.evaluate(UNSEEN) == []


@every_kind
def test_nothing_moves_for_those_who_want_no_motion(page: Page, sites: Sites, kind: Kind) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(sites.address(kind))
    assert page.evaluate(MOVING) == []


@every_kind
def test_all_is_to_be_seen_in_forced_colours(page: Page, sites: Sites, kind: Kind) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(sites.address(kind))
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(FAINT) == []


@every_kind
def test_a_page_is_whole_without_script(browser: Browser, sites: Sites, kind: Kind) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(sites.address(kind))
    assert page.locator("h1").filter(visible=True).count() == 1
    words = page.locator("main").inner_text()
    assert len(words.split()) >= 5
    assert [complaint for complaint in COMPLAINTS if complaint in words.lower()] == []
    assert page.locator(DEAD).filter(visible=True).all_inner_texts() == []
    assert page.locator("nav a").filter(visible=True).count() >= 5
    assert page.locator("main :is(audio, video):not([controls])").count() == 0
    assert said == []
    context.close()


@pytest.mark.parametrize("name", ["home", "article", "voices", "film", "newsletter", "everything", "search"])
def test_the_keyboard_comes_by_everything_once_and_gets_out_again(page: Page, sites: Sites, name: str) -> None:
    kind = next(kind for kind in KINDS if kind.name == name)
    page.goto(sites.address(kind))
    wanted = page.evaluate(STOPS)
    met: list[Any] = []
    for _ in range(len(wanted) + 50):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement === document.body ? -1 : [...document.querySelectorAll('*')].indexOf(document.activeElement)")
        if at < 0:
            break
        if at not in met[-1:]:  # a player has several stops of its own
            met.append(at)
    else:
        pytest.fail("the keyboard is caught")
    assert met == wanted


STOPS = """() => [...document.querySelectorAll("*")].flatMap((e, at) =>
  e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0 && !e.disabled
  && e.matches("a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls], [tabindex]")
  ? [at] : [])"""
