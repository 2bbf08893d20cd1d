from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.model import Alert, Body, Film, Html, Link, Mention, Part, Picture, Place
from article_archive.problems import Problem
from article_archive.text import markdown
from article_archive.text.markdown import Seen
from article_archive.text.sanitiser import Sanitiser

PATH = "docs/articles/typo.md"
SANITISER = Sanitiser()
# What a text is made of, and what an attack is made of.
PIECES = r"""
# One
## Two
### `code`
####
- one
- [x] done
1. one
> quoted
> [!NOTE]
> [!WARNING] Look
```
    code
| a | b |
|---|---|
***
[x](y.md)
[x](#one)
[x](javascript:alert(1))
[x](JAVASCRIPT:alert(1))
[x][r]
[r]: javascript:alert(1) 'x'
![a](b.png)
![a](b.png "c")
![a](https://example.org/b.png)
![a](data:image/png;base64,x)
![](//example.org/b.png)
![a](javascript:alert(1))
text ![a](b.png) text
word[^1]
[^1]: Foot.
<script>alert(1)</script>
<script>
</script>
<img src=x onerror=alert(1)>
<img src='//[x'>
<a href='javascript:alert(1)'>x</a>
<a href=x.md onclick=y>
<div>
</div>
<table>
</table>
<h2 id='one'>x</h2>
<h1>x</h1>
<svg onload=alert(1)>
<details>
<!--
-->
<style>
<iframe src='https://example.org/'>
<input type=text>
<p data-sourcepos='1:1-1:1'>
<div class="markdown-alert markdown-alert-note">
<p><img src="a.png" alt="b" /></p>
<p data-sourcepos="1:1-1:9"><a href="javascript:alert(1)">x</a></p>
<td align="center" class="a-right" style="x">
<td class="a-card">
[x](https://youtu.be/aaaaaaaaaaa)
[x](https://youtu.be/aaaaaaaaaaa"onclick=x)
[![a](b.png "c")](https://vimeo.com/123)
[![a](data:image/png;base64,x)](https://vimeo.com/123)
https://www.youtube.com/watch?v=aaaaaaaaaaa
[x](y.pdf "slides")
[<b>x</b><script>](y.pdf)
**A:** x
**<b>A</b>:** x
**&lt;script&gt;:** x
| Looking back | Looking forward |
| :-- | --: |
| <script> | <td align="left"> |
- > said
- > said <script>
!!! note
&lt;script&gt;
&#60;script&#62;
<https://example.org/>
www.example.org
a@example.org
~~x~~
*x*
\*x\*
&#9;tab
""".split("\n")
LINES = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=12)),
    max_size=14,
).map("\n".join)


def body(text: str, *, is_interview: bool = False) -> Body:
    return markdown.body(text, PATH, 1, is_interview=is_interview)[0]


def problems(text: str) -> list[tuple[str, int, int]]:
    return [(p.code, p.place.line, p.place.column) for p in markdown.body(text, PATH, 10)[1]]


def printed(text: str) -> str:
    """The text as safe HTML; it must hold no component."""
    parts = body(text).parts
    assert all(isinstance(part, Html) for part in parts), parts
    return "".join(part.html for part in parts if isinstance(part, Html))


def stretches(parts: tuple[Part, ...]) -> Iterator[str]:
    """Every stretch of HTML in the parts, captions among them."""
    yield from (stretch.html for stretch in markdown.stretches(parts))
    yield from (part.caption for part in parts if isinstance(part, Picture))


def passed(element: str, attribute: str, value: str) -> str | None:
    return value


def resolved(text: str) -> str:
    return led(text, lambda target: f"/to/{target}", lambda target: Seen(f"/to/{target}", 40, 30))


def lost(text: str) -> str:
    return led(text, lambda target: None, lambda target: None)


def led(text: str, resolve: markdown.Resolver, view: markdown.Viewer) -> str:
    return "".join(markdown.resolved(stretch, resolve, view) for stretch in markdown.stretches(body(text).parts))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "One *two* **three** ~~four~~ `five`",
            "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>five</code></p>\n",
        ),
        ("- [x] One\n- [ ] Two", "<ul>\n<li>☑ One</li>\n<li>☐ Two</li>\n</ul>\n"),
        ("<https://example.org/>", '<p><a href="https://example.org/">https://example.org/</a></p>\n'),
        ("https://example.org/", '<p><a href="https://example.org/">https://example.org/</a></p>\n'),
        ("```python\nx < 1\n```", "<pre><code>x &lt; 1\n</code></pre>\n"),
        ("5 < 6", "<p>5 &lt; 6</p>\n"),
        ("{{ title }} {% include 'x' %}", "<p>{{ title }} {% include 'x' %}</p>\n"),
    ],
)
def test_the_text_is_githubs_markdown(text: str, html: str) -> None:
    assert printed(text) == html


def test_a_table_is_a_table() -> None:
    assert '<td class="a-right">2</td>' in printed("| a | b |\n|---|--:|\n| 1 | 2 |\n")


def test_headings_have_ids_and_links_to_themselves() -> None:
    made = body("## The first day\n\n### What was said\n")
    assert [(h.level, h.anchor, h.text) for h in made.headings] == [
        (2, "the-first-day", "The first day"),
        (3, "what-was-said", "What was said"),
    ]
    assert '<h2 id="the-first-day"><a href="#the-first-day">The first day</a></h2>' in "".join(stretches(made.parts))


def test_a_heading_of_the_first_level_becomes_one_of_the_second() -> None:
    assert body("# One\n").headings[0].level == 2
    assert "<h2" in printed("# One\n")
    assert printed("<h1>One</h1>") == '<h2 id="one"><a href="#one">One</a></h2>\n'


def test_equal_headings_have_ids_of_their_own() -> None:
    anchors = [h.anchor for h in body("## One\n\n## One\n\n## One 1\n").headings]
    assert len({*anchors}) == 3


@pytest.mark.parametrize("heading", ["fn-1", "fnref-1", "__search", "-", "_"])
def test_no_heading_takes_an_id_of_a_footnote_or_of_the_page(heading: str) -> None:
    for made in body(f"## {heading}\n").headings:
        assert not re.match(r"fn(ref)?-|_|-", made.anchor)


def test_a_link_to_a_heading_in_another_script_leads_there() -> None:
    assert problems("## Über uns\n\nSee [above](#über-uns) or [above](#%C3%BCber-uns).\n") == []


def test_links_inside_the_site_are_noted_with_their_places() -> None:
    assert body(
        "One [two](two.md)\n\nand [three](/three/#x), [out](https://example.org/), [mail](mailto:a@example.org).\n"
    ).links == (
        Link("two.md", Place(PATH, 1, 11)),
        Link("/three/#x", Place(PATH, 3, 13)),
    )


def test_a_link_to_a_heading_that_is_here_is_not_noted() -> None:
    assert body("## One\n\nSee [above](#one).\n").links == ()


def test_the_place_of_a_link_counts_the_lines_above_the_text() -> None:
    made, _ = markdown.body("\nSee [this](this.md).\n", PATH, 7)
    assert made.links[0].place == Place(PATH, 8, 12)


def test_a_picture_alone_is_a_component_with_its_caption() -> None:
    assert body('One.\n\n![A *desk*](desk.png "It is *grey*")\n\nTwo.\n').parts == (
        Html("<p>One.</p>\n"),
        Picture("desk.png", "A desk", "It is <em>grey</em>"),
        Html("<p>Two.</p>\n"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "> ![A](a.png)",
        "- ![A](a.png)",
        "One ![A](a.png)",
        "<div>\n\n![A](a.png)\n\n</div>",
        "<details>\n\n![A](a.png)\n\n</details>",
    ],
)
def test_a_picture_inside_something_else_is_no_component(text: str) -> None:
    assert not any(isinstance(part, Picture) for part in body(text).parts)


def test_a_picture_on_another_site_is_never_loaded() -> None:
    assert body("![A desk](https://example.org/desk.png)").parts == (
        Picture("", "A desk", remote="https://example.org/desk.png"),
    )
    assert (
        resolved("One ![A desk](https://example.org/desk.png)")
        == '<p>One <a href="https://example.org/desk.png">A desk</a></p>\n'
    )
    assert resolved("[![A desk](https://example.org/desk.png)](x.md)") == '<p><a href="/to/x.md">A desk</a></p>\n'


def test_a_picture_with_an_address_that_is_none_is_never_loaded() -> None:
    assert "<img" not in resolved("One <img src='//[x'> two")


def test_an_alert_is_a_component() -> None:
    assert body("> [!WARNING]\n> One.\n").parts == (Alert("warning", "Warning", (Html("<p>One.</p>\n"),)),)


@pytest.mark.parametrize(
    "text",
    [
        '<div class="markdown-alert markdown-alert-note">\n<p class="markdown-alert-title">Note</p>\n<p>One.</p>\n</div>\n',
        '![x](x.png)\n\n<div class="markdown-alert markdown-alert-note" data-sourcepos="3:1-3:9">\n'
        '<p class="markdown-alert-title">N</p>\n</div>\n',
    ],
)
def test_no_raw_markup_forges_an_alert(text: str) -> None:
    assert not any(isinstance(part, Alert) for part in body(text).parts)


@pytest.mark.parametrize("src", ["desk.png", "//[x", "https://example.org/desk.png", "javascript:alert(1)"])
def test_no_raw_markup_forges_a_picture(src: str) -> None:
    forged = f'<p data-sourcepos="3:1-3:9"><img data-sourcepos="3:1-3:9" src="{src}" alt="b" /></p>'
    parts = body(f"![A](a.png)\n\n{forged}\n").parts
    assert not any(isinstance(part, Picture) and part.alt == "b" for part in parts)


def test_footnotes_lead_there_and_back() -> None:
    made = printed("One[^a], two[^a] and three[^b].\n\n[^a]: First.\n[^b]: Second.\n")
    ids = re.findall(r'id="([^"]*)"', made)
    assert len(ids) == len({*ids}) == 5
    assert {*re.findall(r'href="#([^"]*)"', made)} <= {*ids}


def test_inner_links_lead_to_addresses() -> None:
    assert resolved("[One](one.md#x) and ![a](a.png) here") == (
        '<p><a href="/to/one.md#x">One</a> and <img src="/to/a.png" alt="a" width="40" height="30" loading="lazy"> here</p>\n'
    )


def test_the_words_of_a_lost_link_stay() -> None:
    assert lost("[One](one.md) two") == "<p><a>One</a> two</p>\n"


def test_the_words_of_a_lost_picture_stay() -> None:
    assert lost("One ![a desk](a.png) two") == '<p>One <span title="This picture is missing">a desk</span> two</p>\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<iframe src='https://example.org/'></iframe>", [("refused-markup", 10, 1)]),
        ("One\n\n<b>two</b> <blink>three</blink>", [("refused-markup", 12, 12)]),
        ("<BLINK>one</BLINK>\n", [("refused-markup", 10, 1)]),
        ("One\n\n<Blink>two</Blink>\n", [("refused-markup", 12, 1)]),
        ("One <input type='text'> two", [("refused-markup", 10, 5)]),
        ("```\n<iframe>\n```\n", []),
        ("`<iframe>` and &lt;iframe&gt;", []),
        ("<!-- <iframe> -->\n", []),
        ("[x](javascript:alert(1))", [("unsafe-address", 10, 5)]),
        ("One\n\n[x](JavaScript:alert(1))", [("unsafe-address", 12, 5)]),
        ("<a href='vbscript:x'>x</a>", [("unsafe-address", 10, 10)]),
        ("[x](data:text/html,x)", [("unsafe-address", 10, 5)]),
        ("[x](tel:123)", [("refused-link", 10, 5)]),
        ("[x](https://example.org/) <a@example.org>", []),
        ("![Note: a desk](desk.png 'Look: here')", []),
        ("[one](one.md 'Note: two')", []),
        ("`[x](javascript:alert(1))`", []),
        ("The word javascript: is fine, and so is href=x:y.", []),
        ("![a](https://example.org/a.png)", [("picture-elsewhere", 10, 6)]),
        ("![](desk.png)", [("missing-alt-text", 10, 5)]),
        ("!!! note\n    One\n", [("material-syntax", 10, 1)]),
        ("One\n\n??? note\n    One\n", [("material-syntax", 12, 1)]),
        ('=== "One"\n\n    Two\n', [("material-syntax", 10, 1)]),
        ('One\n\n--8<-- "x.md"\n', [("material-syntax", 12, 1)]),
        ("One{: .two }\n", [("material-syntax", 10, 4)]),
        ("```\n!!! note\n```\n\n`{: .x }` and Wow!!! yes\n", []),
        ("One\n---\n\nTwo: {a: 1}\n", []),
    ],
)
def test_what_a_reader_would_miss_is_told_where_it_stands(text: str, found: list[tuple[str, int, int]]) -> None:
    assert problems(text) == found


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("One *two* & three.\n\nFour.\n", "One two & three."),
        ("## Heading\n\nOne.\n", "One."),
        ("![A](a.png)\n\nOne.\n", "One."),
        ("", ""),
    ],
)
def test_the_opening_is_the_first_paragraph(text: str, opening: str) -> None:
    assert markdown.opening(body(text).parts) == opening


def test_a_long_opening_is_cut_at_a_word() -> None:
    opening = markdown.opening(body("word " * 100).parts)
    assert opening.endswith("word …")
    assert len(opening) <= markdown.OPENING_LETTERS + 2


@given(LINES)
def test_any_text_gives_a_body(text: str) -> None:
    made, found = markdown.body(text, PATH, 1)
    assert isinstance(made, Body)
    assert all(isinstance(problem, Problem) for problem in found)


@given(LINES, st.booleans())
def test_no_text_runs_a_program(text: str, is_interview: bool) -> None:
    for stretch in (*stretches(body(text, is_interview=is_interview).parts), resolved(text), lost(text)):
        # A cell's alignment is the one class that a text may have.
        unaligned = re.sub(r'(<t[dh](?: [a-z]+="[^"]*")*) class="a-(?:left|center|right)"', r"\1", stretch)
        for tag in re.findall(r"<[^>]*>", unaligned):
            assert not re.match(
                r"<(script|style|iframe|svg|math|form|input|object|embed|link|meta|base)\b", tag, re.IGNORECASE
            ), tag
            assert not re.search(r"""\s(on\w+|style|class|srcset|data-[\w-]+)=""", re.sub(r'="[^"]*"', '=""', tag)), tag
            assert not re.search(r'\s(href|src)="\s*(javascript|vbscript|data):', tag, re.IGNORECASE), tag


@given(LINES)
def test_no_component_leads_to_a_program(text: str) -> None:
    for part in body(text).parts:
        if isinstance(part, Picture):
            assert not re.match(r"\s*(javascript|vbscript|data):", part.src + part.remote, re.IGNORECASE)
            assert not part.remote or re.match(r"(https?:)?//", part.remote)
        if isinstance(part, Film):
            assert re.match(r"https?://", part.address)
            assert not part.poster or not markdown.is_elsewhere(part.poster)
        if isinstance(part, Mention):
            assert not markdown.is_elsewhere(part.target)


@given(LINES, st.booleans())
def test_what_was_cleaned_is_clean(text: str, is_interview: bool) -> None:
    for stretch in stretches(body(text, is_interview=is_interview).parts):
        assert SANITISER.clean(stretch, passed) == stretch


@given(LINES, st.booleans())
def test_no_id_stands_twice_on_a_page(text: str, is_interview: bool) -> None:
    parts = body(text, is_interview=is_interview).parts
    ids = [found for stretch in stretches(parts) for found in re.findall(r'<[^>]* id="([^"]*)"', stretch)]
    assert len(ids) == len({*ids})


@given(LINES)
def test_the_places_of_a_text_are_inside_it(text: str) -> None:
    made, found = markdown.body(text, PATH, 1)
    lines = text.split("\n")
    for place in (*(link.place for link in made.links), *(problem.place for problem in found)):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_letters_give_a_body(text: str) -> None:
    assert isinstance(body(text), Body)
