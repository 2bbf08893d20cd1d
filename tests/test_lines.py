from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.lines import has_markup, line

ALLOWED = re.compile(r"</?(?:em|strong|code)>")
SIGNS = st.text(st.one_of(st.sampled_from(list("*_`<>&;/\\\"'[]()!#~|=:- abscript")), st.characters(exclude_categories=["Cs"])))
HTML_PIECES = st.lists(
    st.sampled_from(
        [
            "<b>",
            "</b>",
            "<script>",
            "</script>",
            "&lt;",
            "&gt;",
            "&amp;",
            "<em>",
            "*",
            "**",
            "`",
            "_",
            "a",
            " ",
            "<!--",
            "-->",
            "<a href='x'>",
        ]
    )
)


@pytest.mark.parametrize(
    ("words", "text", "printed"),
    [
        ("Students as partners", "Students as partners", "Students as partners"),
        ("  One \n two\t three ", "One two three", "One two three"),
        ("The *very* best", "The very best", "The <em>very</em> best"),
        ("The **very** best", "The very best", "The <strong>very</strong> best"),
        ("Use `archive build`", "Use archive build", "Use <code>archive build</code>"),
        ("_Voice_ and **Choice**", "Voice and Choice", "<em>Voice</em> and <strong>Choice</strong>"),
        ("A <b>bold</b> title", "A bold title", "A bold title"),
        ("A <!-- hidden -->title", "A title", "A title"),
        ("Q&A", "Q&A", "Q&amp;A"),
        ("Q&amp;A", "Q&A", "Q&amp;A"),
        ("5 < 6 > 4", "5 < 6 > 4", "5 &lt; 6 &gt; 4"),
        ("I <3 school", "I <3 school", "I &lt;3 school"),
        ("&lt;script&gt;", "<script>", "&lt;script&gt;"),
        ("&lt;b&gt; *now*", "<b> now", "&lt;b&gt; <em>now</em>"),
        ('"Quoted"', '"Quoted"', "&quot;Quoted&quot;"),
        ("snake_case_name", "snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("* not a list", "* not a list", "* not a list"),
        ("# not a heading *", "# not a heading *", "# not a heading *"),
        ("1. not a list _", "1. not a list _", "1. not a list _"),
        ("[not a link](x) *", "[not a link](x) *", "[not a link](x) *"),
        ("https://example.org/a_b_c", "https://example.org/a_b_c", "https://example.org/a_b_c"),
        ("", "", ""),
        ("<b></b>", "", ""),
    ],
)
def test_a_line_is_words_with_emphasis_and_code_only(words: str, text: str, printed: str) -> None:
    assert (line(words).text, line(words).html) == (text, printed)


@pytest.mark.parametrize(
    "words", ["Use `a[0]` now", "The sign `|` and `~` and `#`", "Run `a & b`", "`x < y` and `y > x`", "`a\\b`"]
)
def test_signs_in_code_stay_as_they_were(words: str) -> None:
    assert line(words).text == words.replace("`", "")


@pytest.mark.parametrize(
    ("words", "has"), [("A <b>b</b>", True), ("<!-- a -->", True), ("5 < 6", False), ("<3", False), ("&lt;b&gt;", False)]
)
def test_markup_is_noticed(words: str, has: bool) -> None:
    assert has_markup(words) is has


@given(SIGNS)
def test_no_words_give_a_tag_but_emphasis_and_code(words: str) -> None:
    assert "<" not in ALLOWED.sub("", line(words).html)
    assert ">" not in ALLOWED.sub("", line(words).html)


@given(HTML_PIECES)
def test_no_markup_gives_a_tag_but_emphasis_and_code(pieces: list[str]) -> None:
    assert "<" not in ALLOWED.sub("", line("".join(pieces)).html)


@given(SIGNS)
def test_the_text_of_a_line_is_its_html_without_tags(words: str) -> None:
    made = line(words)
    assert made.text == html.unescape(ALLOWED.sub("", made.html))


@given(SIGNS)
def test_the_tags_of_a_line_are_closed_in_order(words: str) -> None:
    opened: list[str] = []
    for slash, name in re.findall(r"<(/?)(em|strong|code)>", line(words).html):
        if slash:
            assert opened.pop() == name
        else:
            opened.append(name)
    assert not opened


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="*_`<&")))
def test_words_without_signs_stay_as_they_are(words: str) -> None:
    assert line(words).text == " ".join(words.split())
