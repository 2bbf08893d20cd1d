from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.text.sanitiser import Sanitiser

SANITISER = Sanitiser()
# Pieces of which attacks are made, in any order.
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            """<script> </script> <img <a <svg> <math> <style> </style> <iframe> <form> <template> <noscript> <title>
            <textarea> <table>
            <p <details href= src= onerror= onclick= style= class= id= data-x= srcset= title= =" " ' > /> javascript: alert(1)
            data:text/html, vbscript: &#106; &Tab; &colon; &lt; <!-- --> <![CDATA[ ]]> <a/href= xlink:href= formaction= <mtext>
            <annotation-xml> x y""".split()
        ),
        st.sampled_from([" ", "\n", "\t", "\x00", "\x0c", "`"]),
        st.text(max_size=3),
    ),
    max_size=25,
)


def passed(element: str, attribute: str, value: str) -> str | None:
    return value


def dropped(element: str, attribute: str, value: str) -> str | None:
    return None


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("<p>One <em>two</em></p>", "<p>One <em>two</em></p>"),
        ('<p class="x" style="color:red" id="y" data-z="1" onclick="z()">One</p>', "<p>One</p>"),
        ("<script>alert(1)</script>One", "One"),
        ("<style>p{}</style>One", "One"),
        ("<svg><script>alert(1)</script></svg>One", "One"),
        ("<math><mtext><img src=x onerror=z></mtext></math>One", "One"),
        ("<iframe src=x>two</iframe>One", "One"),
        ("<form><button>Send</button></form>", "Send"),
        ("<h1>One</h1>", "One"),
        ("One<!-- two -->", "One"),
        ("<p>One", "<p>One</p>"),
        ("One</div>", "One"),
        ('<a href="https://example.org/" target="_blank" rel="x">One</a>', '<a href="https://example.org/">One</a>'),
        ('<a href="javascript:alert(1)">One</a>', "<a>One</a>"),
        ('<a href="JaVaScRiPt:alert(1)">One</a>', "<a>One</a>"),
        ('<a href="java\nscript:alert(1)">One</a>', "<a>One</a>"),
        ('<a href="&#106;avascript:alert(1)">One</a>', "<a>One</a>"),
        ('<a href=" javascript:alert(1)">One</a>', "<a>One</a>"),
        ('<a href="data:text/html,x">One</a>', "<a>One</a>"),
        ('<a href="mailto:a@example.org">One</a>', '<a href="mailto:a@example.org">One</a>'),
        ('<img src="desk.png" alt="A desk" srcset="x" onerror="y">', '<img src="desk.png" alt="A desk">'),
        ('<img src="data:image/svg+xml,x" alt="A desk">', '<img alt="A desk">'),
        ('<details open=""><summary>One</summary>Two</details>', '<details open=""><summary>One</summary>Two</details>'),
        ('<td colspan="2">One</td>', "One"),
        (
            '<table><tbody><tr><td colspan="2">One</td></tr></tbody></table>',
            '<table><tbody><tr><td colspan="2">One</td></tr></tbody></table>',
        ),
        ('<p lang="es" dir="ltr" title="T">Uno</p>', '<p lang="es" dir="ltr" title="T">Uno</p>'),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
        ("", ""),
    ],
)
def test_only_what_is_allowed_passes(written: str, clean: str) -> None:
    assert SANITISER.clean(written, passed) == clean


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ('<a href="x.md" id="fn-1" aria-label="L" title="T">One</a>', '<a title="T">One</a>'),
        ('<img src="x.png" alt="A">', '<img alt="A">'),
        ('<h2 id="one">One</h2>', "<h2>One</h2>"),
        ('<li id="fn-1">One</li>', "<li>One</li>"),
    ],
)
def test_every_address_id_and_label_is_the_judges(written: str, clean: str) -> None:
    assert SANITISER.clean(written, dropped) == clean


def test_the_judge_may_give_another_value() -> None:
    judged = SANITISER.clean('<a href="x.md">One</a>', lambda element, attribute, value: f'/{element}/{attribute}/{value}"')
    assert judged == '<a href="/a/href/x.md&quot;">One</a>'


def test_a_judge_is_forgotten_after_its_text() -> None:
    SANITISER.clean("<p>One</p>", passed)
    assert SANITISER.clean('<a href="x.md">One</a>', dropped) == "<a>One</a>"


@given(PIECES)
def test_clean_html_is_clean_already(pieces: list[str]) -> None:
    once = SANITISER.clean("".join(pieces), passed)
    assert SANITISER.clean(once, passed) == once


@given(st.text())
def test_any_text_can_be_cleaned(text: str) -> None:
    assert isinstance(SANITISER.clean(text, passed), str)
