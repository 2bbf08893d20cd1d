"""Authors: the index, what somebody wrote, and what else somebody did."""

from __future__ import annotations

from pathlib import Path

from article_archive.pages.authors import people, years
from article_archive.pages.page import Site

from ..archives import article, pages, printed, site, small
from ..everything import CLIPS

ASKED = "---\nname: Writer Three\n---\n"


def interviewed(folder: Path) -> Site:
    """The small archive, in which Writer Three has been asked twice and has written nothing."""
    fields = {"author": "", "authors": "[writer-one, {id: writer-three, role: interviewee}]", "kind": "interview"}
    files = {f"docs/articles/{name}.md": article(title=f"Asked {name}", **fields) for name in "ab"}
    return site(small(folder, {"authors/writer-three.md": ASKED, **files}))


def test_who_was_only_interviewed_has_a_page_that_says_so(tmp_path: Path) -> None:
    whole = interviewed(tmp_path)
    page = pages(whole)["/authors/writer-three/"]
    assert page.context["articles"] == ()
    assert [(other["words"], len(other["cards"])) for other in page.context["others"]] == [("Interviewed in", 2)]
    shown = printed(whole)["/authors/writer-three/"]
    assert '<h2 id="__role-1" class="a-rule">Interviewed in</h2>' in shown
    assert shown.count('<a href="/articles/a/">') == 1


def test_the_interviewer_who_is_its_author_has_it_among_the_articles(tmp_path: Path) -> None:
    page = pages(interviewed(tmp_path))["/authors/writer-one/"]
    assert {a.slug for a in page.context["articles"]} == {"a", "b", "first-words", "second-words"}
    assert page.context["others"] == []


def test_who_wrote_and_edited_an_article_has_it_on_both_lists(tmp_path: Path) -> None:
    fields = {"author": "", "authors": "[{id: writer-one, role: editor}, writer-two]"}
    whole = site(small(tmp_path, {"docs/articles/a.md": article(**fields)}))
    page = pages(whole)["/authors/writer-one/"]
    assert "a" not in {a.slug for a in page.context["articles"]}
    assert [other["words"] for other in page.context["others"]] == ["Editor of"]


def test_every_article_of_an_author_stands_on_the_authors_page(tmp_path: Path) -> None:
    roles = ("author", "with", "guest", "interviewee", "interviewer", "translator", "editor")
    credits = (f"[{{id: writer-two, role: {role}}}]" for role in roles)
    files = {f"docs/articles/a{n}.md": article(author="", authors=credit) for n, credit in enumerate(credits)}
    whole = site(small(tmp_path, files))
    shown = "".join(text for address, text in printed(whole).items() if address.startswith("/authors/writer-two/"))
    assert [n for n in range(len(roles)) if f'href="/articles/a{n}/"' not in shown] == []


def test_the_voices_of_an_author_are_named(tmp_path: Path) -> None:
    whole = site(small(tmp_path, CLIPS))
    assert [row["href"] for row in pages(whole)["/authors/writer-one/"].context["heard"]] == ["/clips/q1/", "/clips/q2/"]
    assert pages(whole)["/authors/writer-two/"].context["heard"] == []


def test_the_index_has_everybody_by_letter_and_the_featured_first(tmp_path: Path) -> None:
    names = {"a": "Ann Ünï", "b": "Ben Abel", "c": "3D Club 7", "d": "Dee abel"}
    files = {f"authors/{k}.md": f"---\nname: {name}\n---\n" for k, name in names.items()}
    files |= {"authors/e.md": "---\nname: E One\nfeatured: 2\n---\n", "authors/f.md": "---\nname: F Two\nfeatured: 1\n---\n"}
    found = people(site(small(tmp_path, files)))
    assert [entry["face"].name for entry in found["featured"]] == ["F Two", "E One"]
    assert [group["letter"] for group in found["letters"]] == ["other", "A", "O", "T", "Ü"]
    assert sum(len(group["authors"]) for group in found["letters"]) == found["count"] == 8


def test_years_active_are_the_first_and_the_last(tmp_path: Path) -> None:
    whole = site(small(tmp_path, {"docs/articles/a.md": article(date="~2009")}))
    assert years(whole.catalogue.by_author["writer-one"]) == "2009 to 2016"
    assert years(whole.catalogue.by_author["writer-two"]) == "2016 to 2017"
    assert years(()) == ""
    assert years(tuple(a for a in whole.catalogue.articles if a.date is None)) == ""
