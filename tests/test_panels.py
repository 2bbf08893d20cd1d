"""Comments in the editors' pages: where lists stand, and what is said of a comment that asks for none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from article_archive import panels
from article_archive.model import Clip, Line, Place
from article_archive.panels import Panel, asks_for_panels, pieces
from article_archive.settings import Facet, Settings

from .archives import SMALL, judged_settings

SETTINGS: Settings = judged_settings(SMALL)[0]
CLIPS = tuple(
    Clip(id=group, place=Place(f"docs/clips/{group}.md"), title=Line("A", "A"), speakers=(), group=group, terms={})
    for group in ("Five questions", "Q & A")
)
HOME = "<!-- authors -->\n<!-- attributes -->\n<!-- newest 6 -->\n<!-- search -->\n<!-- newsletter -->\n"


def codes(text: str, *, is_home: bool = False) -> list[tuple[str, int, int]]:
    return [(p.code, p.place.line, p.place.column) for p in panels.problems(text, "docs/a.md", SETTINGS, CLIPS, is_home=is_home)]


def cut(page: str) -> list[str | Panel]:
    return [piece for piece in pieces(page, SETTINGS) if piece != ""]


@pytest.mark.parametrize(
    ("comment", "panel"),
    [
        ("<!-- authors -->", Panel("authors")),
        ("<!--authors-->", Panel("authors")),
        ("<!--\tauthors \t-->", Panel("authors")),
        ("<!-- newest 6 -->", Panel("newest", "6")),
        ("<!-- attributes -->", Panel("attributes")),
        ("<!-- clips Five questions -->", Panel("clips", "Five questions")),
        ("<!-- clips Q & A -->", Panel("clips", "Q & A")),
        ("<!-- fields article -->", Panel("fields", "article")),
        ("<!-- clips Q &amp; A -->", Panel("clips", "Q & A")),
    ],
)
def test_a_comment_with_the_name_of_a_list_is_the_list(comment: str, panel: Panel) -> None:
    assert cut(f"<p>One</p>\n{comment}\n<p>Two</p>") == ["<p>One</p>\n", panel, "\n<p>Two</p>"]
    assert asks_for_panels(comment)


@pytest.mark.parametrize("comment", ["<!-- weather -->", "<!-- ask Writer One -->", "<!-- more -->", "<!-- x -->"])
def test_a_comment_without_the_name_of_a_list_is_on_no_page(comment: str) -> None:
    assert cut(f"<p>One</p>\n{comment}\n<p>Two</p>") == ["<p>One</p>\n", "\n<p>Two</p>"]


def test_a_comment_amid_words_asks_for_nothing_and_stays_one() -> None:
    assert cut("<p>One <!-- authors --> two</p>") == ["<p>One <!-- authors --> two</p>"]
    assert codes("One <!-- autors --> two") == []


@pytest.mark.parametrize("text", ["&lt;!-- authors --&gt;", "<!-- more -->", "<!- authors ->", "authors"])
def test_what_is_no_comment_asks_for_nothing(text: str) -> None:
    assert cut(text) in ([text], [])
    assert not asks_for_panels(text)


def test_the_facets_of_the_archive_are_lists() -> None:
    assert {"attributes", "categories"} <= {*panels.names(SETTINGS)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<!-- authors -->", []),
        ("<!-- autors -->", [("unknown-list", 1, 6)]),
        ("One\n\n  <!--autors-->\n", [("unknown-list", 3, 7)]),
        ("<!-- Authors -->", [("unknown-list", 1, 6)]),
        ("- One\n\n    ```\n    <!-- autors -->\n    ```\n", []),
        ("<!-- autors 6 -->", [("unknown-list", 1, 6)]),
        ("<!-- autors of this page -->", []),
        ("<!-- more -->", []),
        ("<!-- authors -->\r\n<!-- autors -->\r\n".replace("\r", ""), [("unknown-list", 2, 6)]),
        ("See `<!-- autors -->`.", []),
        ("```\n<!-- autors -->\n```\n", []),
        ("~~~~html\n<!-- autors -->\n```\n~~~~\n<!-- authrs -->", [("unknown-list", 5, 6)]),
        ("<!-- newest 1 -->", []),
        ("<!-- newest 50 -->", []),
        ("<!-- newest 1 -->\n<!-- newest 50 -->", [("list-twice", 2, 6)]),
        ("<!-- search -->\n\n<!-- search -->", [("list-twice", 3, 6)]),
        ("<!-- clips Q & A -->\n<!-- clips Five questions -->", []),
        ("<!-- clips Q & A -->\n<!-- clips Q & A -->", [("list-twice", 2, 6)]),
        ("<!-- newest 0 -->", [("unknown-list", 1, 6)]),
        ("<!-- newest 51 -->", [("unknown-list", 1, 6)]),
        ("<!-- newest -6 -->", [("unknown-list", 1, 6)]),
        ("<!-- newest 6.5 -->", [("unknown-list", 1, 6)]),
        ("<!-- newest ² -->", [("unknown-list", 1, 6)]),
        ("<!-- newest ٣ -->", [("unknown-list", 1, 6)]),
        (f"<!-- newest {'9' * 5000} -->", [("unknown-list", 1, 6)]),
        ("<!-- search everything -->", [("unknown-list", 1, 6)]),
        ("<!-- clips Q & A -->", []),
        ("<!-- clips q & a -->", [("unknown-list", 1, 6)]),
        ("<!-- clips -->", [("unknown-list", 1, 6)]),
    ],
)
def test_what_is_wrong_with_a_comment_is_told_where_its_name_stands(text: str, found: list[tuple[str, int, int]]) -> None:
    assert codes(text) == found


def test_a_home_page_with_all_lists_misses_none() -> None:
    assert codes(HOME, is_home=True) == []
    assert codes(HOME.replace("\n", "\n\nWords.\n\n"), is_home=True) == []


@pytest.mark.parametrize("comment", HOME.splitlines())
def test_each_list_of_the_home_page_is_missed(comment: str) -> None:
    found = [*panels.problems(HOME.replace(comment, ""), "docs/index.md", SETTINGS, CLIPS, is_home=True)]
    assert [(p.code, p.place) for p in found] == [("missing-list", Place("docs/index.md"))]
    assert f"`{comment}`" in found[0].suggestion


def test_a_facet_with_a_number_in_its_name_can_be_asked_for() -> None:
    settings = replace(SETTINGS, facets={"grade-5": Facet("grade-5", "Grade", "Grades", required=True)})
    text = HOME.replace("attributes", "grade-5")
    assert [*panels.problems(text, "docs/index.md", settings, CLIPS, is_home=True)] == []
    assert Panel("grade-5") in [*pieces(text, settings)]


def test_a_facet_that_no_article_needs_may_stay_out() -> None:
    assert not SETTINGS.facets["categories"].required
    assert codes(HOME, is_home=True) == []


def test_no_other_page_needs_a_list() -> None:
    assert codes("# About\n") == []


def test_the_small_archives_home_page_names_all_lists(tmp_path: Path) -> None:
    assert codes((SMALL / "docs/index.md").read_text(encoding="utf-8"), is_home=True) == []


COMMENTS = st.builds(
    "<!--{}{}{}-->".format,
    st.sampled_from(("", " ", "  \t")),
    st.sampled_from(("authors", "newest 6", "newest x", "attributes", "clips Q & A", "weather", "more", "a note", "")),
    st.sampled_from(("", " ")),
)
PAGES = st.lists(
    st.one_of(
        COMMENTS,
        st.sampled_from(("<p>One</p>", "\n", "<!--", "-->", "&lt;!-- authors --&gt;", "<!-- One\ntwo -->", "<!-->")),
        st.text(max_size=5),
    ),
    max_size=10,
).map("".join)


@given(PAGES)
def test_the_pieces_are_the_page_without_its_comments(page: str) -> None:
    made = [*pieces(page, SETTINGS)]
    words = "".join(piece for piece in made if isinstance(piece, str))
    comment = re.compile(r"^[ \t]*<!--[ \t]*[a-zA-Z][a-zA-Z0-9_-]*(?:[ \t]+[^\n<>]*?)?[ \t]*-->[ \t]*$", re.MULTILINE)
    assert words == comment.sub("", page)
    named = [found.group().strip().strip("<!->").split()[0] for found in comment.finditer(page)]
    known = [name for name in named if name in panels.names(SETTINGS)]
    assert [piece.name for piece in made if isinstance(piece, Panel)] == known


@given(PAGES)
def test_any_page_can_be_judged_and_its_places_are_inside_it(page: str) -> None:
    lines = page.split("\n")
    for _, line, column in codes(page, is_home=True):
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
