"""Raw HTML in a text: whatever somebody wrote, the page stays valid, and no word is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from article_archive.text.nesting import nested
from article_archive.text.sanitiser import TAGS, Sanitiser

SANITISER = Sanitiser()


def cleaned(html: str) -> str:
    return SANITISER.clean(html, lambda element, attribute, value: value)


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("<p>One</p>", "<p>One</p>"),
        ("<ul><li>One</li></ul>", "<ul><li>One</li></ul>"),
        ("<li>One</li> <li>Two</li><p>Three</p>", "<ul><li>One</li><li>Two</li></ul> <p>Three</p>"),
        ("<ol><li>One</li><p></p><li>Two</li></ol>", "<ol><li>One</li><li>Two</li></ol>"),
        ("<ol>One<li>Two</li></ol>", "<ol><li>One</li><li>Two</li></ol>"),
        ("<ul><ul><li>One</li></ul></ul>", "<ul><li><ul><li>One</li></ul></li></ul>"),
        ("<h2><a><p>One</p></a></h2>", "<h2><a> One </a></h2>"),
        ("<div><span>One<div>Two</div></span></div>", "<div>One<div>Two</div></div>"),
        ("<details>One</details>", "<details><summary>More</summary>One</details>"),
        ("<details>One<summary>Two</summary></details>", "<details><summary>Two</summary>One</details>"),
        ("<summary>One</summary>", "<div>One</div>"),
        ("<figcaption>One</figcaption>", "<div>One</div>"),
        ("<dt>One</dt><dd>Two</dd>", "<div>One</div><div>Two</div>"),
        ("<dl><dt>One</dt>Two</dl>", "<dl><dt>One</dt><dd>Two</dd></dl>"),
        ('<img src="a.png">', '<img src="a.png" alt="">'),
        ('<p title="a > b">One</p>', '<p title="a > b">One</p>'),
    ],
)
def test_an_element_stands_where_it_may(html: str, mended: str) -> None:
    assert nested(html) == mended


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<ol start="x"><li>One</li></ol>', "<ol><li>One</li></ol>"),
        ('<ol start="3"><li>One</li></ol>', '<ol start="3"><li>One</li></ol>'),
        ('<p lang="not a language">One</p>', "<p>One</p>"),
        ('<p lang="pt-BR" dir="rtl">One</p>', '<p lang="pt-BR" dir="rtl">One</p>'),
        ('<time datetime="yesterday">One</time>', "<time>One</time>"),
        ('<time datetime="2016-09-14">One</time>', '<time datetime="2016-09-14">One</time>'),
        ('<img src="a.png" width="100%">', '<img src="a.png">'),
    ],
)
def test_a_value_that_is_none_is_left_out(html: str, kept: str) -> None:
    assert cleaned(html) == kept


PIECES = st.lists(
    st.one_of(
        st.sampled_from([f"<{slash}{tag}>" for tag in sorted(TAGS) for slash in ("", "/")]),
        st.sampled_from(("one ", "two ", " ", "&amp;")),
    ),
    max_size=30,
).map("".join)


@example("<rp><div>")
@example("<h2><summary>one")
@example("<h2><dl><a>")
@example("<dl><li>")
@given(PIECES)
def test_no_word_is_lost_and_mending_twice_is_mending_once(html: str) -> None:
    safe = cleaned(html)
    mended = nested(safe)
    words = re.compile(r"one|two|&amp;")
    # A summary comes first, wherever it stood in its details; nothing else changes its place.
    placed = sorted if "<summary" in safe else list
    assert placed(words.findall(mended)) == placed(words.findall(safe))
    assert nested(mended) == mended
