"""What the sanitiser gives is safe, and stays what it is when a browser's rules of parsing take it apart and write it again."""

from __future__ import annotations

import html
import os
import re
import warnings
from collections.abc import Iterator
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from article_archive.text.markdown import body, stretches
from article_archive.text.nesting import nested
from article_archive.text.sanitiser import _ATTRIBUTES, SCHEMES, TAGS, Sanitiser

from .payloads import EVERY

CASES = int(os.environ.get("SANITISED", "2000"))
SANITISER = Sanitiser()
VOID = frozenset("br col hr img wbr".split())
# Elements at which parsers change their ways: tables, formatting that is opened again, foreign content, text without tags.
NAMES = [
    *TAGS,
    *"svg math mtext mglyph malignmark annotation-xml foreignObject desc title style script xmp plaintext noscript".split(),
    *"noembed noframes template textarea select option optgroup form button input frameset body html head image".split(),
    *"nobr center font".split(),
]
VALUES = [
    "x",
    "",
    "1",
    "javascript:alert(1)",
    "</p>",
    "-->",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;",
    "text/html",
    "#a",
    "a b",
]
ATTRIBUTES = [
    "href",
    "src",
    "title",
    "class",
    "id",
    "style",
    "onerror",
    "lang",
    "dir",
    "xlink:href",
    "encoding",
    "colspan",
    "a\x0cb",
]

names = st.sampled_from(NAMES)
attribute = st.builds(
    lambda name, value, quote: f" {name}={quote}{value}{quote}",
    st.sampled_from(ATTRIBUTES),
    st.sampled_from(VALUES) | st.text(max_size=4),
    st.sampled_from(["", '"', "'"]),
)
tag = st.builds(
    lambda start, name, given, end: f"{start}{name}{''.join(given)}{end}",
    st.sampled_from(["<", "</", "<"]),
    names,
    st.lists(attribute, max_size=3),
    st.sampled_from([">", "/>", ">", "", "\n>"]),
)
words = st.sampled_from(
    ["a", " ", "\n", "\n\n", "&lt;", "&#60;", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<!", "<?", "*", "`"]
)
hostile = st.lists(tag | words | st.sampled_from(EVERY) | st.text(max_size=3), max_size=16).map("".join)

laws = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))


def passed(element: str, attribute: str, value: str) -> str | None:
    return value


def parsed(text: str) -> Any:
    """The text as a tree, by the HTML standard's rules of parsing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return html5lib.parseFragment(text, container="div", treebuilder="etree", namespaceHTMLElements=False)


def written(element: Any) -> str:
    """What stands in an element, written by the standard's rules of serialising."""
    inner = html.escape(element.text or "", quote=False)
    for child in element:
        given = "".join(f' {name}="{html.escape(value)}"' for name, value in child.attrib.items())
        start = f"<{child.tag}{given}>"
        # A parser drops the first line break in it.
        first = "\n" if child.tag == "pre" and (child.text or "").startswith("\n") else ""
        inner += start if child.tag in VOID else f"{start}{first}{written(child)}</{child.tag}>"
        inner += html.escape(child.tail or "", quote=False)
    return inner


def faults(element: Any) -> Iterator[str]:
    """Elements, attributes and addresses that may not stand in a text."""
    for each in element.iter():
        if each is element:
            continue
        if each.tag not in TAGS:
            yield f"<{each.tag}>"
            continue
        for name, value in each.attrib.items():
            if name not in _ATTRIBUTES["*"] | _ATTRIBUTES.get(each.tag, set()):
                yield f"<{each.tag} {name}>"
            # As browsers read it: without white space, whatever the case.
            found = (
                re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", value.lower())) if name in ("href", "src") else None
            )
            if found and found[1] not in SCHEMES:
                yield value


@given(hostile)
@laws
def test_what_is_clean_is_safe_clean_already_and_stable(text: str) -> None:
    clean = SANITISER.clean(text, passed)
    assert list(faults(parsed(clean))) == []
    assert SANITISER.clean(clean, passed) == clean
    once = written(parsed(clean))
    assert written(parsed(once)) == once
    assert list(faults(parsed(once))) == []


@given(hostile)
@laws
def test_every_stretch_of_a_text_is_safe_clean_already_and_stable(text: str) -> None:
    read, _ = body(text, "a.md", 1)
    for stretch in stretches(read.parts):
        assert list(faults(parsed(stretch.html))) == []
        assert SANITISER.clean(stretch.html, passed) == stretch.html
        once = written(parsed(stretch.html))
        assert written(parsed(once)) == once
        assert list(faults(parsed(once))) == []


@given(hostile)
@laws
def test_what_stands_in_its_place_stays_there(text: str) -> None:
    once = nested(SANITISER.clean(text, passed))
    assert list(faults(parsed(once))) == []
    assert list(faults(parsed(nested(once)))) == []


@pytest.mark.parametrize("payload", EVERY)
def test_each_payload_alone_is_made_safe(payload: str) -> None:
    for text in (payload, f"<div>{payload}", f"<table><tr><td>{payload}", f"<p title='{payload}'>"):
        clean = SANITISER.clean(text, passed)
        assert list(faults(parsed(clean))) == []
        assert SANITISER.clean(clean, passed) == clean


def test_the_faults_would_be_found() -> None:
    unsafe = '<p onclick="x">a</p><script>b</script><a href=" java&#115;cript:c">d</a><svg><a/></svg>'
    assert len(list(faults(parsed(unsafe)))) == 5
