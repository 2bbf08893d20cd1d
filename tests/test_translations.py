"""Articles that are one text in several languages: who belongs together, and how the pages say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.catalogue import catalogue
from article_archive.model import Article, Body, Line, Place
from article_archive.pages.article import translations

from .archives import NOW, article, pages, printed, site, small


def text(slug: str, lang: str = "", of: str = "", *, draft: bool = False) -> Article:
    return Article(
        slug=slug,
        place=Place(f"docs/articles/{slug}.md"),
        title=Line(slug, slug),
        credits=(),
        body=Body(),
        terms={},
        lang=lang,
        translation_of=of,
        draft=draft,
    )


def groups(*found: Article) -> dict[str, list[str]]:
    """Each group once, by its first; every member must know the same one."""
    made = catalogue(found, (), (), (), (), (), NOW).translations
    assert all(made[member.place.path] is group for group in made.values() for member in group)
    return {group[0].slug: [a.slug for a in group] for group in made.values()}


def languages(root: Path, address: str) -> list[tuple[str, str, str]]:
    made = site(root)
    (item,) = (a for a in made.catalogue.articles if f"/articles/{a.slug}/" == address)
    return [(t.lang, t.name, t.address) for t in translations(item, made)]


def test_the_first_stands_first_and_then_the_languages_in_order() -> None:
    assert groups(text("ici", "fr", "here"), text("hier", "de", "here"), text("here")) == {"here": ["here", "hier", "ici"]}


def test_an_article_in_one_language_is_in_no_group() -> None:
    assert groups(text("here"), text("there")) == {}


def test_drafts_are_in_no_group() -> None:
    assert groups(text("here"), text("hier", "de", "here", draft=True), text("ici", "fr", "here")) == {"here": ["here", "ici"]}
    assert groups(text("here"), text("hier", "de", "here", draft=True)) == {}


def test_a_translation_of_a_translation_belongs_to_the_first() -> None:
    assert groups(text("here"), text("hier", "de", "here"), text("ici", "fr", "hier")) == {"here": ["here", "hier", "ici"]}


def test_two_translations_of_a_draft_know_each_other() -> None:
    found = groups(text("here", draft=True), text("hier", "de", "here"), text("ici", "fr", "here"))
    assert found == {"hier": ["hier", "ici"]}


def test_a_translation_of_a_draft_stands_for_itself(tmp_path: Path) -> None:
    files = {
        "docs/articles/here.md": article(draft="true", title="Canary"),
        "docs/articles/hier.md": article(lang="de", translation_of="here"),
    }
    root = small(tmp_path, files)
    assert languages(root, "/articles/hier/") == []
    assert "Canary" not in printed(site(root))["/articles/hier/"]


@pytest.fixture
def trio(tmp_path: Path) -> Path:
    """An article in three languages; the site's own is English."""
    return small(
        tmp_path,
        {
            "docs/articles/here.md": article(),
            "docs/articles/hier.md": article(lang="de", translation_of="here"),
            "docs/articles/aqui.md": article(lang="pt-BR", translation_of="here"),
        },
    )


@pytest.mark.parametrize("slug", ["here", "hier", "aqui"])
def test_every_language_knows_all_languages_by_their_own_names(trio: Path, slug: str) -> None:
    assert languages(trio, f"/articles/{slug}/") == [
        ("en", "English", "/articles/here/"),
        ("de", "Deutsch", "/articles/hier/"),
        ("pt-BR", "Português (Brasil)", "/articles/aqui/"),
    ]


def test_the_page_links_to_the_other_languages_and_its_head_to_all(trio: Path) -> None:
    made = site(trio)
    page = printed(made)["/articles/hier/"]
    assert '<a href="/articles/here/" hreflang="en" lang="en">English</a>' in page
    assert '<a href="/articles/hier/" hreflang' not in page
    assert [t.lang for t in pages(made)["/articles/hier/"].translations] == ["en", "de", "pt-BR"]


def test_a_translation_says_its_language_and_its_foot_the_sites(trio: Path) -> None:
    page = printed(site(trio))["/articles/hier/"]
    assert '<article class="a-page a-article md-typeset" lang="de" dir="ltr">' in page
    assert '<footer class="a-foot" lang="en" dir="ltr">' in page


NAMES = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(NAMES, st.sampled_from(("", "de", "fr")), NAMES, st.booleans()), unique_by=lambda row: row[0]))
def test_a_group_holds_an_article_once_and_is_the_same_for_all_of_its_members(rows: list[tuple[str, str, str, bool]]) -> None:
    found = [text(slug, lang, of if of < slug else "", draft=draft) for slug, lang, of, draft in rows]
    made = groups(*found)
    everybody = [slug for group in made.values() for slug in group]
    assert len(everybody) == len({*everybody})
    assert groups(*reversed(found)) == made
