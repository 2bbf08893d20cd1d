"""What machines read of a page equals the catalogue: JSON-LD by extruct, the tags for other sites and for Zotero."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from extruct.dublincore import DublinCoreExtractor
from extruct.jsonld import JsonLdExtractor
from extruct.opengraph import OpenGraphExtractor
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring
from msgspec.structs import replace

from article_archive import addresses, build, citation, dates
from article_archive.lines import line
from article_archive.model import Article, Credit, Line, Role
from article_archive.pages import metadata
from article_archive.pages.page import Page, Site
from article_archive.pages.schema_org import script
from article_archive.reading import HIDDEN

from ..archives import ENGINE, SMALL, article, judged_settings, pages, site, small
from ..everything import everything

REPOSITORY = Path(__file__).parents[2]
# Roles whose people schema.org names by a property of their own.
PROPERTIES: dict[Role, str] = {
    "author": "author",
    "with": "author",
    "guest": "author",
    "editor": "editor",
    "translator": "translator",
}
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "\"quotes\" and 'more'",
    "&amp; & &lt;",
    "عنوان بالعربية",
    "日本語 😀",
    "\u2028",
    "\\u003c/script>",
    "\u202eabc",
    "a\u00a0b",
    "\x80",
]
text = (st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(HOSTILE)).filter(str.strip)
shown = text.map(lambda words: HIDDEN.sub("", line(words).text)).filter(bool)


def of(head: str) -> str:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body></body></html>"


def linked(page: Page | str) -> dict[str, dict[str, Any]]:
    """The page's linked data, by type."""
    found = JsonLdExtractor().extract(of(page if isinstance(page, str) else page.head))
    assert len(found) <= 1
    things = found[0].get("@graph", found) if found else []
    return {thing["@type"]: thing for thing in things}


def tags(page: Page | str) -> list[tuple[str, str]]:
    """The names and contents of the page's meta elements, in order."""
    tree = fromstring(of(page if isinstance(page, str) else page.head))
    return [(m.get("name") or m.get("property"), m.get("content")) for m in tree.iter("meta") if not m.get("charset")]


def contents(page: Page | str, name: str) -> list[str]:
    return [content for found, content in tags(page) if found == name]


@cache
def ours() -> Site:
    """Our own archive, on the day on which all of it is out."""
    archive = build.gather(REPOSITORY, judged_settings(REPOSITORY)[0], ENGINE, datetime(2100, 1, 1, tzinfo=UTC))
    return build.site_of(archive, ENGINE)


@pytest.fixture(scope="module", params=["ours", "small", "everything"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    if request.param == "ours":
        return ours()
    return site(SMALL if request.param == "small" else everything(tmp_path_factory.mktemp("everything")))


def full(item: Article, whole: Site) -> str:
    return addresses.full(addresses.article(item, whole.settings.permalink), whole.settings)


def credited(item: Article, whole: Site) -> dict[str, list[tuple[str, str]]]:
    """Who did what, by schema.org's property: names and pages."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for credit in item.credits:
        author = whole.catalogue.author.get(credit.author)
        page = addresses.full(addresses.author(author), whole.settings) if author else ""
        found.setdefault(PROPERTIES.get(credit.role, "contributor"), {})[credit.name, page] = None
    return {role: list(people) for role, people in found.items()}


def test_json_ld_of_each_article_equals_the_catalogue(whole: Site) -> None:
    all_pages = pages(whole)
    for item in whole.catalogue.articles:
        page = all_pages[addresses.article(item, whole.settings.permalink)]
        if item.kind == "reference":
            continue
        found = linked(page)["Article"]
        assert (found["headline"], found["url"]) == (item.title.text, full(item, whole))
        people = {
            role: [(p["name"], p.get("url", "")) for p in found[role]]
            for role in (*PROPERTIES.values(), "contributor")
            if role in found
        }
        assert people == credited(item, whole)
        assert found.get("datePublished") == (dates.machine(item.date) if item.date else None)
        assert found.get("dateModified") == (dates.machine(item.updated) if item.updated else None)
        assert found["inLanguage"] == (item.lang or whole.settings.language)
        terms = [whole.catalogue.term[facet, name] for facet, names in item.terms.items() for name in names]
        at = [addresses.full(addresses.term(t), whole.settings) for t in terms]
        assert [(t["name"], t["url"]) for t in found.get("keywords", [])] == [(t.name, a) for t, a in zip(terms, at, strict=True)]
        steps = linked(page)["BreadcrumbList"]["itemListElement"]
        assert [(s["position"], s["item"]) for s in steps] == [
            (1, addresses.full(addresses.ARTICLES, whole.settings)),
            (2, full(item, whole)),
        ]


def test_a_card_that_points_elsewhere_is_presented_by_nothing(whole: Site) -> None:
    all_pages = pages(whole)
    cards = [a for a in whole.catalogue.articles if a.kind == "reference"]
    assert cards or "everything" in {a.slug for a in whole.catalogue.articles}
    for item in cards:
        page = all_pages[addresses.article(item, whole.settings.permalink)]
        assert (page.head, page.context["cite"]) == ("", None)
        for other in all_pages.values():
            assert full(item, whole) not in other.head


def test_each_author_has_a_profile_with_a_way_to_it(whole: Site) -> None:
    all_pages = pages(whole)
    for author in whole.catalogue.authors:
        page = all_pages[addresses.author(author)]
        found = linked(page)
        who = found["ProfilePage"]["mainEntity"]
        assert (who["name"], who["url"]) == (author.name, addresses.full(page.address, whole.settings))
        assert who.get("sameAs", []) == list(author.links.values())
        assert [s["name"] for s in found["BreadcrumbList"]["itemListElement"]] == ["Authors", author.name]
        assert contents(page, "og:type") == ["profile"]


def test_each_list_counts_what_the_catalogue_holds(whole: Site) -> None:
    all_pages = pages(whole)
    lists = {
        addresses.ARTICLES: whole.catalogue.articles,
        **{addresses.year(year): found for year, found in whole.catalogue.by_year.items()},
        **{addresses.term(t): whole.catalogue.by_term.get(key, ()) for key, t in whole.catalogue.term.items()},
    }
    for address, articles in lists.items():
        found = linked(all_pages[address])["CollectionPage"]
        assert found["mainEntity"]["numberOfItems"] == len(articles)
        shown = [full(a, whole) for a in articles[:10] if a.kind != "reference"]
        assert [item["url"] for item in found["mainEntity"].get("itemListElement", [])] == shown
    for (facet, _), term in whole.catalogue.term.items():
        found = linked(all_pages[addresses.term(term)])
        assert found["CollectionPage"]["about"]["name"] == term.name
        names = [step["name"] for step in found["BreadcrumbList"]["itemListElement"]]
        assert names == [whole.settings.facets[facet].many, term.name]


def test_the_second_page_of_a_list_counts_on(tmp_path: Path) -> None:
    files = {f"docs/articles/a{n}.md": article(date=f"2019-01-{n:02d}", attributes="[Voice]") for n in range(1, 16)}
    found = linked(pages(site(small(tmp_path, files)))["/attributes/voice/page/2/"])["CollectionPage"]
    assert found["url"].endswith("/attributes/voice/page/2/")
    assert found["mainEntity"]["itemListElement"][0]["position"] == 11


def test_a_clip_is_heard_and_read(tmp_path: Path) -> None:
    page = pages(site(everything(tmp_path)))["/clips/q1/"]
    found = linked(page)["AudioObject"]
    assert (found["name"], found["encodingFormat"]) == ("What does it look like?", "audio/mpeg")
    assert found["transcript"] == "What does it look like? Like a garden with <b>weeds</b> & paths."
    assert [p["name"] for p in found["contributor"]] == ["Writer One", "<Sample voice A>"]
    assert found["caption"]["contentUrl"].endswith(".vtt")
    assert contents(page, "og:audio") == [found["contentUrl"]]


def test_the_languages_of_a_text_lead_to_each_other(tmp_path: Path) -> None:
    all_pages = pages(site(everything(tmp_path)))
    german, english = (linked(all_pages[f"/articles/{name}/"])["Article"] for name in ("alles", "everything"))
    assert (german["inLanguage"], german["translationOfWork"]["url"]) == ("de", english["url"])
    assert [(t["url"], t["inLanguage"]) for t in english["workTranslation"]] == [(german["url"], "de")]


def test_a_translation_of_a_draft_says_nothing_of_it(tmp_path: Path) -> None:
    files = {
        "docs/articles/draft.md": article(title="Canary", draft="true"),
        "docs/articles/de.md": article(lang="de", translation_of="draft"),
        "docs/articles/fr.md": article(lang="fr", translation_of="draft"),
    }
    found = linked(pages(site(small(tmp_path, files)))["/articles/de/"])["Article"]
    assert not {"translationOfWork", "workTranslation"} & {*found}


def test_an_article_is_a_part_of_its_series_and_of_the_archive() -> None:
    found = linked(pages(site(SMALL))["/articles/second-words/"])["Article"]
    assert [w["name"] for w in found["isPartOf"]] == ["A small archive", "Small steps"]
    assert found["position"] == 2


def test_of_somebody_under_age_machines_learn_the_name_alone(tmp_path: Path) -> None:
    written = "---\nname: Writer O.\nrole: Pupil\nalso: [W. O.]\nminor: true\n---\nA life.\n"
    found = linked(pages(site(small(tmp_path, {"authors/writer-o.md": written})))["/authors/writer-o/"])
    assert {*found["ProfilePage"]["mainEntity"]} == {"@type", "name", "url"}


def test_a_group_is_no_person(tmp_path: Path) -> None:
    written = "---\nname: The editors\nsort: Editors, The\n---\n"
    whole = site(small(tmp_path, {"authors/editors.md": written, "docs/articles/a.md": article(author="editors")}))
    (author,) = linked(pages(whole)["/articles/a/"])["Article"]["author"]
    assert (author["@type"], author["name"]) == ("Organization", "The editors")


# ---- Hostile words ----


@given(st.recursive(text, lambda inner: st.lists(inner) | st.dictionaries(text, inner)))
def test_no_word_ends_the_block_of_data(words: Any) -> None:
    written = script({"words": words})
    assert re.findall(r"<[/!a-z]", written) == ["<s", "</"]
    (found,) = JsonLdExtractor().extract(of(written))
    assert found["words"] == words


@cache
def sample() -> tuple[Site, Article]:
    whole = site(SMALL)
    return whole, next(a for a in whole.catalogue.articles if a.slug == "second-words")


@given(shown, st.lists(shown, min_size=1, max_size=4, unique=True), shown)
def test_hostile_titles_and_names_are_read_back(title: str, names: list[str], description: str) -> None:
    whole, item = sample()
    item = replace(item, title=Line(title, ""), credits=tuple(Credit(name) for name in names))
    head = metadata.of_article(
        item, citation.source(item, whole.catalogue, whole.settings), "/articles/second-words/", description, whole
    )
    found = linked(head)["Article"]
    assert (found["headline"], found["description"]) == (title, description)
    assert [person["name"] for person in found["author"]] == names
    for name, content in (("og:title", title), ("citation_title", title), ("DC.title", title), ("og:description", description)):
        assert [read(c) for c in contents(head, name)] == [read(content)]
    assert [read(c) for c in contents(head, "citation_author")] == [read(name) for name in names]


def read(words: str) -> str:
    """What libxml2 leaves of a value: no character that XML does not know."""
    return re.sub(r"[\x80-\x9f\ufdd0-\ufdef]|[\U0001fffe\U0001ffff]", "", words)


# ---- Other sites ----


def test_other_sites_learn_what_an_article_is(tmp_path: Path) -> None:
    whole = site(small(tmp_path))
    page = pages(whole)["/articles/second-words/"]
    (found,) = OpenGraphExtractor().extract(of(page.head))
    read = dict(found["properties"])
    assert read["og:type"] == "article"
    assert read["og:title"] == "Second words"
    assert read["og:url"] == "https://archive.example.org/articles/second-words/"
    assert read["og:description"] == page.description
    assert (read["og:site_name"], read["og:locale"]) == ("A small archive", "en_US")
    assert contents(page, "article:section") == ["Voice"]
    assert contents(page, "article:tag") == ["Voice", "Co-Creation", "Interviews"]
    authors = [f"https://archive.example.org/authors/writer-{name}/" for name in ("two", "one")]
    assert contents(page, "article:author") == authors
    assert contents(page, "article:published_time") == []  # only the month is known


@pytest.mark.parametrize(
    ("day", "time"), [("2016-09-14", ["2016-09-14"]), ("2016-09-14 09:30", ["2016-09-14T09:30+00:00"]), ("~2016", [])]
)
def test_a_time_is_given_where_it_is_known(tmp_path: Path, day: str, time: list[str]) -> None:
    page = pages(site(small(tmp_path, {"docs/articles/a.md": article(date=day)})))["/articles/a/"]
    assert contents(page, "article:published_time") == time


def test_the_articles_own_picture_is_shown_until_one_is_drawn(tmp_path: Path) -> None:
    whole = site(small(tmp_path))
    page = pages(whole)["/articles/desks/"]
    (shown,) = contents(page, "og:image")
    assert shown.removeprefix("https://archive.example.org") in whole.media.files
    assert linked(page)["Article"]["image"]["url"] == shown
    drawn = pages(
        replace(whole, share_cards={"/articles/desks/": "/assets/card.png", "/attributes/voice/": "/assets/v.png"}, kept={})
    )
    assert contents(drawn["/articles/desks/"], "og:image") == ["https://archive.example.org/assets/card.png"]
    assert contents(drawn["/articles/desks/"], "og:image:width") == ["1200"]
    assert contents(drawn["/articles/desks/"], "og:image:height") == ["630"]
    assert contents(drawn["/articles/desks/"], "twitter:card") == ["summary_large_image"]
    assert contents(drawn["/attributes/voice/"], "og:image") == ["https://archive.example.org/assets/v.png"]
    assert contents(drawn["/attributes/co-creation/"], "twitter:card") == ["summary"]


@pytest.mark.parametrize(
    ("lang", "written"),
    [("en", "en_US"), ("es", "es_ES"), ("es-MX", "es_MX"), ("zh-Hant-TW", "zh_TW"), ("ar", "ar_EG"), ("xx", "xx")],
)
def test_a_language_has_its_country(lang: str, written: str) -> None:
    assert metadata.locale(lang) == written


def test_every_page_but_cards_and_hidden_ones_has_a_title_and_an_address(whole: Site) -> None:
    for address, page in pages(whole).items():
        cards = {addresses.article(a, whole.settings.permalink) for a in whole.catalogue.articles if a.kind == "reference"}
        if address not in cards and not page.is_hidden and address != addresses.NOT_FOUND:
            assert contents(page, "og:url") == [page.canonical or addresses.full(address, whole.settings)]
            assert contents(page, "og:title") == [page.title or whole.settings.name]
            assert len(contents(page, "twitter:card")) == 1


# ---- Zotero ----


def test_zotero_sees_an_article() -> None:
    page = pages(site(SMALL))["/articles/second-words/"]
    assert contents(page, "z:itemType") == ["magazineArticle"]
    assert contents(page, "citation_title") == ["Second words"]
    assert contents(page, "citation_author") == ["Writer Two", "Writer One"]
    assert contents(page, "citation_publication_date") == ["2016/10"]
    assert contents(page, "citation_public_url") == ["https://archive.example.org/articles/second-words/"]
    assert contents(page, "citation_language") == ["en"]
    assert contents(page, "citation_keywords") == ["Voice; Co-Creation; Interviews"]


def test_dublin_core_says_the_same() -> None:
    page = pages(site(SMALL))["/articles/second-words/"]
    (found,) = DublinCoreExtractor().extract(of(page.head))
    read = [(element["name"], element["content"]) for element in found["elements"]]
    assert ("DC.title", "Second words") in read
    assert [content for name, content in read if name == "DC.creator"] == ["Two, Writer", "One, Writer"]
    assert ("DC.date", "2016-10") in read
    assert [content for name, content in read if name == "DC.subject"] == ["Voice", "Co-Creation", "Interviews"]


def test_a_date_that_is_about_says_so_where_that_can_be_said(tmp_path: Path) -> None:
    page = pages(site(small(tmp_path, {"docs/articles/a.md": article(date="~2017")})))["/articles/a/"]
    assert contents(page, "citation_publication_date") == ["2017"]
    assert contents(page, "DC.date") == ["2017~"]
    assert linked(page)["Article"]["datePublished"] == "2017"


@pytest.mark.parametrize(
    ("name", "sort", "written"),
    [
        ("Writer One", "One, Writer", "Writer One"),
        ("Writer de la One", "de la One, Writer", "de la One, Writer"),
        ("Writer Two de la One", "de la One, Writer Two", "Writer Two de la One"),
    ],
)
def test_zotero_takes_a_family_name_of_several_words_for_one(tmp_path: Path, name: str, sort: str, written: str) -> None:
    files = {"authors/w.md": f"---\nname: {name}\nsort: {sort}\n---\n", "docs/articles/a.md": article(author="w")}
    assert contents(pages(site(small(tmp_path, files)))["/articles/a/"], "citation_author") == [written]


def test_editors_are_no_authors_and_nobody_who_helped_is_taken_for_one(tmp_path: Path) -> None:
    people = "[{name: Sample voice A, role: editor}, {name: Sample voice B, role: interviewee}]"
    page = pages(site(small(tmp_path, {"docs/articles/a.md": article(author="", authors=people)})))["/articles/a/"]
    assert contents(page, "citation_author") == []
    assert contents(page, "citation_editor") == ["Sample voice A"]
    assert contents(page, "DC.contributor") == []
    found = linked(page)["Article"]
    assert "author" not in found
    assert [p["name"] for p in found["editor"]] == ["Sample voice A"]
    assert [p["name"] for p in found["contributor"]] == ["Sample voice B"]


def test_linked_data_is_what_the_parser_of_json_reads() -> None:
    head = pages(site(SMALL))["/articles/first-words/"].head
    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)
    assert json.loads(written)["@context"] == "https://schema.org"
