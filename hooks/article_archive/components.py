"""Where components stand in the parser's output: at the top level of the text only, and never in a stranger's raw HTML."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

_POSITION = r'(?: data-sourcepos="[^"]*")?'
_TOP_BLOCK = re.compile(r'^<[a-z][a-z0-9]*(?: class="[^"]*")? data-sourcepos="(\d+):\d+-(\d+):\d+"', re.MULTILINE)
_LONE_PICTURE = re.compile(rf'<p{_POSITION}><img{_POSITION} src="([^"]*)" alt="([^"]*)"(?: title="([^"]*)")? /></p>\n?')
_ALERT = re.compile(
    rf'<div class="markdown-alert markdown-alert-([a-z]+)"{_POSITION}>\n'
    r'<p class="markdown-alert-title">([^\n]*)</p>\n(.*)</div>\n?',
    re.DOTALL,
)
_DIV = re.compile(r"<(/?)div\b[^>]*>\n?")
_CONTAINERS = "a|article|aside|blockquote|center|details|div|dl|figure|ol|section|span|table|ul"
_OPENED = re.compile(rf"<(?:{_CONTAINERS})\b", re.IGNORECASE)
_CLOSED = re.compile(rf"</(?:{_CONTAINERS})\b", re.IGNORECASE)


class FoundPicture(Struct, frozen=True):
    """A paragraph of nothing but a picture; `start` and `end` are offsets in the parser's output."""

    start: int
    end: int
    src: str
    alt: str
    title: str


class FoundAlert(Struct, frozen=True):
    """GitHub's alert; `html` is what it holds, as the parser printed it."""

    start: int
    end: int
    kind: str
    title: str
    html: str


Found = FoundPicture | FoundAlert


def may_have_components(text: str) -> bool:
    """Whether it is worth asking the parser for places, which cost a fifth of its time."""
    return "![" in text or "[!" in text


def components(rendered: str, lines: list[str]) -> Iterator[Found]:
    """Find them in output with places; `lines` are the source's."""
    blocks = list(_top_blocks(rendered))
    claimed = Counter(first for _, first in _places(rendered))
    open_tags, counted = 0, 0
    for (start, first), (following, _) in pairwise([*blocks, (len(rendered), 0)]):
        if claimed[first] != 1 or not _can_be_component(lines[first - 1 : first]):
            continue
        # The parser's own output is balanced: what is open here was opened by a stranger's raw HTML.
        open_tags += _opened(rendered[counted:start])
        counted = start
        if open_tags == 0 and (found := _component(rendered[start:following], start)):
            yield found


def _places(rendered: str) -> Iterator[tuple[re.Match[str], int]]:
    for block in _TOP_BLOCK.finditer(rendered):
        yield block, int(block[1])


def _top_blocks(rendered: str) -> Iterator[tuple[int, int]]:
    """Each block that lies in no other: its offset, and its first line in the source."""
    last_line = 0
    for block, first in _places(rendered):
        if first > last_line:
            last_line = int(block[2])
            yield block.start(), first


def _can_be_component(line: list[str]) -> bool:
    # Raw HTML can write a place too, but its own line starts with "<"; and two claims to a line are one too many.
    return bool(line) and line[0].lstrip(" ").startswith(("![", ">"))


def _opened(rendered: str) -> int:
    return len(_OPENED.findall(rendered)) - len(_CLOSED.findall(rendered))


def _component(text: str, start: int) -> Found | None:
    if found := _LONE_PICTURE.match(text):
        src, alt, title = (html.unescape(group or "") for group in found.groups())
        return FoundPicture(start, start + found.end(), src, alt, title)
    if text.startswith('<div class="markdown-alert ') and (alert := _ALERT.match(text[: _end_of_div(text)])):
        title = html.unescape(re.sub(r"<[^>]*>", "", alert[2]))
        return FoundAlert(start, start + alert.end(), alert[1], title, alert[3])
    return None


def _end_of_div(text: str) -> int:
    depth = 0
    for tag in _DIV.finditer(text):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(text)
