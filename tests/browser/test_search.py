"""Searching: words, people, terms and voices, in the header's field and on /search/."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from ..archives import MP3, write
from ..combinations import covering, in_turn
from ..engine.conftest import build
from ..random_archives import TERMS, Told, dealt, files
from .conftest import Served, Sites, serving
from .test_browse import VALUES, count, fits
from .test_everywhere import AXE, SCHEMES, WIDTHS, axe

Scheme = Literal["light", "dark"]

SEARCH = "/search/"
STATUS = ".a-finding [role=status]"
TITLES = ".a-results .a-card__title"
HITS = ".a-hits .a-card__title"


def search(page: Page, sites: Sites, query: str) -> None:
    page.goto(sites.ours.address + SEARCH + query)
    expect(page.locator(".a-finding--awake")).to_be_visible()


def test_nothing_of_the_search_is_loaded_before_its_field_is_entered(page: Page, sites: Sites) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sites.ours.address + "/articles/what-choice-costs/", wait_until="networkidle")
    assert not [url for url in asked if "/pagefind/" in url or re.search(r"/(suggest|bundle|finding|postings|state)-", url)]
    page.get_by_role("searchbox", name="Search the archive").focus()
    page.wait_for_event("response", lambda response: response.url.endswith("/pagefind/pagefind.js"))


def test_the_slash_leads_to_the_field_and_not_from_within_one(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + "/authors/editors/")
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Search the archive")
    expect(field).to_be_focused()
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")


def test_results_come_as_words_are_typed_with_the_words_marked(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + SEARCH)
    page.locator("#__q").press_sequentially("conference", delay=10)
    page.wait_for_url("**/search/?q=conference")
    expect(page.locator(HITS).first).to_have_text("The ten-minute conference")
    expect(page.locator(".a-hit mark").first).to_contain_text(re.compile("conference", re.IGNORECASE))
    expect(page.locator(STATUS)).to_contain_text("results for “conference”")


def test_people_and_terms_stand_above_articles_as_themselves(page: Page, sites: Sites) -> None:
    search(page, sites, "?q=voice")
    expect(page.locator(".a-named a")).to_have_text(["Voice"])
    expect(page.locator(".a-named li")).to_contain_text("Attribute, 22 articles")
    search(page, sites, "?q=zmuda")
    expect(page.locator(".a-named a").first).to_have_text("Allison Zmuda")
    expect(page.locator(".a-named li").first).to_contain_text("Author, ")


def test_a_hit_in_a_transcript_leads_to_its_second(page: Page, sites: Sites) -> None:
    search(page, sites, "?q=" + quote('"plan that has been crossed out"'))
    inside = page.locator(".a-hit__inside a").first
    expect(inside).to_have_text(re.compile(r"Listen from \d+:\d\d"))
    inside.click()
    page.wait_for_url(re.compile(r"/clips/[^/]+/#t=\d+$"))
    expect(page.locator("[aria-current=true]")).to_contain_text("crossed out")


def test_choices_narrow_what_was_found_and_the_counts_keep_their_word(page: Page, sites: Sites) -> None:
    search(page, sites, "?q=learning")
    group = page.get_by_role("group", name="Attributes")
    expect(group.locator("li", has_text="Self-Discovery").locator(".a-count")).not_to_be_empty()
    told = group.locator("li", has_text="Self-Discovery").locator(".a-count").inner_text()
    group.get_by_role("checkbox", name="Self-Discovery").check()
    page.wait_for_url("**/search/?q=learning&attributes=self-discovery")
    expect(page.locator(STATUS)).to_contain_text(f"{told} results for “learning”")
    page.get_by_role("group", name="Kinds").get_by_role("checkbox", name="Audio").check()
    page.wait_for_url("**kind=audio")
    expect(page.locator(".a-hit", has_text="Recorded voice").first).to_be_visible()


def test_every_count_beside_a_choice_is_what_the_choice_gives(page: Page, sites: Sites) -> None:
    search(page, sites, "?q=learners&year=2026")
    expect(page.locator(".a-trait .a-count").first).not_to_be_empty()
    rows = page.locator("fieldset[data-trait=elements] li").all()
    told = {row.locator("input").get_attribute("value"): int(row.locator(".a-count").inner_text()) for row in rows}
    for value, number in told.items():
        search(page, sites, f"?q=learners&year=2026&elements={value}")
        expect(page.locator(STATUS)).to_contain_text(f"{number} result")


# None begins another, and each is its own stem.
VOCABULARY = ("lantern", "pepper", "quartz", "window", "cobalt", "marble")
VOICE = ("pepper", "cobalt")
Holding = tuple[Told, frozenset[str]]


@pytest.fixture(scope="module")
def dealt_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, list[Holding]]]:
    """A random archive of 60 articles and a clip, the same in every run, and what each of them holds."""
    luck = Random(20)
    found = [(dealt(luck), frozenset(luck.sample(VOCABULARY, luck.randint(0, 4)))) for _ in range(60)]
    root = tmp_path_factory.mktemp("dealt")
    for path, text in files((each, " ".join(sorted(words)).capitalize() + ".") for each, words in found):
        write(root, path, text)
    clip = "title: A voice\nspeakers: [one]\nsound: q1.mp3\ntranscript: q1.vtt\nattributes: [voice]"
    write(root, "docs/clips/q1.md", f"---\n{clip}\n---\n")
    write(root, "docs/clips/q1.mp3", MP3)
    write(root, "docs/clips/q1.vtt", f"WEBVTT\n\n00:00.000 --> 00:02.000\n<v One>{' '.join(VOICE)}\n")
    done = build(root)
    assert done.returncode == 0, done.stderr
    heard = Told((("one", "author"),), {**dict.fromkeys(TERMS, ()), "attributes": ("voice",)}, "", "audio", (), "A voice")
    with serving(root / "site") as served:
        yield served, [*found, (heard, frozenset(VOICE))]


def told_counts(page: Page) -> dict[tuple[str, str], int]:
    """Every count that stands beside a choice, by the trait and the value."""
    read = """rows => rows.map(row => [row.closest("fieldset").dataset.trait, row.querySelector("input").value,
        Number(row.querySelector(".a-count").innerText)])"""
    return {(name, value): number for name, value, number in page.locator("fieldset[data-trait] li").evaluate_all(read)}


CHOICES: tuple[dict[str, list[str]], ...] = ({}, {"attributes": ["voice"]}, {"author": ["one", "two"], "kind": ["audio"]})


SEARCHES = [*((word,) for word in VOCABULARY), ("lantern", "pepper"), ("cobalt", "marble")]


@pytest.mark.parametrize(("words", "chosen"), in_turn(SEARCHES, CHOICES))
def test_every_count_beside_a_search_is_that_over_the_sources(
    page: Page, dealt_archive: tuple[Served, list[Holding]], words: tuple[str, ...], chosen: dict[str, list[str]]
) -> None:
    served, holdings = dealt_archive
    holding = [each for each, held in holdings if held.issuperset(words)]
    query = "".join(f"&{name}={value}" for name, values in chosen.items() for value in values)
    page.goto(f"{served.address}{SEARCH}?q={'+'.join(words)}{query}")
    expect(page.locator("fieldset[data-trait] .a-count").first).not_to_be_empty()
    total = sum(fits(each, chosen, []) for each in holding)
    expect(page.locator(STATUS)).to_contain_text(f"{total} result{'' if total == 1 else 's'} for")
    shown = told_counts(page)
    assert shown == {
        (name, value): count(holding, name, value, chosen, []) for name, values in VALUES.items() for value in values
    }
    assert max(shown.values()) > 0


def test_results_are_sorted_and_turned_and_back_restores_them(page: Page, sites: Sites) -> None:
    search(page, sites, "?q=learners")
    expect(page.locator("#__sort")).to_have_value("relevance")
    best = page.locator(HITS).all_inner_texts()
    page.get_by_label("Sort by").select_option("Title")
    page.wait_for_url("**/search/?q=learners&sort=title")
    expect(page.locator(HITS).first).not_to_have_text(best[0])
    titles = page.locator(HITS).all_inner_texts()
    assert titles == sorted(titles, key=lambda title: title.casefold().lstrip("“"))
    page.get_by_role("link", name="Page 2", exact=True).click()
    page.wait_for_url("**page=2")
    expect(page.locator(".a-hits")).to_have_attribute("start", "11")
    page.go_back()
    page.wait_for_url("**sort=title")
    page.go_back()
    page.wait_for_url("**/search/?q=learners")
    expect(page.locator(HITS).first).to_have_text(best[0])
    assert page.locator(HITS).all_inner_texts() == best


def test_the_state_goes_over_to_browsing_where_the_words_are_taken_out(page: Page, sites: Sites) -> None:
    search(page, sites, "?q=learners&attributes=voice")
    page.locator("#__q").fill("")
    page.wait_for_url("**/search/?attributes=voice")
    expect(page.locator(STATUS)).to_contain_text("articles")
    expect(page.locator(".a-results .a-card").first).to_be_visible()


def test_nothing_found_says_what_to_do(page: Page, sites: Sites) -> None:
    search(page, sites, "?q=xylophonist")
    expect(page.locator(STATUS)).to_contain_text("0 results")
    expect(page.get_by_text("Try fewer or other words")).to_be_visible()


def test_the_field_in_every_head_suggests_while_words_are_typed(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + "/about/")
    field = page.get_by_role("searchbox", name="Search the archive")
    field.press_sequentially("voice", delay=10)
    box = page.locator(".a-suggested")
    expect(box.get_by_role("link", name="Voice", exact=True).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(box.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(field).to_be_focused()
    field.press("Enter")
    page.wait_for_url("**/search/?q=voice")


def test_a_form_leads_to_the_search_without_script(browser: Browser, sites: Sites) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(sites.ours.address + "/")
    page.locator("main").get_by_role("searchbox").fill("voice")
    page.locator("main").get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search/?q=voice")
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    expect(page.locator("[data-trait=attributes] a", has_text="Voice")).to_be_visible()
    page.close()


STRANGE = {
    "ten thousand signs": "x" * 10_000,
    "a thousand words": "voice choice " * 500,
    "markup": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "control characters": "a\x00b\x07c\r\nd\u202e\ue000",
    "signs alone": "\"'!?*()[]{}",
    "emoji": "😀👩‍🏫",
    "arabic": "تعلّم",
    "chinese": "学习 声音",
}


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE.keys())
def test_strange_words_give_a_sensible_page(page: Page, sites: Sites, words: str) -> None:
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.on("console", lambda message: thrown.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: thrown.append(dialog.message))
    page.goto(sites.ours.address + SEARCH + "?q=" + quote(words))
    expect(page.locator(STATUS)).to_contain_text("result")
    assert page.locator("main img, main script").count() == 0
    assert thrown == []


def test_a_search_that_cannot_be_loaded_says_so_and_the_lists_stand(page: Page, sites: Sites) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(sites.ours.address + SEARCH + "?q=voice")
    expect(page.locator(STATUS)).to_contain_text("could not be loaded")
    expect(page.locator("[data-trait=attributes]")).to_be_visible()


def choices_open(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + "/browse/?attributes=voice", wait_until="networkidle")
    filters = page.get_by_role("button", name="Filters")
    if filters.is_visible():
        filters.click()


def suggestions_open(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + "/", wait_until="networkidle")
    page.locator("main").get_by_role("searchbox").fill("voice")
    expect(page.locator("main .a-suggested a").first).to_be_visible()


@pytest.mark.parametrize(("opened", "width", "scheme"), covering((choices_open, suggestions_open), WIDTHS, SCHEMES))
def test_what_opens_while_finding_is_for_everyone(
    page: Page, sites: Sites, opened: Callable[[Page, Sites], None], width: int, scheme: Scheme
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    opened(page, sites)
    page.evaluate(AXE)
    assert axe(page) == []
