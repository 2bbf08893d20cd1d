"""Terms: who writes most on one, and who is heard."""

from __future__ import annotations

from pathlib import Path

from article_archive.pages.terms import MOST_ACTIVE, most_active, rows

from ..archives import article, pages, site, small
from ..everything import CLIPS


def test_the_authors_with_most_articles_stand_first_and_equals_by_surname(tmp_path: Path) -> None:
    files = {f"docs/articles/a{n}.md": article(author="", authors="[writer-two]", attributes="[Co-Creation]") for n in range(2)}
    whole = site(small(tmp_path, files))
    voice = most_active(whole.catalogue.term["attributes", "voice"], whole)
    assert [(row["name"], row["count"]) for row in voice] == [("Writer One", 2), ("Writer Two", 1)]
    assert voice[0]["href"] == "/browse/?author=writer-one&attributes=voice"
    creation = most_active(whole.catalogue.term["attributes", "co-creation"], whole)
    assert [(row["name"], row["count"]) for row in creation] == [("Writer Two", 4), ("Writer One", 1)]


def test_only_a_few_authors_are_named(tmp_path: Path) -> None:
    files = {f"authors/w{n}.md": f"---\nname: Writer W{n}\n---\n" for n in range(9)}
    files |= {f"docs/articles/a{n}.md": article(author=f"w{n}") for n in range(9)}
    whole = site(small(tmp_path, files))
    found = most_active(whole.catalogue.term["attributes", "voice"], whole)
    assert [row["name"] for row in found][:3] == ["Writer One", "Writer Two", "Writer W0"]
    assert len(found) == MOST_ACTIVE


def test_the_voices_on_a_term_are_named(tmp_path: Path) -> None:
    whole = site(small(tmp_path, CLIPS))
    assert [row["href"] for row in pages(whole)["/attributes/voice/"].context["heard"]] == ["/clips/q1/", "/clips/q2/"]
    assert pages(whole)["/attributes/co-creation/"].context["heard"] == []


def test_a_term_is_counted_by_what_is_out(tmp_path: Path) -> None:
    whole = site(small(tmp_path, {"docs/articles/a.md": article(draft="true"), "docs/articles/b.md": article(date="2031")}))
    assert {row["id"]: row["count"] for row in rows("attributes", whole)} == {"voice": 3, "co-creation": 2}
