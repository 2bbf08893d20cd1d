"""Every kind of page holds what the archive promises everyone: access, privacy, room, and a page without script."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import product

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, BrowserContext, Page

from ..combinations import ALL
from .conftest import FRAMES, Sites
from .pages import BY_NAME, KINDS, Kind

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 768, 1280)
WIDEST = 1920
SCHEMES = ("light", "dark")
COLUMN = 75  # letters in a line
TARGET = 24  # CSS pixels (WCAG 2.2, 2.5.8)

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)

RUN_AXE = """async ([tags, colours]) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
    rules: {"target-size": {enabled: true}, "color-contrast": {enabled: colours}},
  });
  return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(" ")}`));
}"""
UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true"

# What breaks the policy is heard from the first byte on.
LISTEN = """window.broken = [];
addEventListener("securitypolicyviolation", e => broken.push(`${e.effectiveDirective} ${e.blockedURI}`))"""

# The mean number of letters in the full lines of each long paragraph, counted letter by letter where its line breaks.
LETTERS = """() => {
  const letters = function* (e) {
    const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let text; text = texts.nextNode();)
      for (let at = 0; at < Math.min(text.length, 500); at++) {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        const {left, width} = range.getBoundingClientRect();
        if (width) yield left;
      }
  };
  const counted = e => {
    const lines = [0];
    let before = null;
    for (const left of letters(e)) {
      if (before !== null && Math.abs(left - before) > e.clientWidth / 2) lines.push(0);
      lines[lines.length - 1]++;
      before = left;
    }
    const full = lines.length > 1 ? lines.slice(0, -1) : lines;
    return [Math.round(full.reduce((sum, line) => sum + line, 0) / full.length), e.textContent.trim().slice(0, 40)];
  };
  return [...document.querySelectorAll("main :is(p, li:not(.a-list > li), blockquote, figcaption)")]
    .filter(e => e.checkVisibility() && !e.querySelector("p, li, ul, ol") && e.textContent.trim().length > 150)
    .slice(0, 40).map(counted).filter(([count]) => count);
}"""

# Targets that are no part of a line of text; the exception of 2.5.8 for those with room around them is axe's to judge.
SMALL = """least => [...document.querySelectorAll("button, summary, input:not([type=hidden]), select, textarea, nav a, .a-chip")]
  .filter(e => e.checkVisibility() && !e.closest("[aria-hidden=true]"))
  .map(e => [(e.closest("label") ?? e).getBoundingClientRect(), e.outerHTML.slice(0, 80)])
  .filter(([r]) => r.width && (r.width < least - .01 || r.height < least - .01))
  .map(([r, html]) => `${r.width.toFixed(1)}x${r.height.toFixed(1)} ${html}`)
"""

# Once the keyboard was used, focus that a script sets is shown as the keyboard's own.
STOP = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls], [tabindex]"
UNSEEN = """stops => {
  const look = e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow,
    s.backgroundColor, s.borderColor, s.borderWidth, s.textDecorationThickness, s.textDecorationLine, s.color].join(); };
  const unseen = [];
  for (const e of document.querySelectorAll(stops)) {
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
  const isMoving = moves || longest(s.transitionDuration) > .01 || s.scrollBehavior === "smooth";
  return isMoving ? `${e.tagName}.${e.className}${part ?? ""}` : "";
})).filter(Boolean)"""

# In forced colours backgrounds and shadows are gone: what is to be used must have words, or an edge.
FAINT = """() => [...document.querySelectorAll(".a-chip, button, .a-play, input:not([type=hidden]), audio, video")]
  .filter(e => e.checkVisibility() && !e.closest("[aria-hidden=true]"))
  .filter(e => { const s = getComputedStyle(e), r = e.getBoundingClientRect();
    const isEdged = ["Top", "Right", "Bottom", "Left"].some(side => parseFloat(s[`border${side}Width`]) > 0
      && s[`border${side}Style`] !== "none" && s[`border${side}Color`] !== s.backgroundColor);
    const isWorded = e.textContent.trim() && s.color !== s.backgroundColor;
    const isKnown = isEdged || isWorded || e.matches("[type=checkbox], audio, video");
    return r.width < 8 || r.height < 8 || s.opacity !== "1" || !isKnown; })
  .map(e => e.outerHTML.slice(0, 90))"""

# Each element by its place among all that stood there first; -1 is the page itself, where the keyboard gets out.
STOPS = """stops => (window.all = [...document.querySelectorAll("*")]).flatMap((e, at) =>
  e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0 && !e.disabled && e.matches(stops) ? [at] : [])"""
WHERE = """() => document.activeElement === document.body ? -1
  : all.indexOf(document.activeElement)"""
SPARE = 50

DEAD = "button:not([type=submit])"
COMPLAINTS = ("enable javascript", "not supported", "turn on javascript", "something went wrong", "loading")


class Opened(Struct, frozen=True):
    """A page of a kind in the browser, with all that can be folded open."""

    page: Page
    kind: Kind

    def shown(self, width: int = 1280, scheme: str = "light", motion: str = "no-preference", forced: str = "none") -> Page:
        """The page on a screen of this width, for a reader with these wishes."""
        self.page.emulate_media(color_scheme=scheme, reduced_motion=motion, forced_colors=forced)  # type: ignore[arg-type]
        self.page.set_viewport_size({"width": width, "height": 900})
        # The page hears of its new width with the next frame.
        self.page.evaluate(FRAMES)
        return self.page


def axe(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds wrong with a page that holds it; most of its time goes into the contrast of colours."""
    found: list[str] = page.evaluate(RUN_AXE, [TAGS, colours])
    return found


def looks(kind: Kind) -> list[tuple[str, int, bool]]:
    """The colours and the width in which a page of this kind is shown to axe, and whether it judges the colours, too.

    Each kind is shown in both colours and at each width. The kinds take turns: each width meets each colour.
    """
    if ALL:
        return [(scheme, width, True) for scheme, width in product(SCHEMES, WIDTHS)]
    turn = KINDS.index(kind)
    widths = [*WIDTHS, *WIDTHS][turn % len(WIDTHS) :]
    one, other = SCHEMES if turn % 2 else reversed(SCHEMES)
    return [(one, widths[0], True), (other, widths[1], True), (one, widths[2], False)]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One page, on which each kind is opened in its turn."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.name)
def opened(request: pytest.FixtureRequest, reader: Page, sites: Sites) -> Opened:
    """A page of each kind, for several tests: they look at it, and change no more than what it is shown on."""
    kind = request.param
    Opened(reader, kind).shown().goto(sites.address(kind))
    if kind.path.startswith(("/browse/", "/search/")):
        reader.wait_for_load_state("networkidle")
    reader.evaluate(UNFOLD)
    return Opened(reader, kind)


def test_every_width_meets_every_colour() -> None:
    shown = [look for kind in KINDS for look in looks(kind)]
    assert {(scheme, width) for scheme, width, colours in shown if colours} == set(product(SCHEMES, WIDTHS))
    for kind in KINDS:
        assert {width for _, width, _ in looks(kind)} == set(WIDTHS)
        assert {scheme for scheme, _, colours in looks(kind) if colours} == set(SCHEMES)


def test_axe_finds_no_fault(opened: Opened) -> None:
    opened.page.evaluate(AXE)
    faults: dict[str, list[str]] = {}
    for scheme, width, colours in looks(opened.kind):
        # Without motion: a colour that is still on its way is no fault.
        for fault in axe(opened.shown(width, scheme, motion="reduce"), colours=colours):
            faults.setdefault(fault, []).append(f"{scheme} {width}")
    assert faults == {}


def test_a_page_fits_every_screen(opened: Opened) -> None:
    wide = {width: opened.shown(width).evaluate("document.documentElement.scrollWidth") for width in (*WIDTHS, WIDEST)}
    assert {width: needed for width, needed in wide.items() if needed > width} == {}


def test_lines_are_short_enough_on_a_wide_screen(opened: Opened) -> None:
    assert [line for line in opened.shown(WIDEST).evaluate(LETTERS) if line[0] > COLUMN] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_to_be_pressed_is_large_enough(opened: Opened, width: int) -> None:
    assert opened.shown(width).evaluate(SMALL, TARGET) == []


def test_the_focus_is_seen_on_all_that_can_have_it(opened: Opened) -> None:
    page = opened.shown()
    page.keyboard.press("Tab")
    assert page.evaluate(UNSEEN, STOP) == []


def test_nothing_moves_for_those_who_want_no_motion(opened: Opened) -> None:
    assert opened.shown(motion="reduce").evaluate(MOVING) == []


def test_all_is_to_be_seen_in_forced_colours(opened: Opened) -> None:
    page = opened.shown(forced="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(FAINT) == []


class Watched(Struct, frozen=True):
    """A page on which one kind after the other is opened; what each asks for, and what it says in the console."""

    page: Page
    asked: set[str]
    said: list[str]

    def open(self, address: str) -> None:
        self.page.goto("about:blank")
        self.asked.clear()
        self.said.clear()
        self.page.goto(address)


def watched_by(context: BrowserContext) -> Iterator[Watched]:
    watched = Watched(context.new_page(), set(), [])
    watched.page.on("request", lambda request: watched.asked.add(request.url))
    watched.page.on("console", lambda message: watched.said.append(message.text))
    watched.page.on("pageerror", lambda error: watched.said.append(str(error)))
    yield watched
    context.close()


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context()
    context.add_init_script(LISTEN)
    yield from watched_by(context)


@pytest.fixture(scope="module")
def without_script(browser: Browser) -> Iterator[Watched]:
    yield from watched_by(browser.new_context(java_script_enabled=False))


@every_kind
def test_nobody_else_is_asked_and_nothing_breaks_the_policy(watched: Watched, sites: Sites, kind: Kind) -> None:
    watched.open(sites.address(kind))
    page = watched.page
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")  # what loads late is asked for now
    page.wait_for_load_state("networkidle")
    assert {url for url in watched.asked if not url.startswith(sites.host(kind) + "/")} == set()
    assert watched.asked
    assert (watched.said, page.evaluate("broken")) == ([], [])
    policies = page.locator("meta[http-equiv=Content-Security-Policy]")
    assert policies.count() == 1
    assert "default-src 'none'" in (policies.get_attribute("content") or "")


@every_kind
def test_a_page_is_whole_without_script(without_script: Watched, sites: Sites, kind: Kind) -> None:
    without_script.open(sites.address(kind))
    page = without_script.page
    assert page.locator("h1").filter(visible=True).count() == 1
    words = page.locator("main").inner_text()
    assert len(words.split()) >= 5
    assert [complaint for complaint in COMPLAINTS if complaint in words.lower()] == []
    assert page.locator(DEAD).filter(visible=True).all_inner_texts() == []
    assert page.locator("nav a").filter(visible=True).count() >= 5
    assert page.locator("main :is(audio, video):not([controls])").count() == 0
    assert without_script.said == []


@pytest.mark.parametrize("name", ["home", "article", "voices", "film", "newsletter", "everything", "search"])
def test_the_keyboard_comes_by_everything_once_and_gets_out_again(page: Page, sites: Sites, name: str) -> None:
    page.goto(sites.address(BY_NAME[name]))
    wanted = page.evaluate(STOPS, STOP)
    met: list[int] = []
    for _ in range(len(wanted) + SPARE):
        page.keyboard.press("Tab")
        at = page.evaluate(WHERE)
        if at < 0:
            break
        if at not in met[-1:]:  # a player has several stops of its own
            met.append(at)
    assert page.evaluate(WHERE) < 0, "the keyboard is caught"
    assert met == wanted
