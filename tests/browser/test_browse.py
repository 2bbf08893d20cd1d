"""/browse/: choices, counts, the address, Back, and what stands there without script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from article_archive import scripts
from article_archive.postings import postings

from ..archives import article, write
from ..engine.conftest import build
from ..random_archives import PEOPLE, SETTINGS, TERMS, Told, archives, shelved, traits
from .conftest import Sites, serving
from .test_our_components import wait

BROWSE = "/browse/"
STATUS = ".a-finding [role=status]"
TITLES = ".a-results .a-card__title"
VALUES = {
    "author": PEOPLE,
    **TERMS,
    "year": ("2014", "2016", "2017", "2019"),
    "kind": ("text", "interview", "audio", "video", "reference"),
}
# What was found in a random archive: the slugs' numbers in their order, and the counts.
FIND = """async ([script, data, chosen, all, sort]) => {
    const { Postings } = await import(script);
    const postings = new Postings(data);
    const known = Object.entries(chosen).map(([name, values]) => [name, new Set(values)]);
    const { numbers, counts } = postings.find({ chosen: new Map(known), all: new Set(all) });
    const plain = Object.fromEntries([...counts].map(([name, each]) => [name, [...each]]));
    return { numbers: postings.sorted(numbers, sort), counts: plain };
}"""


@pytest.fixture(scope="module")
def counting(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page from which the script that counts can be asked."""
    folder = tmp_path_factory.mktemp("counting")
    (folder / "index.html").write_text("<!doctype html><title>Counting</title>", encoding="utf-8")
    (folder / "postings.js").write_bytes(scripts.contents("postings"))
    with serving(folder) as served:
        page = browser.new_page()
        page.goto(served.address)
        yield page
        page.close()


@st.composite
def choices(draw: st.DrawFn) -> tuple[dict[str, list[str]], list[str]]:
    """Values that were chosen, by trait, and the traits of which all are asked for."""
    chosen = {
        name: draw(st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=3))
        for name, values in VALUES.items()
        if draw(st.booleans())
    }
    return chosen, draw(st.lists(st.sampled_from((*TERMS, "author", "kind")), unique=True))


def fits(each: Told, chosen: dict[str, list[str]], all_of: list[str]) -> bool:
    """Whether an article fits: all or any of each trait's values."""
    mine = traits(each)
    return all((all if name in all_of else any)(v in mine[name] for v in values) for name, values in chosen.items())


def count(found: list[Told], name: str, value: str, chosen: dict[str, list[str]], all_of: list[str]) -> int:
    """How many articles with a value fit the choices; those of its own trait are left out, unless all are asked for."""
    rest = chosen if name in all_of else {n: values for n, values in chosen.items() if n != name}
    return sum(fits(each, rest, all_of) and value in traits(each)[name] for each in found)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(found=archives(25), asked=choices())
def test_what_is_found_and_every_count_are_those_over_the_sources(
    counting: Page, found: list[Told], asked: tuple[dict[str, list[str]], list[str]]
) -> None:
    chosen, all_of = asked
    made = shelved(found)
    data = json.loads(postings(made, SETTINGS))
    known = {trait["name"]: [value for value, _ in trait["values"]] for trait in data["traits"]}
    # The page offers what is in the archive only.
    chosen = {name: kept for name, values in chosen.items() if (kept := [v for v in values if v in known[name]])}
    answer: dict[str, Any] = counting.evaluate(FIND, ["/postings.js", data, chosen, all_of, "newest"])
    ordered = [found[int(a.slug[1:])] for a in made.articles]
    assert answer["numbers"] == [n for n, each in enumerate(ordered) if fits(each, chosen, all_of)]
    for name, values in known.items():
        assert answer["counts"][name] == [count(found, name, value, chosen, all_of) for value in values], name


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(found=archives(25))
def test_oldest_and_titles_are_orders_of_the_same_articles(counting: Page, found: list[Told]) -> None:
    data = json.loads(postings(shelved(found), SETTINGS))
    by = {
        sort: counting.evaluate(FIND, ["/postings.js", data, {}, [], sort])["numbers"] for sort in ("newest", "oldest", "title")
    }
    dated = data["dated"]
    assert by["oldest"] == [*reversed(by["newest"][:dated]), *by["newest"][dated:]]
    assert by["title"] == data["titles"]


def shown(page: Page) -> list[str]:
    """The titles of the cards on the page."""
    return [title.strip() for title in page.locator(TITLES).all_inner_texts()]


def open_browse(page: Page, sites: Sites, query: str = "") -> None:
    page.goto(sites.ours.address + BROWSE + query)
    expect(page.locator(".a-finding--awake .a-results > *").first).to_be_visible()


def test_choices_narrow_the_results_and_the_address_says_so(page: Page, sites: Sites) -> None:
    open_browse(page, sites)
    page.get_by_role("checkbox", name="Voice").check()
    page.get_by_role("group", name="Elements").get_by_role("checkbox", name="Goals").check()
    page.wait_for_url("**/browse/?attributes=voice&elements=goals")
    first = page.locator(".a-results .a-card").first
    expect(first.locator(".a-chip", has_text="Goals")).to_be_visible()
    told = page.locator(STATUS).inner_text()
    assert int(told.split()[0]) == len(shown(page))
    pair = page.context.new_page()
    pair.goto(sites.ours.address + "/attributes/voice/elements/goals/")
    assert [t.strip() for t in pair.locator(".a-card__title").all_inner_texts()] == shown(page)


def test_the_focus_stays_on_the_choice_and_what_is_chosen_stays_in_the_list(page: Page, sites: Sites) -> None:
    open_browse(page, sites)
    box = page.get_by_role("checkbox", name="Voice")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**attributes=voice")
    expect(box).to_be_focused()
    page.goto(sites.ours.address + BROWSE + "?attributes=voice&year=2017&elements=goals")
    expect(page.get_by_role("checkbox", name="2017")).to_be_checked()


def test_any_or_all_of_the_attributes(page: Page, sites: Sites) -> None:
    open_browse(page, sites, "?attributes=voice&attributes=co-creation")
    any_of = int(page.locator(STATUS).inner_text().split()[0])
    page.get_by_role("group", name="Attributes").get_by_role("checkbox", name="All of these").check()
    page.wait_for_url("**all=attributes")
    expect(page.locator(STATUS)).not_to_contain_text(f"{any_of} articles")
    both = int(page.locator(STATUS).inner_text().split()[0])
    assert 0 < both < any_of
    for card in page.locator(".a-results .a-card").all():
        assert {"Voice", "Co-Creation"} <= {chip.strip() for chip in card.locator(".a-chip").all_inner_texts()}


def test_a_chip_takes_its_choice_back_and_all_can_be_cleared(page: Page, sites: Sites) -> None:
    open_browse(page, sites, "?attributes=voice&author=editors")
    page.get_by_role("button", name="Remove Voice").press("Enter")
    page.wait_for_url("**/browse/?author=editors")
    expect(page.get_by_role("button", name="Remove The editors")).to_be_focused()
    page.get_by_role("button", name="Clear all").click()
    page.wait_for_url("**/browse/")
    expect(page.locator(".a-chosen")).to_be_hidden()


def test_back_restores_the_choices_the_results_and_the_place(page: Page, sites: Sites) -> None:
    open_browse(page, sites, "?attributes=voice")
    before = shown(page)
    page.get_by_role("checkbox", name="Self-Discovery").check()
    page.wait_for_url("**self-discovery")
    page.go_back()
    expect(page.locator(TITLES).first).to_have_text(before[0])
    expect(page.get_by_role("checkbox", name="Self-Discovery")).not_to_be_checked()
    assert shown(page) == before
    page.evaluate("scrollTo(0, 700)")
    page.locator(".a-results .a-card__title a").nth(4).click()
    page.wait_for_url("**/articles/**")
    page.go_back()
    expect(page.locator(".a-results .a-card")).to_have_count(len(before))
    wait(page, "scrollY === 700")
    assert shown(page) == before


def test_pages_of_results_can_be_turned_and_linked_to(page: Page, sites: Sites) -> None:
    open_browse(page, sites, "?author=editors&page=2")
    second = shown(page)
    expect(page.get_by_role("link", name="Page 2", exact=True)).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Page 1", exact=True).click()
    page.wait_for_url("**/browse/?author=editors")
    expect(page.locator(".a-steps [aria-current]")).to_have_text("1")
    assert not set(shown(page)) & set(second)


def test_the_results_stand_in_the_order_that_is_asked_for(page: Page, sites: Sites) -> None:
    open_browse(page, sites, "?author=editors&sort=title")
    titles = shown(page)
    assert titles == sorted(titles, key=str.casefold)
    page.get_by_label("Sort by").select_option("Oldest")
    page.wait_for_url("**sort=oldest")
    expect(page.locator(TITLES).first).not_to_have_text(titles[0])
    days = [str(time.get_attribute("datetime")) for time in page.locator(".a-results time").all()]
    assert days == sorted(days)


def test_where_nothing_fits_the_page_says_what_to_take_back_and_what_that_gives(page: Page, sites: Sites) -> None:
    page.goto(sites.ours.address + BROWSE + "?attributes=voice&year=2017&elements=goals")
    offer = page.get_by_role("button", name="Without 2017")
    promised = int(offer.inner_text().split(": ")[1].split()[0])
    offer.click()
    page.wait_for_url("**/browse/?attributes=voice&elements=goals")
    expect(page.locator(STATUS)).to_contain_text(f"{promised} article")
    expect(page.locator(".a-results .a-card")).to_have_count(promised)


def test_on_a_phone_the_choices_stand_in_a_drawer(browser: Browser, sites: Sites) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    open_browse(page, sites)
    box = page.get_by_role("checkbox", name="Voice")
    expect(box).to_be_hidden()
    page.get_by_role("button", name="Filters").press("Enter")
    box.check()
    page.wait_for_url("**attributes=voice")
    close = page.get_by_role("button", name="Show ")
    expect(page.locator(STATUS)).to_contain_text("22 articles")
    expect(close).to_have_text("Show 22 results")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.get_by_role("button", name="Filters (1)")).to_be_focused()
    page.close()


def test_words_typed_there_go_to_the_search_with_the_choices(page: Page, sites: Sites) -> None:
    open_browse(page, sites, "?attributes=voice")
    page.locator("#__q").fill("learning")
    page.locator("#__q").press("Enter")
    page.wait_for_url("**/search/?q=learning&attributes=voice")


def test_without_script_every_trait_is_a_list_of_links_with_counts(browser: Browser, sites: Sites) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(sites.ours.address + BROWSE)
    voice = page.locator("[data-trait=attributes] li", has_text="Voice")
    told = int(voice.locator(".a-count").inner_text())
    voice.get_by_role("link").click()
    expect(page.get_by_text(f"{told} articles")).to_be_visible()
    page.close()


STRANGE = (
    "?attributes=nothing&author=%00&year=<script>alert(1)</script>&sort=up&page=-3",
    "?" + "&".join(f"author={n}" for n in range(500)),
    "?page=99999999999999999999&sort=title&all=nothing&all=attributes",
    f"?nothing={quote('x' * 5000)}&attributes={quote('é日😀')}",
)


@pytest.mark.parametrize("query", STRANGE)
def test_a_strange_address_gives_a_sensible_page(page: Page, sites: Sites, query: str) -> None:
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.on("console", lambda message: thrown.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: thrown.append(dialog.message))
    open_browse(page, sites, query)
    expect(page.locator(STATUS)).to_contain_text("article")
    assert thrown == []


def started(root: Path, terms: int) -> None:
    """The files of a small archive with so many terms."""
    write(
        root,
        "mkdocs.yml",
        "site_name: An archive\nsite_url: https://example.org/\ntheme: {name: material, font: false}\n"
        "plugins: [archive]\nextra: {archive: {facets: {attributes: {}}, cards: []}}\n",
    )
    lists = ("authors", "attributes", "newest 6", "search", "newsletter")
    write(root, "docs/index.md", "# An archive\n\n" + "\n".join(f"<!-- {name} -->\n" for name in lists))
    for n in range(terms):
        write(root, f"docs/attributes/t{n}.md", f"---\nname: Term {n}\n---\n")
    write(root, "authors/writer-one.md", "---\nname: Writer One\n---\n")


@pytest.mark.parametrize("count", [0, 1])
def test_an_archive_of_no_or_one_article_has_its_page(page: Page, tmp_path: Path, count: int) -> None:
    started(tmp_path, 1)
    if count:
        write(tmp_path, "docs/articles/a.md", article(title="Über 日本 😀", attributes="[t0]"))
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    with serving(tmp_path / "site") as served:
        page.goto(served.address + BROWSE)
        expect(page.locator(STATUS)).to_contain_text(f"{count} article")
        expect(page.locator(".a-results .a-card")).to_have_count(count)
        page.goto(f"{served.address}/search/?q=word")
        expect(page.locator(STATUS)).to_contain_text(f"{count} result{'' if count else 's'} for “word”")
        expect(page.locator(".a-hit")).to_have_count(count)


SCRIPTS = ("تعلم القراءة", "学习的声音", "Emoji 👩‍🏫 in class", "Δοκιμή")


def test_a_facet_of_a_thousand_terms_with_one_article_each_and_titles_of_many_scripts(page: Page, tmp_path: Path) -> None:
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.on("console", lambda message: thrown.append(message.text) if message.type == "error" else None)
    started(tmp_path, 1000)
    for n in range(1000):
        title = SCRIPTS[n] if n < len(SCRIPTS) else f"Article {n}"
        write(tmp_path, f"docs/articles/a{n}.md", article(title=f'"{title}"', attributes=f"[t{n}]"))
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    with serving(tmp_path / "site") as served:
        page.goto(served.address + BROWSE)
        group = page.get_by_role("group", name="Attributes")
        expect(group.get_by_role("checkbox")).to_have_count(12)
        group.get_by_role("button", name="All 1,000 attributes").click()
        group.get_by_label("Look through attributes").fill("term 77")
        expect(group.get_by_role("checkbox")).to_have_count(11)
        group.get_by_role("checkbox", name="Term 777").check()
        expect(page.locator(STATUS)).to_contain_text("1 article")
        group.get_by_label("Look through attributes").fill("nothing")
        expect(group.get_by_role("checkbox")).to_have_count(1)
        for title in SCRIPTS:
            page.goto(f"{served.address}/search/?q={quote(title.split()[0])}")
            expect(page.locator(".a-hits .a-card__title").first).to_have_text(title)
    assert thrown == []
