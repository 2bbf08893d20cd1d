"""The editors' pages: their words stay where they are, and the archive's lists stand where they were asked for."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import replace

from article_archive import build
from article_archive.fields import TABLE
from article_archive.judging.vocabulary import tables
from article_archive.model import Shelf
from article_archive.pages.page import Page, Site
from article_archive.panels import Prose

from ..archives import ENGINE, SMALL, article, judged_settings, pages, printed, site, small
from ..everything import CLIPS, Look


def engine(html: str, address: str = "/", **fields: str) -> build.Engine:
    """What the engine hands over where a page of the editors holds this HTML."""
    return replace(ENGINE, prose={address: Prose("docs/index.md", html, fields)})


def shown(folder: Path, html: str, files: dict[str, str] | None = None, address: str = "/", **fields: str) -> tuple[Page, str]:
    whole: Site = site(small(folder, {**CLIPS, **(files or {})}), engine(html, address, **fields))
    return pages(whole)[address], printed(whole)[address]


def test_the_home_page_has_its_motto_its_introduction_and_its_words_in_order(tmp_path: Path) -> None:
    html = "<h2>One</h2>\n<!-- authors -->\n<h2>Two</h2>\n<!-- holdings -->"
    page, text = shown(tmp_path, html, motto="A <b>motto</b>", introduction="Hello & welcome")
    assert "A &lt;b&gt;motto&lt;/b&gt;" in text
    assert "Hello &amp; welcome" in text
    assert text.index("<h2>One</h2>") < text.index("All authors") < text.index("<h2>Two</h2>") < text.index("a-holdings")
    assert page.title == ""


def test_a_home_page_that_nobody_has_written_shows_the_archive(tmp_path: Path) -> None:
    text = printed(site(small(tmp_path)))["/"]
    assert [words in text for words in ("First words", "Writer Two", 'role="search"', "/feed.xml")] == [True] * 4


def test_the_lead_is_the_newest_article_of_ours_and_is_not_said_twice(tmp_path: Path) -> None:
    files = {
        "docs/articles/card.md": article(title="A card", date="2019-01-01", kind="reference", original="https://example.org/")
    }
    page, text = shown(tmp_path, "<!-- newest 2 -->", files)
    assert page.context["lead"]["card"].href == "/articles/desks/"
    assert [card.href for card in page.context["pieces"][1]["cards"]] == ["/articles/card/", "/articles/second-words/"]
    assert text.count('href="/articles/desks/"') == 1


@pytest.mark.parametrize(("number", "count"), [("1", 1), ("3", 3), ("50", 3)])
def test_as_many_of_the_newest_as_were_asked_for(tmp_path: Path, number: str, count: int) -> None:
    page, _ = shown(tmp_path, f"<!-- newest {number} -->")
    assert len(page.context["pieces"][1]["cards"]) == count


@pytest.mark.parametrize("argument", ["", "six", "²", "-3", "6.5"])
def test_a_number_that_is_none_shows_no_article_and_breaks_nothing(tmp_path: Path, argument: str) -> None:
    page, text = shown(tmp_path, f"<p>Words.</p>\n<!-- newest {argument} -->\n<p>More words.</p>")
    assert page.context["pieces"][1]["cards"] == []
    assert "More words." in text


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("<!-- authors -->", "Writer Two"),
        ("<!-- attributes -->", "Co-Creation"),
        ("<!-- categories -->", "Interviews"),
        ("<!-- search -->", 'role="search"'),
        ("<!-- newsletter -->", "/feed.xml"),
        ("<!-- feeds -->", "/feed.xml"),
        ("<!-- feeds -->", "/atom.xml"),
        ("<!-- feeds -->", "/feed.json"),
        ("<!-- feeds -->", "/podcast.xml"),
        ("<!-- feeds -->", "/feeds.opml"),
        ("<!-- holdings -->", "Recorded voices"),
        ("<!-- clips Five questions -->", "Sample voice A:"),
        ("<!-- newest 2 -->", "Second words"),
    ],
)
def test_each_list_stands_where_it_was_asked_for(tmp_path: Path, comment: str, words: str) -> None:
    _, text = shown(tmp_path, f"<p>Before.</p>\n{comment}\n<p>After.</p>", address="/about/", title="About")
    assert text.index("Before.") < text.index(words) < text.index("After.")
    assert comment not in text
    assert (Look(text).faults, Look(text).twice()) == ([], [])


def test_a_page_of_the_editors_has_one_title(tmp_path: Path) -> None:
    _, without = shown(tmp_path / "a", "<p>Words.</p>\n<!-- feeds -->", address="/about/", title="About <us>")
    _, with_one = shown(tmp_path / "b", '<h1 id="about">About</h1>\n<!-- feeds -->', address="/about/", title="About")
    assert "<h1>About &lt;us&gt;</h1>" in without
    assert with_one.count("<h1") == 1


def test_voices_bring_their_script_and_lines_of_their_own(tmp_path: Path) -> None:
    page, text = shown(
        tmp_path, "<!-- clips Five questions -->\n<!-- clips Five questions -->", address="/voices/", title="Voices"
    )
    assert page.scripts == ("components",)
    assert Look(text).twice() == []


def test_the_editors_words_are_theirs_byte_for_byte(tmp_path: Path) -> None:
    words = '<table><tr><td class="x">&amp; {{ not ours }}</td></tr></table>\n<script>their()</script>\n'
    _, text = shown(tmp_path, f"{words}<!-- feeds -->", address="/about/", title="About")
    assert words in text


@pytest.mark.parametrize("shelf", TABLE)
def test_the_fields_of_a_kind_of_file_are_listed_with_all_that_the_table_says(tmp_path: Path, shelf: Shelf) -> None:
    _, text = shown(tmp_path, f"<!-- fields {shelf} -->", address="/fields/")
    fields = tables(judged_settings(SMALL)[0].facets)[shelf]
    for field in fields:
        assert f'<dt id="field-{shelf}-{field.name}"><code>{field.name}</code>' in text
        assert field.example in unescape(text)
    assert text.count(">required<") == sum(field.required for field in fields)


def test_a_facet_is_listed_with_one_of_its_terms(tmp_path: Path) -> None:
    _, text = shown(tmp_path, "<!-- fields article -->", address="/fields/")
    assert "<code>attributes: [Voice]</code>" in text
    assert "<code>interviewer</code>" in text


def test_fields_of_no_kind_of_file_are_an_empty_list(tmp_path: Path) -> None:
    _, text = shown(tmp_path, "<p>Words.</p>\n<!-- fields weather -->", address="/fields/")
    assert "<p>Words.</p>" in text
