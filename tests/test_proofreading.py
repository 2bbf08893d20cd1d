"""A proofreader's remarks on a text: what is said, where, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.judging.judge import repeats
from article_archive.text.markdown import body, is_local
from article_archive.text.proofreading import LONGEST_PARAGRAPH, VAGUE_WORDS, is_vague_description

PARAGRAPH = "word " * LONGEST_PARAGRAPH


def problems(text: str) -> list[tuple[str, int, int]]:
    return [(p.code, p.place.line, p.place.column) for p in body(text, "docs/articles/a.md", 10)[1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # headings
        ("## One\n\n### Two\n\n## Three\n\n### Four\n\n#### Five\n", []),
        ("One\n\n# Two\n", [("title-heading", 12, 1)]),
        ("Two\n===\n", [("title-heading", 10, 1)]),
        ("### One\n", [("skipped-heading", 10, 1)]),
        ("## One\n\n#### Two\n\n###### Three\n", [("skipped-heading", 12, 1)]),
        ("# One\n\n### Two\n", [("title-heading", 10, 1), ("skipped-heading", 12, 1)]),
        ("## One\n\n```\n#### Two\n```\n\n#### Two\n", [("skipped-heading", 16, 1)]),
        ("## One\n\n<h4>Two</h4>\n", [("skipped-heading", 12, 1)]),
        ("## One\n\n> #### *Two* & three\n", [("skipped-heading", 12, 3)]),
        # the words of links
        ("One [here](b.md) two", [("vague-link", 10, 6)]),
        ("It is here, and [Click here!](b.md) two", [("vague-link", 10, 18)]),
        ("One [*read\nmore*](b.md) two", [("vague-link", 10, 7)]),
        ('One <a href="b.md">this link</a>', [("vague-link", 10, 20)]),
        ("[here](b.md)\n\n[here](c.md)", [("vague-link", 10, 2), ("vague-link", 12, 2)]),
        ("[here it is](b.md), `[here](b.md)` and\n\n    [here](b.md)\n", []),
        ("## Here\n\nSee [Here](#here)\n", []),
        ("One [](b.md) two", [("empty-link", 10, 5)]),
        ('One <a href="b.md"> </a> two', [("empty-link", 10, 5)]),
        ("[![A desk](desk.png)](b.md) and [the first](#one)", []),
        ("At https://example.org/a/b today", [("bare-address", 10, 4)]),
        ("At www.example.org/a today", [("bare-address", 10, 4)]),
        ("[https://example.org/a](https://example.org/a)", [("bare-address", 10, 2)]),
        ("At https://example.org/ and [www.example.org](https://www.example.org/)", []),
        ("https://vimeo.com/1\n\nand https://www.youtube.com/watch?v=abcdefghijk", []),
        # links that lead to one computer
        ("[x](file:///a.pdf)", [("local-link", 10, 5)]),
        ("One [x](C:\\a\\b.pdf)", [("local-link", 10, 9)]),
        ("[x](http://localhost/a)", [("local-link", 10, 5)]),
        ("![x](http://192.168.0.2/a.png)", [("local-link", 10, 6)]),
        ("<a href='file://x/y'>words</a>", [("local-link", 10, 10)]),
        ("[x](https://example.org:8080/a) [y](https://localhost.example.org/)", []),
        # descriptions
        ("![IMG_2041.jpg](desk.png)", [("vague-alt-text", 10, 3)]),
        ("One ![Photo](desk.png) two", [("vague-alt-text", 10, 7)]),
        ("![A photo of two desks](desk.png)", []),
        # paragraphs
        (f"One\n\n{PARAGRAPH}more", [("long-paragraph", 12, 1)]),
        (f"One\n\n{PARAGRAPH.replace('word word', 'word' + chr(10) + 'word')}more", [("long-paragraph", 12, 1)]),
        (f"{PARAGRAPH}", []),
        ("\n".join(f"- {'word ' * 30}" for _ in range(20)), []),
        # what Word leaves behind
        ('<p class="MsoNormal">One</p>', [("word-leftovers", 10, 11)]),
        ("One<o:p></o:p>", [("word-leftovers", 10, 4)]),
        ('<span style="mso-spacerun:yes">One</span>', [("word-leftovers", 10, 14)]),
        ("One\n\ntwo\u200bthree and\u200bfour", [("word-leftovers", 12, 4)]),
        ("co\u00adoperation", [("word-leftovers", 10, 3)]),
        ("One.\u00a0\u00a0Two", [("word-leftovers", 10, 5)]),
        ("One. &nbsp;&nbsp; Two", [("word-leftovers", 10, 6)]),
        ("10\u00a0000 people\u00a0: a hard space has its place, and so has &nbsp; alone", []),
        ("`mso-style` and `\u200b` are code", []),
        ("A family: 👩\u200d🏫, and می\u200cخواهم", []),
    ],
)
def test_a_remark_stands_at_the_thing_itself(text: str, found: list[tuple[str, int, int]]) -> None:
    assert problems(text) == found


@pytest.mark.parametrize("words", sorted(VAGUE_WORDS))
def test_every_vague_word_is_found_however_it_is_written(words: str) -> None:
    for written in (words, words.upper(), f"{words}.", f"{words} »"):
        assert problems(f"[{written}](b.md)") == [("vague-link", 10, 2)]


@pytest.mark.parametrize(
    ("alt", "is_vague"),
    [
        ("desk.jpg", True),
        ("IMG_2041", True),
        ("DSC00012", True),
        ("20160914_093011", True),
        ("image3", True),
        ("Screenshot 2016-09-14 at 09.30.11", True),
        ("Image", True),
        ("", False),
        ("The logo of the school", False),
        ("Image of a desk", False),
        ("P. 17 of the book", False),
        ("How a file called desk.jpg looks", False),
    ],
)
def test_a_description_is_told_from_a_name(alt: str, is_vague: bool) -> None:
    assert is_vague_description(alt) is is_vague


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://localhost", True),
        ("http://127.0.0.1:8000/", True),
        ("http://[::1]/x", True),
        ("https://10.1.2.3", True),
        ("http://172.16.0.1/", True),
        ("http://172.32.0.1/", False),
        ("http://nas.local/x", True),
        ("//share/x", True),
        ("http://wiki", True),
        ("https://local.example.org/", False),
        ("https://1.1.1.1/", False),
        ("mailto:one@localhost", False),
        ("desk.png", False),
    ],
)
def test_what_everybody_can_reach_is_told_from_what_one_house_can(address: str, local: bool) -> None:
    assert is_local(address) is local


@pytest.mark.parametrize(
    ("summary", "title", "is_so"),
    [
        ("Students as partners", "Students as partners", True),
        ("STUDENTS, as partners!", "Students as partners", True),
        ("Students", "Students as partners", True),
        ("Partners and students", "Students as partners", False),
        ("Students as partners in a unit on rivers", "Students as partners", False),
    ],
)
def test_a_summary_must_say_more_than_the_title(summary: str, title: str, is_so: bool) -> None:
    assert repeats(summary, title) is is_so


def test_a_text_full_of_one_mistake_says_it_twenty_times() -> None:
    assert len(problems("[here](b.md) " * 100)) == 20


@given(st.text("[]()<>#`ae:/.&;\n\u00a0\u200b @+1", max_size=60))
def test_whatever_is_written_every_remark_has_a_place_in_the_text(text: str) -> None:
    lines = text.split("\n")
    for _, line, column in problems(text):
        assert 10 <= line < 10 + len(lines)
        assert 1 <= column <= len(lines[line - 10]) + 1
