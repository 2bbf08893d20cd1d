"""The search page, and the list that its script looks through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from article_archive.pages.search import search_list

from ..archives import article, pages, printed, site, small
from ..everything import Look


def listed(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(search_list(site(root)))
    return found


def test_people_terms_and_articles_are_in_the_list(tmp_path: Path) -> None:
    found = listed(small(tmp_path))
    assert found["names"] == [
        ["Writer One", "Author", "/authors/writer-one/", 2],
        ["Writer Two", "Author", "/authors/writer-two/", 2],
        ["Voice", "Attribute", "/attributes/voice/", 3],
        ["Co-Creation", "Attribute", "/attributes/co-creation/", 2],
        ["Interviews", "Category", "/categories/interviews/", 1],
        ["Opinions", "Category", "/categories/opinions/", 1],
    ]
    assert found["articles"] == [
        ["Two desks", "Writer Two", "2017", "/articles/desks/"],
        ["Second words", "Writer Two, Writer One and Sample voice A", "2016", "/articles/second-words/"],
        ["First words", "Writer One", "2016", "/articles/first-words/"],
        ["A piece that lives elsewhere", "Sample voice B", "", "/articles/elsewhere/"],
    ]


def test_what_is_not_out_is_not_in_the_list(tmp_path: Path) -> None:
    draft, future = article(title="Canary", draft="true"), article(title="Canary", date="2031")
    files = {"docs/articles/a.md": draft, "docs/articles/b.md": future}
    assert b"Canary" not in search_list(site(small(tmp_path, files)))


HOSTILE = ["</script><script>alert(1)</script>", 'A "quoted" \\ title', "A\u00a0B", "日本 😀", "]]>", "*one* `two`"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_titles_and_names_come_back_as_plain_words(tmp_path: Path, words: str) -> None:
    quoted = json.dumps(words, ensure_ascii=False)
    files = {"docs/articles/a.md": article(title=quoted), "authors/writer-one.md": f"---\nname: {quoted}\n---\n"}
    whole = site(small(tmp_path, files))
    found = json.loads(search_list(whole))
    (item,) = (a for a in whole.catalogue.articles if a.slug == "a")
    assert item.title.text in {row[0] for row in found["articles"]}
    assert " ".join(words.split()) in {" ".join(row[0].split()) for row in found["names"]}


def test_every_link_of_the_list_is_a_page(tmp_path: Path) -> None:
    whole = site(small(tmp_path))
    found = json.loads(search_list(whole))
    assert {row[2] for row in found["names"]} | {row[3] for row in found["articles"]} <= {*pages(whole)}


def test_the_search_page_reads_without_a_script(tmp_path: Path) -> None:
    whole = site(small(tmp_path))
    look = Look(printed(whole)["/search/"])
    assert {"/articles/", "/authors/", "/attributes/", "/categories/", "/archive/"} <= {*look.links}
    assert "Searching needs JavaScript." in look.words
    assert look.unlabelled() == []
    assert pages(whole)["/search/"].is_hidden
